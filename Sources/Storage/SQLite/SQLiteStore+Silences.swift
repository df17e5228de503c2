public import FoundationEssentials
import GRDB

/// A while in which nobody is told of a list: what it rings for waits, and is told together afterwards.
public struct Silence: Hashable, Sendable {
    /// Its number.
    public var id: Int64
    /// The list, or a pattern that stands for several: `*` for any letters, `?` for one.
    public var list: String
    /// Who wants it.
    public var author: String
    /// Why; empty where nothing was said.
    public var reason: String
    /// When it began.
    public var since: Date
    /// When it ends.
    public var until: Date
    /// How many deliveries wait for its end.
    public var waiting: Int
}

extension SQLiteStore {
    /// Silences a list from now on.
    ///
    /// - Parameters:
    ///   - list: The list, or a pattern.
    ///   - author: Who wants it.
    ///   - reason: Why.
    ///   - now: When it begins.
    ///   - until: When it ends.
    /// - Returns: The silence.
    /// - Throws: Where the store cannot be written.
    public func silence(
        _ list: String,
        author: String,
        reason: String,
        now: Date,
        until: Date
    ) async throws -> Silence {
        let id = try await pool.write { database in
            try database.execute(
                sql: "INSERT INTO silence (list, author, reason, since, until) VALUES (?, ?, ?, ?, ?)",
                arguments: [list, author, reason, now.milliseconds, until.milliseconds]
            )
            return database.lastInsertedRowID
        }
        return Silence(
            id: id,
            list: list,
            author: author,
            reason: reason,
            since: now,
            until: until,
            waiting: 0
        )
    }

    /// The silences in force, those that end first before the others.
    public func silences(now: Date) async throws -> [Silence] {
        try await pool.read { database in
            try Row.fetchAll(
                database,
                sql: """
                    SELECT s.*, (SELECT count(*) FROM delivery d JOIN alert a ON a.number = d.alert
                        WHERE d.state = 'queued' AND \(Silence.covers)) AS waiting
                    FROM silence s WHERE s.since <= :now AND s.until > :now ORDER BY s.until, s.id
                    """,
                arguments: ["now": now.milliseconds]
            ).map(Silence.init(row:))
        }
    }

    /// Ends a silence before its time.
    ///
    /// - Parameters:
    ///   - id: Its number.
    ///   - now: When it ends.
    /// - Returns: Whether it was in force.
    /// - Throws: Where the store cannot be written.
    public func endSilence(_ id: Int64, now: Date) async throws -> Bool {
        try await pool.write { database in
            try database.execute(
                sql: "UPDATE silence SET until = :now WHERE id = :id AND since <= :now AND until > :now",
                arguments: ["id": id, "now": now.milliseconds]
            )
            return database.changesCount > 0
        }
    }
}

extension Silence {
    /// Whether a silence `s` is about the list of an alert `a`; a notice has no list and cannot be silenced.
    static let covers = "a.list != '' AND (s.list = a.list OR a.list GLOB s.list)"

    fileprivate init(row: Row) {
        self.init(
            id: row["id"],
            list: row["list"],
            author: row["author"],
            reason: row["reason"],
            since: Date(milliseconds: row["since"]),
            until: Date(milliseconds: row["until"]),
            waiting: row["waiting"]
        )
    }
}
