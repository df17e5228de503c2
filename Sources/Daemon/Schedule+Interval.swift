import FoundationEssentials
import News
import Notifying
import Storage

/// The parts of a decision: how long a feed rests, and when in the hours that are left to it.
extension Schedule {
    /// A document of fewer items than this says nothing about how fast it turns over.
    private static let fewest = 5

    /// The feed's bounds where it has its own, else those of all.
    private func pace(of feed: Feed) -> Pace {
        var pace = pace
        pace.max = Swift.max(feed.max ?? pace.max, feed.min ?? .zero)
        pace.min = Swift.min(feed.min ?? pace.min, pace.max)
        return pace
    }

    /// The interval where the feed's rhythm does not count: how soon it is tried again after a failure.
    func usual(_ feed: Feed) -> Duration {
        let pace = pace(of: feed)
        return feed.every ?? Swift.min(Swift.max(Pace.usualInterval, pace.min), pace.max)
    }

    /// What the feed's own rhythm asks for; hints lengthen it, never beyond the longest interval.
    func rest(_ feed: Feed, _ history: History, _ hints: Hints, _ now: Date) -> (Duration, String) {
        if let every = feed.every { return (every, "every \(say(every)), as the settings say") }
        let pace = pace(of: feed)
        let (base, why) = ownRhythm(history, pace, now)
        if let asked = hints.wishes.interval, asked > base, asked >= hints.freshness ?? .zero {
            return (Swift.min(asked, pace.max), "the feed asks for \(say(asked)) between polls")
        }
        if let fresh = hints.freshness, fresh > base {
            return (Swift.min(fresh, pace.max), "the answer stays fresh for \(say(fresh))")
        }
        return (base, why)
    }

    /// Often enough for its news, and before the half of what it serves has given way to newer items.
    private func ownRhythm(_ history: History, _ pace: Pace, _ now: Date) -> (Duration, String) {
        guard let rhythm = history.rhythm else {
            let pause = Swift.min(Swift.max(pace.usual, pace.min), pace.max)
            return (pause, "nothing is known of its rhythm: asked after \(sayRoughly(pause))")
        }
        let pause = pace.interval(rhythm, after: now)
        if let gap = history.gap, gap / 2 < pause {
            let haste = Swift.max(gap / 2, pace.min)
            return (haste, "items may have been missed: asked sooner, after \(sayRoughly(haste))")
        }
        let rate = Swift.max(rhythm.rate(at: now), rhythm.rate(at: now + pause))
        if let served = history.served, served >= Self.fewest {
            let turnover = Duration.seconds(Double(served) / 2 / rate)
            if turnover < pause {
                let haste = Swift.max(turnover, pace.min)
                return (haste, "it serves but \(served) items at a time: asked after \(sayRoughly(haste))")
            }
        }
        return (pause, "\(Self.frequency(rhythm)): asked after \(sayRoughly(pause))")
    }

    /// How often a feed publishes, in words.
    static func frequency(_ rhythm: Rhythm) -> String {
        switch rhythm.itemsPerDay {
        case let rate where rate >= 1.5: "about \(Int(rate.rounded())) items a day"
        case let rate where rate >= 1.5 / 7: "about \(Int((rate * 7).rounded())) items a week"
        default: "hardly an item a week"
        }
    }

    /// Doubles with every failure, up to the longest interval.
    func backoff(_ feed: Feed, _ failures: Int) -> Duration {
        let doubled = usual(feed) * (1 << Swift.min(failures - 1, 10))
        return Swift.max(Swift.min(doubled, pace(of: feed).max), usual(feed))
    }

    /// A part of up to a tenth of the pause, the same for a feed every time: it spreads feeds that share an
    /// interval, and keeps them spread after a restart.
    func slot(_ feed: Feed, _ pause: Duration) -> Duration {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in feed.url.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
        // Addresses that differ in their last letter differ in few bits: the multiplication carries them upwards.
        let mixed = (hash ^ hash >> 32) &* 0x9E37_79B9_7F4A_7C15
        return pause * (Double(mixed >> 54) / 10_240)
    }

    /// Moves a moment out of the hours and days that the publisher wants skipped, as far as four hours of the day and one
    /// day of the week are left (rssboard.org, skipHours and skipDays; both are in GMT).
    func awake(_ moment: Date, _ wishes: PollingWishes) -> Date {
        let hours = Set(wishes.skippedHours).count <= 20 ? wishes.skippedHours : []
        let days = Set(wishes.skippedDays).count <= 6 ? wishes.skippedDays : []
        guard !hours.isEmpty || !days.isEmpty else { return moment }
        var moment = moment
        for _ in 0..<(8 * 24) {
            let hour = Rhythm.hourOfWeek(moment)
            guard hours.contains(hour % 24) || days.contains(hour / 24) else { break }
            let next = (moment.timeIntervalSince1970 / 3_600).rounded(.down) + 1
            moment = Date(timeIntervalSince1970: next * 3_600)
        }
        return moment
    }
}
