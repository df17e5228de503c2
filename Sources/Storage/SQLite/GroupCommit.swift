import GRDB
import News
import Synchronization

/// Visits that end at the same time, written in one transaction: a transaction each would write the pages that all of
/// them touch, those of the indexes above all, again and again.
///
/// A visit is still written whole or not at all, and nobody hears of it before it is.
final class GroupCommit: Sendable {
    private struct Waiting {
        let visit: FeedVisit
        let continuation: CheckedContinuation<[Alert], any Error>
    }

    private struct State {
        var waiting: [Waiting] = []
        var isWriting = false
    }

    /// A transaction holds up all other writers for as long as it takes.
    private static let limit = 64

    private let state = Mutex(State())

    /// Writes a visit, together with those that come while an earlier transaction is still being written.
    func commit(_ visit: FeedVisit, to pool: DatabasePool) async throws -> [Alert] {
        try await withCheckedThrowingContinuation { continuation in
            let isFirst = state.withLock { state in
                state.waiting.append(Waiting(visit: visit, continuation: continuation))
                defer { state.isWriting = true }
                return !state.isWriting
            }
            if isFirst { Task { await self.write(to: pool) } }
        }
    }

    private func write(to pool: DatabasePool) async {
        while true {
            let group = state.withLock { state in
                let group = Array(state.waiting.prefix(Self.limit))
                state.waiting.removeFirst(group.count)
                state.isWriting = !group.isEmpty
                return group
            }
            guard !group.isEmpty else { return }
            let visits = group.map(\.visit)
            do {
                let alerts = try await pool.write { database in try visits.map { try $0.write(database) } }
                for (waiting, alerts) in zip(group, alerts) { waiting.continuation.resume(returning: alerts) }
            } catch  where group.count > 1 {
                // One of them may be to blame: each is tried by itself.
                for waiting in group {
                    waiting.continuation.resume(
                        with: await Self.result { try await pool.write(waiting.visit.write) }
                    )
                }
            } catch {
                group[0].continuation.resume(throwing: error)
            }
        }
    }

    private static func result(
        _ work: () async throws -> [Alert]
    ) async -> Result<[Alert], any Error> {
        do { return .success(try await work()) } catch { return .failure(error) }
    }
}
