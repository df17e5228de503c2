/// How long a request may take.
public struct Timeouts: Sendable, Hashable {
    /// Until the connection stands: name, TCP and TLS.
    public var connect: Duration
    /// For all of it, redirects included, from the moment it leaves the queue; it also ends what only drips.
    public var total: Duration
    /// How long fewer than `stallRate` bytes a second may come, in whole seconds.
    public var stall: Duration
    /// Bytes a second below which a transfer counts as stalled.
    public var stallRate: Int

    /// Timeouts that suit a feed.
    public init(
        connect: Duration = .seconds(10),
        total: Duration = .seconds(60),
        stall: Duration = .seconds(15),
        stallRate: Int = 100
    ) {
        self.connect = connect
        self.total = total
        self.stall = stall
        self.stallRate = stallRate
    }
}
