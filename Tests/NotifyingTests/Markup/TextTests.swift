import News
import Testing

@testable import Notifying

@Suite struct `A text that is cut` {
    struct Row: Sendable, CustomTestStringConvertible {
        let text: String
        let limit: Int
        let unit: TextUnit
        let cut: String
        let because: String

        var testDescription: String { "\(text) to \(limit) \(unit) (\(because))" }
    }

    static let rows = [
        Row(text: "truce", limit: 5, unit: .scalars, cut: "truce", because: "it fits"),
        Row(text: "truces", limit: 5, unit: .scalars, cut: "truc…", because: "the mark counts"),
        Row(text: "a truce", limit: 3, unit: .scalars, cut: "a…", because: "no blank before the mark"),
        Row(
            text: "Київ",
            limit: 7,
            unit: .bytes,
            cut: "Ки…",
            because: "two bytes a letter, three for the mark"
        ),
        Row(text: "Київ", limit: 8, unit: .bytes, cut: "Київ", because: "it fits"),
        Row(text: "a😀b", limit: 3, unit: .utf16, cut: "a…", because: "no half of a pair"),
        Row(text: "a😀b", limit: 4, unit: .utf16, cut: "a😀b", because: "it fits"),
        Row(
            text: "e\u{301}e\u{301}",
            limit: 3,
            unit: .scalars,
            cut: "e\u{301}…",
            because: "an accent stays with its letter"
        ),
        Row(text: "👨‍👩‍👧!", limit: 3, unit: .scalars, cut: "👨\u{200D}…", because: "it alone is too long"),
        Row(text: "x👨‍👩‍👧!", limit: 5, unit: .scalars, cut: "x…", because: "a family stays together"),
        Row(text: "🇺🇦🇺🇦", limit: 3, unit: .scalars, cut: "🇺🇦…", because: "a flag stays whole"),
        Row(text: "truce", limit: 0, unit: .scalars, cut: "", because: "no room at all"),
    ]

    @Test(arguments: rows)
    func `keeps its characters whole`(_ row: Row) {
        let cut = row.text.clamped(to: row.limit, row.unit)
        #expect(cut == row.cut)
        #expect(row.unit.length(of: cut) <= row.limit)
    }

    @Test func `is cut inside a character only where that alone is too long`() {
        let pile = "a" + String(repeating: "\u{301}", count: 100)
        #expect(pile.clamped(to: 10).unicodeScalars.count == 10)
        #expect(("x" + pile).clamped(to: 10) == "x…")
    }

    @Test func `can lose its beginning instead`() {
        #expect("so the truce".clampedAtStart(to: 6) == "…truce")
        #expect("truce".clampedAtStart(to: 5) == "truce")
    }
}

@Suite struct `A publisher's text` {
    static let rows: [(text: String, tidy: String, because: String)] = [
        ("  a\t b\r\nc  ", "a b c", "one line, single blanks"),
        ("a\u{2028}b\u{85}c", "a b c", "line ends of other alphabets"),
        ("a\u{0}\u{7}\u{1B}[31m\u{7F}\u{9B}b", "a[31mb", "no control characters"),
        ("\u{202E}gpj.exe\u{2066}x\u{2069}\u{FEFF}", "gpj.exex", "nothing turns the direction of writing"),
        (
            "a" + String(repeating: "\u{301}", count: 60), "a" + String(repeating: "\u{301}", count: 8),
            "a pile of accents"
        ),
        ("👨‍👩‍👧 हिन्दी", "👨‍👩‍👧 हिन्दी", "what belongs together stays"),
        ("a \u{301}b\u{200D} \u{200D}c", "a b\u{200D} c", "marks that nothing carries"), ("", "", "nothing"),
    ]

    @Test(arguments: rows)
    func `is tidied`(_ text: String, _ expected: String, _ because: String) {
        #expect(tidy(text) == expected, "\(because)")
        #expect(tidy(tidy(text)) == tidy(text))
    }

    static let links: [(text: String?, link: String?, because: String)] = [
        ("https://news.example/a?b=1&c=2#d", "https://news.example/a?b=1&c=2#d", "as it is"),
        (" HTTPS://news.example/a\n", "HTTPS://news.example/a", "blanks around it"),
        (
            "https://news.example/(a)[b]<c>\"d|e'f`g\\h{i}^*",
            "https://news.example/%28a%29%5Bb%5D%3Cc%3E%22d%7Ce%27f%60g%5Ch%7Bi%7D%5E%2A",
            "what markup trips on"
        ),
        ("https://news.example/é/ї", "https://news.example/%C3%A9/%D1%97", "other letters"),
        ("https://news.example/%28", "https://news.example/%28", "encoded already"),
        (
            "https://good.example@evil.example/", "https://good.example%40evil.example/",
            "a host behind another one"
        ),
        ("https://news.example/a b", "https://news.example/a%20b", "a blank inside"),
        (
            "https://news.example/\u{202E}x", "https://news.example/%E2%80%AEx",
            "nothing turns the direction of writing"
        ),
        ("javascript:alert(1)", nil, "it runs"), ("data:text/html,x", nil, "it shows what it likes"),
        ("ftp://news.example", nil, "not of the web"), ("https://", nil, "no host"),
        ("https:///x", nil, "no host"),
        ("//news.example", nil, "no scheme"), ("", nil, "nothing"), (nil, nil, "nothing"),
        ("https://news.example/" + String(repeating: "a", count: 2_000), nil, "a part of it leads elsewhere"),
    ]

    @Test(arguments: links)
    func `is a link only where it leads to the web`(_ text: String?, _ link: String?, _ because: String) {
        #expect(webLink(text) == link, "\(because)")
    }

    static let escapes: [(text: String, discord: String, markdown: String, because: String)] = [
        ("a & b", "a & b", "a &amp; b", "Discord knows no entities"),
        ("**b** _i_", #"\*\*b\*\* \_i\_"#, #"\*\*b\*\* \_i\_"#, "emphasis"),
        ("<!channel>", #"\<!channel\>"#, #"&lt;\!channel&gt;"#, "Slack's mentions"),
        ("@here", "@\u{200B}here", "@\u{200B}here", "a mention"),
        ("[a](b)", #"\[a\]\(b\)"#, #"\[a\]\(b\)"#, "a link"),
        (
            "<\u{301}b>@\u{200D}here", "\\<\u{301}b\\>@\u{200B}\u{200D}here",
            "&lt;\u{301}b&gt;@\u{200B}\u{200D}here", "an accent on a bracket"
        ),
        (#"\*"#, #"\\\*"#, #"\\\*"#, "an escape of its own"),
        ("- a", "- a", #"\- a"#, "a list"),
        ("12. a", "12. a", #"12\. a"#, "a numbered list"),
        ("1.5 a", "1.5 a", "1.5 a", "a number"),
    ]

    @Test(arguments: escapes)
    func `is no markup`(_ text: String, _ discord: String, _ markdown: String, _ because: String) {
        #expect(Escaping.discord(text) == discord, "\(because)")
        #expect(Escaping.markdown(text) == markdown, "\(because)")
    }

    @Test func `in bold leaves its blanks outside`() {
        #expect(strong(" truce  ") { $0 } == " **truce**  ")
        #expect(strong("  ") { $0 } == "  ")
    }

    @Test func `is shown around its first hit`() {
        let pieces = [
            Segment(String(repeating: "a ", count: 500)), Segment("truce", hit: true),
            Segment(String(repeating: " b", count: 500)),
        ]
        let shown = pieces.tidy(upTo: 100)
        let text = shown.map(\.text).joined()
        #expect(text.unicodeScalars.count <= 100)
        #expect(text.hasPrefix("…"))
        #expect(text.hasSuffix("…"))
        #expect(shown.filter(\.hit) == [Segment("truce", hit: true)])
        #expect([Segment(" \n "), Segment("\u{7}", hit: true)].tidy(upTo: 100) == [])
    }
}
