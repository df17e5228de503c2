import FoundationEssentials
import News
import Notifying
import Storage

/// When a feed is asked next, and why: a pure function of what is known.
struct Schedule: Sendable {
    /// What the feed and its server said that bears on the next poll.
    struct Hints: Hashable, Sendable {
        /// How long the answer stays fresh, by its HTTP headers.
        var freshness: Duration?
        /// The feed's own `ttl` or update period.
        var feedInterval: Duration?
        /// What `Retry-After` asked for.
        var retryAfter: Duration?
        /// Whether the server has had too many requests (429): then all feeds of its host are left alone.
        var isTooMany = false
        /// Since when the server has said that the feed is gone for good (410); nil where it does not say so.
        var goneSince: Date?
        /// Hours of the day, UTC, in which the publisher asks not to be polled.
        var skipHours: [Int] = []
    }

    /// A decision.
    struct Next: Hashable, Sendable {
        /// When.
        let at: Date
        /// Why then, in words that follow "next poll".
        let reason: String
        /// Before when nothing may go out, because the server asked so.
        let heldUntil: Date?
    }

    private static let usual = Duration.seconds(900)
    /// How long a server that has had too many requests is left alone at least where it does not say for how long.
    private static let unsaidHold = Duration.seconds(600)
    /// A feed that is gone is asked once more after this long, for servers make mistakes, and then no more than once a
    /// year.
    private static let graceOfGone = Duration.seconds(86_400)
    private static let retirement = Duration.seconds(365 * 86_400)
    /// Why a feed is not polled any more.
    static let retired = "the publisher has taken the feed down: asked again in a year"
    private static let longestHold = Duration.seconds(2 * 86_400)

    let min: Duration
    let max: Duration

    init(_ poll: Configuration.Poll) {
        min = poll.min
        max = poll.max
    }

    /// The next poll after a visit.
    ///
    /// - Parameters:
    ///   - feed: The feed as the settings name it.
    ///   - failures: How many visits in a row have failed, this one included.
    ///   - hints: What was said about polling.
    ///   - now: The moment of the visit.
    /// - Returns: The moment and the reason.
    func next(for feed: Feed, failures: Int, hints: Hints, now: Date) -> Next {
        if let since = hints.goneSince {
            let isSure = now >= since + Self.graceOfGone
            let pause = isSure ? Self.retirement : Self.graceOfGone
            return Next(
                at: now + pause + slot(feed, .seconds(3_600)),
                reason: isSure ? Self.retired : "gone, asked once more after \(say(pause)) to be sure",
                heldUntil: now + pause
            )
        }
        if hints.isTooMany, hints.retryAfter == nil {
            let pause = Swift.max(interval(feed) * 2, backoff(feed, failures), Self.unsaidHold)
            let reason = "the server has had too many requests, left alone for \(say(pause))"
            return Next(at: now + pause + slot(feed, pause), reason: reason, heldUntil: now + pause)
        }
        if let wish = hints.retryAfter {
            let hold = Swift.min(wish, Self.longestHold)
            let pause = Swift.max(hold, failures > 0 ? backoff(feed, failures) : interval(feed))
            let at = now + pause
            return Next(at: at, reason: "the server asked to wait \(say(hold))", heldUntil: now + hold)
        }
        if failures > 0 {
            let pause = backoff(feed, failures)
            let times = failures == 1 ? "once" : "\(failures) times in a row"
            return Next(
                at: now + pause,
                reason: "failed \(times), tried again after \(say(pause))",
                heldUntil: nil
            )
        }
        let (pause, why) = rest(feed, hints)
        return Next(at: awake(now + pause + slot(feed, pause), hints), reason: why, heldUntil: nil)
    }

    private func interval(_ feed: Feed) -> Duration {
        feed.every ?? Swift.min(Swift.max(Self.usual, min), max)
    }

    /// Hints lengthen the pause, never beyond the longest interval.
    private func rest(_ feed: Feed, _ hints: Hints) -> (Duration, String) {
        let base = interval(feed)
        if feed.every != nil { return (base, "every \(say(base)), as the settings say") }
        if let asked = hints.feedInterval, asked > base, asked >= hints.freshness ?? .zero {
            return (Swift.min(asked, max), "the feed asks for \(say(asked)) between polls")
        }
        if let fresh = hints.freshness, fresh > base {
            return (Swift.min(fresh, max), "the answer stays fresh for \(say(fresh))")
        }
        return (base, "the usual interval of \(say(base))")
    }

    /// Doubles with every failure, up to the longest interval.
    private func backoff(_ feed: Feed, _ failures: Int) -> Duration {
        let doubled = interval(feed) * (1 << Swift.min(failures - 1, 10))
        return Swift.max(Swift.min(doubled, max), interval(feed))
    }

    /// A part of up to a tenth of the pause, the same for a feed every time: it spreads feeds that share an
    /// interval, and keeps them spread after a restart.
    private func slot(_ feed: Feed, _ pause: Duration) -> Duration {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in feed.url.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
        // Addresses that differ in their last letter differ in few bits: the multiplication carries them upwards.
        let mixed = (hash ^ hash >> 32) &* 0x9E37_79B9_7F4A_7C15
        return pause * (Double(mixed >> 54) / 10_240)
    }

    /// Moves a moment out of the hours that the publisher wants skipped, if it leaves any.
    private func awake(_ moment: Date, _ hints: Hints) -> Date {
        guard !hints.skipHours.isEmpty, Set(hints.skipHours).count <= 20 else { return moment }
        var moment = moment
        for _ in 0..<24 {
            let hours = Int((moment.timeIntervalSince1970 / 3_600).rounded(.down))
            guard hints.skipHours.contains(hours % 24) else { break }
            moment = Date(timeIntervalSince1970: Double(hours + 1) * 3_600)
        }
        return moment
    }
}

extension Duration {
    /// The length in seconds.
    var seconds: Double {
        Double(components.seconds) + Double(components.attoseconds) / 1e18
    }
}

extension Date {
    static func + (moment: Date, length: Duration) -> Date {
        moment.addingTimeInterval(length.seconds)
    }

    static func - (moment: Date, length: Duration) -> Date {
        moment.addingTimeInterval(-length.seconds)
    }
}
