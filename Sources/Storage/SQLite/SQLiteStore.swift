import FoundationEssentials
import GRDB
import Glibc

/// The store in one SQLite file, in WAL mode.
///
/// One process at a time: a lock on a file beside the database keeps a second daemon away. Reading commands
/// open it without the lock and see a consistent snapshot while the daemon writes.
///
/// `synchronous=NORMAL` is enough: a power cut may undo the last commit, and with it the fact that its items
/// were seen, so they are read and announced again.
public final class SQLiteStore: Store {
    let pool: DatabasePool
    let commits = GroupCommit()
    let leases = Leases()
    private let lock: FileLock?

    /// Opens the database and brings it up to date; creates it, and its folder, where it is missing.
    ///
    /// Deliveries that were on their way when the last process died go back in line, in doubt. Channels that were gone
    /// are tried once, as after a reload: whoever starts the daemon may have changed the settings.
    ///
    /// - Parameters:
    ///   - path: The file.
    ///   - exclusive: Whether to keep other processes from opening it exclusively: the daemon's way.
    /// - Throws: `StoreError`.
    public init(path: String, exclusive: Bool = true) throws {
        try Self.makeFolder(of: path)
        lock = exclusive ? try FileLock(path: path + ".lock", of: path) : nil
        do {
            var configuration = Configuration()
            configuration.label = "tocsin.store"
            configuration.busyMode = .timeout(5)
            configuration.prepareDatabase { database in
                try database.execute(sql: "PRAGMA synchronous = NORMAL")
                // After a burst the write-ahead log gives its room back.
                try database.execute(sql: "PRAGMA journal_size_limit = 67108864")
            }
            pool = try DatabasePool(path: path, configuration: configuration)
            try pool.writeWithoutTransaction { database in
                try SQLiteSchema.migrate(database, path: path)
                if exclusive {
                    try Self.takeUpInterrupted(database)
                }
            }
        } catch let error as DatabaseError {
            throw StoreError.cannotOpen(path: path, reason: error.message ?? "\(error.resultCode)")
        }
    }

    private static func makeFolder(of path: String) throws {
        let folder = path.lastIndex(of: "/").map { String(path[..<$0]) } ?? "."
        do {
            try FileManager.default.createDirectory(
                atPath: folder.isEmpty ? "/" : folder,
                withIntermediateDirectories: true
            )
        } catch {
            throw StoreError.cannotOpen(path: path, reason: "its folder cannot be made")
        }
    }

    private static func takeUpInterrupted(_ database: Database) throws {
        try database.execute(
            sql: """
                UPDATE message SET state = 'ready', in_doubt = 1 WHERE state = 'sending';
                UPDATE channel SET rest_until = 0 WHERE rest_until = \(Date.distantFuture.milliseconds);
                """
        )
    }

    /// Closes the database; nothing may be asked of the store afterwards.
    public func close() throws {
        try pool.close()
    }
}

/// A lock that one process holds on a file as long as the value lives.
///
/// Ownership: the object owns the descriptor and closes it, and with it gives up the lock, once.
private final class FileLock: Sendable {
    private let descriptor: Int32

    init(path: String, of database: String) throws {
        descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else {
            throw StoreError.cannotOpen(path: database, reason: String(cString: strerror(errno)))
        }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            Glibc.close(descriptor)
            throw StoreError.inUse(path: database)
        }
    }

    deinit {
        // Closing is not enough: a child that was forked a moment ago holds the same lock until it starts its program.
        flock(descriptor, LOCK_UN)
        Glibc.close(descriptor)
    }
}
