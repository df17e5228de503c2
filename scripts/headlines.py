#!/usr/bin/env python3
"""Precision and recall of lists on labelled headlines.

    scripts/headlines.py TOCSIN WATCHLISTS HEADLINES.tsv… [--show]

A line of a file is: the lists that it is for, with commas between, or -; the language; the headline, with its summary behind
" || " if it has one. A file that bears the name of a list judges that list only. --show names every miss (-) and every false hit (+)."""
import collections, json, pathlib, subprocess, sys

tocsin, folder, *files = [a for a in sys.argv[1:] if a != "--show"]
rows = [line.rstrip("\n").split("\t") + [pathlib.Path(name).stem] for name in files for line in open(name, encoding="utf-8") if line.strip()]
lists = sorted({name for wanted, *_ in rows for name in wanted.split(",")} - {"-"})
items = "".join(json.dumps(dict(zip(("title", "summary"), text.split(" || ", 1))) | {"id": n}) + "\n" for n, (_, _, text, _) in enumerate(rows))
run = subprocess.run([tocsin, "match", "--json", "--watchlists", folder, "-"], input=items, capture_output=True, text=True)
if run.returncode: sys.exit(run.stderr[:4000])
count = collections.Counter()
for (wanted, language, text, judged), line in zip(rows, run.stdout.splitlines()):
    hits = {hit["list"] for hit in json.loads(line)["hits"]} & set(lists); wanted = set(wanted.split(",")) - {"-"}
    for name in [judged] if judged in lists else lists:
        kind = {(True, True): "hit", (True, False): "miss", (False, True): "false"}.get((name in wanted, name in hits))
        if kind: count[name, kind] += 1; count[language, kind] += 1; count["all", kind] += 1
        if kind in ("miss", "false") and "--show" in sys.argv: print("-+"[kind == "false"], name, language, text)
for name in lists + sorted({row[1] for row in rows}) + ["all"]:
    hit, miss, false = (count[name, kind] for kind in ("hit", "miss", "false"))
    print(f"{name:16} precision {hit / max(hit + false, 1):.3f}  recall {hit / max(hit + miss, 1):.3f}   {hit} hits, {miss} misses, {false} false")
print(f"{len(rows)} headlines")
