public import FoundationEssentials

/// Why alerts are told together, and at this moment.
public enum Occasion: Hashable, Sendable, Codable {
    /// They were found: one alert, or several that came in one after the other.
    case news
    /// They stood deep in their texts and waited for the digest.
    case digest
    /// They waited because the channel could not be reached.
    case catchUp(from: Date, to: Date)
    /// Their list rings so often that its alerts are told together; the word or line that fires most.
    case flood(term: String)
    /// They waited for the end of the quiet hours.
    case quietHours
    /// They waited because someone had silenced their lists for a while; nil where it is not known who.
    case silence(Silenced?)
}

/// Who had silenced lists, until when, and why.
public struct Silenced: Hashable, Sendable, Codable {
    /// Who wanted it.
    public var author: String
    /// Why; empty where nothing was said.
    public var reason: String
    /// When it ended.
    public var until: Date

    /// A silence that is over.
    public init(author: String, reason: String, until: Date) {
        self.author = author
        self.reason = reason
        self.until = until
    }
}

/// What is handed to a channel in one piece: alerts, news of an alert that was told before, or notices to the
/// operator.
///
/// A parcel is sent until it is settled, every time with the same id, so that a receiver can tell a repeat.
public struct Parcel: Hashable, Sendable {
    /// What is in a parcel.
    public enum Contents: Hashable, Sendable {
        /// Alerts, oldest first; never empty.
        case alerts([Alert], Occasion)
        /// An alert that was told before and that others report now, too, or whose own item has changed.
        case update(Alert)
        /// Notices, oldest first; never empty.
        case notices([Notice])
    }

    /// The idempotency key: the alert's id, or for several one derived from the first one's.
    public var id: String
    /// The channel it is owed to, by its name in the settings.
    public var channel: String
    /// What is in it.
    public var contents: Contents
    /// The receiver's reference of the earlier message that is to be written anew; nil where a new message is due.
    ///
    /// The contents are then those of that message, as they now stand.
    public var edits: String?
    /// How often it was tried before.
    public var attempts: Int
    /// Whether an earlier attempt may have reached the receiver without our knowing.
    public var inDoubt: Bool

    /// A parcel that was tried `attempts` times before.
    public init(
        id: String,
        channel: String,
        _ contents: Contents,
        edits: String? = nil,
        attempts: Int = 0,
        inDoubt: Bool = false
    ) {
        self.id = id
        self.channel = channel
        self.contents = contents
        self.edits = edits
        self.attempts = attempts
        self.inDoubt = inDoubt
    }
}

extension Parcel {
    /// The ids of what is in it.
    public var ids: [String] { contents.ids }
}

extension Parcel.Contents {
    /// The ids of what is told.
    public var ids: [String] {
        switch self {
        case .alerts(let alerts, _): alerts.map(\.id)
        case .update(let alert): [alert.id]
        case .notices(let notices): notices.map(\.id)
        }
    }

    /// The id of a message that tells this: that of the only alert or notice, or one that follows from all of them and
    /// from how they are told, so that no two messages to a channel share one.
    public var id: String {
        switch self {
        case .alerts(let alerts, .news) where alerts.count == 1: alerts[0].id
        case .alerts(let alerts, let occasion): named(alerts[0].id, "\(alerts.map(\.id)) \(occasion)")
        case .update(let alert): named(alert.id, "\(alert.headline) \(alert.others) \(alert.revision)")
        case .notices(let notices) where notices.count == 1: notices[0].id
        case .notices(let notices): named(notices[0].id, "\(notices.map(\.id))")
        }
    }

    /// The first of the alerts or notices.
    public func prefix(_ count: Int) -> Parcel.Contents {
        switch self {
        case .alerts(let alerts, let occasion): .alerts(Array(alerts.prefix(count)), occasion)
        case .update: self
        case .notices(let notices): .notices(Array(notices.prefix(count)))
        }
    }

    /// What is left after the first of the alerts or notices.
    public func dropFirst(_ count: Int) -> Parcel.Contents {
        switch self {
        case .alerts(let alerts, let occasion): .alerts(Array(alerts.dropFirst(count)), occasion)
        case .update: self
        case .notices(let notices): .notices(Array(notices.dropFirst(count)))
        }
    }

    private func named(_ first: String, _ text: String) -> String {
        let hash = text.utf8.reduce(UInt64(0xCBF2_9CE4_8422_2325)) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
        return first + "-" + String(hash, radix: 16)
    }

    /// One alert that was just found.
    public static func alert(_ alert: Alert) -> Parcel.Contents {
        .alerts([alert], .news)
    }
}

extension Alert {
    /// What tells one change of its item from another; empty before the first.
    fileprivate var revision: String { revised.map { "\($0.timeIntervalSince1970)" } ?? "" }
}

/// How an attempt to deliver a message ended.
public enum DeliveryOutcome: Hashable, Sendable {
    /// The receiver has it.
    ///
    /// The reference is what the receiver calls the message, by which it can be edited later; the pause is what it
    /// asks for before the next one. A remark says what someone should look at all the same, such as a recipient who
    /// was refused.
    case delivered(reference: String? = nil, pause: Duration? = nil, remark: String? = nil)
    /// Not now: the channel rests, at least as long as the receiver asked, and the message stays first in line.
    ///
    /// In doubt means that the receiver may have it all the same.
    case later(after: Duration?, reason: String, inDoubt: Bool)
    /// The receiver is elsewhere now: the message is sent there at once, and so are all that follow.
    ///
    /// The place is in the words of the channel's kind, for itself to read; it is kept, and holds no secret.
    case moved(to: String, reason: String)
    /// The receiver will never take this message; the channel itself is well.
    case refused(reason: String)
    /// The channel itself is at fault (revoked credentials, address gone): nothing is given up, someone must look.
    case broken(reason: String)
    /// The destination is no more and will not come back: nothing is given up, and nothing is tried again before someone
    /// has looked.
    case gone(reason: String)
}

/// Where one owed alert stands on its way to one channel.
public enum DeliveryState: String, Hashable, Sendable, Codable, CaseIterable {
    /// Waits for its turn or for its digest.
    case queued
    /// On its way at this moment, or was when the process died.
    case sending
    /// The receiver has it.
    case delivered
    /// Given up because it was refused, and kept for people to look at.
    case dead
    /// Given up because the channel could not be told for too long, and kept as well.
    case expired
    /// Taken out of the line by a person.
    case dropped
    /// Told by a later message in place of one of its own.
    case merged
}
