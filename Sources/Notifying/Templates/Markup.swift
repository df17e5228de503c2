/// What the place is written in where a template's text goes, and so how values are written there.
enum Markup: String, Hashable, Sendable, CaseIterable {
    /// Text without any markup.
    case plain
    /// HTML and XML.
    case html
    /// Slack's own.
    case slack
    /// Discord's Markdown.
    case discord
    /// The Markdown of Mattermost, Rocket.Chat, Zulip and Gotify.
    case markdown
    /// The text blocks of adaptive cards, which Teams shows.
    case card
    /// A value of a web form.
    case form

    /// A publisher's text that is nothing but text here: no markup, and a call to nobody.
    func escaped(_ text: String) -> String {
        switch self {
        case .plain: text
        case .html: Escaping.html(text)
        case .slack: Escaping.slack(text)
        case .discord: Escaping.discord(text)
        case .markdown: Escaping.markdown(text)
        case .card: Escaping.card(text)
        case .form: percentEncoded(text)
        }
    }
}
