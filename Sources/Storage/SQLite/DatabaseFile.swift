import FoundationEssentials
import GRDB
import Glibc

/// A database's file as it lies on the disk, looked at and copied without changing anything in it.
///
/// It may be in use, and may be of an older or newer schema.
public struct DatabaseFile: Sendable {
    /// What can be said of it.
    public struct Facts: Hashable, Sendable {
        /// The schema it was written with.
        public var schema: Int
        /// The schema that this program writes.
        public var knownSchema: Int
        /// Whether it is one of tocsin's.
        public var isOurs: Bool
        /// How large it is.
        public var bytes: Int
        /// How large its write-ahead log is.
        public var logBytes: Int
        /// How much of it is free.
        public var freeBytes: Int
    }

    /// Where it lies.
    public let path: String

    /// The file at a path.
    public init(path: String) {
        self.path = path
    }

    /// Whether a daemon runs on it.
    public var isInUse: Bool {
        let descriptor = open(path + ".lock", O_RDWR | O_CLOEXEC)
        guard descriptor >= 0 else { return false }
        defer { Glibc.close(descriptor) }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else { return errno == EWOULDBLOCK }
        flock(descriptor, LOCK_UN)
        return false
    }

    /// What can be said of it.
    ///
    /// - Returns: The facts.
    /// - Throws: `StoreError` where it cannot be read.
    public func facts() throws -> Facts {
        try read { database in
            func number(_ pragma: String) throws -> Int {
                try Int.fetchOne(database, sql: "PRAGMA \(pragma)") ?? 0
            }
            return Facts(
                schema: try number("user_version"),
                knownSchema: SQLiteSchema.version,
                isOurs: try number("application_id") == SQLiteSchema.applicationID,
                bytes: size(path),
                logBytes: size(path + "-wal"),
                freeBytes: try number("freelist_count") * number("page_size")
            )
        }
    }

    /// What is damaged in it, as SQLite says; nothing where all is well.
    ///
    /// - Returns: A sentence for each damage that was found, no more than ten.
    /// - Throws: `StoreError` where it cannot be read.
    public func damages() throws -> [String] {
        try read { try String.fetchAll($0, sql: "PRAGMA quick_check(10)") }.filter { $0 != "ok" }
    }

    /// Copies it whole to another file, as it is at one moment, while others may write.
    ///
    /// The copy is written beside the file, checked, and only then given its name.
    ///
    /// - Parameter target: The file to write; one that is there is replaced.
    /// - Throws: `StoreError`, or `StoreTrouble` where there is no room; the target is then as it was.
    public func copy(to target: String) throws {
        let draft = target + ".part"
        unlink(draft)
        do {
            try read { try $0.execute(sql: "VACUUM INTO ?", arguments: [draft]) }
            let damages = try DatabaseFile(path: draft).damages()
            guard damages.isEmpty else {
                throw StoreError.cannotOpen(path: draft, reason: damages.joined(separator: "; "))
            }
            try flush(draft)
            guard rename(draft, target) == 0 else {
                throw StoreError.cannotOpen(path: target, reason: String(cString: strerror(errno)))
            }
            let folder = target.lastIndex(of: "/").map { String(target[..<$0]) } ?? "."
            try flush(folder.isEmpty ? "/" : folder)
        } catch {
            unlink(draft)
            throw error
        }
    }

    private func read<Result>(_ work: (Database) throws -> Result) throws -> Result {
        guard access(path, F_OK) == 0 else {
            throw StoreError.cannotOpen(path: path, reason: "there is no such file")
        }
        var configuration = Configuration()
        configuration.readonly = true
        configuration.busyMode = .timeout(5)
        do {
            let queue = try DatabaseQueue(path: path, configuration: configuration)
            return try queue.inDatabase(work)
        } catch let error as DatabaseError where StoreTrouble(error)?.kind == .full {
            throw StoreTrouble(error) ?? error
        } catch let error as DatabaseError {
            throw StoreError.cannotOpen(path: path, reason: error.message ?? "\(error.resultCode)")
        }
    }

    private func size(_ path: String) -> Int {
        var facts = stat()
        return stat(path, &facts) == 0 ? Int(facts.st_size) : 0
    }

    private func flush(_ path: String) throws {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        defer { Glibc.close(descriptor) }
        guard descriptor >= 0, fsync(descriptor) == 0 else {
            throw StoreError.cannotOpen(path: path, reason: String(cString: strerror(errno)))
        }
    }
}
