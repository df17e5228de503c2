import FoundationEssentials
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
    /// When each channel is told.
    var timetable = Timetable()
    /// How soon each channel hears of what has changed, by its name.
    var updatePaces: [String: UpdatePace] = [:]
    /// Puts items into stories; nil where every hit rings by itself.
    var stories: StoryDesk?
    /// Where stories can be read, without the last slash; nil where they cannot.
    var statusURL: String?

    /// The alerts that items give reason for.
    ///
    /// - Parameters:
    ///   - unseen: New and changed items.
    ///   - state: What is known of their feed.
    ///   - lookback: How old an item of a feed's first fetch may be and still ring.
    ///   - stories: The stories that the items tell, by the items' identities.
    ///   - now: The moment of the visit.
    /// - Returns: The alerts, those of older items first, with the channels they are owed to.
    func read(
        _ unseen: [UnseenItem],
        state: FeedState,
        lookback: Duration,
        stories: [String: StoryID] = [:],
        now: Date
    ) -> [OwedAlert] {
        let isFirstFetch = state.baselinedAt == nil
        return oldestFirst(unseen).flatMap { seen -> [OwedAlert] in
            if isFirstFetch, seen.item.published ?? .undated < now - lookback { return [] }
            return reader.alerts(for: seen.item, earlier: seen.earlier, firstSeen: seen.firstSeen, now: now)
                .map { alert in
                    var alert = alert
                    alert.story = stories[seen.item.identity]
                    alert.storyLink = alert.story.flatMap(address(of:))
                    return owe(alert, isOfChange: seen.earlier != nil, now: now)
                }
        }
    }

    /// A notice as it is owed to the operator.
    ///
    /// That is a little later, so that what happens together is told together, and after the quiet hours.
    func owe(_ notice: Notice, now: Date) -> [OwedNotice] {
        guard let operatorChannel else { return [] }
        let due = now + Self.gathering
        let end = timetable.quietHoursEnd(of: operatorChannel, at: due)
        return [OwedNotice(notice, due: [operatorChannel: end ?? due])]
    }

    /// A notice about a channel as it is owed: to another channel than that one, where there is another.
    func owe(_ notice: Notice, avoiding channel: String, now: Date) -> [OwedNotice] {
        // What cannot be told in one place is told in another at once, day or night.
        guard let operatorChannel else { return [] }
        let atOnce = [OwedNotice(notice, due: [operatorChannel: now + Self.gathering])]
        guard operatorChannel == channel else { return atOnce }
        guard let other = (routing.defaultChannels + channels).first(where: { $0 != channel }) else {
            return atOnce
        }
        return [OwedNotice(notice, due: [other: now])]
    }

    /// By their dates where all have one; else publishers put the newest first.
    func oldestFirst(_ unseen: [UnseenItem]) -> [UnseenItem] {
        let dated = unseen.reversed().enumerated().compactMap { place, seen in
            seen.item.published.map { (date: $0, place: place, seen: seen) }
        }
        guard dated.count == unseen.count else { return unseen.reversed() }
        return dated.sorted { ($0.date, $0.place) < ($1.date, $1.place) }.map(\.seen)
    }

    /// An alert as it is owed to the channels of its list.
    func owe(_ alert: Alert, isOfChange: Bool, now: Date) -> OwedAlert {
        var owed = OwedAlert(alert, due: [:])
        for channel in routing.channels(of: alert) {
            let (moment, hold) = timetable.due(alert, to: channel, now: now)
            owed.due[channel] = moment
            owed.holds[channel] = hold
        }
        if isOfChange {
            owed.updates = paces(of: alert, now: now)
        }
        return owed
    }

    /// How soon each channel hears of what becomes of an alert.
    func paces(of alert: Alert, now: Date) -> [String: UpdatePace] {
        updatePaces.reduce(into: [:]) { paces, entry in
            paces[entry.key] = timetable.pace(entry.value, of: alert, to: entry.key, now: now)
        }
    }
}

extension Date {
    /// What an item without a date counts as at a feed's first fetch: a feed that dates nothing would ring for
    /// its whole past.
    fileprivate static let undated = Date(timeIntervalSince1970: 0)
}
