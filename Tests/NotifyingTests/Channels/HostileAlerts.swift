import FoundationEssentials
import News
import TestSupport

/// Alerts that hostile publishers could cause, the same in every run.
struct HostileAlerts {
    private var chance: SeededRandom

    private static let pieces = [
        "<!channel>", "<!here|here>", "@everyone", "@channel", "@here", "@all", "@room", "@**all**",
        "@*desk*",
        "@admin_user", "<@U12345678>", "<@&123456789012345678>", "<users/all>", "<at>Bob</at>", "@", "@@here",
        "[click](https://evil.test)", "<https://evil.test|text>", "https://evil.test/a_b", "**b**", "__u__",
        "~~s~~",
        "||s||", "`c`", "```", "# h", "> q", "- l", "1. l", "\\", "<script>alert(1)</script>", "<b>", "</b>",
        "&amp;",
        "&#64;here", "&", "<", ">", "\"", "'", "{{DATE(2020-01-01T00:00:00Z)}}", "{{x}}", "${x}", "%s",
        ":smile:",
        "\u{202E}gnp.exe", "\u{2066}x\u{2069}", "\u{200B}", "\u{FEFF}", "\u{0}", "\u{7}", "\u{1B}[31m",
        "\u{7F}", "\u{85}",
        "\u{2028}", "\r\nBcc: v@x.test", "👨‍👩‍👧", "🇺🇦", "e\u{301}", "a" + String(repeating: "\u{301}", count: 60),
        String(repeating: "\u{200D}", count: 40), " \u{301}", "Зеленський", "停火协议", "هدنة", "정전", "युद्धविराम",
        "ceasefire", "İ", "𝔘",
    ]

    init(seed: UInt64) {
        chance = SeededRandom(seed: seed)
    }

    mutating func next() -> Alert {
        let number = Int.random(in: 0..<1_000_000, using: &chance)
        let links = [
            "https://news.test/i/\(number)", "https://news.test/i/\(number)?q=(a)[b]<c>\"d|e'f`g&h=é@here",
            "javascript:alert(1)", "https://news.test/" + String(repeating: "p", count: 3_000), nil,
        ]
        var alert = Alert.about(
            text(20_000),
            priority: Priority.allCases.randomElement(using: &chance) ?? .normal
        )
        alert.id = "x\(number)"
        alert.listName = text(300)
        alert.outlet = text(400)
        alert.link = links.randomElement(using: &chance) ?? nil
        alert.match.line = text(300)
        alert.published = Bool.random(using: &chance) ? .start : nil
        alert.excerpt = (0..<Int.random(in: 0...3, using: &chance)).map { Segment(text(6_000), hit: $0 == 1) }
        let count = [0, 1, 3, 60].randomElement(using: &chance) ?? 0
        alert.others = (0..<count).map { number in
            Report(
                outlet: text(200),
                link: "https://o.test/\(number)/" + String(repeating: "p", count: 700),
                found: .start
            )
        }
        alert.storyLink = "https://desk.test/story/" + String(repeating: "s", count: number % 2 * 270 + 12)
        return alert
    }

    private mutating func text(_ longest: Int) -> String {
        let length = [0, 20, 60, 300, longest].randomElement(using: &chance) ?? 0
        var text = ""
        var size = 0
        while size < length {
            let piece =
                (Self.pieces.randomElement(using: &chance) ?? "") + (Bool.random(using: &chance) ? " " : "")
            text += piece
            size += piece.unicodeScalars.count
        }
        return text
    }
}
