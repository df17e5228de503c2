import Logging
import ServiceLifecycle

/// Opens the status port, and opens it again after a while where it cannot be: a port that is taken is no reason not to
/// poll.
struct StatusServer: Service {
    private static let patience = Duration.seconds(30)

    let address: ListenAddress
    let logger: Logger
    let answer: StatusLoop.Answer

    /// Answers until the task is cancelled or the service is asked to stop.
    func run() async throws {
        try? await cancelWhenGracefulShutdown {
            while true {
                await serve()
                try await Task.sleep(for: Self.patience)
            }
        }
    }

    private func serve() async {
        do throws(ListenError) {
            let (socket, bound) = try address.listen()
            guard let loop = StatusLoop(listener: socket, answer: answer) else { return }
            logger.notice("status is served", metadata: ["address": "http://\(bound)/"])
            await withTaskCancellationHandler {
                await loop.join()
            } onCancel: {
                loop.stop()
            }
        } catch {
            logger.error(
                "the status port cannot be opened, and is tried again",
                metadata: ["reason": "\(error)"]
            )
        }
    }
}
