import FoundationEssentials
import Logging
import Matching
import Notifying
import ServiceLifecycle
import Storage
import Synchronization

/// Tells the service manager that the daemon is ready, what it does, and that its parts answer.
///
/// Where one does not, nothing is told any more: the manager ends the process and starts it anew, which loses nothing.
final class LifeSigns: Service {
    private struct State {
        var isReady = false
        var isStopping = false
        var isOutdated = false
        var silent: [String] = []
        var status = "starts"
    }

    /// How often the status is found out anew.
    private static let statusInterval = Duration.seconds(60)

    private let manager: ServiceManager?
    private let watchdog: Watchdog
    private let current: Current
    private let store: any Store
    private let logger: Logger
    private let now: @Sendable () -> Date
    private let state = Mutex(State())
    private let readiness: Bell
    private let watching = Bell()
    private let reporting = Bell()

    /// - Parameters:
    ///   - manager: Who is told; nil where the daemon was started by hand.
    ///   - watchdog: What must answer.
    ///   - readiness: Rings when the first feeds are taken from the store: when the daemon works.
    ///   - current: What is in force.
    ///   - store: What the status is read from.
    ///   - logger: Where a part that does not answer is told.
    ///   - now: The clock.
    init(
        to manager: ServiceManager?,
        watchdog: Watchdog,
        readiness: Bell,
        current: Current,
        store: any Store,
        logger: Logger,
        now: @escaping @Sendable () -> Date
    ) {
        self.manager = manager
        self.watchdog = watchdog
        self.readiness = readiness
        self.current = current
        self.store = store
        self.logger = logger
        self.now = now
    }

    /// Settings and lists are about to be read again.
    func reloadBegins() {
        if state.withLock({ $0.isReady }) { manager?.tellReloading() }
    }

    /// They were, or were refused.
    func reloadEnds(isRefused: Bool) {
        let (isReady, status) = state.withLock { state in
            state.isOutdated = isRefused
            return (state.isReady, state.status)
        }
        if isReady { manager?.tellReady(status) }
        reporting.ring()
    }

    /// Tells until the service is asked to stop.
    func run() async throws {
        guard let manager else { return try await gracefulShutdown() }
        await withGracefulShutdownHandler {
            await readiness.wait(until: nil, now: now())
            guard isGoingOn else { return }
            await refreshStatus()
            manager.tellReady(
                state.withLock { state in
                    state.isReady = true
                    return state.status
                }
            )
            await withDiscardingTaskGroup { group in
                group.addTask { await self.watch(manager) }
                group.addTask { await self.report(manager) }
            }
        } onGracefulShutdown: {
            manager.tellStopping()
            self.state.withLock { $0.isStopping = true }
            for bell in [self.readiness, self.watching, self.reporting] { bell.ring() }
        }
    }

    private var isGoingOn: Bool { !Task.isCancelled && !state.withLock { $0.isStopping } }

    private func watch(_ manager: ServiceManager) async {
        guard let limit = manager.watchdog else { return }
        while isGoingOn {
            if look() { manager.tellAlive() }
            // Four looks within the time: a store that is busy for a while is no reason to end.
            await watching.wait(until: now() + limit / 4, now: now())
        }
    }

    private func report(_ manager: ServiceManager) async {
        while isGoingOn {
            await reporting.wait(until: now() + Self.statusInterval, now: now())
            guard isGoingOn else { return }
            await refreshStatus()
            manager.tellStatus(state.withLock { $0.status })
        }
    }

    /// - Returns: Whether all parts answer.
    private func look() -> Bool {
        let silent = watchdog.look()
        let before = state.withLock { state in
            defer { state.silent = silent }
            return state.silent
        }
        for part in silent where !before.contains(part) {
            logger.error("a part of the daemon does not answer", metadata: ["part": "\(part)"])
        }
        for part in before where !silent.contains(part) {
            logger.notice("a part of the daemon answers again", metadata: ["part": "\(part)"])
        }
        return silent.isEmpty
    }

    private func refreshStatus() async {
        let house = current.value
        let midnight = house.configuration.timetable.clock.startOfDay(of: now())
        guard let summary = try? await store.summary(since: midnight) else { return }
        let known = Set(house.channels.map(\.name))
        state.withLock { state in
            var line = StatusLine(
                feeds: house.feeds.count,
                lists: house.newsdesk.reader.watchlist.watches.count,
                summary: summary,
                isOutdated: state.isOutdated
            )
            line.summary.brokenChannels.removeAll { !known.contains($0) }
            state.status = line.description
        }
    }
}
