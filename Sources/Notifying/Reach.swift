/// Whether a channel's receiver can be reached, as far as that can be told without sending it anything.
public enum Reach: Hashable, Sendable {
    /// Its server answers, and its certificate holds.
    case reached
    /// It cannot be reached; why.
    case unreached(String)
    /// Only a message would tell.
    case untried
}
