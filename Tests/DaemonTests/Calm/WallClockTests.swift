import FoundationEssentials
import Testing

@testable import Daemon

@Suite struct `The clock on the wall` {
    private static func moment(_ text: String) throws -> Date {
        try Date(text, strategy: .iso8601)
    }

    /// A zone, a moment, a time of day, and when it comes next.
    static let rows: [(zone: String, after: String, time: String, next: String, because: String)] = [
        ("UTC", "2026-07-01T07:59:59Z", "08:00", "2026-07-01T08:00:00Z", "today"),
        ("UTC", "2026-07-01T08:00:00Z", "08:00", "2026-07-02T08:00:00Z", "a moment is not after itself"),
        ("Europe/Berlin", "2026-07-01T00:00:00Z", "08:00", "2026-07-01T06:00:00Z", "summer"),
        ("Europe/Berlin", "2026-12-01T00:00:00Z", "08:00", "2026-12-01T07:00:00Z", "winter"),
        ("Europe/Berlin", "2026-07-01T21:59:00Z", "00:00", "2026-07-01T22:00:00Z", "its own midnight"),
        (
            "America/New_York", "2026-07-01T02:00:00Z", "23:00", "2026-07-01T03:00:00Z",
            "there it is still yesterday"
        ),
        (
            "Asia/Kathmandu", "2026-07-01T00:00:00Z", "06:00", "2026-07-01T00:15:00Z",
            "zones are not whole hours apart"
        ),
        (
            "Pacific/Kiritimati", "2026-07-01T09:00:00Z", "00:00", "2026-07-01T10:00:00Z",
            "fourteen hours ahead"
        ),
        (
            "Europe/Berlin", "2026-03-28T12:00:00Z", "08:00", "2026-03-29T06:00:00Z",
            "the night is an hour shorter"
        ),
        (
            "Europe/Berlin", "2026-03-28T12:00:00Z", "02:30", "2026-03-29T01:30:00Z",
            "clocks leave it out: half past three"
        ),
        (
            "Europe/Berlin", "2026-10-24T12:00:00Z", "08:00", "2026-10-25T07:00:00Z",
            "the night is an hour longer"
        ),
        (
            "Europe/Berlin", "2026-10-24T12:00:00Z", "02:30", "2026-10-25T00:30:00Z",
            "clocks show it twice: the first"
        ),
        ("Europe/Berlin", "2026-10-25T00:30:00Z", "02:30", "2026-10-26T01:30:00Z", "and not the second"),
        (
            "America/Sao_Paulo", "2018-11-03T12:00:00Z", "00:00", "2018-11-04T03:00:00Z",
            "a day without a midnight"
        ),
    ]

    @Test(arguments: rows)
    func `shows a time next`(
        _ zone: String,
        _ after: String,
        _ time: String,
        _ next: String,
        _ because: String
    ) throws {
        let clock = try #require(WallClock(zone: zone))
        let minutes = try #require(minutesAfterMidnight(time))
        let found = clock.next(of: [minutes], after: try Self.moment(after))
        #expect(found == (try Self.moment(next)), "\(because)")
    }

    @Test func `shows the nearest of several times`() throws {
        let clock = try #require(WallClock(zone: "UTC"))
        let evening = try Self.moment("2026-07-01T17:00:00Z")
        #expect(
            clock.next(of: [8 * 60, 18 * 60], after: evening) == (try Self.moment("2026-07-01T18:00:00Z"))
        )
        #expect(
            clock.next(of: [8 * 60, 12 * 60], after: evening) == (try Self.moment("2026-07-02T08:00:00Z"))
        )
    }

    @Test func `of the machine shows every time within a day, on whole minutes`() throws {
        var moment = try Self.moment("2026-03-27T00:00:00Z")
        for _ in 0..<200 {
            moment += 1_799
            let next = WallClock().next(of: [0, 60, 12 * 60, 23 * 60 + 59], after: moment)
            #expect(next > moment && next.timeIntervalSince(moment) <= 13 * 3_600)
            #expect(Int(next.timeIntervalSince1970) % 60 == 0)
        }
    }

    @Test(
        arguments: [
            ("Europe/Berln", "there is no time zone Europe/Berln; did you mean Europe/Berlin?"),
            ("Mars", "there is no time zone Mars; they are called like Europe/Berlin or UTC"),
        ]
    )
    func `does not know every zone`(_ name: String, _ sentence: String) {
        #expect(WallClock(zone: name) == nil)
        #expect(WallClock.unknownZone(name) == sentence)
    }

    static let spans: [(text: String, hours: QuietHours?)] = [
        ("23:00-06:00", QuietHours(from: 1_380, to: 360)), ("7:00-08:30", QuietHours(from: 420, to: 510)),
        ("", QuietHours.none), ("23:00", nil), ("23-6", nil), ("24:00-06:00", nil), ("06:00-06:00", nil),
        ("23:00-06:60", nil), ("-1:00-06:00", nil), ("+1:00-06:00", nil),
    ]

    @Test(arguments: spans)
    func `reads quiet hours`(_ text: String, _ hours: QuietHours?) {
        #expect(QuietHours(text) == hours)
    }

    /// Quiet hours in Berlin, a moment, and when they end, if it lies in them.
    static let nights: [(hours: String, at: String, end: String?, because: String)] = [
        ("23:00-06:00", "2026-07-01T20:59:59Z", nil, "a second before"),
        ("23:00-06:00", "2026-07-01T21:00:00Z", "2026-07-02T04:00:00Z", "as they begin"),
        ("23:00-06:00", "2026-07-02T03:59:59Z", "2026-07-02T04:00:00Z", "beyond midnight"),
        ("23:00-06:00", "2026-07-02T04:00:00Z", nil, "as they end"),
        ("12:00-13:00", "2026-07-02T10:30:00Z", "2026-07-02T11:00:00Z", "within a day"),
        ("12:00-13:00", "2026-07-02T12:30:00Z", nil, "and after them"),
        ("23:00-06:00", "2026-03-28T23:30:00Z", "2026-03-29T04:00:00Z", "the short night of spring"),
        ("23:00-06:00", "2026-10-24T23:30:00Z", "2026-10-25T05:00:00Z", "the long night of autumn"),
        ("23:00-02:30", "2026-10-25T00:15:00Z", "2026-10-25T00:30:00Z", "an end that comes twice"),
        ("23:00-02:30", "2026-10-25T01:15:00Z", nil, "ends the night at the first"),
        ("", "2026-07-02T00:00:00Z", nil, "without quiet hours"),
    ]

    @Test(arguments: nights)
    func `tells when quiet hours end`(_ hours: String, _ at: String, _ end: String?, _ because: String) throws
    {
        let clock = try #require(WallClock(zone: "Europe/Berlin"))
        let found = try #require(QuietHours(hours)).end(at: try Self.moment(at), clock)
        #expect(found == (try end.map(Self.moment)), "\(because)")
    }
}
