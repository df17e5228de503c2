import FoundationEssentials
import Logging
import Notifying
import ServiceLifecycle
import Synchronization
import Web

/// Asks an address as long as all is well, so that whoever listens there can ring when nobody asks any more.
final class Ping: Service {
    private let current: Current
    private let web: HTTPClient
    private let logger: Logger
    private let isWell: @Sendable () -> Bool
    private let hasFailed = Mutex(false)

    /// - Parameters:
    ///   - current: Where the address is found.
    ///   - web: What it is asked through.
    ///   - logger: Where it is said that it does not answer.
    ///   - isWell: Whether the store takes what is written and feeds are polled when they are due.
    init(current: Current, web: HTTPClient, logger: Logger, isWell: @escaping @Sendable () -> Bool) {
        self.current = current
        self.web = web
        self.logger = logger
        self.isWell = isWell
    }

    func run() async throws {
        try? await cancelWhenGracefulShutdown {
            while true {
                try await Task.sleep(for: self.current.value.configuration.heartbeat.pingEvery)
                await self.ping()
            }
        }
    }

    /// Asks once, unless something is wrong here.
    func ping() async {
        guard let address = current.value.configuration.heartbeat.ping, isWell() else { return }
        var request = Request(url: address.exposed, bodyLimit: 4 << 10)
        request.allowsPrivateAddress = true
        request.timeouts.total = .seconds(20)
        do {
            let status = try await web.send(request).status
            note(failure: (200..<300).contains(status) ? nil : "it answered \(status)")
        } catch {
            guard !Task.isCancelled else { return }
            note(failure: address.scrubbed(from: "\(error)"))
        }
    }

    /// The log says once that it does not answer, and once that it does again.
    private func note(failure: String?) {
        let before = hasFailed.withLock { hasFailed in
            defer { hasFailed = failure != nil }
            return hasFailed
        }
        if let failure, !before {
            logger.warning("the ping does not get through", metadata: ["reason": "\(failure)"])
        } else if failure == nil, before {
            logger.notice("the ping gets through again")
        }
    }
}
