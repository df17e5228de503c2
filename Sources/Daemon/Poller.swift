import FoundationEssentials
import Logging
import News
import ServiceLifecycle
import Storage
import Synchronization
import Web

/// Visits feeds when they are due, few at a time per host, and hands what they bring to the store.
final class Poller: Service {
    /// How many feeds wait in memory at most; the rest wait in the store.
    private static let queueLimit = 1_024
    /// A feed that was taken and not given back is due again after this long.
    private static let lease = Duration.seconds(900)
    /// How soon the next look into the store follows where more feeds are due than could be taken.
    private static let haste = Duration.milliseconds(100)
    /// How long visits under way may go on once the daemon is asked to stop.
    private static let patience = Duration.milliseconds(1_000)
    /// How late a look into the store may be, or how long it may take, before something must be wrong.
    private static let patienceWithLooks = Duration.seconds(300)

    private let current: Current
    private let store: any Store
    private let health: StoreHealth
    private let fetcher: Fetcher
    private let quiet: QuietVisits
    private let metrics: Metrics
    private let onNews: @Sendable () -> Void
    private let onClaim: @Sendable () -> Void
    private let log: PollLog
    private let now: @Sendable () -> Date
    private let bell = Bell()
    private let isAskedToLook = Mutex(false)
    private let queue = Mutex(HostQueue())
    private let isStopping = Mutex(false)
    private let nextLook = Mutex(NextLook())
    private let lookBegan = Mutex<Date?>(nil)
    private let hasTurned = Mutex<Flag?>(nil)

    init(
        current: Current,
        store: any Store,
        health: StoreHealth,
        fetcher: Fetcher,
        metrics: Metrics,
        logger: Logger,
        now: @escaping @Sendable () -> Date,
        onNews: @escaping @Sendable () -> Void,
        onClaim: @escaping @Sendable () -> Void = {}
    ) {
        self.current = current
        self.store = store
        self.health = health
        self.fetcher = fetcher
        self.metrics = metrics
        self.onNews = onNews
        self.onClaim = onClaim
        self.now = now
        quiet = QuietVisits(store: store, health: health)
        log = PollLog(logger: logger)
    }

    /// Whether feeds are looked for when they are due, as against a store or a program that hangs.
    var isOnTime: Bool {
        let late = now() - Self.patienceWithLooks
        return lookBegan.withLock { $0.map { $0 > late } ?? true } && nextLook.withLock { $0.at } > late
    }

    /// Looks at the settings and the store again now.
    func wake() {
        isAskedToLook.withLock { $0 = true }
        bell.ring()
    }

    /// Sets a flag as soon as the loop comes round.
    func turn(_ flag: Flag) {
        hasTurned.withLock { $0 = flag }
        bell.ring()
    }

    /// Polls until the task is cancelled or the service is asked to stop.
    func run() async throws {
        await withGracefulShutdownHandler {
            await withTaskGroup(of: Void.self) { group in
                group.addTask { await self.quiet.run { self.note(due: $0) } }
                await withTaskExecutorPreference(self.fetcher.web.executor) {
                    await withDiscardingTaskGroup { visits in
                        await self.poll(in: &visits)
                        await self.stop(&visits)
                    }
                }
                group.cancelAll()
            }
        } onGracefulShutdown: {
            self.isStopping.withLock { $0 = true }
            self.health.close()
            self.bell.ring()
        }
        try? await store.release(queue.withLock { $0.drain() })
        await quiet.flush()
    }

    /// Visits every feed once, due or not, except those that a server asked to be left alone.
    ///
    /// - Returns: How many visits there were, and how many of them failed.
    func pollOnce() async throws -> (visits: Int, failures: Int) {
        let feeds = try await store.claimAllFeeds(now: now(), lease: Self.lease)
        queue.withLock { $0.add(feeds) }
        let failures = await withTaskExecutorPreference(fetcher.web.executor) { await visitAll() }
        try? await store.release(queue.withLock { $0.drain() })
        await quiet.flush()
        return (feeds.count, failures)
    }

    /// Visits what waits; answers how many visits failed.
    private func visitAll() async -> Int {
        let failures = Mutex(0)
        await withDiscardingTaskGroup { visits in
            while queue.withLock({ $0.count }) > 0, !isStopping.withLock({ $0 }), !Task.isCancelled {
                start(in: &visits) { failed in failures.withLock { $0 += failed ? 1 : 0 } }
                guard queue.withLock({ $0.count }) > 0 else { break }
                await bell.wait(until: nextStart(), now: now())
            }
        }
        return failures.withLock { $0 }
    }

    private func poll(in visits: inout DiscardingTaskGroup) async {
        while !isStopping.withLock({ $0 }), !Task.isCancelled {
            let isAsked = isAskedToLook.withLock { asked in
                defer { asked = false }
                return asked
            }
            if isAsked || now() >= nextLook.withLock({ $0.at }) { await claim() }
            start(in: &visits)
            hasTurned.withLock { flag in
                flag?.set(true)
                flag = nil
            }
            let wake = [nextLook.withLock { $0.at }, nextStart()].compactMap(\.self).min()
            await bell.wait(until: wake.map { max($0, now() + .milliseconds(5)) }, now: now())
        }
    }

    /// Takes feeds that are due from the store.
    private func claim() async {
        nextLook.withLock { $0.begin(now: now()) }
        lookBegan.withLock { $0 = now() }
        defer { lookBegan.withLock { $0 = nil } }
        let room = Self.queueLimit - queue.withLock { $0.count }
        guard room > 0 else { return nextLook.withLock { $0.end(due: now()) } }
        do {
            let claim = try await store.claimDueFeeds(now: now(), limit: room, lease: Self.lease)
            queue.withLock { $0.add(claim.feeds) }
            let isMoreDue = claim.nextDue.map { $0 <= now() } ?? false
            nextLook.withLock { $0.end(due: claim.nextDue, soonest: isMoreDue ? now() + Self.haste : nil) }
            onClaim()
        } catch {
            if !health.noteFailure(error) { log.storeFailed(error) }
            nextLook.withLock { $0.end(due: now() + .seconds(5)) }
        }
    }

    /// A feed whose visit is written is due then.
    private func note(due: Date) {
        if nextLook.withLock({ $0.note(due: due) }) { bell.ring() }
    }

    private func start(
        in visits: inout DiscardingTaskGroup,
        done: @escaping @Sendable (_ failed: Bool) -> Void = { _ in }
    ) {
        let limits = current.value.configuration.poll
        let moment = now()
        let feeds = queue.withLock { $0.start(limits, now: moment) }
        for feed in feeds {
            visits.addTask {
                done(await self.visit(feed))
                self.queue.withLock { $0.finish(feed, limits, now: self.now()) }
                self.bell.ring()
            }
        }
    }

    private func nextStart() -> Date? {
        let limits = current.value.configuration.poll
        let moment = now()
        return queue.withLock { $0.nextStart(limits, after: moment) }
    }

    /// Gives visits under way a moment to end, then ends them.
    private func stop(_ visits: inout DiscardingTaskGroup) async {
        let deadline = now() + Self.patience
        while queue.withLock({ $0.running }) > 0, now() < deadline, !Task.isCancelled {
            await bell.wait(until: deadline, now: now())
        }
        visits.cancelAll()
    }

    /// Leaves a host alone: what waits for it goes back to the store, which keeps it until then.
    private func hold(_ host: String, _ until: Date) async throws {
        let waiting = queue.withLock { $0.drain(host: host) }
        // Visits that are not written yet would take the host's other feeds out of the hold again.
        await quiet.flush()
        try await health.persist { [store] in
            try await store.hold(host: host, until: until, reason: "\(host) has had too many requests")
        }
        try await store.release(waiting)
    }

    /// - Returns: Whether the visit failed.
    private func visit(_ due: DueFeed) async -> Bool {
        let house = current.value
        guard let feed = house.feeds[due.url] else {
            try? await store.release([due.state.id])
            return false
        }
        let visit = Visit(
            fetcher: fetcher,
            access: house.configuration.access[feed.url] ?? house.configuration.poll.access,
            store: store,
            newsdesk: house.newsdesk,
            schedule: house.schedule,
            lookback: house.configuration.poll.lookback
        )
        let began = ContinuousClock.now
        do {
            let result = try await visit.run(feed, due.state, now: now())
            let state = result.visit.state
            if Task.isCancelled, state.failures > 0 {
                try await store.release([due.state.id])
                return true
            }
            log.visited(feed, before: due.state, after: state)
            var alerts: [Alert] = []
            if result.isQuiet {
                await quiet.add(state)
            } else {
                alerts = try await health.persist { [store] in try await store.commit(result.visit) }
                note(due: state.nextAt)
                if let findings = result.findings { log.read(feed, findings, alerts: alerts.count) }
                if !alerts.isEmpty || !result.visit.notices.isEmpty { onNews() }
            }
            metrics.visited(result, alerts: alerts, took: ContinuousClock.now - began)
            if result.holdsHost, let until = state.heldUntil { try await hold(due.host, until) }
            return state.failures > 0
        } catch {
            // Broken off by the daemon's own end: the feed is due again at the next start.
            if !Task.isCancelled {
                metrics.storeFailed()
                if !health.noteFailure(error) { log.storeFailed(error) }
            }
            return true
        }
    }
}
