import FoundationEssentials
import Logging
import Notifying
import Storage
import Synchronization

/// Whether the store takes what is written, and the patience with one that does not.
///
/// What cannot be written is kept and tried again until it can be. Whoever writes waits meanwhile, so that nothing more is
/// polled or sent than can be noted. It is said once that the store fails, and once that it works again.
final class StoreHealth: Sendable {
    /// Since when the store has failed, and why.
    struct Illness: Hashable, Sendable {
        var trouble: StoreTrouble
        var since: Date
    }

    private struct State {
        var illness: Illness?
        var isClosed = false
        var pause: Task<Void, Never>?
        var onFall: @Sendable (Illness) -> Void = { _ in }
        var onRecovery: @Sendable (Illness) -> Void = { _ in }
    }

    private let logger: Logger
    private let pause: Duration
    private let now: @Sendable () -> Date
    private let state = Mutex(State())

    /// The health of a store that is well.
    ///
    /// - Parameters:
    ///   - logger: Where it is said that it fails.
    ///   - pause: How long is waited before the next try.
    ///   - now: The clock.
    init(logger: Logger, pause: Duration = .seconds(5), now: @escaping @Sendable () -> Date) {
        self.logger = logger
        self.pause = pause
        self.now = now
    }

    /// What ails the store; nil while it is well.
    var illness: Illness? { state.withLock { $0.illness } }

    /// Hears when the store fails and when it works again; each once.
    func watch(
        onFall: @escaping @Sendable (Illness) -> Void,
        onRecovery: @escaping @Sendable (Illness) -> Void
    ) {
        state.withLock { ($0.onFall, $0.onRecovery) = (onFall, onRecovery) }
    }

    /// Does work that the store may not be able to do now, again and again until it is done.
    ///
    /// - Throws: What is no trouble of the store, and any trouble once nobody waits any more.
    func persist<Result: Sendable>(
        _ work: @Sendable () async throws -> Result
    ) async throws -> Result {
        while true {
            do {
                let result = try await work()
                noteSuccess()
                return result
            } catch {
                guard noteFailure(error), !isClosed, !Task.isCancelled else { throw error }
                await wait()
            }
        }
    }

    /// Takes up that the store has failed.
    ///
    /// - Returns: Whether it is trouble that may pass; anything else is not said here.
    @discardableResult
    func noteFailure(_ error: any Error) -> Bool {
        guard let trouble = StoreTrouble(error) else { return false }
        let illness = Illness(trouble: trouble, since: now())
        let onFall = state.withLock { state -> (@Sendable (Illness) -> Void)? in
            defer { state.illness = state.illness ?? illness }
            return state.illness == nil ? state.onFall : nil
        }
        guard let onFall else { return true }
        logger.error(
            "the store fails: nothing is polled or sent until it works, and nothing is lost",
            metadata: ["reason": "\(trouble)"]
        )
        onFall(illness)
        return true
    }

    /// Takes up that something could be written.
    func noteSuccess() {
        let (illness, onRecovery) = state.withLock { state in
            defer { state.illness = nil }
            return (state.illness, state.onRecovery)
        }
        guard let illness else { return }
        logger.notice(
            "the store works again",
            metadata: ["after": "\(sayRoughly(.seconds(now().timeIntervalSince(illness.since))))"]
        )
        onRecovery(illness)
    }

    /// Lets all who wait try again at once.
    func hurry() {
        state.withLock { $0.pause }?.cancel()
    }

    /// Lets nobody wait any more: the daemon ends, and what was not written is done again at the next start.
    func close() {
        state.withLock { state in
            state.isClosed = true
            // Whoever listens owns this object.
            state.onFall = { _ in }
            state.onRecovery = { _ in }
        }
        hurry()
    }

    private var isClosed: Bool { state.withLock { $0.isClosed } }

    /// All who wait do so together, and try again at the same time.
    private func wait() async {
        let pause = state.withLock { state -> Task<Void, Never> in
            if let pause = state.pause { return pause }
            let pause = Task { [length = self.pause] in
                try? await Task.sleep(for: length)
                self.state.withLock { $0.pause = nil }
            }
            state.pause = pause
            return pause
        }
        await pause.value
    }
}
