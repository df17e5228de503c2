import FoundationEssentials
import Glibc
import News
import ServiceLifecycle
import Storage

/// How densely all feeds are polled where the settings say how many polls there may be: the one number of `Pace` that
/// spends the budget, found anew every hour as rhythms change.
struct Budget: Sendable {
    /// Feeds with the same bounds, by how fast they publish: how many hours of the day a rate is expected in, by the
    /// eighths of its power of two.
    private struct Group: Sendable {
        var hours: [Int: Int] = [:]
    }

    private struct Bounds: Hashable, Sendable {
        var min: Duration
        var max: Duration
    }

    /// Every seventh hour of a week is each hour of the day once, and the days in turn.
    private static let step = 7
    private static let eighths = 8.0

    private let poll: Configuration.Poll
    private var groups: [Bounds: Group] = [:]
    /// Polls a day of feeds whose interval is pinned.
    private var pinned = 0.0

    init(_ poll: Configuration.Poll) {
        self.poll = poll
    }

    /// Takes a feed up; one that was never read counts as one of which nothing is known.
    mutating func add(_ feed: Feed, _ rhythm: Rhythm?) {
        if let every = feed.every {
            pinned += 86_400 / every.seconds
            return
        }
        let week = (rhythm ?? Rhythm(since: Date(timeIntervalSince1970: 0))).week
        let bounds = Bounds(min: feed.min ?? poll.min, max: feed.max ?? poll.max)
        for hour in stride(from: 0, to: week.count, by: Self.step) {
            let bucket = Int((log2(week[hour]) * Self.eighths).rounded())
            groups[bounds, default: Group()].hours[bucket, default: 0] += 1
        }
    }

    /// How many polls a day there are at a density.
    func polls(usual: Duration) -> Double {
        groups.reduce(pinned) { sum, group in
            let pace = Pace(usual: usual, min: group.key.min, max: group.key.max)
            let hours = group.value.hours.reduce(0.0) { sum, entry in
                sum + Double(entry.value) * pace.polls(rate: exp2(Double(entry.key) / Self.eighths))
            }
            return sum + hours * 3_600
        }
    }

    /// The density that comes nearest to a number of polls a day from below; the bounds of feeds go before the budget.
    func usual(spending budget: Double) -> Duration {
        var (low, high) = (1.0, 30.0 * 86_400)
        for _ in 0..<50 {
            let middle = (low * high).squareRoot()
            if polls(usual: .seconds(middle)) > budget { low = middle } else { high = middle }
        }
        return .seconds(high)
    }

    /// The density for the feeds of the settings; that without a budget where they name none.
    static func usual(_ configuration: Configuration, _ store: any Store) async throws -> Duration {
        guard let budget = configuration.poll.budget else { return Pace.usualInterval }
        let feeds = Dictionary(configuration.feeds.map { ($0.url, $0) }) { first, _ in first }
        let all = try await store.rhythms(into: Budget(configuration.poll)) { budget, url, rhythm in
            if let feed = feeds[url] { budget.add(feed, rhythm) }
        }
        return all.usual(spending: budget)
    }
}

/// Spends the budget of polls anew every hour.
struct BudgetKeeper: Service {
    private static let interval = Duration.seconds(3_600)

    let current: Current
    let store: any Store

    func run() async throws {
        try? await cancelWhenGracefulShutdown {
            while true {
                try await Task.sleep(for: Self.interval)
                let configuration = current.value.configuration
                guard configuration.poll.budget != nil else { continue }
                guard let usual = try? await Budget.usual(configuration, store) else { continue }
                current.setUsual(usual, of: configuration.poll)
            }
        }
    }
}
