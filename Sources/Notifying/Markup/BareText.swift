import News

extension Bulletin {
    /// The whole without any markup, as a client without formatting shows it; a template's text is taken for HTML.
    var plainText: String {
        ([heading].compactMap(\.self) + cards.map(\.plainText)).joined(separator: "\n\n")
    }
}

extension Card {
    fileprivate var plainText: String {
        var lines = ["\(label): \(headline)"]
        if let link { lines.append(link) }
        if !passage.isEmpty { lines.append(passage.map(\.text).joined()) }
        if !text.isEmpty { lines.append(bareText(ofHTML: text)) }
        lines.append(facts)
        if let others = otherReports({ $0.outlet }) { lines.append(others) }
        if let story, let link = story.link { lines.append("\(story.outlet): \(link)") }
        if !reason.isEmpty { lines.append("\(reason) · \(command)") }
        return lines.joined(separator: "\n")
    }
}
