#!/usr/bin/env python3
"""Besieges the status port while feeds are polled and alerts delivered: neither may suffer.

    scripts/status_siege.py [--program .build/release/tocsin] [--callers 1000] [--seconds 20]

Twenty feeds are read every two seconds, and each has a new mention each time. A stretch in peace is held beside one in
which a thousand callers send a letter a second, and call again when they are cut off. Bars: as many visits as in peace
but for a tenth, every mention delivered, and an answer to a whole request within a second.
"""
import argparse
import http.client
import json
import socket
import statistics
import sys
import threading
import time
import urllib.request

from rig import PROJECT, Server, Tocsin, rss

FEEDS = 20
REQUEST = b"GET / HTTP/1.1\r\nHost: localhost\r\nX-Slow: " + b"x" * 4_000


class Siege:
    """Callers that say a letter a second, as long as it lasts."""

    def __init__(self, port, count):
        self.port = port
        self.callers = [self.call() for _ in range(count)]
        self.again = 0
        self.lasts = True
        self.thread = threading.Thread(target=self.run, daemon=True)
        self.thread.start()

    def call(self):
        caller = socket.create_connection(("127.0.0.1", self.port), timeout=10)
        caller.settimeout(0)
        return [caller, 0]

    def run(self):
        while self.lasts:
            begun = time.monotonic()
            for place, (caller, said) in enumerate(self.callers):
                try:
                    caller.send(REQUEST[said:said + 1])
                    self.callers[place][1] += 1
                    if caller.recv(1) == b"":
                        raise ConnectionError
                except BlockingIOError:
                    pass
                except OSError:
                    caller.close()
                    self.callers[place] = self.call()
                    self.again += 1
            time.sleep(max(0, 1 - (time.monotonic() - begun)))

    def end(self):
        self.lasts = False
        self.thread.join()
        for caller, _ in self.callers:
            caller.close()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--program", default=PROJECT / ".build/release/tocsin")
    parser.add_argument("--callers", type=int, default=1_000)
    parser.add_argument("--seconds", type=int, default=20)
    arguments = parser.parse_args()

    shown, posted = {}, {}
    visits = [0]
    start = time.monotonic()

    def answer(method, path, headers, body):
        now = time.monotonic()
        if method == "POST":
            posted.setdefault(json.loads(body)["data"]["link"].rsplit("/", 1)[1], now)
            return 200, [], b"ok"
        visits[0] += 1
        feed = path.strip("/")
        names = [f"f{feed}-{number}" for number in range(int((now - start) / 2))]
        for name in names:
            shown.setdefault(name, now)
        items = [(name, f"Ceasefire {name} signed", f"https://example.org/{name}") for name in names]
        return 200, [("Content-Type", "application/rss+xml")], rss(items)

    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = Server(answer)
    settings = f'[status]\nlisten = "127.0.0.1:{port}"\n[alerts]\nstories = false\n'
    settings += '[poll]\nmin = "1s"\nmax = "1s"\ngap = "0s"\nper_host = 20\nlookback = "36500d"\n'
    settings += f'[[channel]]\nname = "hook"\ntype = "webhook"\nurl = "{server.url("/hook")}"\n'
    for feed in range(FEEDS):
        settings += f'[[feed]]\nurl = "{server.url(f"/{feed}")}"\noutlet = "Feed {feed}"\n'
    tocsin = Tocsin(arguments.program, settings)
    process = tocsin.start()
    wrong = 0
    try:
        time.sleep(5)

        def stretch(title):
            before, begun, taken, cut = visits[0], time.monotonic(), [], 0
            while time.monotonic() - begun < arguments.seconds:
                asked = time.perf_counter()
                try:
                    with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=10) as page:
                        page.read(1)
                    taken.append((time.perf_counter() - asked) * 1_000)
                except (OSError, http.client.HTTPException):
                    cut += 1
                time.sleep(0.5)
            end = time.monotonic()
            late = [posted[name] - moment for name, moment in shown.items() if name in posted and begun < moment < end]
            rate = (visits[0] - before) / (end - begun)
            print(f"{title}: {rate:.1f} visits a second, {len(late)} alerts delivered, half of them within "
                  f"{statistics.median(late) * 1000:.0f} ms and all within {max(late) * 1000:.0f} ms; the page begins after "
                  f"{statistics.median(taken):.1f} ms, at worst {max(taken):.1f} ms; {cut} of {cut + len(taken)} requests for it were cut off")
            return rate, max(taken)

        peace, _ = stretch("in peace")
        siege = Siege(port, arguments.callers)
        rate, worst = stretch(f"with {arguments.callers} slow callers")
        print(f"callers that were cut off and called again: {siege.again}")
        siege.end()
        last = set(shown)
        patience = time.monotonic() + 10
        while last - posted.keys() and time.monotonic() < patience:
            time.sleep(0.2)
        missing = len(last - posted.keys())
        print(f"mentions that were never delivered: {missing} of {len(last)}")
        wrong = (rate < 0.9 * peace) + (worst > 1_000) + (missing > 0)
    finally:
        tocsin.end(process, patience=20)
    print("all is well" if not wrong else f"{wrong} wrong\n{tocsin.said()[-2000:]}")
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
