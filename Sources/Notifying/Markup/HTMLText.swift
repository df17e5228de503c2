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
        if !self.text.isEmpty { text += "<div>\(self.text)</div>" }
        var lines = ["<em>\(Escaping.html(label)) · \(Escaping.html(facts))</em>"]
        if let others = alsoReported({ htmlLink($0.outlet, $0.link) }) { lines.append(others) }
        if !reason.isEmpty {
            lines.append("\(Escaping.html(reason)) · <code>\(Escaping.html(command))</code>")
        }
        return text + "<p>\(lines.joined(separator: "<br>"))</p>"
    }
}

/// HTML whose values were escaped, without its tags.
func bareText(ofHTML html: String) -> String {
    let text = html.replacing(/<[^>]*>/.matchingSemantics(.unicodeScalar), with: "")
    return [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&amp;", "&")].reduce(text) {
        $0.replacing($1.0, with: $1.1)
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
