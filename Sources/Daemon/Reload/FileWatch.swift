@preconcurrency import Dispatch
import Glibc
import Synchronization

/// Hears of changes in folders, by inotify.
///
/// A file that is being written counts as changed once it is closed, so that nobody reads half of it.
///
/// Ownership: the object owns the inotify descriptor. It is closed once, by the dispatch source that reads from it, after
/// that has been cancelled with the object's end.
final class FileWatch: Sendable {
    private static let mask = UInt32(
        IN_CLOSE_WRITE | IN_CREATE | IN_DELETE | IN_MOVED_FROM | IN_MOVED_TO | IN_ATTRIB | IN_DELETE_SELF
            | IN_MOVE_SELF | IN_ONLYDIR
    )

    private let descriptor: Int32
    private let source: any DispatchSourceRead
    private let watches: Watches

    /// A watch of no folders yet.
    ///
    /// - Parameter onChange: Hears of each change that matters, with what changed; on a queue of its own.
    /// - Throws: `FileProblem` where the system has no watch left to give.
    init(onChange: @escaping @Sendable (_ path: String) -> Void) throws(FileProblem) {
        let descriptor = inotify_init1(Int32(IN_NONBLOCK) | Int32(IN_CLOEXEC))
        guard descriptor >= 0 else { throw FileProblem(description: systemReason()) }
        let watches = Watches()
        source = DispatchSource.makeReadSource(
            fileDescriptor: descriptor,
            queue: DispatchQueue(label: "tocsin.files")
        )
        source.setEventHandler {
            for event in FileEvent.all(from: descriptor) {
                if let path = watches.take(event) { onChange(path) }
            }
        }
        source.setCancelHandler { close(descriptor) }
        source.activate()
        self.descriptor = descriptor
        self.watches = watches
    }

    deinit {
        source.cancel()
    }

    /// Watches these folders, and no others any more.
    ///
    /// - Returns: Why folders cannot be watched, a sentence each.
    func watch(_ folders: [String: WatchedFolder]) -> [String] {
        watches.replace { old in
            var new: [Int32: (path: String, folder: WatchedFolder)] = [:]
            var problems: [String] = []
            for (path, folder) in folders.sorted(by: { $0.key < $1.key }) {
                let number = inotify_add_watch(descriptor, path, Self.mask)
                if number >= 0 {
                    // The same folder can have two names.
                    var folder = folder
                    folder.names.formUnion(new[number]?.folder.names ?? [])
                    folder.endings.formUnion(new[number]?.folder.endings ?? [])
                    new[number] = (path, folder)
                } else {
                    problems.append("\(path): \(systemReason())")
                }
            }
            for number in old.keys where new[number] == nil { inotify_rm_watch(descriptor, number) }
            old = new
            return problems
        }
    }

    /// The folders by the numbers that the system gave their watches.
    private final class Watches: Sendable {
        private let folders = Mutex<[Int32: (path: String, folder: WatchedFolder)]>([:])

        func replace(
            _ change: (inout [Int32: (path: String, folder: WatchedFolder)]) -> [String]
        ) -> [String] {
            folders.withLock { change(&$0) }
        }

        /// What has changed, where it matters.
        func take(_ event: FileEvent) -> String? {
            folders.withLock { folders in
                if event.isOverflow { return "more than can be counted" }
                guard let (path, folder) = folders[event.watch] else { return nil }
                if event.isEndOfWatch { folders[event.watch] = nil }
                guard let name = event.name else { return path }
                let file = path + "/" + name
                return folder.contains(name) && !(event.isCreation && isBeingWritten(file)) ? file : nil
            }
        }

        /// A file that was just made is told again when it is closed; a link, a second name and a folder are not.
        private func isBeingWritten(_ path: String) -> Bool {
            var facts = stat()
            return lstat(path, &facts) == 0 && facts.st_mode & S_IFMT == S_IFREG && facts.st_nlink == 1
        }
    }
}
