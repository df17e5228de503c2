import FoundationEssentials
import News
import TestSupport
import Testing

/// Monday, ten o'clock UTC, is where the tests begin.
@Suite struct `The rhythm of a feed` {
    private static let hour = 3_600.0
    private static let day = 86_400.0

    private func rhythm(days: Int, posting: (_ hour: Int) -> Int) -> Rhythm {
        var rhythm = Rhythm(since: .start)
        for hour in 1...(days * 24) {
            let now = Date.start.addingTimeInterval(Double(hour) * Self.hour)
            let items = posting(hour)
            if items > 0 {
                rhythm.observe(Array(repeating: now.addingTimeInterval(-60), count: items), now: now)
            }
        }
        return rhythm.quiet(until: .start.addingTimeInterval(Double(days) * Self.day))
    }

    @Test(arguments: [1, 4, 24])
    func `finds a steady rate`(every hours: Int) {
        let rhythm = rhythm(days: 60) { $0 % hours == 0 ? 1 : 0 }
        #expect(abs(rhythm.itemsPerDay / (24 / Double(hours)) - 1) < 0.06)
    }

    @Test func `learns the hours`() {
        let rhythm = rhythm(days: 30) { (8..<12).contains(($0 + 10) % 24) ? 3 : 0 }
        let morning = rhythm.rate(at: .start.addingTimeInterval(30 * Self.day))
        let night = rhythm.rate(at: .start.addingTimeInterval(30 * Self.day + 14 * Self.hour))
        #expect(morning > night * 20)
        let busy = rhythm.busyHours
        #expect(busy.map { $0.to - $0.from } == 3, "two thirds of the items fit into three of the four hours")
        #expect(busy.map { (7...8).contains($0.from) } == true)
    }

    @Test func `learns the days of the week, once it has seen enough of them`() {
        let workdays = { (hour: Int) in (hour + 10) / 24 % 7 < 5 ? 1 : 0 }
        let known = rhythm(days: 42, posting: workdays).week
        #expect(known[50] > known[6 * 24 + 2] * 5, "Wednesday against Sunday")
        let young = rhythm(days: 3, posting: workdays).week
        #expect(young[50] < young[6 * 24 + 2] * 1.5, "a Sunday that was never seen is no quiet day")
    }

    @Test func `forgets what was`() {
        let busy = rhythm(days: 30) { _ in 2 }
        let later = busy.quiet(until: .start.addingTimeInterval(90 * Self.day))
        #expect(busy.itemsPerDay > 45)
        #expect(later.itemsPerDay < 3)
    }

    @Test func `an item whose date says nothing counts for the time since the last fetch`() {
        var rhythm = Rhythm(since: .start)
        let now = Date.start.addingTimeInterval(4 * Self.hour)
        rhythm.observe([nil, .start.addingTimeInterval(-Self.day), now.addingTimeInterval(5)], now: now)
        #expect(rhythm.hours[10...13].allSatisfy { abs($0 - 0.75) < 0.01 })
        #expect(abs(rhythm.count - 3) < 0.01)
    }

    @Test func `a first document tells the rhythm of its past`() {
        let now = Date.start
        let dates = (0..<30).map { now.addingTimeInterval(-Double($0) * 3 * Self.hour) }
        let rhythm = Rhythm(published: dates, now: now)
        #expect((7...9).contains(rhythm.itemsPerDay))
    }

    @Test(arguments: [
        (ages: [0.0, 1, 2, 3] as [Double], because: "all in one hour: the document was built then"),
        (ages: [] as [Double], because: "no dates"),
        (ages: [86_400.0 * 365, 86_400 * 366] as [Double], because: "long past"),
        (ages: [-86_400.0, -100_000] as [Double], because: "yet to come"),
    ])
    func `dates that say nothing leave the rhythm open`(_ row: (ages: [Double], because: String)) {
        let rhythm = Rhythm(published: row.ages.map { Date.start.addingTimeInterval(-$0) }, now: .start)
        #expect(rhythm.count == 0, "\(row.because)")
        #expect(rhythm.asOf == .start)
    }

    @Test func `says how much should have come`() {
        let rhythm = rhythm(days: 40) { _ in 1 }
        let weeks = rhythm.asOf.addingTimeInterval(16 * Self.day)
        #expect(abs(rhythm.expected(until: weeks) / (16 * 24) - 1) < 0.1)
        #expect(rhythm.expected(until: rhythm.asOf) == 0)
    }
}

@Suite struct `The pace of polls` {
    private let pace = Pace(min: .seconds(300), max: .seconds(21_600))

    @Test func `waits through the night and asks often in the morning`() {
        var rhythm = Rhythm(since: .start)
        for day in 0..<30 {
            for item in 0..<30 {
                let moment = Date.start.addingTimeInterval(Double(day) * 86_400 + Double(item) * 600)
                rhythm.observe([moment], now: moment)
            }
        }
        let noon = Date.start.addingTimeInterval(30 * 86_400 + 7_200)
        let night = noon.addingTimeInterval(6 * 3_600)
        #expect(pace.interval(rhythm, after: noon) < .seconds(480))
        #expect(pace.interval(rhythm, after: night) > .seconds(4 * 3_600))
    }

    @Test func `keeps its bounds at any rate`() {
        var random = SeededRandom(seed: 5)
        for _ in 0..<300 {
            let hours = (0..<24).map { _ in Float.random(in: 0...1, using: &random) * pow10(&random) }
            let watched = Double.random(in: 0...1_728_000, using: &random)
            let rhythm = Rhythm(
                hours: hours,
                days: Array(repeating: hours.reduce(0, +) / 7, count: 7),
                watched: watched,
                asOf: .start
            )!
            let now = Date.start.addingTimeInterval(Double.random(in: 0...1_000_000, using: &random))
            let interval = pace.interval(rhythm, after: now)
            #expect((Duration.milliseconds(299_999)...Duration.milliseconds(21_600_001)).contains(interval))
        }
    }

    private func pow10(_ random: inout SeededRandom) -> Float {
        [0, 0.01, 1, 100, 10_000][Int.random(in: 0..<5, using: &random)]
    }
}
