/// What a line about the daemon says of the store.
public struct StoreSummary: Hashable, Sendable {
    /// Feeds that are polled and whose last visit failed.
    public var failing: Int
    /// Alerts raised since a moment.
    public var alerts: Int
    /// The channels that are broken until someone looks, by their names.
    public var brokenChannels: [String]

    /// A summary.
    public init(failing: Int = 0, alerts: Int = 0, brokenChannels: [String] = []) {
        self.failing = failing
        self.alerts = alerts
        self.brokenChannels = brokenChannels
    }
}
