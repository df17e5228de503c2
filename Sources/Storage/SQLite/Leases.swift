import Synchronization

/// Which feeds are being visited, and until when nobody else may.
///
/// They are kept in memory: one process alone opens a database to visit feeds, and after a crash its feeds are due
/// again anyway. To write them would double what a poll writes. The column `lease_until` is left from when they were.
final class Leases: Sendable {
    /// The end of each lease in milliseconds since 1970, by the feed's number.
    private let ends = Mutex<[Int64: Int64]>([:])

    /// Takes those of some feeds that nobody has, in their order, up to a limit.
    func take(_ feeds: [Int64], limit: Int, now: Int64, until end: Int64) -> [Int64] {
        ends.withLock { ends in
            var free: [Int64] = []
            for feed in feeds where free.count < limit && ends[feed] ?? 0 <= now {
                ends[feed] = end
                free.append(feed)
            }
            return free
        }
    }

    /// Ends leases.
    func end(_ feeds: some Sequence<FeedID>) {
        ends.withLock { ends in
            for feed in feeds { ends[feed.rawValue] = nil }
        }
    }

    /// The feeds that somebody has.
    func held(now: Int64) -> [Int64] {
        ends.withLock { $0.filter { $0.value > now }.map(\.key) }
    }

    /// When the first lease runs out.
    var firstEnd: Int64? { ends.withLock { $0.values.min() } }
}
