public import FoundationEssentials

/// How all is, in a few numbers.
public struct Wellbeing: Hashable, Sendable {
    /// How many feeds are polled.
    public var feeds: Int
    /// The addresses of those whose last visit failed, those that failed for longest first.
    public var failing: [String]
    /// How many alerts were raised since the moment that was asked for.
    public var alerts: Int
    /// How many deliveries have been due for a while and are not made, by the channels they are owed to.
    public var owed: [String: Int]
    /// How many deliveries were given up and are kept to be looked at.
    public var dead: Int
    /// When the operator was last owed a notice of the kind that was asked for; nil where never.
    public var lastNotice: Date?
    /// Whether that notice has not been told yet.
    public var isNoticeOwed: Bool
}
