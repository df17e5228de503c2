#!/usr/bin/env python3
"""Compares tocsin with the reference model of the watch language on random queries and texts.

    scripts/differential.py REFERENCE.py TOCSIN [PAIRS] [SEED]

Each pair is decided by both, as hit or not and at which level; where both say hit, the words that tocsin names must be
an occurrence that the model knows."""
import importlib.util, itertools, json, os, random, re, subprocess, sys, tempfile, unicodedata

WORDS = ("truce Truce TRUCE talks talk US us U.S. U.N. cease-fire cease fire Ceasefire ceasefires Putin Putin’s Putins Zelensky "
         "Zelensky's accord l'accord dell'accord O'Brien OBrien 1,000 1000 3.5 18th 18TH Straße STRASSE Türkiye TURKIYE naïve "
         "Gen Mr St Kyiv Kiev A a b non-stop F-16 F-16s Erdoğan Путин Путина перемирие перемирье перемирьё Київ й и "
         "停火 俄乌停火协议 هدنة والهدنة لوقف وقف النار café Café 2026 x y of the in").split()
GAPS = [" "] * 12 + [", ", ". ", "! ", "? ", "-", "–", " – ", "; ", " | ", ": ", " (", ") ", " “", "” ", "</p><p>", "<br>", " <b>", "… "]
ASKED = ("truce =Truce talks tal?s tru* =US US U.S. us cease-fire ceasefire ceasefire* Putin Putin's Путин путин* перемир* перемирье "
         "accord OBrien O'Brien 1,000 1000 3.5 18th Straße Türkiye naïve Kyiv non-stop stop F-16 F16 Erdogan и й 停火 停火协议 هدنة вокруг "
         "\"cease fire\" \"وقف النار\" Cafe a b x of in ki?v").split("\u0000")
ASKED = re.findall(r'"[^"]*"|\S+', ASKED[0])


class Maker:
    def __init__(self, seed): self.r = random.Random(seed)

    def text(self, most):
        return "".join(self.r.choice(WORDS) + self.r.choice(GAPS) for _ in range(self.r.randint(0, most)))

    def place(self, depth):
        k = self.r.random(); p = lambda: self.place(depth + 1)
        if depth > 2 or k < .45: return self.r.choice(ASKED)
        if k < .55: return '"%s %s"' % (self.r.choice(ASKED).strip('"'), self.r.choice(ASKED).strip('"'))
        if k < .68: return f"({p()} NEAR/{self.r.randint(0, 6)} {p()})"
        if k < .76: return f"({p()} BEFORE/{self.r.randint(0, 4)} {p()})"
        if k < .82: return f"({p()} SENTENCE {p()})"
        if k < .88: return f"({p()} EXCEPT {p()})"
        return f"({p()} OR {p()})"

    def query(self, depth=0):
        k = self.r.random(); q = lambda: self.query(depth + 1)
        if depth > 1 or k < .5: return self.place(depth)
        if k < .65: return f"({q()} AND {q()})"
        if k < .75: return f"({q()} NOT {q()})"
        if k < .85: return f"({q()} OR {q()})"
        if k < .93: return f"{self.r.choice(['title', 'lead', 'text', 'summary', 'body'])}:{q()}"
        return f"ATLEAST/{self.r.randint(1, 3)} {self.place(depth)}"


def main():
    spec = importlib.util.spec_from_file_location("reference", sys.argv[1])
    model = importlib.util.module_from_spec(spec); spec.loader.exec_module(model)
    mark_whole_words(model.Field)
    pairs, seed = int(sys.argv[3]) if len(sys.argv) > 3 else 100_000, int(sys.argv[4]) if len(sys.argv) > 4 else 1
    done = hits = refused = 0; bad = []
    for batch in itertools.count():
        if done >= pairs: break
        maker = Maker(f"{seed}:{batch}")
        queries, lists = [], tempfile.TemporaryDirectory()
        while len(queries) < 100:
            q = maker.query()
            try: node = model.P(q, {}).parse()
            except model.QErr: refused += 1; continue
            open(f"{lists.name}/q{len(queries)}.watch", "w").write(f"match:\n    {q}\n"); queries.append((q, node))
        docs = [(maker.text(9), maker.text(40) if i % 2 else "", maker.text(60) if i % 5 == 0 else "") for i in range(100)]
        items = "".join(json.dumps(dict(id=i, title=plain(t), summary=plain(s), body=plain(b))) + "\n" for i, (t, s, b) in enumerate(docs))
        run = subprocess.run([sys.argv[2], "match", "--json", "--watchlists", lists.name, "-"], input=items, capture_output=True, text=True)
        if run.returncode: sys.exit(run.stderr[:2000])
        answers = [json.loads(line) for line in run.stdout.splitlines()]
        for (title, summary, body), answer in zip(docs, answers):
            doc = model.Doc(title, summary, body); found = {h["list"]: h for h in answer["hits"]}
            for number, (q, node) in enumerate(queries):
                done += 1; level = next((s for s in ("title", "lead", "text") if model.ev(node, doc, s, {})[0]), None)
                mine = found.get(f"q{number}"); hits += level is not None
                if (mine and mine["level"]) != level: bad.append(("decision", q, (title, summary, body), mine and mine["level"], level))
                elif mine and place(node) and not known(model, node, doc, level, mine["spans"]):
                    bad.append(("spans", q, (title, summary, body), [s["text"] for s in mine["spans"]], level))
    for b in bad[:int(os.environ.get("SHOW", 15))]: print(*b, sep="\n    ")
    print(f"{done} pairs, {hits} hits, {len(bad)} differences ({refused} queries refused by the model)")
    sys.exit(bool(bad))


def mark_whole_words(field):
    """The model shows of l'accord what it was found by, accord; tocsin marks the word that stands in the text."""
    cut = field.word

    def word(self, raw, position, sentence):
        first = len(self.toks); cut(self, raw, position, sentence)
        self.toks[first:] = [token[:5] + (raw,) for token in self.toks[first:]]
    field.word = word


def plain(html):
    """As the feed reader hands texts over: no markup, a line feed between paragraphs."""
    text = re.sub(r"</?(p|br)[^>]*>", "\n", html)
    return re.sub(r"\n+", "\n", re.sub(r"<[^>]+>", "", text)).strip("\n")


def place(node):
    """Whether the query is found at places, so that its occurrences can be compared."""
    return node[0] in ("phrase", "near", "sent", "except") or node[0] == "or" and all(place(x) for x in node[1])


def letters(text):
    text = re.sub(r"['’][sS](?!\w)", "", unicodedata.normalize("NFKC", text))  # a possessive may be marked or not
    return [c for c in text if c.isalnum()]


def known(model, node, doc, level, spans):
    """Whether the words of the spans are those of an occurrence of the model: the same letters, in any order of parts."""
    mine = sorted(c for s in spans for c in letters(s["text"]))
    fields = doc.scopes[level]
    return any(sorted(letters(s[3])) == mine for f in fields for s in model.spans(node, doc.f[f], []))


main()
