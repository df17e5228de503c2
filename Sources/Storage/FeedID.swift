/// A feed's number in the store.
public struct FeedID: RawRepresentable, Hashable, Sendable {
    /// The row's key.
    public let rawValue: Int64

    /// The id with this number.
    public init(rawValue: Int64) {
        self.rawValue = rawValue
    }
}
