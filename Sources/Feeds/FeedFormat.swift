/// Where in a document the feed begins, and in what.
enum FeedFormat {
    case json
    /// XML whose root or prolog is at the offset; `skipped` tells whether junk stands before it.
    case xml(root: Int, skipped: Bool)
}

/// Finds the feed in a document, or says what is there instead.
func sniff(_ bytes: [UInt8], from start: Int) throws(FeedError) -> FeedFormat {
    let found: Result<FeedFormat, FeedError> = bytes.withUnsafeBufferPointer { text in
        if text[start] == UInt8(ascii: "{") || text[start] == UInt8(ascii: "[") { return .success(.json) }
        let root = endOfProlog(in: text, from: start)
        if isFeedRoot(text, at: root) { return .success(.xml(root: start, skipped: false)) }
        if let page = htmlPageKind(text, from: start, root: root) { return .failure(.notAFeed(what: page)) }
        if let later = feedRoot(in: text, from: start) { return .success(.xml(root: later, skipped: true)) }
        return .failure(.notAFeed(what: otherKind(text, root: root)))
    }
    return try found.get()
}

/// Skips white space, declarations, comments and the DOCTYPE before the root element.
func endOfProlog(in text: UnsafeBufferPointer<UInt8>, from start: Int) -> Int {
    var at = start
    var hasDoctype = false
    while at < text.count {
        if text[at].isSpace || text[at] < 0x20 {
            at += 1
        } else if text.has("<?", at: at), let end = text.find("?>", from: at) {
            at = end + 2
        } else if text.has("<!--", at: at), let end = text.find("-->", from: at + 2) {
            at = end + 3
        } else if !hasDoctype, text.has("<!doctype", at: at) {
            hasDoctype = true
            at = endOfDoctype(in: text, at: at)
        } else {
            break
        }
    }
    return at
}

private func feedRoot(in text: UnsafeBufferPointer<UInt8>, from start: Int) -> Int? {
    var from = start
    while let mark = text[from...].firstIndex(of: UInt8(ascii: "<")) {
        if isFeedRoot(text, at: mark) { return mark }
        from = mark + 1
    }
    return nil
}

/// Whether a tag here is `<rss`, `<rdf:RDF`, `<feed` or, without its root, `<channel`, with any prefix.
func isFeedRoot(_ text: UnsafeBufferPointer<UInt8>, at mark: Int) -> Bool {
    guard mark < text.count, text[mark] == UInt8(ascii: "<") else { return false }
    var local = mark + 1
    var end = local
    while end < text.count, end - mark < 64, text[end].isLetter || text[end].isDigit || text[end].joinsNames {
        if text[end] == UInt8(ascii: ":") { local = end + 1 }
        end += 1
    }
    guard end < text.count else { return false }
    return switch end - local {
    case 3: text.has("rss", at: local) || text.has("rdf", at: local)
    case 4: text.has("feed", at: local)
    case 7: text.has("channel", at: local)
    default: false
    }
}

extension UInt8 {
    fileprivate var joinsNames: Bool {
        self == UInt8(ascii: ":") || self == UInt8(ascii: "-") || self == UInt8(ascii: "_")
    }
}

private func rootName(_ text: UnsafeBufferPointer<UInt8>, at mark: Int) -> (name: String, end: Int) {
    var end = mark + 1
    while end < text.count, end - mark < 64, !text[end].isSpace, text[end] != UInt8(ascii: ">"),
        text[end] != UInt8(ascii: "/"), text[end] >= 0x20
    {
        end += 1
    }
    let name = text.part(min(mark + 1, text.count), max(end, min(mark + 1, text.count)))
    return (String(decoding: name, as: UTF8.self).asciiLowered, end)
}

/// Names the HTML page a site sends in place of its feed; nil where it is none.
func htmlPageKind(_ text: UnsafeBufferPointer<UInt8>, from start: Int, root: Int) -> String? {
    let isPage =
        text.has("<!doctype html", at: start) && !isFeedRoot(text, at: root)
        && feedRoot(in: text, from: root) == nil
        || text.has("<html", at: root) || text.has("<head>", at: root) || text.has("<body", at: root)
    guard isPage else { return nil }
    let head = text.part(0, min(text.count, 256 << 10))
    let isLogin =
        head.find("type=\"password\"", from: 0) != nil || head.find("type='password'", from: 0) != nil
        || head.find("type=password", from: 0) != nil
    if isLogin { return "a login page" }
    let marks: [StaticString] = [
        "captcha", "cf-browser-verification", "challenge-platform", "checking your browser",
    ]
    for mark in marks where head.find(mark, from: 0) != nil {
        return "an HTML page that wants to see a human"
    }
    return "an HTML page"
}

private func otherKind(_ text: UnsafeBufferPointer<UInt8>, root: Int) -> String {
    guard root < text.count, text[root] == UInt8(ascii: "<") else {
        return root < text.count ? "plain text" : "an XML document without a root element"
    }
    let (name, end) = rootName(text, at: root)
    guard name.utf8.first?.isLetter == true, end < text.count else { return "plain text" }
    return switch name {
    case "opml": "an OPML subscription list"
    case "urlset", "sitemapindex": "a sitemap"
    case "div", "p", "br", "b", "h1", "script", "center", "title", "meta", "link": "an HTML page"
    default: "XML, but not a feed (root element <\(name)>)"
    }
}

/// Names what is not text at all, by its first bytes; nil for text.
func binaryKind(of bytes: [UInt8]) -> String? {
    let marks: [([UInt8], String)] = [
        ([0x1F, 0x8B], "binary data (gzip)"), ([0x50, 0x4B, 3, 4], "binary data (ZIP)"),
        ([0x25, 0x50, 0x44, 0x46], "binary data (PDF)"), ([0x89, 0x50, 0x4E, 0x47], "binary data (PNG)"),
        ([0xFF, 0xD8, 0xFF], "binary data (JPEG)"), ([0x47, 0x49, 0x46, 0x38], "binary data (GIF)"),
        ([0x42, 0x5A, 0x68], "binary data (bzip2)"), ([0x28, 0xB5, 0x2F, 0xFD], "binary data (Zstandard)"),
        ([0xFD, 0x37, 0x7A, 0x58, 0x5A], "binary data (xz)"),
        ([0x7F, 0x45, 0x4C, 0x46], "binary data (ELF)"),
    ]
    if let (_, name) = marks.first(where: { bytes.starts(with: $0.0) }) { return name }
    // Every letter of a Cyrillic text in UTF-16 has a control character for its one half.
    let wide: [[UInt8]] = [[0xFF, 0xFE], [0xFE, 0xFF], [0x3C, 0], [0, 0x3C]]
    if wide.contains(where: bytes.starts) { return nil }
    let head = bytes.prefix(1024)
    let controls = head.count { $0 < 0x20 && $0 != 0 && !$0.isSpace && $0 != 0x1B }
    return controls * 16 > head.count ? "binary data" : nil
}
