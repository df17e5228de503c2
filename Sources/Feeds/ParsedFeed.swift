/// A feed as its publisher sent it, whatever format it came in.
public struct ParsedFeed: Hashable, Sendable {
    /// The family its format belongs to.
    public var kind: FeedKind
    /// The format, as in "rss20" or "atom10".
    public var version: String
    /// The character encoding it was read in, by its IANA name.
    public var encoding: String
    /// Atom: the id its publisher gave it.
    public var id: String?
    /// What the feed calls itself.
    public var title: String?
    /// What the feed says it is about.
    public var description: String?
    /// The address of the site the feed belongs to.
    public var link: String?
    /// The language, as the feed writes it.
    public var language: String?
    /// How many minutes the publisher asks readers to wait between two visits.
    public var ttlMinutes: Int?
    /// The hours, 0 to 23 in UTC, at which the publisher wants no visits.
    public var skipHours: [Int] = []
    /// The days, by their English names, on which the publisher wants no visits.
    public var skipDays: [String] = []
    /// How often the feed changes at most, where it says so (`sy:updatePeriod`, `sy:updateFrequency`).
    public var syndicationInterval: Duration?
    /// The entries, in document order.
    public var items: [ParsedItem] = []
    /// What had to be repaired to read the document, a sentence each.
    public var recovered: [String] = []
    /// False where the document was cut short or a limit stopped the reading: items may be missing.
    public var isComplete = true

    /// A feed without items.
    public init(kind: FeedKind, version: String, encoding: String = "utf-8") {
        self.kind = kind
        self.version = version
        self.encoding = encoding
    }
}
