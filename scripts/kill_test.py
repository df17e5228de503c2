#!/usr/bin/env python3
"""Kills tocsin at random moments while feeds bring known mentions; none may be lost.

Publishers and a webhook's receiver live in this process. Every mention that a feed has shown must be in the alert
log and at the receiver after the last start, at least once, and the database must be sound.
"""
import argparse
import collections
import json
import random
import sys
import time

from rig import PROJECT, Server, Tocsin, rss

FEEDS = 20


def main():
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--kills", type=int, default=200)
    options.add_argument("--mentions", type=int, default=1000)
    options.add_argument("--seed", type=int, default=None)
    options.add_argument("--program", default=PROJECT / ".build/release/tocsin")
    options = options.parse_args()
    seed = options.seed if options.seed is not None else random.randrange(1 << 32)
    chance = random.Random(seed)

    shown = [0] * FEEDS
    mentions = [[f"f{feed}-{n}" for n in range(options.mentions // FEEDS)] for feed in range(FEEDS)]
    posted = collections.Counter()

    def answer(method, path, headers, body):
        if method == "POST":
            if chance.random() < 0.1:
                return 503, [], b""
            data = json.loads(body)["data"]
            # What has piled up comes together.
            for alert in data.get("alerts", [data]):
                posted[alert["link"].rsplit("/", 1)[1]] += 1
            return 200, [], b"ok"
        feed = int(path.strip("/"))
        items = []
        for name in mentions[feed][: shown[feed]]:
            items.append((name, f"Ceasefire {name} signed", f"https://example.org/{name}"))
            items.append((name + "x", f"Weather {name}", f"https://example.org/{name}x"))
        return 200, [("Content-Type", "application/rss+xml")], rss(items)

    server = Server(answer)
    settings = '[poll]\nmin = "1s"\nmax = "1s"\ngap = "0s"\nper_host = 20\nlookback = "36500d"\n'
    settings += '[[channel]]\nname = "log"\ntype = "file"\npath = "alerts.jsonl"\n'
    settings += f'[[channel]]\nname = "hook"\ntype = "webhook"\nurl = "{server.url("/hook")}"\n'
    for feed in range(FEEDS):
        settings += f'[[feed]]\nurl = "{server.url(f"/{feed}")}"\noutlet = "Feed {feed}"\n'
    tocsin = Tocsin(options.program, settings)

    begun = time.monotonic()
    for kill in range(options.kills):
        for feed in range(FEEDS):
            most = len(mentions[feed]) * (kill + 1) // options.kills
            shown[feed] = chance.randint(shown[feed], most)
        process = tocsin.start()
        time.sleep(chance.uniform(0, 0.5))
        process.kill()
        process.wait()

    shown[:] = [len(names) for names in mentions]
    wanted = {name for names in mentions for name in names}
    process = tocsin.start()
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline:
        told = collections.Counter(alert["link"].rsplit("/", 1)[1] for alert in tocsin.alerts()[0])
        if wanted <= told.keys() and wanted <= posted.keys():
            break
        time.sleep(0.2)
    status = tocsin.end(process)
    told = collections.Counter(alert["link"].rsplit("/", 1)[1] for alert in tocsin.alerts()[0])
    sound = tocsin.query("PRAGMA integrity_check") == [("ok",)]

    lost = len(wanted - told.keys())
    lost_posts = len(wanted - posted.keys())
    foreign = len((told.keys() | posted.keys()) - wanted)
    print(f"seed {seed}: {options.kills} kills in {time.monotonic() - begun:.0f} s, {len(wanted)} mentions")
    print(f"alert log: {lost} lost, {sum(told.values()) - len(told)} repeated, {tocsin.alerts()[1]} cut lines")
    print(f"webhook:   {lost_posts} lost, {sum(posted.values()) - len(posted)} repeated")
    print(f"exit {status}, {foreign} alerts that should not be, database {'sound' if sound else 'BROKEN'}")
    failed = lost + lost_posts + foreign + (status != 0) + (not sound)
    if failed:
        print(tocsin.said()[-4000:], file=sys.stderr)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
