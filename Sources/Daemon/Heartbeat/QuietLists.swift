import FoundationEssentials

/// Lists that have not rung for much longer than usual: perhaps their feeds are gone, or their words are out of date.
enum QuietLists {
    /// How far back a list's habit is looked at.
    static let memory = Duration.seconds(90 * 86_400)
    /// How often a list must have rung before it has a habit, and over what time.
    private static let (fewest, shortest) = (6, 3 * 86_400.0)
    /// How many of its usual gaps a list may be silent, and for how long in any case.
    private static let (patience, least) = (5.0, 86_400.0)

    /// A list that has gone quiet.
    struct Quiet: Hashable, Sendable {
        let list: String
        /// When it last rang.
        let last: Date
        /// The usual time between two times at which it rings.
        let usual: Duration
    }

    /// Which lists have gone quiet.
    ///
    /// - Parameters:
    ///   - rings: When each list has rung, hour by hour, oldest first: what rings within an hour is one event.
    ///   - since: Since when each list in force has had its present text; another text has no habit yet.
    ///   - now: The moment.
    /// - Returns: They, in the order of their names.
    static func among(_ rings: [String: [Date]], since: [String: Date], now: Date) -> [Quiet] {
        rings.compactMap { list, times -> Quiet? in
            guard let changed = since[list], let first = times.first, let last = times.last,
                times.count >= fewest
            else { return nil }
            let span = last.timeIntervalSince(first)
            guard span >= shortest else { return nil }
            let usual = span / Double(times.count - 1)
            let silent = now.timeIntervalSince(max(last, changed))
            guard silent >= max(patience * usual, least) else { return nil }
            return Quiet(list: list, last: last, usual: .seconds(usual))
        }.sorted { $0.list < $1.list }
    }
}
