/// How a publisher's text is kept from being read as markup, or from calling people, where a service has no structured text.
///
/// All of it goes by Unicode scalars, as the services do: to Swift, a bracket with an accent on it is another character,
/// to them it is a bracket.
enum Escaping {
    /// Slack's own markup, in which only these three mean something.
    static func slack(_ text: String) -> String {
        replacing(in: text) { ["&": "&amp;", "<": "&lt;", ">": "&gt;"][$0] }
    }

    /// HTML, also inside a quoted attribute.
    static func html(_ text: String) -> String {
        replacing(in: text) { ["&": "&amp;", "<": "&lt;", ">": "&gt;", "\"": "&quot;", "'": "&#39;"][$0] }
    }

    /// Discord's Markdown.
    static func discord(_ text: String) -> String {
        backslashed(withoutMentions(text), #"\*_~`|[]()<>#"#)
    }

    /// The Markdown of Mattermost, Rocket.Chat, Zulip and Gotify.
    ///
    /// Angle brackets become entities, since Mattermost reads `<!channel>` before it reads backslashes.
    static func markdown(_ text: String) -> String {
        withoutListMark(withoutMentions(backslashed(slack(text), #"\*_~`|[]()#!$"#)))
    }

    /// The Markdown of adaptive cards, in which two braces begin a moment.
    static func card(_ text: String) -> String {
        replacing(in: backslashed(text, #"\*_[]()"#)) { $0 == "{" ? "{\u{200B}" : nil }
    }

    /// The inside of a string in JSON, also for readers that end lines where JavaScript does.
    static func json(_ text: String) -> String {
        replacing(in: text) { scalar in
            switch scalar {
            case "\"": #"\""#
            case "\\": #"\\"#
            case "\n": #"\n"#
            case "\u{2028}", "\u{2029}", "\u{0}"..."\u{1F}":
                "\\u" + String(repeating: "0", count: scalar.value < 0x10 ? 3 : scalar.value < 0x100 ? 2 : 0)
                    + String(scalar.value, radix: 16)
            default: nil
            }
        }
    }

    /// A character of no width after every @ parts the sign from the name that it would call.
    static func withoutMentions(_ text: String) -> String {
        replacing(in: text) { $0 == "@" ? "@\u{200B}" : nil }
    }

    /// Plain text for a server that looks for mentions as Slack writes them even there.
    static func withoutAnyMentions(_ text: String) -> String {
        replacing(in: text) { ["@": "@\u{200B}", "<": "<\u{200B}"][$0] }
    }

    /// A text in a code span, which ends at the first backtick.
    static func code(_ text: String) -> String {
        "`" + replacing(in: text) { $0 == "`" ? "'" : nil } + "`"
    }

    private static func backslashed(_ text: String, _ special: String) -> String {
        let special = Set(special.unicodeScalars)
        return replacing(in: text) { special.contains($0) ? "\\\($0)" : nil }
    }

    private static func replacing(in text: String, _ replacement: (Unicode.Scalar) -> String?) -> String {
        var replaced = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            if let other = replacement(scalar) {
                replaced.append(contentsOf: other.unicodeScalars)
            } else {
                replaced.append(scalar)
            }
        }
        return String(replaced)
    }

    /// A text that begins as an entry of a list does would become one.
    private static func withoutListMark(_ text: String) -> String {
        let mark = text.prefix { $0.isASCII && $0.isNumber }
        let rest = text[mark.endIndex...]
        guard let sign = rest.first, rest.dropFirst().first == " " else { return text }
        let isMark = mark.isEmpty ? sign == "-" || sign == "+" : sign == "."
        return isMark ? mark + "\\" + rest : text
    }
}
