import FoundationEssentials
import News
import TestSupport
import Testing

@testable import Daemon

@Suite struct `The schedule` {
    private static let hour = Duration.seconds(3_600)

    struct Row: Sendable, CustomTestStringConvertible {
        var because: String
        var every: Duration?
        var failures = 0
        var hints = Schedule.Hints()
        var pause: Duration
        var reason: String

        var testDescription: String { because }
    }

    static let rows = [
        Row(because: "nothing is known", pause: .seconds(900), reason: "the usual interval of 15m"),
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
            hints: .init(feedInterval: hour),
            pause: hour,
            reason: "the feed asks for 1h between polls"
        ),
        Row(
            because: "a short ttl",
            hints: .init(feedInterval: .seconds(60)),
            pause: .seconds(900),
            reason: "the usual interval of 15m"
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
            pause: .seconds(900),
            reason: "failed once, tried again after 15m"
        ),
        Row(
            because: "failed thrice",
            failures: 3,
            pause: hour,
            reason: "failed 3 times in a row, tried again after 1h"
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
            pause: .seconds(900),
            reason: "the server asked to wait 1s"
        ),
        Row(
            because: "too many requests, for nobody knows how long",
            failures: 1,
            hints: .init(isTooMany: true),
            pause: .seconds(1_800),
            reason: "the server has had too many requests, left alone for 30m"
        ),
        Row(
            because: "too many requests, again and again",
            failures: 4,
            hints: .init(isTooMany: true),
            pause: hour * 2,
            reason: "the server has had too many requests, left alone for 2h"
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
        let feed = Feed(url: "https://example.org/feed", outlet: "", every: row.every)
        let next = schedule.next(for: feed, failures: row.failures, hints: row.hints, now: .start)
        let pause = next.at.timeIntervalSince(.start) / row.pause.seconds
        #expect((1.0...1.1).contains(pause), "the pause, and up to a tenth of it as the feed's own slot")
        #expect(next.reason == row.reason)
        #expect((next.heldUntil != nil) == (row.hints.retryAfter != nil || row.hints.isTooMany))
    }

    @Test func `spreads feeds that share an interval, and keeps them spread`() {
        let schedule = Schedule(Configuration.Poll())
        let slots = (0..<100).map { number in
            let feed = Feed(url: "https://example.org/\(number)", outlet: "")
            let next = schedule.next(for: feed, failures: 0, hints: .init(), now: .start)
            #expect(next == schedule.next(for: feed, failures: 0, hints: .init(), now: .start))
            return Int(next.at.timeIntervalSince(.start) - 900) / 9
        }
        #expect(Set(slots).count == 10, "each tenth of the spread holds some of a hundred feeds")
    }

    @Test func `leaves the hours that a publisher wants skipped`() {
        let schedule = Schedule(Configuration.Poll())
        let feed = Feed(url: "https://example.org/feed", outlet: "", every: .seconds(600))
        func next(skipping hours: [Int]) -> Date {
            schedule.next(for: feed, failures: 0, hints: .init(skipHours: hours), now: .start).at
        }
        #expect(next(skipping: [10, 11]) == Date.start.addingTimeInterval(7_200), "it is ten o'clock")
        #expect(next(skipping: [3]) < Date.start.addingTimeInterval(700))
        #expect(
            next(skipping: Array(0...23)) < Date.start.addingTimeInterval(700),
            "no hour is left: a mistake"
        )
    }
}
