#!/usr/bin/env python3
"""Makes a tocsin of a benchmark's world: settings with a list of feeds (OPML), and the base watches as lists.

    prepare.py STATE URLS BASE_TERMS [--webhook URL] [--every SECONDS]
"""
import os
import sys
from xml.sax.saxutils import quoteattr

state, urls, terms = sys.argv[1:4]
options = dict(zip(sys.argv[4::2], sys.argv[5::2]))
every = round(float(options.get("--every", 0)))
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
with open(f"{state}/feeds.opml", "w", encoding="utf-8") as file:
    file.write('<opml version="2.0"><body>\n')
    for url in open(urls).read().split():
        file.write(f"<outline xmlUrl={quoteattr(url)}/>\n")
    file.write("</body></opml>\n")
with open(f"{state}/tocsin.toml", "w", encoding="utf-8") as file:
    file.write('opml = ["feeds.opml"]\n')
    file.write('[poll]\ngap = "0s"\nconcurrency = 100\n')
    if every:
        file.write(f'min = "{every}s"\nmax = "{every}s"\n')
    if webhook:
        file.write('lookback = "36500d"\n')
    # Each item is counted, and runs beside each other share no port.
    file.write('[alerts]\nstories = false\n[status]\nlisten = "127.0.0.1:0"\n')
    file.write(f'[[channel]]\nname = "out"\n{channel}\n')
