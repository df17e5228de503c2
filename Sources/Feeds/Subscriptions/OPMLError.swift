/// Why a document could not be read, or not be edited, as a list of feeds.
public enum OPMLError: Error, Hashable, Sendable {
    /// There is nothing in it.
    case empty
    /// It is something else: "an HTML page", "a feed".
    case notAList(what: String)
    /// One tag has more attributes than any list needs.
    case tooManyAttributes(line: Int)
    /// One tag is longer than any list needs.
    case tagTooLong(line: Int)
    /// It is not in UTF-8, or not throughout, so that what is added might not be read.
    case otherEncoding(String)
    /// Nothing can be added to it without a guess at what it means.
    case notEditable(line: Int, why: String)
}

extension OPMLError {
    /// A mistake that the XML's cleaner found.
    init(_ error: FeedError) {
        self =
            switch error {
            case .empty: .empty
            case .notAFeed(let what): .notAList(what: what)
            case .tooManyAttributes(let line): .tooManyAttributes(line: line)
            case .tagTooLong(let line): .tagTooLong(line: line)
            case .brokenXML: .notAList(what: "broken XML")
            case .brokenJSON: .notAList(what: "JSON")
            }
    }
}

extension OPMLError: CustomStringConvertible {
    /// What is wrong and, where there is something to be done, what to do.
    public var description: String {
        switch self {
        case .empty:
            "the document is empty"
        case .notAList(let what):
            "not an OPML list of feeds: \(what)"
        case .tooManyAttributes(let line):
            "line \(line): a tag with more than \(XMLCleaner.attributeLimit) attributes, which no list needs"
        case .tagTooLong(let line):
            "line \(line): a tag longer than \(XMLCleaner.tagLimit >> 10) KiB, which no list needs"
        case .otherEncoding(let name):
            "not in UTF-8 throughout (read as \(name)); save it in UTF-8, then a feed can be added"
        case .notEditable(let line, let why):
            "line \(line): \(why); put this right, then a feed can be added"
        }
    }
}
