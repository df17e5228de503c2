import FoundationEssentials
import News

/// Keeps one list that rings all the time from drowning the others: beyond a number of alerts a minute, the rest of the
/// minute is told together.
struct FloodBrake {
    private static let window = Duration.seconds(60)

    /// How many alerts of one list are told one by one in a minute; nil where there is no end to it.
    let limit: Int?
    /// When the last alerts of each list were told, oldest first.
    private var told: [String: [Date]] = [:]
    /// Until when each list that rings too often is held back.
    private var held: [String: Date] = [:]

    init(limit: Int?) {
        self.limit = limit
    }

    /// Until when an alert of a list must wait; nil where it may be told, and nil once a wait is over.
    func hold(_ list: String, now: Date) -> Date? {
        held[list].flatMap { $0 > now ? $0 : nil }
    }

    /// Whether alerts of a list are told together, since it was held back until now.
    func isOver(_ list: String) -> Bool { held[list] != nil }

    /// Notes that an alert of a list is told by itself; beyond the limit, the next ones are held back.
    mutating func tell(_ list: String, now: Date) {
        guard let limit else { return }
        var recent = (told[list] ?? []).filter { $0 > now - Self.window }
        recent.append(now)
        told[list] = recent
        if recent.count >= limit { held[list] = now + Self.window }
    }

    /// Notes that what was held back of a list is told, and holds back what comes within the next minute, unless little
    /// came.
    mutating func release(_ list: String, count: Int, now: Date) {
        told[list] = nil
        held[list] = count * 2 > limit ?? .max ? now + Self.window : nil
    }
}
