import FoundationEssentials
import Storage

/// Visits that changed nothing but a feed's state, written together: a commit each would cost a thousand disk
/// flushes a second at a million feeds.
///
/// The actor owns the states that are not written yet: at most a thousand, at most a second old. After a
/// crash their feeds are simply due again. While the store fails they are kept, and who brings a thousand waits.
actor QuietVisits {
    private static let limit = 1_000
    private static let age = Duration.seconds(1)

    private let store: any Store
    private let health: StoreHealth
    private let bell = Bell()
    private var states: [FeedState] = []
    private var onWritten: @Sendable (Date) -> Void = { _ in }

    init(store: any Store, health: StoreHealth) {
        self.store = store
        self.health = health
    }

    /// Takes a state up, to be written within a second.
    func add(_ state: FeedState) async {
        states.append(state)
        if states.count >= Self.limit {
            await flush()
        } else if states.count == 1 {
            bell.ring()
        }
    }

    /// Writes whatever waits.
    func flush() async {
        let written = states
        states = []
        guard !written.isEmpty else { return }
        do {
            try await health.persist { [store] in try await store.commitQuiet(written) }
            if let due = written.map(\.nextAt).min() { onWritten(due) }
        } catch {
            // What cannot be written is not lost: these feeds keep their lease, and are due again when it ends.
        }
    }

    /// Writes what waits a second after it came, until the task is cancelled.
    ///
    /// - Parameter onWritten: Hears when the first of the feeds that were written is next due.
    func run(onWritten: @escaping @Sendable (Date) -> Void) async {
        self.onWritten = onWritten
        await writeEachSecond()
        // Whoever listens owns this actor.
        self.onWritten = { _ in }
    }

    private nonisolated func writeEachSecond() async {
        while !Task.isCancelled {
            await bell.wait(until: nil, now: Date())
            try? await Task.sleep(for: Self.age)
            await flush()
        }
    }
}
