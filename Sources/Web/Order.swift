import Synchronization

/// A request on its way to the client's thread, with the call that waits for its answer.
struct Order: Sendable {
    let request: Request
    let target: Target
    let headers: HeaderLines
    /// The authorities to trust; nil trusts the client's.
    let certificates: String?
    let ticket: Ticket
    let continuation: CheckedContinuation<Result<Response, TransferError>, Never>

    /// Gives the waiting call its answer; to be called once.
    func answer(_ result: Result<Response, TransferError>) {
        continuation.resume(returning: result)
    }
}

/// What an order is known by.
///
/// Cancelling a task can overtake the start of its request; the mark on the ticket then waits for it.
final class Ticket: Sendable {
    let id: Int
    private let mark = Atomic(false)

    init(id: Int) {
        self.id = id
    }

    var isCancelled: Bool { mark.load(ordering: .acquiring) }

    func cancel() { mark.store(true, ordering: .releasing) }
}
