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
    let logger: Logger
    let lifeSigns: LifeSigns
    let onReload: @Sendable () -> Void

    /// - Returns: Whether the new settings are in force.
    @discardableResult
    func reload() async -> Bool {
        let old = current.value
        lifeSigns.reloadBegins()
        do {
            let path = old.configuration.path
            let configuration = try Configuration.read(path: path, environment: environment)
            let house = try await builder.next(configuration, after: old)
            try await builder.store.resumeChannels()
            current.replace(house)
            onReload()
            Housekeeping.greet(house, logger, verb: "reloaded")
            lifeSigns.reloadEnds(isRefused: false)
            return true
        } catch {
            logger.error("the old settings stay in force", metadata: ["reason": "\(error)"])
            await reopen(old)
            lifeSigns.reloadEnds(isRefused: true)
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
