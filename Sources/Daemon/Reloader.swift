import FoundationEssentials
import Logging
import News
import Notifying
import Storage
import Synchronization

/// Takes up changed settings and lists: everything new is built beside the old, then swapped.
final class Reloader: Sendable {
    private struct Attempt {
        var origins: Origins
        var mistake: String?
    }

    private let current: Current
    private let builder: HouseBuilder
    private let health: StoreHealth
    private let environment: [String: String]
    private let metrics: Metrics
    private let logger: Logger
    private let lifeSigns: LifeSigns
    private let onReload: @Sendable () -> Void
    private let last: Mutex<Attempt>

    init(
        current: Current,
        builder: HouseBuilder,
        health: StoreHealth,
        environment: [String: String],
        metrics: Metrics,
        logger: Logger,
        lifeSigns: LifeSigns,
        onReload: @escaping @Sendable () -> Void
    ) {
        self.current = current
        self.builder = builder
        self.health = health
        self.environment = environment
        self.metrics = metrics
        self.logger = logger
        self.lifeSigns = lifeSigns
        self.onReload = onReload
        last = Mutex(Attempt(origins: current.value.origins))
    }

    /// What was read last, taken up or not.
    var origins: Origins { last.withLock { $0.origins } }

    /// Takes up what has changed, as somebody asks for it.
    ///
    /// - Returns: Whether the new settings are in force.
    @discardableResult
    func reload() async -> Bool {
        builder.told.forget()
        last.withLock { $0.mistake = nil }
        health.hurry()
        return await reload(resumesChannels: true)
    }

    /// Takes up what has changed since files were read last; a mistake that was told before is not told again.
    func reloadIfChanged() async {
        let read = origins
        let now = read.now
        guard now != read else { return }
        // A rest that a service asked for is not cut short because somebody works on a list.
        await reload(resumesChannels: now.differsInSettings(from: read))
    }

    @discardableResult
    private func reload(resumesChannels: Bool) async -> Bool {
        let old = current.value
        let files = FilesRead()
        var folders = old.origins.folders
        lifeSigns.reloadBegins()
        do {
            let path = old.configuration.path
            let configuration = try Configuration.read(path: path, environment: environment, files: files)
            folders.insert(configuration.watchlists)
            let house = try await health.persist { [builder] in
                let house = try await builder.next(configuration, after: old)
                if resumesChannels { try await builder.store.resumeChannels() }
                return house
            }
            current.replace(house)
            last.withLock { $0 = Attempt(origins: house.origins) }
            metrics.reloaded(true, now: builder.now())
            onReload()
            Housekeeping.greet(house, logger, verb: "reloaded")
            lifeSigns.reloadEnds(isRefused: false)
            return true
        } catch {
            let read = Origins(files: files.stamps, folders: folders)
            await keep(old, since: "\(error)", read.joined(with: old.origins.now))
            lifeSigns.reloadEnds(isRefused: true)
            metrics.reloaded(false, now: builder.now())
            return false
        }
    }

    /// Goes on with the old settings, and says why, once.
    private func keep(_ house: House, since mistake: String, _ read: Origins) async {
        let isTold = last.withLock { last in
            defer { last = Attempt(origins: read, mistake: mistake) }
            return last.mistake == mistake
        }
        if isTold {
            logger.debug("the same mistake keeps the old settings in force")
        } else {
            logger.error("the old settings stay in force", metadata: ["reason": "\(mistake)"])
            let notice = Notice(rejected: mistake, now: builder.now())
            let notices = house.newsdesk.owe(notice, now: builder.now())
            _ = try? await builder.store.write(OutboxStep(channel: "", notices: notices), now: builder.now())
        }
        await reopen(house)
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

extension Notice {
    /// Settings that have a mistake and are not taken up; the same one is told once a day.
    fileprivate init(rejected mistake: String, now: Date) {
        self.init(
            kind: "settings-rejected",
            feedURL: "",
            title: "tocsin: the new settings have a mistake",
            text: "\(mistake). The old settings stay in force.",
            occasion: "\(Int(now.timeIntervalSince1970 / 86_400)) \(mistake)",
            found: now
        )
    }
}
