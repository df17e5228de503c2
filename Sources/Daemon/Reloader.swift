import FoundationEssentials
import Logging
import Notifying
import ServiceLifecycle
import Storage
import UnixSignals

/// Takes up changed settings and lists: everything new is built beside the old, then swapped.
struct Reloader: Sendable {
    let current: Current
    let builder: HouseBuilder
    let environment: [String: String]
    let metrics: Metrics
    let logger: Logger
    let onReload: @Sendable () -> Void

    /// - Returns: Whether the new settings are in force.
    @discardableResult
    func reload() async -> Bool {
        let old = current.value
        do {
            let path = old.configuration.path
            let configuration = try Configuration.read(path: path, environment: environment)
            let house = try await builder.next(configuration, after: old)
            try await builder.store.resumeChannels()
            current.replace(house)
            metrics.reloaded(true, now: builder.now())
            onReload()
            Housekeeping.greet(house, logger, verb: "reloaded")
            return true
        } catch {
            metrics.reloaded(false, now: builder.now())
            logger.error("the old settings stay in force", metadata: ["reason": "\(error)"])
            await reopen(old)
            return false
        }
    }

    /// Logs that were moved away are taken up anew, whatever the settings look like.
    private func reopen(_ house: House) async {
        for channel in house.channels {
            do {
                try await channel.reopen()
            } catch {
                logger.error("a channel keeps its old file", metadata: ["reason": "\(error)"])
            }
        }
    }
}

/// Reloads at each SIGHUP until the service is asked to stop.
struct ReloadOnHangup: Service {
    let hangups: UnixSignalsSequence
    let reloader: Reloader

    func run() async throws {
        for await _ in hangups.cancelOnGracefulShutdown() {
            await reloader.reload()
        }
    }
}
