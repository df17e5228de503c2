public import FoundationEssentials
public import Logging
import Matching
import News
import Notifying
import ServiceLifecycle
public import Storage
import UnixSignals
import Web

/// The running thing: feeds in, alerts out, until it is asked to stop.
public final class Daemon: Sendable {
    /// What one round brought.
    public struct Round: Hashable, Sendable {
        /// How many feeds were visited.
        public var visits: Int
        /// How many of the visits failed.
        public var failures: Int
    }

    private let store: any Store
    private let web: HTTPClient
    /// What the channels reach the web through: a message must not wait behind a thousand polls.
    private let outward: HTTPClient
    private let logger: Logger
    private let current: Current
    private let poller: Poller
    private let courier: Courier
    private let reloader: Reloader
    private let lifeSigns: LifeSigns
    private let now: @Sendable () -> Date
    private let health: StoreHealth
    /// Answers what is asked of the status port; a store of another kind has none.
    let desk: StatusDesk?

    /// Puts everything together: opens the store, compiles the lists, opens the channels.
    ///
    /// A list with mistakes is told and left out; the others work. Settings with mistakes are refused.
    ///
    /// - Parameters:
    ///   - configuration: The settings.
    ///   - store: Where state is kept; nil opens the one that the settings name.
    ///   - environment: The process's environment, for a reload's secrets.
    ///   - logger: Where the daemon says what happens.
    ///   - now: The clock.
    /// - Throws: A sentence for the operator, whatever cannot be opened.
    public init(
        _ configuration: Configuration,
        store: (any Store)? = nil,
        environment: [String: String],
        logger: Logger,
        now: @escaping @Sendable () -> Date = { Date() }
    ) async throws {
        let store = try store ?? SQLiteStore(path: configuration.storePath)
        let poll = configuration.poll
        let web = try HTTPClient(
            userAgent: Version.userAgent(contact: poll.contact),
            limits: ConnectionLimits(total: poll.concurrency, perHost: max(6, poll.perHost))
        )
        // A channel has one message under way at a time, and waits for no other on the same server.
        let outward = try HTTPClient(
            userAgent: Version.userAgent(contact: poll.contact),
            limits: ConnectionLimits(total: 1_024, perHost: 1_024)
        )
        let builder = HouseBuilder(store: store, web: outward, logger: logger, now: now)
        let house = try await builder.first(configuration)

        let current = Current(house)
        let health = StoreHealth(logger: logger, now: now)
        let metrics = Metrics(startedAt: now())
        let courier = Courier(
            current: current,
            store: store,
            health: health,
            metrics: metrics,
            logger: logger,
            now: now
        )
        let readiness = Bell()
        let poller = Poller(
            current: current,
            store: store,
            health: health,
            fetcher: Fetcher(web: web),
            metrics: metrics,
            logger: logger,
            now: now,
            onNews: { courier.wake() },
            onClaim: { readiness.ring() }
        )
        lifeSigns = LifeSigns(
            to: ServiceManager(environment: environment),
            watchdog: Watchdog([
                .init("poller", ask: { poller.turn($0) }),
                .init("courier", answer: { await courier.answer() }),
                .init("store", answer: { try? await store.probe() }),
            ]),
            readiness: readiness,
            current: current,
            store: store,
            logger: logger,
            now: now
        )
        self.store = store
        self.web = web
        self.outward = outward
        self.logger = logger
        self.current = current
        self.courier = courier
        self.poller = poller
        self.now = now
        self.health = health
        desk = (store as? SQLiteStore).map {
            StatusDesk(current: current, store: $0, metrics: metrics, logger: logger, now: now)
        }
        reloader = Reloader(
            current: current,
            builder: builder,
            health: health,
            environment: environment,
            metrics: metrics,
            logger: logger,
            lifeSigns: lifeSigns
        ) {
            courier.reload()
            poller.wake()
        }
    }

    /// Works until the process is asked to stop by SIGTERM or SIGINT; SIGHUP reloads settings and lists, as does a change
    /// of their files.
    ///
    /// - Parameter signals: Whether to listen to signals; a test that stops the daemon by cancelling its task
    ///   does not.
    /// - Throws: `ListenError` where the status port cannot be opened; what a service could not go on after.
    public func run(signals: Bool = true) async throws {
        let housekeeping = Housekeeping(
            current: current,
            store: store,
            health: health,
            logger: logger,
            now: now
        )
        var services: [any Service] = [
            housekeeping, BudgetKeeper(current: current, store: store), courier, poller, lifeSigns,
        ]
        services.append(
            Heartbeat(current: current, store: store, health: health, logger: logger, now: now) { [courier] in
                courier.wake()
            }
        )
        services.append(
            Ping(current: current, web: outward, logger: logger) { [health, poller] in
                health.illness == nil && poller.isOnTime
            }
        )
        // The first to start and the last to stop: it tells of the others.
        if let desk, let address = current.value.configuration.status.listen {
            let server = try StatusServer(address: address, logger: logger) { await desk.answer($0) }
            services.insert(server, at: 0)
        }
        // Whoever reads that tocsin has started may send a SIGHUP: it must be heard from then on.
        let hangups = signals ? await UnixSignalsSequence(trapping: .sighup) : nil
        services.append(Reloading(reloader, hangups: hangups, logger: logger, now: now))
        Housekeeping.greet(current.value, logger)
        var configuration = ServiceGroupConfiguration(
            services: services.map { .init(service: $0) },
            gracefulShutdownSignals: signals ? [.sigterm, .sigint] : [],
            logger: Logger(label: "tocsin.services") { _ in SwiftLogNoOpLogHandler() }
        )
        configuration.maximumGracefulShutdownDuration = .milliseconds(1_900)
        tellOfStore()
        let group = ServiceGroup(configuration: configuration)
        do {
            try await withTaskCancellationHandler {
                try await group.run()
            } onCancel: {
                health.close()
            }
        } catch is CancellationError {
        }
        await web.shutDown()
        await outward.shutDown()
        logger.notice("tocsin stops")
    }

    /// Visits every feed once, delivers what can be delivered now, and returns.
    public func runOnce() async throws -> Round {
        Housekeeping.greet(current.value, logger)
        health.close()
        let (visits, failures) = try await courier.deliver { [poller] in try await poller.pollOnce() }
        await web.shutDown()
        await outward.shutDown()
        return Round(visits: visits, failures: failures)
    }

    /// The operator hears when the store fails, if that can be told at all, and when it works again.
    private func tellOfStore() {
        health.watch { [current, logger, now] illness in
            Task {
                await tellPastOutbox(Notice(fallen: illness), current.value, logger: logger, now: now())
            }
        } onRecovery: { [current, store, courier, now] illness in
            let notices = current.value.newsdesk.owe(Notice(recovered: illness, now: now()), now: now())
            Task {
                _ = try? await store.write(OutboxStep(channel: "", notices: notices), now: now())
                courier.wake()
            }
        }
    }

    /// Takes up changed settings and lists, as SIGHUP does.
    ///
    /// - Returns: Whether they were taken up; on a mistake the old ones stay in force, and the log says why.
    @discardableResult
    public func reload() async -> Bool {
        await reloader.reload()
    }
}
