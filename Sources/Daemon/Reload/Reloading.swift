import FoundationEssentials
import Logging
import ServiceLifecycle
import Synchronization
import UnixSignals

/// Reloads at each SIGHUP, and when files have changed and settled, until the service is asked to stop.
final class Reloading: Service {
    private let reloader: Reloader
    private let hangups: UnixSignalsSequence?
    private let logger: Logger
    private let now: @Sendable () -> Date
    private let bell = Bell()
    private let told = ToldRemarks()
    private let isAsked = Flag(false)
    private let settling: Mutex<Settling>

    /// - Parameters:
    ///   - reloader: What takes up the changes.
    ///   - hangups: The signals that ask for it; nil listens to none.
    ///   - settling: How long changes are waited out.
    ///   - logger: Where it is said that files cannot be watched.
    ///   - now: The clock.
    init(
        _ reloader: Reloader,
        hangups: UnixSignalsSequence?,
        settling: Settling = Settling(),
        logger: Logger,
        now: @escaping @Sendable () -> Date
    ) {
        self.reloader = reloader
        self.hangups = hangups
        self.settling = Mutex(settling)
        self.logger = logger
        self.now = now
    }

    func run() async throws {
        await cancelWhenGracefulShutdown {
            await withDiscardingTaskGroup { group in
                if let hangups = self.hangups {
                    group.addTask {
                        for await _ in hangups {
                            self.isAsked.set(true)
                            self.bell.ring()
                        }
                    }
                }
                await self.reloadWhenNeeded()
                group.cancelAll()
            }
        }
    }

    private func reloadWhenNeeded() async {
        let watch = startWatch()
        look(watch)
        logger.debug("files are watched")
        while !Task.isCancelled {
            if isAsked.takeDown() {
                await reloader.reload()
                look(watch)
            }
            if settling.withLock({ $0.isOver(now()) }) {
                await reloader.reloadIfChanged()
                look(watch)
            }
            await bell.wait(until: settling.withLock { $0.due }, now: now())
        }
    }

    private func startWatch() -> FileWatch? {
        do throws(FileProblem) {
            return try FileWatch { [weak self] path in
                self?.note(path)
            }
        } catch {
            unwatched("\(error)")
            return nil
        }
    }

    /// Watches the folders of what was read last; what has changed before they were watched has changed, too.
    private func look(_ watch: FileWatch?) {
        guard let watch else { return }
        let origins = reloader.origins
        for problem in told.news(watch.watch(origins.watchedFolders)) { unwatched(problem) }
        if origins.now != origins { note("a file that was read") }
    }

    private func note(_ path: String) {
        settling.withLock { $0.note(now()) }
        logger.debug("a file has changed", metadata: ["file": "\(path)"])
        bell.ring()
    }

    private func unwatched(_ reason: String) {
        logger.warning(
            "changes of files are not noticed by themselves; SIGHUP takes them up",
            metadata: ["reason": "\(reason)"]
        )
    }
}

extension Flag {
    /// Whether it was set; it is not any more.
    fileprivate func takeDown() -> Bool {
        guard isSet else { return false }
        set(false)
        return true
    }
}
