#!/usr/bin/env python3
"""Makes a tocsin of a benchmark's world: settings with one feed for each address, and the base watches as lists.

    prepare.py STATE URLS BASE_TERMS [--webhook URL] [--every SECONDS]
"""
import os
import sys

state, urls, terms = sys.argv[1:4]
options = dict(zip(sys.argv[4::2], sys.argv[5::2]))
every = int(options.get("--every", 0))
webhook = options.get("--webhook")

os.makedirs(f"{state}/watchlists", exist_ok=True)
watches = {}
for line in open(terms, encoding="utf-8"):
    name, term = line.rstrip("\n").split("\t")[:2]
    watches.setdefault(name, []).append(f'"{term}"')
for name, lines in watches.items():
    with open(f"{state}/watchlists/{name}.watch", "w", encoding="utf-8") as file:
        file.write("\n".join(lines) + "\n")

channel = f'type = "webhook"\nurl = "{webhook}"' if webhook else 'type = "file"\npath = "alerts.jsonl"'
with open(f"{state}/tocsin.toml", "w", encoding="utf-8") as file:
    file.write('[poll]\ngap = "0s"\nconcurrency = 100\n')
    if webhook:
        file.write('lookback = "36500d"\n')
    file.write(f'[[channel]]\nname = "out"\n{channel}\n')
    for url in open(urls).read().split():
        file.write(f'[[feed]]\nurl = "{url}"\n' + (f'every = "{max(60, every)}s"\n' if every else ""))
