/// What is handed to a channel in one piece: one alert, or the alerts of a digest.
///
/// A parcel is sent until it is settled, every time with the same id, so that a receiver can tell a repeat.
public struct Parcel: Hashable, Sendable {
    /// The idempotency key: the alert's id, or for a digest one derived from its first alert's.
    public var id: String
    /// The channel it is owed to, by its name in the settings.
    public var channel: String
    /// Whether the alerts waited to be told together.
    public var decision: Decision
    /// The alerts, oldest first; never empty.
    public var alerts: [Alert]
    /// How often it was tried before.
    public var attempts: Int
    /// Whether an earlier attempt may have reached the receiver without our knowing.
    public var inDoubt: Bool

    /// A parcel that was tried `attempts` times before.
    public init(
        id: String,
        channel: String,
        decision: Decision,
        alerts: [Alert],
        attempts: Int = 0,
        inDoubt: Bool = false
    ) {
        self.id = id
        self.channel = channel
        self.decision = decision
        self.alerts = alerts
        self.attempts = attempts
        self.inDoubt = inDoubt
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
