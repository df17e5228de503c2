public import FoundationEssentials
public import News

/// What tocsin remembers: feeds and their state, items, alerts, and the deliveries it owes.
///
/// Every verb is atomic. A store keeps values and knows nothing of lists, channels or the web.
public protocol Store: Sendable {
    /// Makes the feeds of the settings known; others stay in the store but are not polled.
    ///
    /// Where many are due at once, as after a long stop, those that waited longest are due now and the others in turn
    /// over the next minutes.
    func register(_ feeds: [Feed], now: Date) async throws

    /// Goes through the feeds that are polled and what is known of their rhythms, one at a time.
    ///
    /// - Parameters:
    ///   - initial: What to begin with.
    ///   - take: Takes up one feed: its address, and its rhythm if it was ever read.
    /// - Returns: What came of it.
    /// - Throws: Where the store cannot be read.
    func rhythms<Result: Sendable>(
        into initial: Result,
        _ take: @escaping @Sendable (inout Result, String, Rhythm?) -> Void
    ) async throws -> Result

    /// Notes the lists in force and says since when each has had its present text.
    ///
    /// - Parameters:
    ///   - versions: A hash of each list's text, by the list's id.
    ///   - now: The moment that counts for a text that was never seen before.
    /// - Returns: The moment each list was first seen with this text.
    /// - Throws: Where the store cannot be written.
    func registerLists(_ versions: [String: UInt64], now: Date) async throws -> [String: Date]

    /// Leases feeds whose next poll has come; a lease that is not settled by a commit runs out.
    func claimDueFeeds(now: Date, limit: Int, lease: Duration) async throws -> FeedClaim

    /// Leases every active feed that no server has asked us to leave alone, due or not, for a single round.
    func claimAllFeeds(now: Date, lease: Duration) async throws -> [DueFeed]

    /// Tells which items the store does not know yet, or knows with another text.
    func unseen(among items: [Item], of feed: FeedID, now: Date) async throws -> Sighting

    /// The items of a feed that were first seen last, newest first.
    ///
    /// - Parameters:
    ///   - feed: The feed.
    ///   - limit: How many are looked at.
    ///   - titles: Only those of them with one of these headlines; nil gives all.
    /// - Returns: The items.
    /// - Throws: Where the store cannot be read.
    func latestItems(of feed: FeedID, limit: Int, titles: [String]?) async throws -> [KnownItem]

    /// Goes through the items that tell a story and were first seen after a moment, in the order in which they were
    /// written.
    ///
    /// - Parameters:
    ///   - moment: The moment.
    ///   - initial: What to begin with.
    ///   - take: Takes up one item.
    /// - Returns: What came of it.
    /// - Throws: Where the store cannot be read.
    func storyItems<Result: Sendable>(
        since moment: Date,
        into initial: Result,
        _ take: @escaping @Sendable (inout Result, StoryItem) -> Void
    ) async throws -> Result

    /// Writes all that one visit to a feed brought: the feed's state, items, alerts, owed deliveries.
    ///
    /// - Returns: The alerts that were really new; one that another visit raised before is left out.
    func commit(_ visit: FeedVisit) async throws -> [Alert]

    /// Writes the states of feeds whose visits changed nothing else, together.
    func commitQuiet(_ states: [FeedState]) async throws

    /// Leaves all feeds of a host alone until a moment: its server has had too many requests.
    func hold(host: String, until: Date, reason: String) async throws

    /// Gives back leases that were not used.
    func release(_ feeds: [FeedID]) async throws

    /// What a channel has to do at this moment.
    ///
    /// - Parameters:
    ///   - channel: The channel's name.
    ///   - now: The moment.
    ///   - limit: How much of what waits is wanted at most.
    ///   - held: Lists that ring too often, by whose name what was owed later than a moment is left out.
    /// - Returns: The line; it stays as it is until the same caller writes a step.
    /// - Throws: Where the store cannot be read.
    func line(
        of channel: String,
        now: Date,
        limit: Int,
        without held: [String: Date]
    ) async throws -> OutboxLine

    /// Notes how attempts ended and what is tried next, before it is tried.
    ///
    /// - Parameters:
    ///   - step: What changes.
    ///   - now: The moment.
    /// - Returns: Whether it was written; not where a delivery that was about to be sent has been taken out of the line
    ///   meanwhile: then only the endings are, and the line must be read anew.
    /// - Throws: Where the store cannot be written.
    func write(_ step: OutboxStep, now: Date) async throws -> Bool

    /// Lets alerts that are due wait for the end of a channel's quiet hours, all but the urgent ones.
    func postpone(channel: String, until end: Date, now: Date) async throws

    /// Gives up what a channel was owed before a moment and has not been told.
    ///
    /// - Returns: How many deliveries that were.
    func expire(channel: String, owedBefore: Date, now: Date) async throws -> Int

    /// Lets a channel that rested or was broken try again at once.
    func resumeChannels() async throws

    /// How all is, for the operator.
    ///
    /// - Parameters:
    ///   - since: From when on alerts are counted.
    ///   - late: What was due before and is not told is counted as owed.
    ///   - kind: The kind of notice whose last one is looked for.
    /// - Returns: How all is.
    /// - Throws: Where the store cannot be read.
    func wellbeing(since: Date, late: Date, notice kind: String) async throws -> Wellbeing

    /// In which hours each list has rung, oldest first, each by the last moment in it.
    func rings(since: Date) async throws -> [String: [Date]]

    /// Forgets what has outlived its use, little by little; answers how many rows went.
    func prune(_ limits: Retention, now: Date) async throws -> Int

    /// Puts the store in order, little by little: gives free room back, and whatever else keeps it fast.
    func tidy() async throws

    /// Reads, takes the right to write, and changes nothing: returns as soon as the store does its work.
    func probe() async throws

    /// What a line about the daemon says of the store.
    ///
    /// - Parameter start: The moment from which alerts are counted.
    /// - Returns: A few counts.
    /// - Throws: Where the store cannot be read.
    func summary(since start: Date) async throws -> StoreSummary
}

/// Feeds that are leased to the caller, and when to ask again.
public struct FeedClaim: Sendable {
    /// The feeds to visit now.
    public var feeds: [DueFeed]
    /// When the next feed after these is due; nil where there is none.
    public var nextDue: Date?

    /// A claim.
    public init(feeds: [DueFeed], nextDue: Date?) {
        self.feeds = feeds
        self.nextDue = nextDue
    }
}

/// A feed that is leased to the caller, with what is known of it.
public struct DueFeed: Hashable, Sendable {
    /// Its address in the settings, by which the caller knows the rest.
    public var url: String
    /// Its state after the last visit.
    public var state: FeedState

    /// A leased feed.
    public init(url: String, state: FeedState) {
        self.url = url
        self.state = state
    }
}

/// An item worth reading: the store does not know it, or knows it with another text.
public struct UnseenItem: Hashable, Sendable {
    /// The item.
    public var item: Item
    /// The item as the store knows it, for one that has changed since; nil for a new one.
    public var earlier: Item?
    /// When it was first seen; nil for a new one.
    public var firstSeen: Date?
    /// The story that it tells; nil where none is known.
    public var story: StoryID?

    /// An item worth reading.
    public init(_ item: Item, earlier: Item? = nil, firstSeen: Date? = nil, story: StoryID? = nil) {
        self.item = item
        self.earlier = earlier
        self.firstSeen = firstSeen
        self.story = story
    }
}

/// What tells a known item apart from others.
public struct KnownItem: Hashable, Sendable {
    /// What it is known by.
    public var identity: String
    /// Its headline, as last seen.
    public var title: String
    /// Its address, as last seen.
    public var link: String?

    /// A known item.
    public init(identity: String, title: String, link: String?) {
        self.identity = identity
        self.title = title
        self.link = link
    }
}

/// What one fetch of a feed shows that the store did not know.
public struct Sighting: Hashable, Sendable {
    /// New and changed items, in the order in which they were served.
    public var unseen: [UnseenItem]
    /// Identities of known items whose last sighting was noted a month ago or more.
    public var fading: [String]

    /// A sighting.
    public init(unseen: [UnseenItem], fading: [String]) {
        self.unseen = unseen
        self.fading = fading
    }
}

extension Store {
    /// What a channel has to do at this moment, whatever lists ring too often.
    public func line(of channel: String, now: Date, limit: Int) async throws -> OutboxLine {
        try await line(of: channel, now: now, limit: limit, without: [:])
    }
}

/// How long things are kept.
public struct Retention: Hashable, Sendable {
    /// How long an item's text is kept.
    public var texts: Duration
    /// How long an item's id is kept, so that it never counts as new again.
    public var identities: Duration
    /// How long a settled delivery is kept.
    public var deliveries: Duration

    /// Ninety days of texts, four hundred of ids, thirty of settled deliveries.
    public init(
        texts: Duration = .seconds(90 * 86_400),
        identities: Duration = .seconds(400 * 86_400),
        deliveries: Duration = .seconds(30 * 86_400)
    ) {
        self.texts = texts
        self.identities = identities
        self.deliveries = deliveries
    }
}
