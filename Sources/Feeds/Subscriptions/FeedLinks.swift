/// The feeds that a web page leads to, the likeliest first.
///
/// A page declares a feed by a link whose relation is "alternate" and whose type is a feed's (HTML, section 4.6.7.1;
/// rssboard.org/rss-autodiscovery), or whose relation is "feed". Plain links whose address looks like a feed's come
/// after those, feeds of comments last.
///
/// - Parameters:
///   - bytes: The page, as received and after any content coding was undone.
///   - url: The address it came from.
///   - contentType: The Content-Type it came with.
/// - Returns: At most twenty links to `http:` and `https:`, each address once.
public func feedLinks(inPage bytes: [UInt8], url: String, contentType: String?) -> [FeedLink] {
    guard binaryKind(of: bytes) == nil else { return [] }
    let page = decode(bytes, contentType: contentTypeWithCharset(contentType, page: bytes)).bytes
    return page.withUnsafeBufferPointer { input in
        var scanner = HTMLLinkScanner(input: input)
        var links = FeedLinkList(page: url)
        while let tag = scanner.next() { links.take(tag, in: scanner) }
        return links.best
    }
}

/// The Content-Type with the encoding that a page names in its head, where HTTP names none (HTML, section 13.2.3.2).
private func contentTypeWithCharset(_ contentType: String?, page bytes: [UInt8]) -> String? {
    if let contentType, contentType.holds("charset") { return contentType }
    return bytes.withUnsafeBufferPointer { all in
        let head = all.part(0, min(all.count, 4096))
        var from = 0
        while let mark = head.find("charset", from: from) {
            from = mark + 7
            let rest = head[from...].drop(while: \.isSpace)
            guard rest.first == UInt8(ascii: "=") else { continue }
            let label = rest.dropFirst().drop {
                $0.isSpace || $0 == UInt8(ascii: "\"") || $0 == UInt8(ascii: "'")
            }
            .prefix { $0.isLetter || $0.isDigit || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "_") }
            let name = String(decoding: label, as: UTF8.self)
            if EncodingLabel(name) != nil { return "text/html; charset=\(name)" }
        }
        return contentType
    }
}

/// The addresses at which a site most often has its feed, for pages that declare none.
///
/// - Parameter pageURL: The address of any page of the site.
/// - Returns: The addresses to try, in order; none where the page is not on the web.
public func usualFeedAddresses(of pageURL: String) -> [String] {
    guard let page = pageURL.trimmedOrNil, page.begins("http://") || page.begins("https://"),
        Reference(page).authority?.isEmpty == false
    else { return [] }
    return ["/feed", "/rss", "/rss.xml", "/atom.xml", "/feed.xml", "/index.xml", "/feed.json"].compactMap {
        resolve($0, against: page)
    }
}
