/// Why a document could not be read as a feed.
public enum FeedError: Error, Hashable, Sendable {
    /// There is nothing in it.
    case empty
    /// It is something else: "an HTML page", "binary data".
    case notAFeed(what: String)
    /// One tag has more attributes than any feed needs.
    case tooManyAttributes(line: Int)
    /// One tag is longer than any feed needs.
    case tagTooLong(line: Int)
    /// The XML is damaged beyond repair before the feed has begun.
    case brokenXML(line: Int, message: String)
    /// The JSON is damaged.
    case brokenJSON(message: String)
}

extension FeedError: CustomStringConvertible {
    /// What is wrong and, where there is something to be done, what to do.
    public var description: String {
        switch self {
        case .empty:
            "the document is empty"
        case .notAFeed(let what):
            "not a feed but \(what); check the address, the site may have moved its feed"
        case .tooManyAttributes(let line):
            "line \(line): a tag with more than \(XMLCleaner.attributeLimit) attributes, which no feed needs"
        case .tagTooLong(let line):
            "line \(line): a tag longer than \(XMLCleaner.tagLimit >> 10) KiB, which no feed needs"
        case .brokenXML(let line, let message):
            "line \(line): broken XML: \(message)"
        case .brokenJSON(let message):
            "broken JSON: \(message)"
        }
    }
}
