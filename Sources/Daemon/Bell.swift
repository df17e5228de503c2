import FoundationEssentials
import Synchronization

/// Wakes the one task that waits: because someone rang, or because a moment has come.
///
/// A ring while nobody waits is kept, so that none is missed between two looks at the work.
final class Bell: Sendable {
    private struct State {
        var isRung = false
        var waiting: CheckedContinuation<Void, Never>?
    }

    private let state = Mutex(State())

    /// Wakes whoever waits.
    func ring() {
        let waiting = state.withLock { state -> CheckedContinuation<Void, Never>? in
            defer { state.waiting = nil }
            state.isRung = state.waiting == nil
            return state.waiting
        }
        waiting?.resume()
    }

    /// Waits for a ring, for the moment, or for the task's cancellation, whichever comes first.
    func wait(until moment: Date?, now: Date) async {
        let timer = moment.map { moment in
            Task { [self] in
                try? await Task.sleep(for: .seconds(max(0, min(moment.timeIntervalSince(now), 86_400))))
                if !Task.isCancelled { ring() }
            }
        }
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isRung = state.withLock { state -> Bool in
                    if state.isRung || Task.isCancelled {
                        state.isRung = false
                        return true
                    }
                    state.waiting = continuation
                    return false
                }
                if isRung { continuation.resume() }
            }
        } onCancel: {
            ring()
        }
        timer?.cancel()
    }
}
