/// How a publisher's text is kept from being read as markup, or from calling people, where a service has no structured text.
enum Escaping {
    /// Slack's own markup, in which only these three mean something.
    static func slack(_ text: String) -> String {
        text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
    }

    /// HTML, also inside a quoted attribute.
    static func html(_ text: String) -> String {
        slack(text).replacing("\"", with: "&quot;").replacing("'", with: "&#39;")
    }

    /// Discord's Markdown.
    static func discord(_ text: String) -> String {
        backslashed(withoutMentions(text), #"\*_~`|[]()<>#"#)
    }

    /// The Markdown of Mattermost, Rocket.Chat, Zulip and Gotify.
    ///
    /// Angle brackets become entities, since Mattermost reads `<!channel>` before it reads backslashes.
    static func markdown(_ text: String) -> String {
        let escaped = withoutMentions(backslashed(slack(text), #"\*_~`|[]()#!$"#))
        return withoutListMark(escaped)
    }

    /// A character of no width after every @ parts the sign from the name that it would call.
    static func withoutMentions(_ text: String) -> String {
        text.replacing("@", with: "@\u{200B}")
    }

    private static func backslashed(_ text: String, _ special: String) -> String {
        let special = Set(special.unicodeScalars)
        var escaped = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            if special.contains(scalar) { escaped.append("\\") }
            escaped.append(scalar)
        }
        return String(escaped)
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
