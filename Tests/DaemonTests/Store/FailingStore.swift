import FoundationEssentials
import News
import Storage
import Synchronization

/// A store whose disk fills up when a test says so: what is written is refused, what is read is not.
final class FailingStore: Store {
    private struct State {
        var trouble: (any Error)?
        var successes = Int.max
        var refusals = 0
    }

    private let store: any Store
    private let state = Mutex(State())

    init(_ store: any Store) {
        self.store = store
    }

    /// How often something was refused.
    var refusals: Int { state.withLock { $0.refusals } }

    /// Refuses everything after so many more writes; nil takes everything again.
    func fail(_ error: (any Error)?, after successes: Int = 0) {
        state.withLock { ($0.trouble, $0.successes) = (error, successes) }
    }

    private func write<Result>(_ work: () async throws -> Result) async throws -> Result {
        try state.withLock { state in
            guard let trouble = state.trouble else { return }
            state.successes -= 1
            guard state.successes < 0 else { return }
            state.refusals += 1
            throw trouble
        }
        return try await work()
    }

    func register(_ feeds: [Feed], now: Date) async throws {
        try await write { try await store.register(feeds, now: now) }
    }

    func rhythms<Result: Sendable>(
        into initial: Result,
        _ take: @escaping @Sendable (inout Result, String, Rhythm?) -> Void
    ) async throws -> Result {
        try await store.rhythms(into: initial, take)
    }

    func registerLists(_ versions: [String: UInt64], now: Date) async throws -> [String: Date] {
        try await write { try await store.registerLists(versions, now: now) }
    }

    func claimDueFeeds(now: Date, limit: Int, lease: Duration) async throws -> FeedClaim {
        try await store.claimDueFeeds(now: now, limit: limit, lease: lease)
    }

    func claimAllFeeds(now: Date, lease: Duration) async throws -> [DueFeed] {
        try await store.claimAllFeeds(now: now, lease: lease)
    }

    func unseen(among items: [Item], of feed: FeedID, now: Date) async throws -> Sighting {
        try await store.unseen(among: items, of: feed, now: now)
    }

    func latestItems(of feed: FeedID, limit: Int, titles: [String]?) async throws -> [KnownItem] {
        try await store.latestItems(of: feed, limit: limit, titles: titles)
    }

    func storyItems<Result: Sendable>(
        since moment: Date,
        into initial: Result,
        _ take: @escaping @Sendable (inout Result, StoryItem) -> Void
    ) async throws -> Result {
        try await store.storyItems(since: moment, into: initial, take)
    }

    func commit(_ visit: FeedVisit) async throws -> [Alert] {
        try await write { try await store.commit(visit) }
    }

    func commitQuiet(_ states: [FeedState]) async throws {
        try await write { try await store.commitQuiet(states) }
    }

    func hold(host: String, until: Date, reason: String) async throws {
        try await write { try await store.hold(host: host, until: until, reason: reason) }
    }

    func release(_ feeds: [FeedID]) async throws {
        try await store.release(feeds)
    }

    func line(
        of channel: String,
        now: Date,
        limit: Int,
        without held: [String: Date]
    ) async throws -> OutboxLine {
        try await store.line(of: channel, now: now, limit: limit, without: held)
    }

    func write(_ step: OutboxStep, now: Date) async throws -> Bool {
        try await write { try await store.write(step, now: now) }
    }

    func postpone(channel: String, until end: Date, now: Date) async throws {
        try await write { try await store.postpone(channel: channel, until: end, now: now) }
    }

    func expire(channel: String, owedBefore: Date, now: Date) async throws -> Int {
        try await write { try await store.expire(channel: channel, owedBefore: owedBefore, now: now) }
    }

    func resumeChannels() async throws {
        try await write { try await store.resumeChannels() }
    }

    func wellbeing(since: Date, late: Date, notice kind: String) async throws -> Wellbeing {
        try await store.wellbeing(since: since, late: late, notice: kind)
    }

    func rings(since: Date) async throws -> [String: [Date]] {
        try await store.rings(since: since)
    }

    func prune(_ limits: Retention, now: Date) async throws -> Int {
        try await write { try await store.prune(limits, now: now) }
    }

    func tidy() async throws {
        try await write { try await store.tidy() }
    }

    func probe() async throws {
        try await write { try await store.probe() }
    }

    func summary(since start: Date) async throws -> StoreSummary {
        try await store.summary(since: start)
    }
}
