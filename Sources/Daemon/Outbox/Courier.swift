import FoundationEssentials
import Logging
import News
import Notifying
import ServiceLifecycle
import Storage
import Synchronization

/// Takes what the outbox owes to the channels: one lane a channel, in order, one parcel at a time, so that a
/// channel that rests holds up nobody else.
final class Courier: Service {
    private enum Ending: Sendable {
        case lane
        case patience
    }

    /// How long a delivery under way may go on once the daemon is asked to stop.
    private static let patience = Duration.milliseconds(700)

    private let current: Current
    private let store: any Store
    private let health: StoreHealth
    private let metrics: Metrics
    private let logger: Logger
    private let now: @Sendable () -> Date
    private let bells = Mutex<[String: Bell]>([:])
    private let lanes = Mutex<[Lane]>([])
    private let round = Bell()
    private let isStopping = Mutex(false)
    private let pacer = Pacer()

    init(
        current: Current,
        store: any Store,
        health: StoreHealth,
        metrics: Metrics,
        logger: Logger,
        now: @escaping @Sendable () -> Date
    ) {
        self.current = current
        self.store = store
        self.health = health
        self.metrics = metrics
        self.logger = logger
        self.now = now
    }

    /// Tells every lane that there may be something to deliver.
    func wake() {
        for bell in bells.withLock({ Array($0.values) }) { bell.ring() }
    }

    /// Returns once every lane has taken an order.
    func answer() async {
        for lane in lanes.withLock({ $0 }) { await lane.answer() }
    }

    /// Ends the lanes after what they have in hand and opens those of the channels now in force.
    func reload() {
        round.ring()
    }

    /// Delivers until the task is cancelled or the service is asked to stop.
    func run() async throws {
        await withGracefulShutdownHandler {
            while !isStopping.withLock({ $0 }), !Task.isCancelled {
                await runLanes()
            }
        } onGracefulShutdown: {
            self.isStopping.withLock { $0 = true }
            self.health.close()
            self.round.ring()
        }
    }

    /// Delivers while work goes on, and after it all that is due and can be delivered now.
    func deliver<Result: Sendable>(
        during work: @Sendable () async throws -> Result
    ) async throws -> Result {
        let isOpen = Flag(true)
        let house = current.value
        let channels = openBells(of: house)
        return try await withThrowingDiscardingTaskGroup { group in
            for (channel, bell) in channels {
                let lane = lane(channel, of: house)
                // Nobody is there any more to tell the rest of a flood a minute later.
                let last = self.lane(channel, of: house, brakes: false)
                group.addTask {
                    await lane.run(bell, isOpen: isOpen)
                    _ = await last.deliverDue()
                }
            }
            defer {
                isOpen.set(false)
                wake()
            }
            return try await work()
        }
    }

    /// The channels of the house, each with a bell of its own.
    private func openBells(of house: House) -> [(any Channel, Bell)] {
        let channels = house.channels.map { ($0, Bell()) }
        bells.withLock { bells in
            bells = Dictionary(channels.map { ($0.0.name, $0.1) }) { first, _ in first }
        }
        return channels
    }

    private func runLanes() async {
        let house = current.value
        let channels = openBells(of: house).map { (lane($0, of: house), $1) }
        lanes.withLock { $0 = channels.map(\.0) }
        let isOpen = Flag(true)
        await withTaskGroup(of: Ending.self) { group in
            for (lane, bell) in channels {
                group.addTask {
                    await lane.run(bell, isOpen: isOpen)
                    return .lane
                }
            }
            await round.wait(until: nil, now: now())
            isOpen.set(false)
            wake()
            if isStopping.withLock({ $0 }) {
                let patience = Self.patience
                group.addTask {
                    try? await Task.sleep(for: patience)
                    return .patience
                }
                var left = channels.count
                while left > 0, await group.next() == .lane { left -= 1 }
                group.cancelAll()
            }
        }
    }

    private func lane(_ channel: any Channel, of house: House, brakes: Bool = true) -> Lane {
        let rules = house.configuration.rules[channel.name] ?? ChannelRules()
        let timetable = house.configuration.timetable
        var policy = DeliveryPolicy(rules, channel.manners)
        policy.quietHours = timetable.quietHours(of: channel.name)
        policy.clock = timetable.clock
        if !brakes { policy.floodLimit = nil }
        return Lane(
            channel,
            store: store,
            health: health,
            pacer: pacer,
            policy: policy,
            metrics: metrics,
            logger: logger,
            now: now
        ) { [current, now] notice in
            current.value.newsdesk.owe(notice, avoiding: channel.name, now: now())
        }
    }
}

/// A yes or no that one task sets and others look at.
final class Flag: Sendable {
    private let value: Mutex<Bool>

    init(_ value: Bool) {
        self.value = Mutex(value)
    }

    var isSet: Bool { value.withLock { $0 } }

    func set(_ new: Bool) {
        value.withLock { $0 = new }
    }
}
