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
    private let logger: Logger
    private let now: @Sendable () -> Date
    private let bells = Mutex<[String: Bell]>([:])
    private let round = Bell()
    private let isStopping = Mutex(false)
    private let pacer = Pacer()

    init(current: Current, store: any Store, logger: Logger, now: @escaping @Sendable () -> Date) {
        self.current = current
        self.store = store
        self.logger = logger
        self.now = now
    }

    /// Tells every lane that there may be something to deliver.
    func wake() {
        for bell in bells.withLock({ Array($0.values) }) { bell.ring() }
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
            self.round.ring()
        }
    }

    /// Delivers all that is due and can be delivered now, and returns.
    func drain() async {
        await withDiscardingTaskGroup { group in
            let house = current.value
            for channel in house.channels {
                let lane = lane(channel, of: house)
                group.addTask { _ = await lane.deliverDue() }
            }
        }
    }

    private func runLanes() async {
        let house = current.value
        let channels = house.channels
        let isOpen = Flag(true)
        bells.withLock { bells in
            bells = Dictionary(channels.map { ($0.name, Bell()) }) { first, _ in first }
        }
        await withTaskGroup(of: Ending.self) { group in
            for channel in channels {
                let lane = lane(channel, of: house)
                let bell = bells.withLock { $0[channel.name] } ?? Bell()
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

    private func lane(_ channel: any Channel, of house: House) -> Lane {
        let rules = house.configuration.rules[channel.name] ?? ChannelRules()
        let timetable = house.configuration.timetable
        var policy = DeliveryPolicy(rules, channel.manners)
        policy.quietHours = timetable.quietHours(of: channel.name)
        policy.clock = timetable.clock
        return Lane(channel, store: store, pacer: pacer, policy: policy, logger: logger, now: now) {
            [current, now] notice in
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
