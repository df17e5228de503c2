import FoundationEssentials
import News
import Notifying
import Storage

/// When each channel is told: what is found deep in a text in its digests, nothing in its quiet hours, and the rest at
/// once.
struct Timetable: Hashable, Sendable {
    /// The clock that the times of day are read from.
    var clock = WallClock()
    /// The digests of a channel that says nothing of its own, in minutes after midnight; never empty.
    var digestTimes = [8 * 60, 18 * 60]
    /// Its quiet hours.
    var quietHours = QuietHours.none
    /// What channels say, by their names.
    var rules: [String: ChannelRules] = [:]

    /// When a channel is due to be told an alert, and why not at once.
    func due(_ alert: Alert, to channel: String, now: Date) -> (moment: Date, hold: Hold?) {
        let isForDigest = alert.match.decision == .digest
        let moment =
            isForDigest ? clock.next(of: rules[channel]?.digestTimes ?? digestTimes, after: now) : now
        let hold: Hold? = isForDigest ? .digest : nil
        guard alert.priority < .urgent, let end = quietHoursEnd(of: channel, at: moment) else {
            return (moment, hold)
        }
        return (end, hold ?? .quietHours)
    }

    /// How soon a channel hears that an alert has changed.
    ///
    /// Not in its quiet hours, whether they have begun or begin before the pause is over.
    func pace(_ pace: UpdatePace, of alert: Alert, to channel: String, now: Date) -> UpdatePace {
        guard alert.priority < .urgent else { return pace }
        var pace = pace
        pace.notBefore =
            quietHoursEnd(of: channel, at: now + pace.pause) ?? quietHoursEnd(of: channel, at: now)
        return pace
    }

    /// A channel's quiet hours.
    func quietHours(of channel: String) -> QuietHours { rules[channel]?.quietHours ?? quietHours }

    /// When a channel's quiet hours end in which a moment lies; nil where it lies in none.
    func quietHoursEnd(of channel: String, at moment: Date) -> Date? {
        quietHours(of: channel).end(at: moment, clock)
    }
}

extension SettingsTable {
    /// The times of the digests, in minutes after midnight and in order.
    mutating func digestTimes() -> [Int]? {
        guard let texts = strings("digest") else { return nil }
        if texts.isEmpty {
            mistake("digest in \(title) must be times such as [\"08:00\", \"18:00\"]", at: "digest")
        }
        var times: [Int] = []
        for text in texts {
            if let time = minutesAfterMidnight(text) {
                times.append(time)
            } else {
                mistake("digest in \(title) must be times such as \"08:00\", not \"\(text)\"", at: "digest")
            }
        }
        return times.isEmpty ? nil : times.sorted()
    }

    /// The quiet hours.
    mutating func quietHours() -> QuietHours? {
        guard let text = string("quiet_hours") else { return nil }
        let hours = QuietHours(text)
        if hours == nil {
            mistake(
                "quiet_hours in \(title) must be two times such as \"23:00-06:00\", or \"\" for none",
                at: "quiet_hours"
            )
        }
        return hours
    }
}
