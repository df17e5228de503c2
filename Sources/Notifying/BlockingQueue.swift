import Dispatch

/// Runs an actor on a thread of its own, so that a terminal that is paused or a slow disk stops that actor and
/// nothing else: the shared pool has only as many threads as the machine has cores.
final class BlockingQueue: SerialExecutor {
    private let queue: DispatchQueue

    init(_ label: String) {
        queue = DispatchQueue(label: label)
    }

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        let executor = asUnownedSerialExecutor()
        queue.async { job.runSynchronously(on: executor) }
    }
}
