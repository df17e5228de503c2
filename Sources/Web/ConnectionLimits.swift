/// How many requests run at a time; the others wait their turn.
public struct ConnectionLimits: Sendable, Hashable {
    /// In all; also how many idle connections are kept open.
    public var total: Int
    /// To one scheme, host and port.
    public var perHost: Int

    /// Limits.
    public init(total: Int = 64, perHost: Int = 6) {
        self.total = max(1, total)
        self.perHost = max(1, perHost)
    }
}
