#!/usr/bin/env python3
"""Lets alerts run into a storm of outages, rate limits, resets and hangs, kills tocsin in the middle, and lets the
receivers judge: nothing lost, nothing repeated but what a kill excuses, nothing out of order, nobody asked too soon.

The receivers are a program of their own with a file that says which request meets which fault. The alerts come from
feeds that this process serves, one in five of them hostile.
"""
import argparse
import json
import pathlib
import random
import subprocess
import tempfile
import time
from urllib.parse import urlsplit

from channels import SECRET, settings as channel_settings, words
from rig import PROJECT, Server, Tocsin, rss

# Of a longer document only the newest items are kept.
ITEMS_PER_FEED = 500
SERVICES = "slack discord teams mattermost telegram ntfy googlechat matrix generic".split()
LISTS = "ceasefire embargo summit hostages".split()


def leaks(tocsin, urls):
    """The services whose address or token stands in the log, or anywhere in the database's files."""
    kept = b"".join(path.read_bytes() for path in tocsin.path.glob("tocsin.sqlite*")) + tocsin.said().encode()
    secrets = {name: [urlsplit(urls[name]["url"]).path, urls[name].get("token")] for name in urls}
    secrets["webhook"] = [SECRET]
    return [name for name, words in secrets.items() if any(w and len(w) > 8 and w.encode() in kept for w in words)]


def resident(process):
    """What a process holds in memory, in MB."""
    try:
        status = pathlib.Path(f"/proc/{process}/status").read_text()
    except OSError:
        return 0
    return int(status.partition("VmRSS:")[2].split()[0]) // 1024


def main():
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("receivers", type=pathlib.Path, help="the receivers' program")
    options.add_argument("--scenario", type=pathlib.Path, help="which request meets which fault; none without")
    options.add_argument("--alerts", type=int, default=60)
    options.add_argument("--seconds", type=float, default=3.3, help="within what time they are published")
    options.add_argument("--kills", type=int, default=0)
    options.add_argument("--services", default=",".join(SERVICES))
    options.add_argument("--rate-scale", default="1")
    options.add_argument("--pace", help="of every channel instead of its own, such as 1000/s")
    options.add_argument("--max-seconds", type=int, default=300)
    options.add_argument("--seed", type=int, default=7)
    options.add_argument("--python", default="python3", help="what runs the receivers")
    options.add_argument("--program", default=PROJECT / ".build/release/tocsin")
    options = options.parse_args()
    chance = random.Random(options.seed)

    names = [f"A{number:04}" for number in range(1, options.alerts + 1)]
    titles = []
    for number, name in enumerate(names):
        # It must ring its own list alone, and fit into XML.
        hostile = "".join(c for c in words(chance, 120).replace("ceasefire", "") if c.isprintable()) if number % 5 == 4 else ""
        titles.append(f"{LISTS[number % len(LISTS)].capitalize()} news {name} {hostile}")
    begun = time.monotonic()

    def answer(method, path, headers, body):
        share = min(1, (time.monotonic() - begun) / options.seconds)
        first = int(path.rpartition("/")[2]) * ITEMS_PER_FEED
        shown = range(first, min(int(len(names) * share), first + ITEMS_PER_FEED))
        items = [(names[n], titles[n], f"https://news.test/i/{names[n]}") for n in shown]
        return 200, [("Content-Type", "application/rss+xml")], rss(items)

    server = Server(answer)
    with tempfile.TemporaryDirectory(prefix="storm-") as folder:
        folder = pathlib.Path(folder)
        (folder / "names.txt").write_text("\n".join(names) + "\n")
        arguments = ["--sinks", options.services, "--expect", folder / "names.txt", "--secret", SECRET]
        arguments += ["--urls-file", folder / "urls.json", "--log", folder / "log.jsonl", "--rate-scale", options.rate_scale]
        arguments += ["--max-seconds", options.max_seconds, "--idle-seconds", 90, "--allow-dups", options.kills]
        if options.scenario:
            arguments += ["--scenario", options.scenario]
        receivers = subprocess.Popen(
            [options.python, options.receivers, *map(str, arguments)], stdout=open(folder / "judgement", "w")
        )
        while not (folder / "urls.json").exists():
            time.sleep(0.05)
        urls = json.loads((folder / "urls.json").read_text())
        text = '[poll]\nmin = "1s"\nmax = "1s"\ngap = "0s"\nper_host = 4\nlookback = "36500d"\n'
        for number in range(0, -(-len(names) // ITEMS_PER_FEED)):
            text += f'[[feed]]\nurl = "{server.url(f"/feed/{number}")}"\noutlet = "Wire"\n'
        channels = channel_settings(urls, all_ways=False)
        if options.pace:
            channels = channels.replace("[[channel]]\n", f'[[channel]]\npace = "{options.pace}"\n')
        text += channels
        tocsin = Tocsin(options.program, text)
        for name in LISTS:
            (tocsin.path / f"watchlists/{name}.watch").write_text(name + "\n")
        begun = time.monotonic()
        process = tocsin.start()
        for _ in range(options.kills):
            time.sleep(chance.uniform(0.3, 1.2))
            if receivers.poll() is not None:
                break
            process.kill()
            process.wait()
            process = tocsin.start()
        sizes = []
        while receivers.poll() is None:
            sizes.append(resident(process.pid))
            time.sleep(0.5)
        judgement = (folder / "judgement").read_text()
        print(judgement[judgement.find("\n") + 1 :])
        print(f"{options.alerts} alerts, {options.kills} kills, {time.monotonic() - begun:.0f} s")
        print("resident MB, five moments:", *sizes[:: max(1, len(sizes) // 5)])
        status = tocsin.end(process)
        owed = tocsin.query("SELECT channel, state, count(*) FROM delivery WHERE state != 'delivered' GROUP BY 1, 2")
        for row in owed:
            print("not delivered:", *row)
        shown = leaks(tocsin, urls)
        print("secrets in the log or the database:", ", ".join(shown) or "none")
        if receivers.returncode or status or owed or shown:
            print(tocsin.said()[-4_000:])
            raise SystemExit(1)


if __name__ == "__main__":
    main()
