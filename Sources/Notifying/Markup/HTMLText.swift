import News

extension Bulletin {
    /// The whole in the HTML that Matrix allows.
    var htmlText: String {
        let heading = heading.map { "<p><strong>\(Escaping.html($0))</strong></p>" } ?? ""
        return heading + cards.map(\.htmlText).joined()
    }
}

extension Card {
    fileprivate var htmlText: String {
        let title = htmlLink(headline, link)
        var text = "<p><strong>\(title)</strong></p>"
        if !passage.isEmpty { text += "<blockquote>\(html(passage))</blockquote>" }
        var lines = ["<em>\(Escaping.html(label)) · \(Escaping.html(facts))</em>"]
        if let others = alsoReported({ htmlLink($0.outlet, $0.link) }) { lines.append(others) }
        if !reason.isEmpty {
            lines.append("\(Escaping.html(reason)) · <code>\(Escaping.html(command))</code>")
        }
        return text + "<p>\(lines.joined(separator: "<br>"))</p>"
    }
}

/// A passage in HTML, with the hits in bold.
func html(_ passage: [Segment], strong tag: String = "strong") -> String {
    passage.map { piece in
        let text = Escaping.html(piece.text)
        return piece.hit ? "<\(tag)>\(text)</\(tag)>" : text
    }.joined()
}

/// A text that leads somewhere, in HTML.
func htmlLink(_ text: String, _ link: String?) -> String {
    let text = Escaping.html(text)
    return link.map { "<a href=\"\(Escaping.html($0))\">\(text)</a>" } ?? text
}
