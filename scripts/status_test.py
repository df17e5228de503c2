#!/usr/bin/env python3
"""Judges the status port of a running tocsin by other people's programs.

    scripts/status_test.py [--address http://127.0.0.1:8787] [--chromium /usr/bin/chromium]

prometheus_client parses the metrics, feedparser the Atom feed; axe-core, in headless Chromium, looks for what keeps
people from reading the pages, in light, dark and on a phone. Bars: the first byte within 50 ms, a page of 300 kB at
most, no request to another origin, and answers while a thousand clients sit on the port and say nothing.

    pip install playwright axe-core-python prometheus_client feedparser
"""
import argparse
import json
import re
import socket
import statistics
import sys
import time
import urllib.request

import feedparser
from axe_core_python.sync_playwright import Axe
from playwright.sync_api import sync_playwright
from prometheus_client.parser import text_string_to_metric_families

PAGES = ["/", "/alerts", "/feeds", "/stories"]
wrong = []


def check(name, is_so, detail=""):
    print(("ok   " if is_so else "FAIL ") + name + (f": {detail}" if detail else ""))
    if not is_so:
        wrong.append(name)


def fetch(address, path):
    """The body, and the milliseconds until its first byte."""
    start = time.perf_counter()
    with urllib.request.urlopen(address + path, timeout=10) as response:
        first = response.read(1)
        taken = (time.perf_counter() - start) * 1000
        return first + response.read(), taken


def metrics(address):
    text = fetch(address, "/metrics")[0].decode()
    families = {family.name: family for family in text_string_to_metric_families(text)}
    samples = sum(len(family.samples) for family in families.values())
    check("metrics are parsed", len(families) > 25, f"{len(families)} families, {samples} samples")
    check("every family says what it is", all(family.documentation for family in families.values()))
    for family in families.values():
        if family.type != "histogram":
            continue
        ends = [sample for sample in family.samples if sample.name.endswith("_bucket")]
        counts = [sample for sample in family.samples if sample.name.endswith("_count")]
        totals = [sample for sample in ends if sample.labels["le"] == "+Inf"]
        check(f"{family.name} adds up", [s.value for s in totals] == [s.value for s in counts])


def feeds(address):
    atom = feedparser.parse(fetch(address, "/alerts.atom")[0])
    check("the Atom feed is well formed", not atom.bozo, atom.get("bozo_exception", ""))
    check("it has alerts, each with an id", len({entry.id for entry in atom.entries}) == len(atom.entries) > 0,
          f"{len(atom.entries)}")
    jf = json.loads(fetch(address, "/alerts.json")[0])
    check("the JSON feed is one of version 1.1", jf["version"] == "https://jsonfeed.org/version/1.1")
    check("its items have what must be there", all(item["id"] and item["content_html"] for item in jf["items"]))
    check("both tell the same", [entry.id for entry in atom.entries] == [item["id"] for item in jf["items"]])


def stories(address):
    """The two latest stories, whose pages are judged like the others: that of the talks, and the hostile one."""
    for story in re.findall(r"/story/(\w+)", fetch(address, "/stories")[0].decode())[:2]:
        atom = feedparser.parse(fetch(address, f"/story/{story}.atom")[0])
        rows = json.loads(fetch(address, f"/story/{story}.json")[0])["outlets"]
        check(f"/story/{story}: the Atom feed is well formed", not atom.bozo, atom.get("bozo_exception", ""))
        check(f"/story/{story}: both forms have an entry an outlet", len(atom.entries) == len(rows) == 5, f"{len(rows)}")
        PAGES.append(f"/story/{story}")


def bars(address):
    for path in PAGES:
        taken = [fetch(address, path)[1] for _ in range(20)]
        size = len(fetch(address, path)[0])
        check(f"{path} begins within 50 ms", statistics.median(taken) <= 50,
              f"median {statistics.median(taken):.1f} ms, worst {max(taken):.1f} ms of 20")
        check(f"{path} is not longer than 300 kB", size <= 300_000, f"{size / 1000:.0f} kB")


def silence(address):
    host, port = address.removeprefix("http://").split(":")
    silent = []
    for number in range(1_000):
        caller = socket.create_connection((host, int(port)), timeout=10)
        if number % 2:
            caller.sendall(b"GET / HTTP/1.1\r\nHost: ")
        silent.append(caller)
    taken = [fetch(address, "/")[1] for _ in range(10)]
    check("the page comes while a thousand clients say nothing", max(taken) <= 500, f"worst {max(taken):.1f} ms of 10")
    for caller in silent:
        caller.close()


def pages(address, chromium):
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        for scheme, width in [("light", 1360), ("dark", 1360), ("light", 390), ("light", 320)]:
            context = browser.new_context(color_scheme=scheme, viewport={"width": width, "height": 900})
            page = context.new_page()
            asked, said = [], []
            page.on("request", lambda request: asked.append(request.url))
            page.on("console", lambda message: said.append(message.text))
            for path in PAGES:
                page.goto(address + path)
                name = f"{path} in {scheme} at {width}"
                found = Axe().run(page)["violations"]
                check(f"{name}: axe-core finds nothing", not found,
                      "; ".join(f"{v['id']} ({len(v['nodes'])}): {v['nodes'][0]['html'][:90]}" for v in found))
                wide = page.evaluate("document.documentElement.scrollWidth") - width
                check(f"{name}: nothing sticks out", wide <= 0, f"{wide} px" if wide > 0 else "")
            check(f"in {scheme} at {width}: no request to another origin",
                  all(url.startswith(address + "/") for url in asked))
            check(f"in {scheme} at {width}: the browser has nothing to complain of", not said, "; ".join(said[:2]))
            context.close()
        page = browser.new_page()
        page.goto(address + "/")
        page.keyboard.press("Tab")
        check("the first key leads to the content", page.evaluate("document.activeElement.className") == "skip")
        browser.close()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--address", default="http://127.0.0.1:8787")
    parser.add_argument("--chromium", default="/usr/bin/chromium")
    arguments = parser.parse_args()
    metrics(arguments.address)
    feeds(arguments.address)
    stories(arguments.address)
    bars(arguments.address)
    silence(arguments.address)
    pages(arguments.address, arguments.chromium)
    print(f"{len(wrong)} wrong")
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
