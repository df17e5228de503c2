import FoundationEssentials
import Logging
import Matching
import Notifying
import ServiceLifecycle
import Storage

/// What is done once a day, and what is said at the start.
struct Housekeeping: Service {
    private static let interval = Duration.seconds(86_400)
    private static let firstAfter = Duration.seconds(600)
    private static let afterFailure = Duration.seconds(3_600)

    let current: Current
    let store: any Store
    let health: StoreHealth
    let logger: Logger
    let now: @Sendable () -> Date

    /// Keeps house once a day, the first time well after the start.
    func run() async throws {
        try? await cancelWhenGracefulShutdown {
            try await Task.sleep(for: Self.firstAfter)
            while true {
                let isDone = await self.keepHouse()
                try await Task.sleep(for: isDone ? Self.interval : Self.afterFailure)
            }
        }
    }

    /// Forgets what has outlived its use, and puts the store in order.
    ///
    /// - Returns: Whether all was done; the next time goes on where this one ended.
    func keepHouse() async -> Bool {
        do {
            let count = try await store.prune(current.value.configuration.retention, now: now())
            try await store.tidy()
            logger.debug("the store is in order", metadata: ["rows": "\(count)"])
            return true
        } catch {
            if !Task.isCancelled, !health.noteFailure(error) {
                logger.error("the store cannot be put in order", metadata: ["reason": "\(error)"])
            }
            return false
        }
    }

    /// Says what is in force.
    static func greet(_ house: House, _ logger: Logger, verb: String = "starts") {
        let lists = house.newsdesk.reader.watchlist.watches
        logger.notice(
            "tocsin \(verb)",
            metadata: [
                "version": "\(Version.number)",
                "feeds": "\(house.feeds.count)",
                "lists": "\(lists.map(\.id).joined(separator: " "))",
                "channels": "\(house.channels.map(\.name).joined(separator: " "))",
            ]
        )
    }
}
