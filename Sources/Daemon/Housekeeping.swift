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

    let store: any Store
    let logger: Logger

    /// Prunes the store once a day, the first time well after the start.
    func run() async throws {
        try? await cancelWhenGracefulShutdown {
            try await Task.sleep(for: Self.firstAfter)
            while true {
                let gone = try await store.prune(Retention(), now: Date())
                logger.debug("store pruned", metadata: ["rows": "\(gone)"])
                try await Task.sleep(for: Self.interval)
            }
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
