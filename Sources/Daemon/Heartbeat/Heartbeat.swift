import FoundationEssentials
import Logging
import Matching
import News
import ServiceLifecycle
import Storage
import Synchronization

/// Tells the operator now and then how all is, and which lists have gone quiet.
final class Heartbeat: Service {
    private struct State {
        /// When the last sign of life was owed, or the start where there was none; nil before the store was asked.
        var last: Date?
        /// Before when there is nothing to look for.
        var nextLook = Date.distantPast
        var nextLookAtLists: Date
    }

    private static let tick = Duration.seconds(60)
    private static let pauseOfLists = Duration.seconds(3_600)

    private let current: Current
    private let store: any Store
    private let health: StoreHealth
    private let logger: Logger
    private let now: @Sendable () -> Date
    private let onNews: @Sendable () -> Void
    private let start: Date
    private let state: Mutex<State>

    init(
        current: Current,
        store: any Store,
        health: StoreHealth,
        logger: Logger,
        now: @escaping @Sendable () -> Date,
        onNews: @escaping @Sendable () -> Void
    ) {
        self.current = current
        self.store = store
        self.health = health
        self.logger = logger
        self.now = now
        self.onNews = onNews
        start = now()
        // What was published while the daemon stood still is read first.
        state = Mutex(State(nextLookAtLists: now() + Self.pauseOfLists))
    }

    func run() async throws {
        try? await cancelWhenGracefulShutdown {
            while true {
                try await Task.sleep(for: Self.tick)
                await self.look()
            }
        }
    }

    /// Tells what is due.
    func look() async {
        // A store that fails is told in a way of its own, and takes nothing.
        guard health.illness == nil else { return }
        do {
            try await lookAtLists()
            try await beat()
        } catch {
            if !health.noteFailure(error) {
                logger.error("the operator is not told how all is", metadata: ["reason": "\(error)"])
            }
        }
    }

    private func beat() async throws {
        let house = current.value
        let now = now()
        guard let every = house.configuration.heartbeat.every else { return }
        let known = state.withLock { $0 }
        if now < known.nextLook { return }
        if let last = known.last, now < last + every { return }
        let found = try await store.wellbeing(
            since: known.last ?? now - every,
            late: now - Notice.patienceWithChannels,
            notice: Notice.heartbeat
        )
        let last = found.lastNotice ?? start
        state.withLock { $0.last = last }
        guard now >= last + every else { return }
        // While the last one could not be told, another one would only be a second one to wait.
        guard !found.isNoticeOwed else { return state.withLock { $0.nextLook = now + .seconds(600) } }
        let quiet = try await quietLists(house, now: now).map(\.list)
        let length = Duration.seconds(now.timeIntervalSince(last))
        let notice = Notice(heartbeat: found, house, quiet: quiet, length: length, now: now)
        try await owe([notice], house)
        state.withLock { $0.last = now }
    }

    private func lookAtLists() async throws {
        let now = now()
        guard now >= state.withLock({ $0.nextLookAtLists }) else { return }
        let house = current.value
        let quiet = try await quietLists(house, now: now)
        // The store takes each notice once, however often it is found.
        try await owe(quiet.map { Notice(quiet: $0, now: now) }, house)
        for list in quiet { logger.debug("a list is quiet", metadata: ["list": "\(list.list)"]) }
        state.withLock { $0.nextLookAtLists = now + Self.pauseOfLists }
    }

    private func quietLists(_ house: House, now: Date) async throws -> [QuietLists.Quiet] {
        let ids = Set(house.newsdesk.reader.watchlist.watches.map(\.id))
        let rings = try await store.rings(since: now - QuietLists.memory)
        return QuietLists.among(
            rings,
            since: house.newsdesk.reader.since.filter { ids.contains($0.key) },
            now: now
        )
    }

    private func owe(_ notices: [Notice], _ house: House) async throws {
        let owed = notices.flatMap { house.newsdesk.owe($0, now: now()) }
        guard !owed.isEmpty else { return }
        _ = try await store.write(OutboxStep(channel: "", notices: owed), now: now())
        onNews()
    }
}
