import News

/// A passage in the Markdown of Mattermost, Rocket.Chat, Zulip and Gotify, with the hits in bold.
func markdown(_ passage: [Segment]) -> String {
    passage.map { $0.hit ? strong($0.text, Escaping.markdown) : Escaping.markdown($0.text) }.joined()
}

/// Another report in that Markdown.
func markdownLink(_ other: Card.Other) -> String {
    let name = Escaping.markdown(other.outlet)
    return other.link.map { "[\(name)](\($0))" } ?? name
}

extension Bulletin {
    /// The whole in that Markdown, for services that have nothing but text.
    var markdownText: String {
        let heading = heading.map { ["**\(Escaping.markdown($0))**"] } ?? []
        return (heading + cards.map(\.markdownText)).joined(separator: "\n\n")
    }
}

extension Card {
    fileprivate var markdownText: String {
        let title = Escaping.markdown(headline)
        var lines = [link.map { "**[\(title)](\($0))**" } ?? "**\(title)**"]
        if !passage.isEmpty { lines.append(markdown(passage)) }
        if !text.isEmpty { lines.append(text) }
        if let others = alsoReported(markdownLink) { lines.append(others) }
        lines.append("\(Escaping.markdown(label)) · \(Escaping.markdown(facts))")
        if !reason.isEmpty {
            lines.append("\(Escaping.markdown(reason)) · \(Escaping.code(command))")
        }
        return lines.joined(separator: "\n\n")
    }
}
