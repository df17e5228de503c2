public import FoundationEssentials
public import News

/// What is remembered of a feed from one visit to the next.
public struct FeedState: Hashable, Sendable {
    /// The feed's number.
    public var id: FeedID
    /// The validators of the last good response, byte for byte.
    public var etag: String?
    /// The same, of `Last-Modified`.
    public var lastModified: String?
    /// When the feed was last fetched without validators.
    public var unconditionalAt: Date?
    /// A hash of the last good body, to tell an unchanged one.
    public var bodyHash: UInt64?
    /// When the feed's first good fetch set its baseline; nil before.
    public var baselinedAt: Date?
    /// When it was last asked.
    public var visitedAt: Date?
    /// When it last answered well.
    public var succeededAt: Date?
    /// When a body of it was last read, as against found unchanged.
    public var readAt: Date?
    /// How many visits in a row have failed.
    public var failures: Int
    /// What the last failure was, in a sentence; nil after success.
    public var trouble: String?
    /// Since when its server has said that it is gone for good; nil while it has not.
    public var goneAt: Date?
    /// Where its server says that it has moved to for good; nil while it does not say so.
    public var movedTo: String?
    /// How many visits in a row it has said so.
    public var movedVisits = 0
    /// When it is next asked.
    public var nextAt: Date
    /// Why then.
    public var nextReason: String
    /// Before when no request may go out, because a server asked so.
    public var heldUntil: Date?
    /// The feed's own title.
    public var title: String?
    /// Hashes of the lines that the feed repeats below its headlines.
    public var boilerplate: Set<UInt64> = []
    /// How often it publishes, and when; nil before its first document.
    public var rhythm: Rhythm?
    /// What its last document asks of those who poll it.
    public var wishes = PollingWishes()
    /// How many items its last whole document held; nil before its first.
    public var served: Int?
    /// What ails it; nil while it is well.
    public var ailment: Ailment?

    /// How many visits in a row a redirect for good must have held before the new address is asked at once.
    public static let visitsOfMove = 3

    /// The address that is asked instead of that of the settings, once a move has held.
    public var movedAddress: String? { movedVisits >= Self.visitsOfMove ? movedTo : nil }

    /// A feed that has never been asked and is due.
    public init(id: FeedID, nextAt: Date) {
        self.id = id
        self.nextAt = nextAt
        self.failures = 0
        self.nextReason = "never asked"
    }
}

/// What a feed's document asks of those who poll it.
public struct PollingWishes: Hashable, Sendable {
    /// The interval between two polls (`ttl`, `sy:updatePeriod`).
    public var interval: Duration?
    /// Hours of the day, 0 to 23 UTC, without polls.
    public var skippedHours: [Int] = []
    /// Days of the week without polls, from 0 for Monday.
    public var skippedDays: [Int] = []

    /// No wishes.
    public init() {}
}

/// What ails a feed, since when, and whether anybody was told.
public struct Ailment: Hashable, Sendable {
    /// What can ail a feed.
    public enum Kind: String, Hashable, Sendable, CaseIterable {
        /// Its server's name has no address.
        case name
        /// Its server cannot be reached, or does not answer in time.
        case unreachable
        /// Its server's certificate does not hold, or TLS fails otherwise.
        case certificate
        /// Its server is at a private address, and the settings do not allow that.
        case privateAddress = "private-address"
        /// It wants a password.
        case login
        /// A page that keeps programs out answers in its place.
        case botWall = "bot-wall"
        /// A page with a puzzle for people answers in its place.
        case captcha
        /// Its server refuses it (403, 451).
        case forbidden
        /// It is not there (404), or the local file is not.
        case notFound = "not-found"
        /// The publisher has taken it down (410).
        case gone
        /// Its server has had too many requests (429).
        case tooManyRequests = "too-many-requests"
        /// Its server is in trouble (5xx), or answers with what no client expects.
        case server
        /// Something else stands at its address.
        case notAFeed = "not-a-feed"
        /// Its document breaks off, and items may be missing.
        case partial
        /// It published more between two visits than it serves, and items may have been missed.
        case gap
        /// It has long published nothing, against its own habit.
        case silent
    }

    /// What it is.
    public var kind: Kind
    /// Since when the feed has not been well.
    public var since: Date
    /// Whether the operator was told.
    public var isTold: Bool

    /// An ailment that nobody was told of.
    public init(_ kind: Kind, since: Date) {
        self.kind = kind
        self.since = since
        isTold = false
    }
}

/// An alert together with the deliveries it is owed.
public struct OwedAlert: Hashable, Sendable {
    /// The alert.
    public var alert: Alert
    /// When each channel is due to be told, by the channel's name.
    public var due: [String: Date]
    /// Why a channel is not told at once, by its name.
    public var holds: [String: Hold]
    /// How soon each channel hears of it, by its name, where the alert was raised before and its item has changed; a
    /// channel that is not here does not.
    public var updates: [String: UpdatePace]

    /// An alert owed to these channels.
    public init(
        _ alert: Alert,
        due: [String: Date],
        holds: [String: Hold] = [:],
        updates: [String: UpdatePace] = [:]
    ) {
        self.alert = alert
        self.due = due
        self.holds = holds
        self.updates = updates
    }
}

/// How soon a channel hears that an alert it was told has changed.
public struct UpdatePace: Hashable, Sendable {
    /// Whether the message that told it can be written anew, which is done at once.
    public var edits: Bool
    /// How long after the last message about the alert another may tell it.
    public var pause: Duration
    /// When such a message may be sent at the earliest; nil where any time will do.
    public var notBefore: Date?

    /// A pace.
    public init(edits: Bool, pause: Duration, notBefore: Date? = nil) {
        self.edits = edits
        self.pause = pause
        self.notBefore = notBefore
    }
}

/// A notice together with the deliveries it is owed.
public struct OwedNotice: Hashable, Sendable {
    /// The notice.
    public var notice: Notice
    /// When each channel is due to be told, by the channel's name.
    public var due: [String: Date]

    /// A notice owed to these channels.
    public init(_ notice: Notice, due: [String: Date]) {
        self.notice = notice
        self.due = due
    }
}

/// All that one visit to a feed brought; it is written in one transaction.
public struct FeedVisit: Sendable {
    /// When the visit took place.
    public var at: Date
    /// The feed's state after it.
    public var state: FeedState
    /// Known items whose ids the publisher changed, the new ids by the old; done before `items` are written.
    public var renamed: [String: String]
    /// Items that are new or have changed.
    public var items: [Item]
    /// Identities of known items that are still served and whose last sighting fades.
    public var stillServed: [String]
    /// What follows from the items.
    public var alerts: [OwedAlert]
    /// What the operator should know.
    public var notices: [OwedNotice]
    /// The stories that new items tell, by the items' identities.
    public var stories: [String: StoryID] = [:]
    /// Says what becomes of an alert whose story its list may have rung for; nil where every alert rings.
    public var telling: Telling.Rule?

    /// A visit.
    public init(
        at: Date,
        state: FeedState,
        renamed: [String: String] = [:],
        items: [Item] = [],
        stillServed: [String] = [],
        alerts: [OwedAlert] = [],
        notices: [OwedNotice] = []
    ) {
        self.at = at
        self.state = state
        self.renamed = renamed
        self.items = items
        self.stillServed = stillServed
        self.alerts = alerts
        self.notices = notices
    }
}
