public import News

/// The lists in force, compiled: the time for an item hardly grows with their number.
public struct Watchlist: Sendable {
    private let engine: Engine

    /// Puts lists in force.
    public init(watches: [Watch]) {
        engine = Engine(watches)
    }

    /// The lists.
    public var watches: [Watch] { engine.watches }

    /// All hits of all lists, in the order of the lists; at most one a list.
    public func matches(in item: Item) -> [(watch: Watch, match: Match)] {
        engine.matches(in: item)
    }

    /// How many lists an item hits.
    public func hits(in item: Item) -> Int {
        engine.hits(in: item).count
    }
}
