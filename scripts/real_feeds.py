#!/usr/bin/env python3
"""Polls the corpus's real feeds from a server on this machine, twice.

Each is read or refused with a reason; items and their dates are in the store; the second round finds nothing new.
"""
import argparse
import json
import pathlib
import sys

from rig import PROJECT, Server, Tocsin


def main():
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--corpus", type=pathlib.Path, default=PROJECT.parent / "shared/data/feeds/open")
    options.add_argument("--program", default=PROJECT / ".build/release/tocsin")
    options = options.parse_args()
    if not (options.corpus / "expected.jsonl").exists():
        print(f"skipped: there is no corpus at {options.corpus}")
        return 0

    lines = (options.corpus / "expected.jsonl").read_text().splitlines()
    cases = [case for case in map(json.loads, lines) if case["category"].startswith("real")]

    def answer(method, path, headers, body):
        case = cases[int(path.strip("/"))]
        given = [(n, v) for n, v in case.get("headers") or [] if n.lower() == "content-type"]
        return 200, given, (options.corpus / case["file"]).read_bytes()

    server = Server(answer)
    settings = '[poll]\ngap = "0s"\nper_host = 16\n[[channel]]\nname = "log"\ntype = "file"\npath = "alerts.jsonl"\n'
    for number in range(len(cases)):
        settings += f'[[feed]]\nurl = "{server.url(f"/{number}")}"\n'
    tocsin = Tocsin(options.program, settings)

    first = tocsin.once()
    rows = tocsin.query(
        "SELECT feed.url, feed.trouble, count(item.id), count(item.published) FROM feed LEFT JOIN item ON item.feed = feed.id GROUP BY feed.id"
    )
    before = tocsin.query("SELECT count(*), max(id), max(first_seen), sum(fingerprint % 1000003) FROM item")
    second = tocsin.once()
    after = tocsin.query("SELECT count(*), max(id), max(first_seen), sum(fingerprint % 1000003) FROM item")

    read = refused = short = surprises = 0
    for url, trouble, items, dated in rows:
        case = cases[int(url.rsplit("/", 1)[1])]
        expected = case["expect"]
        wanted = expected.get("item_count") or len(expected.get("items") or [])
        read += trouble is None
        refused += trouble is not None
        if (trouble is None) != expected.get("ok", True):
            surprises += 1
            print(f"surprise: {case['id']}: {trouble}")
        elif trouble is None and items < wanted:
            # Entries that are the same in everything are one item.
            short += 1
            print(f"fewer items: {case['id']}: {items} of {wanted}")
    items, dated = sum(row[2] for row in rows), sum(row[3] for row in rows)
    news = "nothing new" if before == after else f"CHANGED from {before} to {after}"
    print(f"{len(cases)} real feeds: {read} read, {refused} refused with a reason, {surprises} surprises")
    print(f"{items} items in the store, {dated} dated; {short} feeds with fewer items than entries")
    print(f"second round: {news}; exits {first} and {second}")
    crashed = first != 0 or second != 0 or "AddressSanitizer" in tocsin.said() or "LeakSanitizer" in tocsin.said()
    if crashed:
        print(tocsin.said()[-4000:], file=sys.stderr)
    return 1 if crashed or before != after or surprises else 0


if __name__ == "__main__":
    sys.exit(main())
