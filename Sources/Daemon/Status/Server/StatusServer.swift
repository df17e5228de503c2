import Glibc
import Logging
import ServiceLifecycle

/// Answers at the status port, which is open from the start.
///
/// A port that is taken keeps the daemon from starting: nobody would look for its status anywhere else, and what answers
/// there in its place may be another tocsin that is well.
struct StatusServer: Service {
    let logger: Logger
    private let socket: Int32
    private let bound: ListenAddress
    private let answer: StatusLoop.Answer

    /// Opens the port.
    ///
    /// - Parameters:
    ///   - address: Where to listen.
    ///   - logger: Where the server says that it is there.
    ///   - answer: Makes the answers.
    /// - Throws: `ListenError`.
    init(
        address: ListenAddress,
        logger: Logger,
        answer: @escaping StatusLoop.Answer
    ) throws(ListenError) {
        (socket, bound) = try address.listen()
        self.logger = logger
        self.answer = answer
    }

    /// Answers until the task is cancelled or the service is asked to stop.
    func run() async throws {
        // Without a thread there is nothing to answer with, as without a port.
        guard let loop = StatusLoop(listener: socket, answer: answer) else {
            throw ListenError(address: bound, code: EAGAIN)
        }
        logger.notice("status is served", metadata: ["address": "http://\(bound)/"])
        await withTaskCancellationOrGracefulShutdownHandler {
            await loop.join()
        } onCancelOrGracefulShutdown: {
            loop.stop()
        }
    }
}
