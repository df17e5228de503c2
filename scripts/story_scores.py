#!/usr/bin/env python3
"""How well rows were grouped into stories: B-cubed, pairs, and normalised mutual information.

    scripts/story_scores.py HEADLINES.tsv GROUPS       tocsin stories --tsv HEADLINES.tsv > GROUPS; - is standard input
    scripts/story_scores.py --self-test

HEADLINES.tsv has a header with a column "story"; GROUPS has one id a line, in the rows' order. Precision asks how pure the groups
are, recall how whole the stories are. B-cubed takes the mean over rows, pairs the share of all pairs of two rows; NMI is taken over
the arithmetic mean of both entropies."""
import collections, json, math, sys, unittest


def scores(truth, groups):
    """All figures, of two lists of ids of the same length."""
    if len(truth) != len(groups): raise ValueError(f"{len(truth)} rows, but {len(groups)} groups")
    if not truth: raise ValueError("no rows")
    stories, found, both = (collections.Counter(keys) for keys in (truth, groups, zip(truth, groups)))
    rows = len(truth)
    precision = sum(n * n / found[group] for (_, group), n in both.items()) / rows
    recall = sum(n * n / stories[story] for (story, _), n in both.items()) / rows
    said, true, right = (sum(n * (n - 1) // 2 for n in sizes.values()) for sizes in (found, stories, both))
    entropy = lambda sizes: -sum(n / rows * math.log(n / rows) for n in sizes.values())
    shared = sum(n / rows * math.log(n * rows / (stories[story] * found[group])) for (story, group), n in both.items())
    spread = (entropy(stories) + entropy(found)) / 2
    pairs = right / said if said else 1.0, right / true if true else 1.0
    return dict(rows=rows, stories=len(stories), groups=len(found),
                b3_precision=precision, b3_recall=recall, b3_f1=harmonic(precision, recall),
                pair_precision=pairs[0], pair_recall=pairs[1], pair_f1=harmonic(*pairs), nmi=shared / spread if spread else 1.0)


def harmonic(a, b): return 2 * a * b / (a + b) if a + b else 0.0


def stories_of(lines):
    """The column "story" of a table with a header."""
    header = lines[0].split("\t")
    if "story" not in header: raise ValueError('no column "story"')
    return [line.split("\t")[header.index("story")] for line in lines[1:]]


class SelfTest(unittest.TestCase):
    def check(self, truth, groups, **expected):
        found = scores(list(truth), list(groups))
        for name, value in expected.items(): self.assertAlmostEqual(found[name], value, msg=name)

    def test_names_do_not_count(self):
        self.check("aabb", "1122", b3_f1=1, pair_f1=1, nmi=1)

    def test_all_in_one_is_whole_but_not_pure(self):
        self.check("aabb", "1111", b3_precision=.5, b3_recall=1, pair_precision=2 / 6, pair_recall=1, nmi=0)

    def test_each_alone_is_pure_but_not_whole(self):
        self.check("aabb", "1234", b3_precision=1, b3_recall=.5, pair_precision=1, pair_recall=0, nmi=2 / 3)

    def test_a_stray_row_by_hand(self):
        # Rows of a: recall 2/3, 2/3, 1/3; rows of b: 1, 1. Precision: 1, 1, then 1/3 for the stray, 2/3 for its hosts.
        self.check("aaabb", "11222", b3_precision=(1 + 1 + 1 / 3 + 2 / 3 + 2 / 3) / 5, b3_recall=(2 / 3 + 2 / 3 + 1 / 3 + 1 + 1) / 5,
                   pair_precision=2 / 4, pair_recall=2 / 4)

    def test_the_order_of_rows_does_not_count(self):
        self.assertEqual(scores(list("aab"), list("122")), scores(list("aba"), list("122")))

    def test_a_single_story_in_a_single_group(self):
        self.check("aaa", "111", b3_f1=1, pair_f1=1, nmi=1)

    def test_what_does_not_fit_is_refused(self):
        for truth, groups in ("ab", "1"), ("", ""): self.assertRaises(ValueError, scores, list(truth), list(groups))
        self.assertRaises(ValueError, stories_of, ["title\ttime", "a\t1"])

    def test_the_story_is_found_by_its_name(self):
        self.assertEqual(stories_of(["time\tstory\ttitle", "1\tx\tA", "2\ty\tB"]), ["x", "y"])


def main():
    if sys.argv[1:] == ["--self-test"]: unittest.main(argv=sys.argv[:1])
    if len(sys.argv) != 3: sys.exit(__doc__)
    read = lambda name: (sys.stdin if name == "-" else open(name, encoding="utf-8", newline="\n")).read().rstrip("\n").split("\n")
    try: print(json.dumps({name: round(value, 4) for name, value in scores(stories_of(read(sys.argv[1])), read(sys.argv[2])).items()}))
    except ValueError as problem: sys.exit(f"story_scores: {problem}")


if __name__ == "__main__": main()
