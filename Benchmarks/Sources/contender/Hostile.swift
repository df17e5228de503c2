import FoundationEssentials
import Matching
import News

/// Texts and lists made to be slow: how long one item takes, and whether twice the text takes twice as long.
enum Hostile {
    /// A case: a list, and a text of about so many bytes.
    struct Case: Sendable {
        var name: String
        var list: String
        var text: @Sendable (Int) -> String
    }

    /// Times every case at half, one and two megabytes; `doubled` is the mean growth of the two doublings, for beyond
    /// 32 MiB an allocation takes fresh pages from the kernel each time, and that step stands now here, now there.
    ///
    /// - Returns: One JSON object a line.
    static func report() -> String {
        cases.map { test in
            let compiled = compileWatchlist(
                [SourceFile(name: "hostile.watch", bytes: Array(test.list.utf8))],
                names: [],
                now: .init(timeIntervalSince1970: 0),
                plainText: { $0 }
            )
            precondition(compiled.mistakes.isEmpty, "\(compiled.mistakes)")
            let watchlist = Watchlist(watches: compiled.watches)
            let times = [1 << 19, 1 << 20, 1 << 21].map { size in
                let item = Item(identity: "1", title: "", summary: "", body: test.text(size))
                var best = Double.infinity
                for _ in 0..<5 { best = min(best, Contender.seconds { _ = watchlist.hits(in: item) }) }
                return best
            }
            let milliseconds = times.map { ($0 * 10_000).rounded() / 10 }
            let growth = ((times[2] / times[0]).squareRoot() * 100).rounded() / 100
            return "{\"case\":\"\(test.name)\",\"ms\":\(milliseconds),\"doubled\":\(growth)}"
        }.joined(separator: "\n")
    }

    private static let common = "the of to and a in for on is that by this with it not or be are from at as"
        .split(
            separator: " "
        ).map(String.init)

    private static func lines(_ count: Int, _ line: (Int) -> String) -> String {
        "match:\n" + (0..<count).map { "    \(line($0))\n" }.joined()
    }

    private static func repeated(_ words: [String], gap: String = " ", _ size: Int) -> String {
        var text = ""
        var number = 0
        while text.utf8.count < size {
            text += words[number % words.count] + gap
            number = (number &* 31 &+ 7) % 1_000_003
        }
        return text
    }

    private static func common(_ number: Int) -> String { common[number % common.count] }

    /// Words that all stand in the text, each line another pair, and a third word that stands once, far away.
    private static let nearLines = lines(200) {
        "(\(common($0)) NEAR/100 \(common($0 / 20 + $0 + 1))) NEAR/\($0 % 100) zebra"
    }

    private static let deepMask: String = {
        var query = "\"the\""
        for depth in 0..<14 { query = "(\(query) NEAR/100 \(common(depth)))" }
        return "match:\n    the AND of AND zebra\nignore phrases:\n    \(query)\n"
    }()

    private static let cases = [
        Case(name: "one word", list: lines(200) { "(a NEAR/100 a) BEFORE/\($0 % 100) zebra" }) {
            repeated(["a"], $0) + "\nzebra"
        },
        Case(name: "one word, counted", list: lines(1) { _ in "ATLEAST/200000 a" }) { repeated(["a"], $0) },
        Case(name: "common words near", list: nearLines) { repeated(common, $0) + "\nzebra" },
        Case(
            name: "paragraphs apart",
            list: lines(200) { "\(common($0)) BEFORE/\($0 / 20) \(common($0 + 1 + $0 / 20))" }
        ) {
            repeated(common, gap: "\n", $0)
        },
        Case(name: "deep masks", list: deepMask) { repeated(common, $0) + "\nzebra" },
        Case(name: "wildcards", list: lines(200) { "abc\($0)x* AND a??\($0 % 10)?* AND zebra" }) {
            repeated((0..<999).map { "abc\($0)y" }, $0)
        },
        Case(name: "hyphens", list: lines(200) { "a-a-\($0) OR zebra*" }) { repeated(["a"], gap: "-", $0) },
        Case(name: "initials", list: lines(200) { "a.b.\($0)" }) { repeated(["a"], gap: ".", $0) },
        Case(name: "apostrophes", list: lines(200) { "a'a\($0)" }) { repeated(["a"], gap: "'", $0) },
        Case(name: "accents apart", list: lines(200) { "e\($0)" }) {
            repeated(["e\u{301}\u{323}"], gap: "", $0)
        },
        Case(name: "numbers", list: lines(200) { "1,\($0)" }) { repeated(["1"], gap: ",", $0) },
        Case(name: "Arabic", list: lines(200) { "هدنة\($0)" }) { repeated(["والهدنة"], $0) },
        Case(name: "characters", list: lines(200) { "停火\($0)" }) { repeated(["停", "火"], gap: "", $0) },
        Case(name: "sentences", list: lines(200) { "a SENTENCE b NEAR/\($0 % 100) zebra" }) {
            repeated(["a", "B"], gap: ". ", $0) + "\nzebra"
        },
    ]
}
