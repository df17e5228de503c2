import FoundationEssentials
import News

/// Keeps one list that rings all the time from drowning the others: beyond a number of alerts a minute, the rest of the
/// minute is told together, in as many messages as that takes.
struct FloodBrake {
    /// A list that rings too often.
    private struct Held {
        /// What was owed up to this moment is told together now; what came later waits.
        var since: Date
        /// Until when it waits.
        var until: Date
        /// How many alerts were told together since.
        var count = 0
    }

    private static let window = Duration.seconds(60)

    /// How many alerts of one list are told one by one in a minute; nil where there is no end to it.
    let limit: Int?
    /// When the last alerts of each list were told, oldest first.
    private var told: [String: [Date]] = [:]
    private var held: [String: Held] = [:]

    init(limit: Int?) {
        self.limit = limit
    }

    /// Until when an alert of a list must wait that was owed at a moment; nil where it may be told, and nil once a wait
    /// is over.
    func hold(_ list: String, owed: Date, now: Date) -> Date? {
        guard let held = held[list], owed > held.since, held.until > now else { return nil }
        return held.until
    }

    /// What must wait at a moment: all that was owed later than this, by its list.
    func holds(now: Date) -> [String: Date] {
        held.filter { $0.value.until > now }.mapValues(\.since)
    }

    /// When the first wait is over; nil where nothing waits.
    func nextRelease(now: Date) -> Date? {
        held.values.map(\.until).filter { $0 > now }.min()
    }

    /// Whether alerts of a list are told together, since it was held back until now.
    func isOver(_ list: String) -> Bool { held[list] != nil }

    /// Notes that an alert of a list is told by itself; beyond the limit, the next ones are held back.
    mutating func tell(_ list: String, now: Date) {
        guard let limit else { return }
        var recent = (told[list] ?? []).filter { $0 > now - Self.window }
        recent.append(now)
        told[list] = recent
        if recent.count >= limit { held[list] = Held(since: .distantPast, until: now + Self.window) }
    }

    /// Notes that alerts of a list which were held back are told together, and holds back what comes within the next
    /// minute, unless they were few.
    ///
    /// - Parameters:
    ///   - list: The list.
    ///   - count: How many one message tells.
    ///   - isAll: Whether these are the last of them.
    ///   - now: The moment.
    mutating func release(_ list: String, count: Int, isAll: Bool, now: Date) {
        told[list] = nil
        var next = held[list] ?? Held(since: now, until: now)
        if next.until <= now { next = Held(since: now, until: now + Self.window) }
        next.count += count
        held[list] = isAll && next.count * 2 <= limit ?? .max ? nil : next
    }
}
