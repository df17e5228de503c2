import FoundationEssentials
import News
import Storage
import TestSupport
import Testing

@testable import Daemon

@Suite struct `The schedule` {
    private static let hour = Duration.seconds(3_600)

    struct Row: Sendable, CustomTestStringConvertible {
        var because: String
        var every: Duration?
        var min: Duration?
        var max: Duration?
        var failures = 0
        var history = Schedule.History()
        var hints = Schedule.Hints()
        var pause: Duration
        var reason: String

        var testDescription: String { because }
    }

    static let rows = [
        Row(
            because: "nothing is known",
            pause: .seconds(600),
            reason: "nothing is known of its rhythm: asked after 10m"
        ),
        Row(
            because: "two items an hour",
            history: .init(rhythm: .steady(2)),
            pause: .seconds(600),
            reason: "about 48 items a day: asked after 10m"
        ),
        Row(
            because: "twenty items an hour: no faster than the shortest interval",
            history: .init(rhythm: .steady(20)),
            pause: .seconds(300),
            reason: "about 480 items a day: asked after 5m"
        ),
        Row(
            because: "the feed's own shortest interval goes before the general one",
            min: .seconds(60),
            history: .init(rhythm: .steady(20)),
            pause: .seconds(107),
            reason: "about 480 items a day: asked after 2m"
        ),
        Row(
            because: "an item a week: no slower than the longest interval",
            history: .init(rhythm: .steady(1.0 / 168)),
            pause: hour * 6,
            reason: "hardly an item a week: asked after 6h"
        ),
        Row(
            because: "the feed's own longest interval",
            max: hour,
            history: .init(rhythm: .steady(1.0 / 168)),
            pause: hour,
            reason: "hardly an item a week: asked after 1h"
        ),
        Row(
            because: "the document turns over before the next poll would come",
            history: .init(rhythm: .steady(12), served: 6),
            pause: .seconds(300),
            reason: "about 288 items a day: asked after 5m"
        ),
        Row(
            because: "items were missed",
            history: .init(rhythm: .steady(0.1), gap: hour * 2),
            pause: hour,
            reason: "items may have been missed: asked sooner, after 1h"
        ),
        Row(
            because: "pinned",
            every: .seconds(60),
            pause: .seconds(60),
            reason: "every 1m, as the settings say"
        ),
        Row(
            because: "pinned goes before hints",
            every: .seconds(60),
            hints: .init(freshness: hour),
            pause: .seconds(60),
            reason: "every 1m, as the settings say"
        ),
        Row(
            because: "ttl",
            hints: .asking(hour),
            pause: hour,
            reason: "the feed asks for 1h between polls"
        ),
        Row(
            because: "a short ttl",
            hints: .asking(.seconds(60)),
            pause: .seconds(600),
            reason: "nothing is known of its rhythm: asked after 10m"
        ),
        Row(
            because: "fresh",
            hints: .init(freshness: hour),
            pause: hour,
            reason: "the answer stays fresh for 1h"
        ),
        Row(
            because: "fresh for a year is capped",
            hints: .init(freshness: hour * 9_000),
            pause: hour * 6,
            reason: "the answer stays fresh for 375d"
        ),
        Row(
            because: "failed once",
            failures: 1,
            pause: .seconds(600),
            reason: "failed once, tried again after 10m"
        ),
        Row(
            because: "failed thrice",
            failures: 3,
            pause: .seconds(2_400),
            reason: "failed 3 times in a row, tried again after 40m"
        ),
        Row(
            because: "fails for ever",
            failures: 500,
            pause: hour * 6,
            reason: "failed 500 times in a row, tried again after 6h"
        ),
        Row(
            because: "asked to wait",
            failures: 1,
            hints: .init(retryAfter: hour * 2),
            pause: hour * 2,
            reason: "the server asked to wait 2h"
        ),
        Row(
            because: "asked to wait a moment",
            failures: 1,
            hints: .init(retryAfter: .seconds(1)),
            pause: .seconds(600),
            reason: "the server asked to wait 1s"
        ),
        Row(
            because: "too many requests, for nobody knows how long",
            failures: 1,
            hints: .init(isTooMany: true),
            pause: .seconds(1_200),
            reason: "the server has had too many requests, left alone for 20m"
        ),
        Row(
            because: "too many requests, again and again",
            failures: 4,
            hints: .init(isTooMany: true),
            pause: .seconds(4_800),
            reason: "the server has had too many requests, left alone for 80m"
        ),
        Row(
            because: "too many requests, and for how long",
            failures: 1,
            hints: .init(retryAfter: hour, isTooMany: true),
            pause: hour,
            reason: "the server asked to wait 1h"
        ),
        Row(
            because: "asked to wait for a year",
            failures: 1,
            hints: .init(retryAfter: hour * 9_000),
            pause: hour * 48,
            reason: "the server asked to wait 2d"
        ),
    ]

    @Test(arguments: rows)
    func `says when and why`(_ row: Row) {
        let schedule = Schedule(Configuration.Poll())
        let feed = Feed(
            url: "https://example.org/feed",
            outlet: "",
            every: row.every,
            min: row.min,
            max: row.max
        )
        var history = row.history
        history.failures = row.failures
        let next = schedule.next(for: feed, history, hints: row.hints, now: .start)
        let pause = next.at.timeIntervalSince(.start) / row.pause.seconds
        #expect((0.99...1.1).contains(pause), "the pause, and up to a tenth of it as the feed's own slot")
        #expect(next.reason == row.reason)
        #expect((next.heldUntil != nil) == (row.hints.retryAfter != nil || row.hints.isTooMany))
    }

    @Test func `spreads feeds that share an interval, and keeps them spread`() {
        let schedule = Schedule(Configuration.Poll())
        let slots = (0..<100).map { number in
            let feed = Feed(url: "https://example.org/\(number)", outlet: "")
            let next = schedule.next(for: feed, .init(), hints: .init(), now: .start)
            #expect(next == schedule.next(for: feed, .init(), hints: .init(), now: .start))
            return Int(next.at.timeIntervalSince(.start) - 600) / 6
        }
        #expect(Set(slots).count == 10, "each tenth of the spread holds some of a hundred feeds")
    }

    /// A Monday, ten o'clock.
    @Test(arguments: [
        (hours: [10, 11], days: [], hoursLater: 2.0, because: "it is ten o'clock"),
        (hours: [3], days: [], hoursLater: 0, because: "another hour"),
        (hours: Array(0...23), days: [], hoursLater: 0, because: "no hour is left: a mistake"),
        (hours: [], days: [0, 1], hoursLater: 38, because: "Monday and Tuesday"),
        (hours: [0, 1], days: [0], hoursLater: 16, because: "Monday, and the hours after it"),
        (hours: [], days: Array(0...6), hoursLater: 0, because: "no day is left: a mistake"),
    ])
    func `leaves the hours and days that a publisher wants skipped`(
        _ row: (hours: [Int], days: [Int], hoursLater: Double, because: String)
    ) {
        let schedule = Schedule(Configuration.Poll())
        let feed = Feed(url: "https://example.org/feed", outlet: "", every: .seconds(600))
        var hints = Schedule.Hints()
        hints.wishes.skippedHours = row.hours
        hints.wishes.skippedDays = row.days
        let wait = schedule.next(for: feed, .init(), hints: hints, now: .start).at.timeIntervalSince(.start)
        if row.hoursLater == 0 {
            #expect(wait < 700, "\(row.because)")
        } else {
            #expect(wait == row.hoursLater * 3_600, "\(row.because)")
        }
    }
}

extension Schedule.Hints {
    fileprivate static func asking(_ interval: Duration) -> Schedule.Hints {
        var hints = Schedule.Hints()
        hints.wishes.interval = interval
        return hints
    }
}

extension Rhythm {
    /// A feed that was watched for weeks and had so many items every hour.
    fileprivate static func steady(_ perHour: Double) -> Rhythm? {
        let watched = 15.0 * 86_400
        let items = Float(perHour * watched / 3_600)
        let hours = Array(repeating: items / 24, count: 24)
        return Rhythm(
            hours: hours,
            days: Array(repeating: items / 7, count: 7),
            watched: watched,
            asOf: .start
        )
    }
}
