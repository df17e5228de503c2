/// Reads a feed in XML.
///
/// - Parameters:
///   - bytes: The document in UTF-8.
///   - start: Where its root element begins.
///   - skipped: Whether something else stands before the root.
///   - url: The address it came from.
///   - itemLimit: How many items to keep.
/// - Returns: The feed.
/// - Throws: `FeedError` where a tag is beyond all limits or no root element comes.
func readXMLFeed(
    _ bytes: [UInt8],
    from start: Int,
    skipped: Bool,
    url: String,
    itemLimit: Int
) throws(FeedError) -> ParsedFeed {
    let read: Result<ParsedFeed, FeedError> = bytes.withUnsafeBufferPointer { input in
        Result { () throws(FeedError) in
            var cleaner = XMLCleaner(input: input, start: start)
            if skipped { cleaner.repairs.insert(.junk) }
            let builder = FeedBuilder(url: url, itemLimit: itemLimit)
            return try finish(XMLReader.run(&cleaner, builder: builder), cleaner: cleaner)
        }
    }
    return try read.get()
}

private func finish(_ builder: FeedBuilder, cleaner: XMLCleaner) throws(FeedError) -> ParsedFeed {
    guard var feed = builder.finished else {
        throw .brokenXML(
            line: cleaner.line(of: cleaner.at),
            message: builder.stop ?? "the feed has no root element"
        )
    }
    var repairs = cleaner.repairs
    if !cleaner.isRootClosed, !cleaner.isTooDeep { repairs.insert(.cut) }
    feed.recovered = repairs.sentences + feed.recovered
    if let stop = builder.stop { feed.recovered.append("reading stopped: \(stop)") }
    feed.isComplete = feed.isComplete && cleaner.isRootClosed && builder.stop == nil
    return feed
}
