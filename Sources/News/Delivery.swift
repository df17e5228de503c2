/// What is handed to a channel in one piece: one alert, the alerts of a digest, or notices to the operator.
///
/// A parcel is sent until it is settled, every time with the same id, so that a receiver can tell a repeat.
public struct Parcel: Hashable, Sendable {
    /// What is in a parcel.
    public enum Contents: Hashable, Sendable {
        /// One alert.
        case alert(Alert)
        /// Alerts that waited to be told together, oldest first; never empty.
        case digest([Alert])
        /// Notices, oldest first; never empty.
        case notices([Notice])
    }

    /// The idempotency key: the alert's id, or for several one derived from the first one's.
    public var id: String
    /// The channel it is owed to, by its name in the settings.
    public var channel: String
    /// What is in it.
    public var contents: Contents
    /// How often it was tried before.
    public var attempts: Int
    /// Whether an earlier attempt may have reached the receiver without our knowing.
    public var inDoubt: Bool

    /// A parcel that was tried `attempts` times before.
    public init(
        id: String,
        channel: String,
        _ contents: Contents,
        attempts: Int = 0,
        inDoubt: Bool = false
    ) {
        self.id = id
        self.channel = channel
        self.contents = contents
        self.attempts = attempts
        self.inDoubt = inDoubt
    }
}

extension Parcel {
    /// The ids of what is in it.
    public var ids: [String] {
        switch contents {
        case .alert(let alert): [alert.id]
        case .digest(let alerts): alerts.map(\.id)
        case .notices(let notices): notices.map(\.id)
        }
    }
}

/// How an attempt to deliver a parcel ended.
public enum DeliveryOutcome: Hashable, Sendable {
    /// The receiver has it.
    case delivered
    /// Not now: the channel rests, at least as long as the receiver asked, and the parcel stays first in line.
    ///
    /// In doubt means that the receiver may have it all the same.
    case later(after: Duration?, reason: String, inDoubt: Bool)
    /// The receiver will never take this parcel; the channel itself is well.
    case refused(reason: String)
    /// The channel itself is at fault (revoked credentials, address gone): nothing is given up, someone must look.
    case broken(reason: String)
}

/// Where one owed alert stands on its way to one channel.
public enum DeliveryState: String, Hashable, Sendable, Codable, CaseIterable {
    /// Waits for its turn or for its digest.
    case queued
    /// On its way at this moment, or was when the process died.
    case sending
    /// The receiver has it.
    case delivered
    /// Given up, and kept for people to look at.
    case dead
}
