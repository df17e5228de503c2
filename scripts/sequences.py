#!/usr/bin/env python3
"""Serves feeds that change from poll to poll, and counts how often each rings.

    scripts/sequences.py FOLDER [--program TOCSIN]

FOLDER holds sequences.jsonl and seq/NAME-v1.xml, NAME-v2.xml and so on. Every line of sequences.jsonl says how many
items of a sequence are news, poll by poll and in all; a number that is not given may fall to that poll or the next.
"""
import argparse
import collections
import json
import pathlib
import sys

from rig import PROJECT, Server, Tocsin

# Whatever a headline says, it rings; the first fetch too, however old its items are.
LIST = "alert: text\nmatch:\n"


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("folder", type=pathlib.Path)
    options.add_argument("--program", default=PROJECT / ".build/release/tocsin")
    options = options.parse_args()
    sequences = [json.loads(line) for line in (options.folder / "sequences.jsonl").read_text().splitlines()]
    polls = collections.Counter()

    def answer(method, path, headers, body):
        name = path.strip("/")
        versions = sorted((options.folder / "seq").glob(f"{name}-v*.xml"))
        version = versions[min(polls[name], len(versions) - 1)]
        polls[name] += 1
        return 200, [("Content-Type", "application/rss+xml")], version.read_bytes()

    server = Server(answer)
    words = sorted({word for text in (options.folder / "seq").glob("*.xml") for word in titles(text.read_text())})
    wrong = 0
    for each in sequences:
        settings = '[poll]\ngap = "0s"\nlookback = "36500d"\n[[channel]]\nname = "log"\ntype = "file"\npath = "alerts.jsonl"\n'
        settings += f'[[feed]]\nurl = "{server.url("/" + each["name"])}"\n'
        tocsin = Tocsin(options.program, settings, LIST + f"    {' OR '.join(words)}\n")
        counts = [0]
        for _ in range(each["versions"]):
            tocsin.once()
            counts.append(len(tocsin.alerts()[0]))
        found = [after - before for before, after in zip(counts, counts[1:])]
        fits = all(wanted in (None, got) for wanted, got in zip(each["new_items"], found))
        fits = fits and sum(found) == each["total"]
        wrong += not fits
        print(f"{'ok   ' if fits else 'WRONG'} {each['name']:12} {found} of {each['new_items']}: {each['note']}")
    print(f"{len(sequences) - wrong} of {len(sequences)} sequences exact")
    return 1 if wrong else 0


def titles(text):
    """The words of a file's headlines, each in quotes."""
    for part in text.split("<title>")[1:]:
        for word in part.split("</title>")[0].split():
            if word.isalpha():
                yield f'"{word.lower()}"'


sys.exit(main())
