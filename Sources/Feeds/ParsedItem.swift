public import FoundationEssentials

/// One entry of a feed, in plain text: a line feed stands between two paragraphs and nowhere else.
public struct ParsedItem: Hashable, Sendable {
    /// The id its publisher gave it, verbatim.
    public var id: String?
    /// The headline.
    public var title: String?
    /// The address of the article.
    public var link: String?
    /// When it came out.
    public var published: Date?
    /// When it last changed.
    public var updated: Date?
    /// The standfirst.
    public var summary: String?
    /// The article itself, where the feed carries it.
    public var content: String?
    /// The names of those who wrote it.
    public var authors: [String] = []
    /// The terms it is filed under.
    public var categories: [String] = []
    /// The addresses of what is attached to it.
    public var enclosures: [String] = []
    /// Its language, where it differs from the feed's or is said again.
    public var language: String?
    /// The text of a date that could not be read, where no other date could be.
    public var wrongDate: String?

    /// An entry of which nothing is known yet.
    public init() {}
}
