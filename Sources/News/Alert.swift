public import FoundationEssentials

/// How much an alert matters, as its list says.
public enum Priority: String, Hashable, Sendable, Codable, CaseIterable, Comparable {
    /// Nice to know.
    case low
    /// The default.
    case normal
    /// Look soon.
    case high
    /// Look now; passes quiet hours.
    case urgent

    /// Whether the left priority matters less than the right one.
    public static func < (left: Priority, right: Priority) -> Bool {
        left.rank < right.rank
    }

    private var rank: Int {
        switch self {
        case .low: 0
        case .normal: 1
        case .high: 2
        case .urgent: 3
        }
    }
}

/// A piece of text that is, or is not, part of what made a list hit.
public struct Segment: Hashable, Sendable, Codable {
    /// The piece.
    public var text: String
    /// Whether it is a hit.
    public var hit: Bool

    /// A piece of text.
    public init(_ text: String, hit: Bool = false) {
        self.text = text
        self.hit = hit
    }
}

/// A reason to tell someone: one list hit one item.
public struct Alert: Hashable, Sendable, Codable {
    /// Sixteen characters that are the same whenever the same list hits the same article; receivers
    /// recognise a repeat by them.
    public var id: String
    /// The article: its link and headline, or, without a link, its feed and identity there.
    ///
    /// At most one alert exists for a list and a subject.
    public var subject: String
    /// The list's id and the line that held, with the words.
    public var match: Match
    /// The list's name for people.
    public var listName: String
    /// How much it matters.
    public var priority: Priority
    /// The channels the list names; empty means the default channels.
    public var channels: [String]
    /// The item that was hit.
    public var itemIdentity: String
    /// The feed it came from.
    public var feedURL: String
    /// The publisher's name.
    public var outlet: String
    /// The headline, with the hits marked.
    public var title: [Segment]
    /// The address of the article.
    public var link: String?
    /// The passage around the first hit below the headline, with the hits marked; empty where there is none.
    public var excerpt: [Segment]
    /// The item's language, where known.
    public var language: String?
    /// When the publisher says it came out.
    public var published: Date?
    /// When tocsin first saw it.
    public var found: Date
    /// Who else reports it, in the order in which they did.
    public var others: [Report]
    /// When its item was last seen to have changed its headline or passage; nil where it has not since it rang.
    public var revised: Date?
    /// The story that its item tells; nil where stories are not followed.
    public var story: StoryID?
    /// Why it rings although its list has rung for the story before; nil where that is not so.
    public var again: String?
    /// Where the story can be read; nil where the settings name no such place.
    public var storyLink: String?

    /// An alert with all its parts.
    public init(
        id: String,
        subject: String,
        match: Match,
        listName: String,
        priority: Priority,
        channels: [String],
        itemIdentity: String,
        feedURL: String,
        outlet: String,
        title: [Segment],
        link: String?,
        excerpt: [Segment],
        language: String?,
        published: Date?,
        found: Date,
        others: [Report] = []
    ) {
        self.id = id
        self.subject = subject
        self.match = match
        self.listName = listName
        self.priority = priority
        self.channels = channels
        self.itemIdentity = itemIdentity
        self.feedURL = feedURL
        self.outlet = outlet
        self.title = title
        self.link = link
        self.excerpt = excerpt
        self.language = language
        self.published = published
        self.found = found
        self.others = others
    }

    /// Reads an alert, also one that was written before alerts had other reports.
    public init(from decoder: any Decoder) throws {
        let parts = try decoder.container(keyedBy: CodingKeys.self)
        id = try parts.decode(String.self, forKey: .id)
        subject = try parts.decode(String.self, forKey: .subject)
        match = try parts.decode(Match.self, forKey: .match)
        listName = try parts.decode(String.self, forKey: .listName)
        priority = try parts.decode(Priority.self, forKey: .priority)
        channels = try parts.decode([String].self, forKey: .channels)
        itemIdentity = try parts.decode(String.self, forKey: .itemIdentity)
        feedURL = try parts.decode(String.self, forKey: .feedURL)
        outlet = try parts.decode(String.self, forKey: .outlet)
        title = try parts.decode([Segment].self, forKey: .title)
        link = try parts.decodeIfPresent(String.self, forKey: .link)
        excerpt = try parts.decode([Segment].self, forKey: .excerpt)
        language = try parts.decodeIfPresent(String.self, forKey: .language)
        published = try parts.decodeIfPresent(Date.self, forKey: .published)
        found = try parts.decode(Date.self, forKey: .found)
        others = try parts.decodeIfPresent([Report].self, forKey: .others) ?? []
        revised = try parts.decodeIfPresent(Date.self, forKey: .revised)
        story = try parts.decodeIfPresent(StoryID.self, forKey: .story)
        again = try parts.decodeIfPresent(String.self, forKey: .again)
        storyLink = try parts.decodeIfPresent(String.self, forKey: .storyLink)
    }

    /// The headline as one string.
    public var headline: String {
        title.map(\.text).joined()
    }

    /// Whether the latest news of it is a change of its own item, and not another's report.
    public var hasJustChanged: Bool {
        guard let revised else { return false }
        return others.allSatisfy { $0.found < revised }
    }
}
