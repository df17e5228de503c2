/// How many requests run at a time; the others wait their turn.
public struct ConnectionLimits: Sendable, Hashable {
    /// In all.
    public var total: Int
    /// To one scheme, host and port.
    public var perHost: Int

    /// How many idle connections are kept open: those to hosts that are asked again after a pause.
    public var idle: Int

    /// Limits.
    public init(total: Int = 64, perHost: Int = 6, idle: Int = 256) {
        self.total = max(1, total)
        self.perHost = max(1, perHost)
        self.idle = max(self.total, idle)
    }
}
