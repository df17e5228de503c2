import FoundationEssentials
import News

/// A way to space the polls of a feed; it knows of a feed what its polls have shown, and nothing else.
protocol Spacing {
    /// What is remembered of one feed.
    associatedtype Memory

    /// A feed that was never asked.
    func begin(at now: Double) -> Memory

    /// How long after a poll that found items the next is due, in seconds.
    func interval(_ memory: inout Memory, found: ArraySlice<Double>, now: Double) -> Double
}

/// tocsin's.
struct Paced: Spacing {
    let pace: Pace

    func begin(at now: Double) -> Rhythm { Rhythm(since: date(now)) }

    func interval(_ memory: inout Rhythm, found: ArraySlice<Double>, now: Double) -> Double {
        memory.observe(found.map(date), now: date(now))
        return Double(pace.interval(memory, after: date(now)).components.seconds)
    }

    /// The fourth of January 2027 is a Monday.
    private func date(_ seconds: Double) -> Date { Date(timeIntervalSince1970: 1_799_020_800 + seconds) }
}

/// The same for all feeds, around the clock.
struct FixedInterval: Spacing {
    /// How many polls a day.
    let density: Double

    func begin(at now: Double) {}

    func interval(_ memory: inout Void, found: ArraySlice<Double>, now: Double) -> Double { 86_400 / density }
}

/// As miniflux does where POLLING_SCHEDULER is entry_frequency: a week, divided by the entries of the last week times a
/// factor; never under five minutes nor over six hours.
struct EntryFrequency: Spacing {
    /// The factor, here the number to be found for a like number of polls.
    let density: Double

    func begin(at now: Double) -> [Double] { [] }

    func interval(_ memory: inout [Double], found: ArraySlice<Double>, now: Double) -> Double {
        let week = 7.0 * 86_400
        memory.removeAll { $0 <= now - week }
        memory += found
        guard !memory.isEmpty else { return 6 * 3_600 }
        return min(max(week / (Double(memory.count) * density), 300), 6 * 3_600)
    }
}

/// Posting times, and what becomes of them under a way to space polls.
struct Replay {
    /// What came of it, in the time after the learning.
    struct Outcome {
        var polls = 0
        var missed = 0
        var median = 0.0
        var mean = 0.0
        var late = 0.0
    }

    /// A feed's document holds this many items; what was pushed out between two polls is lost.
    private static let document = 40

    let feeds: [[Double]]
    let learnt: Double
    let end: Double

    func run(_ spacing: some Spacing) -> Outcome {
        var outcome = Outcome()
        var delays: [Double] = []
        for (number, posts) in feeds.enumerated() {
            // Feeds are not all asked in the same moment.
            var now = Double(number * 7_919 % 3_600)
            var memory = spacing.begin(at: now)
            var next = posts.firstIndex { $0 > now } ?? posts.count
            while now < end {
                var last = next
                while last < posts.count, posts[last] <= now { last += 1 }
                if now >= learnt {
                    outcome.polls += 1
                    outcome.missed += max(0, last - next - Self.document)
                    for post in posts[next..<last] where post >= learnt { delays.append(now - post) }
                }
                now += max(1, spacing.interval(&memory, found: posts[next..<last], now: now))
                next = last
            }
        }
        delays.sort()
        guard !delays.isEmpty else { return outcome }
        outcome.median = delays[delays.count / 2]
        outcome.late = delays[delays.count * 95 / 100]
        outcome.mean = delays.reduce(0, +) / Double(delays.count)
        return outcome
    }

    /// The run of a family of spacings that makes as many polls as another, found by bisection of its density.
    func matching<S: Spacing>(_ polls: Int, _ spacing: (_ density: Double) -> S) -> Outcome {
        var (low, high) = (0.001, 10_000.0)
        for _ in 0..<40 {
            let middle = (low * high).squareRoot()
            if run(spacing(middle)).polls < polls { low = middle } else { high = middle }
        }
        return run(spacing(high))
    }
}
