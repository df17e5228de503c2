import Synchronization

/// Something to carry out, on its way to the client's thread, with the call that waits for its end.
protocol Order: Sendable {
    /// What the waiting call gets where all goes well.
    associatedtype Answer: Sendable

    var target: Target { get }
    var ticket: Ticket { get }
    var continuation: CheckedContinuation<Result<Answer, TransferError>, Never> { get }

    /// Makes ready to carry it out.
    func transfer(_ settings: TransferSettings) throws(TransferError) -> any Transfer
}

extension Order {
    /// Gives the waiting call its answer; it gets one, or an error, and only once.
    func answer(_ result: Result<Answer, TransferError>) {
        continuation.resume(returning: result)
    }

    /// Gives the waiting call an error.
    func fail(_ error: TransferError) { answer(.failure(error)) }

    /// What the limit per host counts by.
    var host: String { "\(target.scheme)://\(target.place)" }
}

/// What an order is known by.
///
/// Cancelling a task can overtake the start of its order; the mark on the ticket then waits for it.
final class Ticket: Sendable {
    let id: Int
    private let mark = Atomic(false)

    init(id: Int) {
        self.id = id
    }

    var isCancelled: Bool { mark.load(ordering: .acquiring) }

    func cancel() { mark.store(true, ordering: .releasing) }
}
