import FoundationEssentials

/// An element whose text is being gathered.
struct Capture {
    /// What the characters of the text are.
    enum Form: Equatable {
        case plain
        /// A headline of RSS: references are decoded once more, tags go.
        case headline
        case html
        case xhtml
        /// Base64 of plain text or of HTML.
        case base64(isHTML: Bool)
    }

    let name: ElementName
    let form: Form
    /// For `guid`: whether it is an address.
    var isPermalink = true
    /// For `link`: whether what it leads to is attached.
    var isEnclosure = false
    var depth = 0

    init(_ name: ElementName, form: Form) {
        self.name = name
        self.form = form
    }

    /// The text as a reader would see it.
    func plain(_ bytes: UnsafeBufferPointer<UInt8>) -> String? {
        let text =
            switch form {
            case .plain: plainText(htmlBytes: bytes, markup: .none)
            case .headline: plainText(htmlBytes: bytes, markup: .titles)
            case .html, .xhtml: plainText(htmlBytes: bytes)
            case .base64(let isHTML): decoded(bytes, isHTML: isHTML)
            }
        return text.isEmpty ? nil : text
    }

    private func decoded(_ bytes: UnsafeBufferPointer<UInt8>, isHTML: Bool) -> String {
        guard let data = Data(base64Encoded: Data(bytes), options: .ignoreUnknownCharacters) else {
            return ""
        }
        return Array(data).withUnsafeBufferPointer { plainText(htmlBytes: $0, markup: isHTML ? .all : .none) }
    }
}

/// What an Atom construct, or an RSS text that borrows Atom's attributes, says about its text.
func atomForm(_ attributes: XMLAttributes) -> Capture.Form {
    guard let type = attributes["type"]?.asciiLowered else {
        return attributes["mode"] == "base64" ? .base64(isHTML: false) : .plain
    }
    let mode = attributes["mode"]?.asciiLowered
    if mode == "base64" { return .base64(isHTML: type.holds("html")) }
    if type == "xhtml" || type.hasPrefix("application/xhtml") { return mode == "escaped" ? .html : .xhtml }
    if type == "html" || type.hasPrefix("text/html") { return mode == "xml" ? .xhtml : .html }
    if type == "text" || type.hasPrefix("text/") { return .plain }
    if type.hasSuffix("+xml") || type.hasSuffix("/xml") { return .xhtml }
    return type.holds("/") ? .base64(isHTML: false) : .plain
}
