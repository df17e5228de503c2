import News
import Notifying

/// Markup that is safe to show: what is written out in the source is markup, what is put into it is text.
///
/// `"<p>\(headline)</p>"` escapes the headline, whoever wrote it; other `HTML` goes in as it is. Control characters, and
/// those that turn the direction of writing, are left out, so that the same serves for XML.
struct HTML: Hashable, Sendable, ExpressibleByStringInterpolation {
    private(set) var text: String

    init(stringLiteral value: String) {
        text = value
    }

    init(stringInterpolation: StringInterpolation) {
        text = stringInterpolation.text
    }

    /// A text of people or publishers, escaped.
    init(escaping plain: String) {
        text = Self.escape(plain)
    }

    static let nothing: HTML = ""

    static func + (left: HTML, right: HTML) -> HTML {
        var sum = left
        sum.text += right.text
        return sum
    }

    /// What goes between the markup.
    struct StringInterpolation: StringInterpolationProtocol {
        fileprivate var text = ""

        init(literalCapacity: Int, interpolationCount: Int) {
            text.reserveCapacity(literalCapacity + interpolationCount * 16)
        }

        mutating func appendLiteral(_ literal: String) {
            text += literal
        }

        mutating func appendInterpolation(_ plain: String) {
            text += HTML.escape(plain)
        }

        mutating func appendInterpolation(_ number: Int) {
            text += "\(number)"
        }

        mutating func appendInterpolation(_ html: HTML) {
            text += html.text
        }

        mutating func appendInterpolation(_ parts: [HTML]) {
            for part in parts { text += part.text }
        }
    }

    private static func escape(_ plain: String) -> String {
        var escaped = ""
        escaped.reserveCapacity(plain.utf8.count)
        for scalar in visible(plain).unicodeScalars {
            switch scalar {
            case "&": escaped += "&amp;"
            case "<": escaped += "&lt;"
            case ">": escaped += "&gt;"
            case "\"": escaped += "&quot;"
            case "'": escaped += "&#39;"
            case "\u{FFFE}", "\u{FFFF}": break
            default: escaped.unicodeScalars.append(scalar)
            }
        }
        return escaped
    }
}

extension HTML {
    /// A passage with its hits marked.
    init(_ passage: [Segment]) {
        self = "\(passage.map { $0.hit ? "<mark>\($0.text)</mark>" : HTML(escaping: $0.text) })"
    }

    /// A text that leads to an address, if that is one of the web: a feed may not have a reader run a script.
    static func link(_ html: HTML, to address: String?) -> HTML {
        guard let address = webAddress(address) else { return html }
        return "<a href=\"\(address)\" rel=\"noreferrer noopener\">\(html)</a>"
    }

    /// An address, if it is one of the web.
    static func webAddress(_ address: String?) -> String? {
        address.flatMap { $0.hasPrefix("https://") || $0.hasPrefix("http://") ? $0 : nil }
    }

    /// The attribute that says in which language a text is; nothing where that is not known.
    static func language(_ tag: String?) -> HTML {
        guard let tag, !tag.isEmpty, tag.utf8.count <= 35,
            tag.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-") })
        else { return .nothing }
        return " lang=\"\(tag)\""
    }
}
