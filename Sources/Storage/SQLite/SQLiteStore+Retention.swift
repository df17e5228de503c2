public import FoundationEssentials
import GRDB

extension SQLiteStore {
    /// Forgets what has outlived its use, two hundred rows a transaction, so that no visit waits long for its own.
    ///
    /// What is looked through is read beside whoever writes. An alert goes only when no delivery of it is left. An item's
    /// id stays long after its text, and for as long as its feed may still serve it: what a feed last served is what stood
    /// in the body that was last read.
    public func prune(_ limits: Retention, now: Date) async throws -> Int {
        var count = 0
        for pruning in Pruning.all(limits, now: now) { count += try await prune(pruning) }
        return count
    }

    private func prune(_ pruning: Pruning) async throws -> Int {
        var count = 0
        var place: Int64 = 0
        while true {
            try Task.checkCancellation()
            let found = try await pool.read { [place] in try pruning.find($0, after: place) }
            guard let found else { return count }
            place = found.end
            guard !found.rows.isEmpty else { continue }
            count += try await pool.write { try pruning.write($0, found.rows) }
        }
    }

    /// Puts the file in order where that is soon done: statistics, free pages, the write-ahead log.
    public func tidy() async throws {
        try await pool.write { try $0.execute(sql: "PRAGMA optimize") }
        while try await pool.read({ try Self.freePages($0) }) > Self.sparePages {
            try Task.checkCancellation()
            // A database of an older tocsin gives nothing back; its free pages are used again.
            let isLess = try await pool.write { database in
                let before = try Self.freePages(database)
                let rows = try Row.fetchCursor(database, sql: "PRAGMA incremental_vacuum(200)")
                while try rows.next() != nil {}
                return try Self.freePages(database) < before
            }
            guard isLess else { break }
        }
        // Where a command reads at this moment, the log is emptied another time.
        _ = try? await pool.writeWithoutTransaction { try $0.checkpoint(.truncate) }
    }

    /// So many free pages are kept for what comes next.
    private static let sparePages = 1_000

    private static func freePages(_ database: Database) throws -> Int {
        try Int.fetchOne(database, sql: "PRAGMA freelist_count") ?? 0
    }
}

/// One kind of rows that outlive their use.
private struct Pruning: Sendable {
    /// How many rows are looked at together, and how many are written together.
    private static let (looked, written) = (20_000, 200)

    let table: String
    let key: String
    /// When a row has outlived its use; settled things that nothing points at any more.
    let condition: String
    /// What is done then.
    let action: String

    static func all(_ limits: Retention, now: Date) -> [Pruning] {
        let texts = (now - limits.texts).milliseconds
        let identities = (now - limits.identities).milliseconds
        let deliveries = (now - limits.deliveries).milliseconds
        let fading = Duration.seconds(31 * 86_400).milliseconds
        return [
            Pruning(
                table: "item",
                key: "id",
                condition: "last_seen < \(texts) AND (title != '' OR summary != '' OR body != '')",
                action: "UPDATE item SET title = '', summary = '', body = ''"
            ),
            Pruning(
                table: "item",
                key: "id",
                condition: """
                    last_seen < \(identities) AND last_seen <
                        (SELECT coalesce(read_at, 0) FROM feed WHERE feed.id = item.feed) - \(fading)
                    """
            ),
            Pruning(
                table: "delivery",
                key: "sequence",
                condition: "settled_at < \(deliveries) AND state NOT IN ('queued', 'sending')"
            ),
            Pruning(
                table: "message",
                key: "number",
                condition: """
                    settled_at < \(deliveries) AND state NOT IN ('ready', 'sending')
                        AND NOT EXISTS (SELECT 1 FROM delivery WHERE delivery.message = message.number)
                    """
            ),
            Pruning(table: "silence", key: "id", condition: "until < \(deliveries)"),
            Pruning(table: "report", key: "number", condition: "found < \(identities)"),
            Pruning(
                table: "alert",
                key: "number",
                condition: """
                    found < \(identities)
                        AND NOT EXISTS (SELECT 1 FROM delivery WHERE delivery.alert = alert.number)
                    """
            ),
        ]
    }

    init(table: String, key: String, condition: String, action: String? = nil) {
        self.table = table
        self.key = key
        self.condition = condition
        self.action = action ?? "DELETE FROM \(table)"
    }

    /// Rows that have outlived their use, and how far was looked; nil at the table's end.
    func find(_ database: Database, after place: Int64) throws -> (rows: [Int64], end: Int64)? {
        let last = try Int64.fetchOne(database, sql: "SELECT max(\(key)) FROM \(table)") ?? 0
        guard place < last else { return nil }
        let end = place + Int64(Self.looked)
        let rows = try Int64.fetchAll(
            database,
            sql: """
                SELECT \(key) FROM \(table) WHERE \(key) > ? AND \(key) <= ? AND \(condition)
                ORDER BY \(key) LIMIT \(Self.written)
                """,
            arguments: [place, end]
        )
        return (rows, rows.count == Self.written ? rows.last ?? end : end)
    }

    /// Does away with rows, unless they have become of use again since they were found.
    func write(_ database: Database, _ rows: [Int64]) throws -> Int {
        let keys = rows.map(String.init).joined(separator: ", ")
        try database.execute(sql: "\(action) WHERE \(key) IN (\(keys)) AND \(condition)")
        return database.changesCount
    }
}

extension Date {
    fileprivate static func - (moment: Date, length: Duration) -> Date {
        Date(milliseconds: moment.milliseconds - length.milliseconds)
    }
}
