import FoundationEssentials
import Glibc
import Matching
import News
import Storage

/// Reads items and decides who is told what, and when: lists to channels, alerts at once, the rest in digests.
struct Newsdesk: Sendable {
    /// How long notices gather before they are told.
    private static let gathering = Duration.seconds(30)

    /// Reads with the lists in force.
    let reader: Reader
    /// Which channels a list's alerts go to.
    let routing: Routing
    /// All channels.
    var channels: [String] = []
    /// The channel that hears of feeds that ail; nil where only the log does.
    var operatorChannel: String?
    /// The times of the digests, in minutes after midnight, in order; never empty.
    let digestTimes: [Int]

    /// The alerts that items give reason for.
    ///
    /// - Parameters:
    ///   - unseen: New and changed items.
    ///   - state: What is known of their feed.
    ///   - lookback: How old an item of a feed's first fetch may be and still ring.
    ///   - now: The moment of the visit.
    /// - Returns: The alerts, those of older items first, with the channels they are owed to.
    func read(_ unseen: [UnseenItem], state: FeedState, lookback: Duration, now: Date) -> [OwedAlert] {
        let isFirstFetch = state.baselinedAt == nil
        return oldestFirst(unseen).flatMap { seen -> [OwedAlert] in
            if isFirstFetch, seen.item.published ?? .undated < now - lookback { return [] }
            return reader.alerts(for: seen.item, earlier: seen.earlier, firstSeen: seen.firstSeen, now: now)
                .map { owe($0, now: now) }
        }
    }

    /// A notice as it is owed to the operator: a little later, so that what happens together is told together.
    func owe(_ notice: Notice, now: Date) -> [OwedNotice] {
        guard let operatorChannel else { return [] }
        return [OwedNotice(notice, due: [operatorChannel: now + Self.gathering])]
    }

    /// A notice about a channel as it is owed: to another channel than that one, where there is another.
    func owe(_ notice: Notice, avoiding channel: String, now: Date) -> [OwedNotice] {
        guard operatorChannel == channel else { return owe(notice, now: now) }
        guard let other = (routing.defaultChannels + channels).first(where: { $0 != channel }) else {
            return owe(notice, now: now)
        }
        return [OwedNotice(notice, due: [other: now])]
    }

    /// By their dates where all have one; else publishers put the newest first.
    private func oldestFirst(_ unseen: [UnseenItem]) -> [UnseenItem] {
        let dated = unseen.reversed().enumerated().compactMap { place, seen in
            seen.item.published.map { (date: $0, place: place, seen: seen) }
        }
        guard dated.count == unseen.count else { return unseen.reversed() }
        return dated.sorted { ($0.date, $0.place) < ($1.date, $1.place) }.map(\.seen)
    }

    private func owe(_ alert: Alert, now: Date) -> OwedAlert {
        let due = alert.match.decision == .digest ? nextDigest(after: now) : now
        let channels = routing.channels(of: alert)
        return OwedAlert(alert, due: Dictionary(channels.map { ($0, due) }) { first, _ in first })
    }

    /// The next of the digest times, in the machine's time zone.
    func nextDigest(after now: Date) -> Date {
        var seconds = time_t(now.timeIntervalSince1970)
        var parts = tm()
        localtime_r(&seconds, &parts)
        let minutes = Int(parts.tm_hour) * 60 + Int(parts.tm_min)
        let next = digestTimes.first { $0 > minutes } ?? (digestTimes.first ?? 0) + 24 * 60
        parts.tm_hour = Int32(next / 60)
        parts.tm_min = Int32(next % 60)
        parts.tm_sec = 0
        parts.tm_isdst = -1
        return Date(timeIntervalSince1970: Double(mktime(&parts)))
    }
}

extension Date {
    /// What an item without a date counts as at a feed's first fetch: a feed that dates nothing would ring for
    /// its whole past.
    fileprivate static let undated = Date(timeIntervalSince1970: 0)
}
