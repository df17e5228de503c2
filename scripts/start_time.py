#!/usr/bin/env python3
"""Measures the time from the start of the process to its first poll, and what the idle daemon holds in memory.

Ten feeds on this machine, each with thirty items; the median of several starts.
"""
import argparse
import pathlib
import statistics
import threading
import time

from rig import PROJECT, Server, Tocsin, rss


def main():
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--starts", type=int, default=11)
    options.add_argument("--program", default=PROJECT / ".build/release/tocsin")
    options = options.parse_args()

    first = threading.Event()
    polled = []

    def answer(method, path, headers, body):
        polled.append(time.monotonic())
        first.set()
        items = [(f"{path}{n}", f"Headline {n} of the day", f"https://example.org{path}/{n}") for n in range(30)]
        return 200, [("Content-Type", "application/rss+xml")], rss(items)

    server = Server(answer)
    settings = f'watchlists = "{PROJECT}/watchlists"\n[poll]\nper_host = 10\ngap = "0s"\n'
    settings += "".join(f'[[feed]]\nurl = "{server.url(f"/{n}")}"\n' for n in range(10))
    times, memory = [], []
    for _ in range(options.starts):
        tocsin = Tocsin(options.program, settings, stories=True)
        first.clear()
        polled.clear()
        begun = time.monotonic()
        process = tocsin.start()
        first.wait(timeout=10)
        times.append((polled[0] - begun) * 1000)
        while len(polled) < 10:
            time.sleep(0.01)
        time.sleep(1.5)
        status = pathlib.Path(f"/proc/{process.pid}/smaps_rollup").read_text()
        values = {line.split()[0]: int(line.split()[1]) / 1024 for line in status.splitlines()[1:]}
        memory.append((values["Rss:"], values["Anonymous:"]))
        tocsin.end(process)
    print(f"start to first poll: median {statistics.median(times):.0f} ms, from {min(times):.0f} to {max(times):.0f}")
    rss_mb, anonymous = (statistics.median(column) for column in zip(*memory))
    print(f"idle with 10 feeds: {rss_mb:.1f} MB resident, of which {anonymous:.1f} MB anonymous")


if __name__ == "__main__":
    main()
