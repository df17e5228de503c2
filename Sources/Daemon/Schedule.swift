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
        /// What the feed's document asks for.
        var wishes = PollingWishes()
        /// What `Retry-After` asked for.
        var retryAfter: Duration?
        /// Whether the server has had too many requests (429): then all feeds of its host are left alone.
        var isTooMany = false
        /// Since when the server has said that the feed is gone for good (410); nil where it does not say so.
        var goneSince: Date?
        /// Whether the server refuses (401, 403, 451): it is not asked again soon.
        var isRefused = false
    }

    /// What the visits so far have shown.
    struct History: Hashable, Sendable {
        /// How many visits in a row have failed, the latest included.
        var failures = 0
        /// How often the feed publishes, and when; nil where it was never read.
        var rhythm: Rhythm?
        /// How many items its document holds.
        var served: Int?
        /// How long ago the feed was read last, where nothing that it served then is served now.
        var gap: Duration?
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

    /// A server that refuses is asked again after this long at least.
    private static let refusal = Duration.seconds(3_600)
    /// How long a server that has had too many requests is left alone at least where it does not say for how long.
    private static let unsaidHold = Duration.seconds(600)
    /// A feed that is gone is asked once more after this long, for servers make mistakes, and then no more than once a
    /// year.
    private static let graceOfGone = Duration.seconds(86_400)
    private static let retirement = Duration.seconds(365 * 86_400)
    /// Why a feed is not polled any more.
    static let retired = "the publisher has taken the feed down: asked again in a year"
    private static let longestHold = Duration.seconds(2 * 86_400)

    let pace: Pace

    init(_ poll: Configuration.Poll, usual: Duration = Pace.usualInterval) {
        pace = Pace(usual: usual, min: poll.min, max: poll.max)
    }

    /// The next poll after a visit.
    ///
    /// - Parameters:
    ///   - feed: The feed as the settings name it.
    ///   - history: What the visits have shown, the latest included.
    ///   - hints: What was said about polling.
    ///   - now: The moment of the visit.
    /// - Returns: The moment and the reason.
    func next(for feed: Feed, _ history: History, hints: Hints, now: Date) -> Next {
        let failures = history.failures
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
            let pause = Swift.max(usual(feed) * 2, backoff(feed, failures), Self.unsaidHold)
            let reason = "the server has had too many requests, left alone for \(say(pause))"
            return Next(at: now + pause + slot(feed, pause), reason: reason, heldUntil: now + pause)
        }
        if let wish = hints.retryAfter {
            let hold = Swift.min(wish, Self.longestHold)
            let pause = Swift.max(
                hold,
                failures > 0 ? backoff(feed, failures) : rest(feed, history, hints, now).0
            )
            let at = now + pause
            return Next(at: at, reason: "the server asked to wait \(say(hold))", heldUntil: now + hold)
        }
        if failures > 0 {
            let pause = Swift.max(backoff(feed, failures), hints.isRefused ? Self.refusal : .zero)
            let times = failures == 1 ? "once" : "\(failures) times in a row"
            return Next(
                at: now + pause,
                reason: "failed \(times), tried again after \(say(pause))",
                heldUntil: nil
            )
        }
        let (pause, why) = rest(feed, history, hints, now)
        return Next(at: awake(now + pause + slot(feed, pause), hints.wishes), reason: why, heldUntil: nil)
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
