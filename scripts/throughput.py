#!/usr/bin/env python3
"""Measures how many alerts a second reach a webhook that is well: all of them are owed before the daemon starts.

The database, its durability and the pace are those that a user has who says nothing. What is counted are alerts, from the
first request to the last; a message may bring several.
"""
import argparse
import json
import threading
import time

from rig import PROJECT, Server, Tocsin, rss

ITEMS_PER_FEED = 500


def main():
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--alerts", type=int, default=1_000)
    options.add_argument("--keys", default="", help="more of the channel's settings, such as 'pace = \"1000/s\"'")
    options.add_argument("--program", default=PROJECT / ".build/release/tocsin")
    options = options.parse_args()

    taken, moments, lock, done = {}, [], threading.Lock(), threading.Event()

    def answer(method, path, headers, body):
        if path.startswith("/feed/"):
            first = int(path.rpartition("/")[2]) * ITEMS_PER_FEED
            shown = range(first, min(options.alerts, first + ITEMS_PER_FEED))
            return 200, [], rss([(f"A{n}", f"Ceasefire news {n}", f"https://news.test/i/{n}") for n in shown])
        data = json.loads(body)["data"]
        with lock:
            moments.append(time.monotonic())
            for alert in data.get("alerts", [data]):
                taken[alert["id"]] = taken.get(alert["id"], 0) + 1
            if len(taken) == options.alerts:
                done.set()
        return 204, [], b""

    server = Server(answer)
    closed = Server(lambda *request: (503, [("Retry-After", "1")], b""))

    def settings(hook):
        text = '[poll]\nmin = "60s"\ngap = "0s"\nper_host = 4\nlookback = "36500d"\n'
        for number in range(-(-options.alerts // ITEMS_PER_FEED)):
            text += f'[[feed]]\nurl = "{server.url(f"/feed/{number}")}"\noutlet = "Wire"\n'
        return text + f'[[channel]]\nname = "hook"\ntype = "webhook"\nurl = "{hook}"\n{options.keys}\n'

    tocsin = Tocsin(options.program, settings(closed.url("/hook")))
    tocsin.once()
    owed = tocsin.query("SELECT count(*) FROM delivery WHERE state IN ('queued', 'sending')")[0][0]
    tocsin.configure(settings(server.url("/hook")))
    time.sleep(1.3)
    process = tocsin.start()
    arrived = done.wait(120)
    status = tocsin.end(process)
    length = moments[-1] - moments[0]
    repeats = sum(count - 1 for count in taken.values())
    print(
        f"{owed} owed, {len(taken)} taken in {len(moments)} messages within {length:.2f} s: "
        f"{len(taken) / max(length, 1e-9):.0f} alerts a second; {repeats} repeated"
    )
    return 0 if arrived and not repeats and not status else 1


if __name__ == "__main__":
    raise SystemExit(main())
