/// Reads a feed of any format.
///
/// Nothing outside the document is read: no entity, no DTD, no address.
///
/// - Parameters:
///   - bytes: The document, as received and after any content coding was undone.
///   - url: The address it came from, which relative links are resolved against.
///   - contentType: The Content-Type it came with.
///   - itemLimit: How many items to keep: in a longer document, the newest.
/// - Returns: The feed, in plain text.
/// - Throws: `FeedError` where there is no feed, or none that can be read safely.
public func parseFeed(
    _ bytes: [UInt8],
    url: String,
    contentType: String?,
    itemLimit: Int = 1000
) throws(FeedError) -> ParsedFeed {
    if let what = binaryKind(of: bytes) { throw .notAFeed(what: what) }
    let text = decode(bytes, contentType: contentType)
    guard let start = text.bytes.firstIndex(where: { !$0.isSpace && $0 != 0 }) else { throw .empty }
    var feed =
        switch try sniff(text.bytes, from: start) {
        case .json:
            try readJSONFeed(text.bytes, from: start, url: url, itemLimit: itemLimit)
        case .xml(let root, let skipped):
            try readXMLFeed(text.bytes, from: root, skipped: skipped, url: url, itemLimit: itemLimit)
        }
    feed.encoding = text.encoding
    if let repair = text.repair { feed.recovered.insert(repair, at: 0) }
    return feed
}
