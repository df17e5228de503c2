public import FoundationEssentials

/// One entry of a feed, as published, in plain text.
///
/// Texts hold no markup; a line feed stands between two paragraphs and nowhere else.
public struct Item: Hashable, Sendable, Codable {
    /// What the entry is known by inside its feed: the id its publisher gave, its address, or a hash.
    public var identity: String
    /// The address of the feed it came from.
    public var feedURL: String
    /// The publisher's name.
    public var outlet: String
    /// The headline.
    public var title: String
    /// The standfirst: what the feed gives as description or summary.
    public var summary: String
    /// The article, where the feed carries it.
    public var body: String
    /// The address of the article.
    public var link: String?
    /// The one spelling of that address by which the same article is recognised in several feeds.
    public var address: String?
    /// Who wrote it.
    public var authors: [String]
    /// The entry's categories together with its feed's tags.
    public var tags: [String]
    /// The language, as a BCP 47 tag ("en", "uk-UA").
    public var language: String?
    /// When the publisher says it came out.
    public var published: Date?
    /// When the publisher says it last changed.
    public var updated: Date?

    /// An item of which at least the headline is known.
    public init(
        identity: String,
        feedURL: String = "",
        outlet: String = "",
        title: String,
        summary: String = "",
        body: String = "",
        link: String? = nil,
        address: String? = nil,
        authors: [String] = [],
        tags: [String] = [],
        language: String? = nil,
        published: Date? = nil,
        updated: Date? = nil
    ) {
        self.identity = identity
        self.feedURL = feedURL
        self.outlet = outlet
        self.title = title
        self.summary = summary
        self.body = body
        self.link = link
        self.address = address
        self.authors = authors
        self.tags = tags
        self.language = language
        self.published = published
        self.updated = updated
    }
}
