public import News

/// The lists in force.
public struct Watchlist: Sendable {
    /// The lists.
    public var watches: [Watch]

    /// Puts lists in force.
    public init(watches: [Watch]) {
        self.watches = watches
    }

    /// All hits of all lists.
    public func matches(in item: Item) -> [Match] {
        let document = Document(item)
        return watches.compactMap { watch in
            guard case .hit(let match) = watch.verdict(on: document) else { return nil }
            return match
        }
    }
}
