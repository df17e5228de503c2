public import FoundationEssentials
import GRDB
public import News

/// A message that told a delivery, or was to tell it, as people look at it.
public struct MessageEntry: Hashable, Sendable {
    /// The idempotency key.
    public var id: String
    /// Where it stands: ready, sending, or how it ended.
    public var state: String
    /// In how many words it is written.
    public var detail: Detail
    /// How often it was tried.
    public var attempts: Int
    /// Whether the receiver may have it without our knowing.
    public var inDoubt: Bool
    /// When it was written out.
    public var written: Date
    /// When it was settled; nil while it is under way.
    public var settled: Date?
    /// What the last attempt said.
    public var note: String?
    /// What the receiver calls it.
    public var reference: String?
    /// What the receiver calls the message in whose place it is put; nil for a new one.
    public var edits: String?
    /// What is sent; nil once it has arrived.
    public var body: [UInt8]?
}

/// What a person does to the outbox, beside a daemon that may be running.
extension SQLiteStore {
    /// The deliveries that a person may mean by a name, oldest first.
    ///
    /// A name is a delivery's number, a message's id, an alert's or notice's id, or the beginning of one and no other.
    public func deliveries(named name: String) async throws -> [OutboxEntry] {
        try await pool.read { database in
            let condition =
                try Int64(name).map { number in
                    try Bool.fetchOne(
                        database,
                        sql: "SELECT EXISTS (SELECT 1 FROM delivery WHERE sequence = ?)",
                        arguments: [number]
                    ) == true
                } == true
                ? "d.sequence = CAST(:name AS INTEGER)"
                : """
                m.id = :name OR a.id = :name OR (substr(a.id, 1, length(:name)) = :name
                    AND (SELECT count(*) FROM alert WHERE substr(id, 1, length(:name)) = :name) = 1)
                """
            return try OutboxEntry.fetch(database, where: condition, ["name": name])
        }
    }

    /// The deliveries of a channel in certain states whose alerts were found before a moment.
    public func deliveries(
        to channel: String?,
        in states: [DeliveryState],
        foundBefore moment: Date
    ) async throws -> [Int64] {
        let wanted = states.map { "'\($0.rawValue)'" }.joined(separator: ", ")
        return try await pool.read { database in
            try Int64.fetchAll(
                database,
                sql: """
                    SELECT d.sequence FROM delivery d JOIN alert a ON a.number = d.alert
                    WHERE d.state IN (\(wanted)) AND (:channel IS NULL OR d.channel = :channel) AND a.found <= :before
                    ORDER BY d.sequence
                    """,
                arguments: ["channel": channel, "before": moment.milliseconds]
            )
        }
    }

    /// The messages that told a delivery or were to tell it, oldest first.
    ///
    /// These are the one it belongs to, and those that were given up for it before.
    public func messages(of delivery: OutboxEntry) async throws -> [MessageEntry] {
        try await pool.read { database in
            try Row.fetchAll(
                database,
                sql: """
                    SELECT m.* FROM message m WHERE m.number = (SELECT message FROM delivery WHERE sequence = :sequence)
                        OR (m.channel = :channel AND (m.id = :id OR substr(m.id, 1, length(:id) + 1) = :id || '-')
                            AND NOT EXISTS (SELECT 1 FROM delivery WHERE message = m.number))
                    ORDER BY m.number
                    """,
                arguments: ["sequence": delivery.sequence, "channel": delivery.channel, "id": delivery.id]
            ).map(MessageEntry.init(row:))
        }
    }

    /// The channels that are or were owed something.
    public func outboxChannels() async throws -> [String] {
        try await pool.read { database in
            try String.fetchAll(
                database,
                sql: "SELECT DISTINCT channel FROM delivery UNION SELECT name FROM channel ORDER BY 1"
            )
        }
    }

    /// Puts deliveries that were given up back in line; what they are told with is written anew.
    ///
    /// - Parameters:
    ///   - deliveries: Their numbers.
    ///   - now: The moment at which they are due.
    /// - Returns: Those that were put back; the others had not been given up.
    /// - Throws: Where the store cannot be written.
    public func retry(_ deliveries: [Int64], now: Date) async throws -> [Int64] {
        try await pool.write { database in
            try deliveries.filter { sequence in
                try database.cachedStatement(
                    sql: """
                        UPDATE delivery SET state = 'queued', message = NULL, due = ?, note = NULL, settled_at = NULL,
                            in_doubt = max(in_doubt,
                                coalesce((SELECT in_doubt FROM message WHERE number = delivery.message), 0))
                        WHERE sequence = ? AND state IN ('dead', 'expired', 'dropped')
                        """
                ).execute(arguments: [now.milliseconds, sequence])
                return database.changesCount > 0
            }
        }
    }

    /// Takes deliveries out of the line for good.
    ///
    /// A message that is not being sent at this moment goes with them; what else it was to tell is told by another.
    ///
    /// - Parameters:
    ///   - deliveries: Their numbers.
    ///   - now: The moment.
    /// - Returns: Those that were taken out; the others are on their way or settled.
    /// - Throws: Where the store cannot be written.
    public func drop(_ deliveries: [Int64], now: Date) async throws -> [Int64] {
        try await pool.write { database in
            let dropped = try deliveries.filter { sequence in
                try database.cachedStatement(
                    sql: """
                        UPDATE delivery SET state = 'dropped', settled_at = :now
                        WHERE sequence = :sequence AND (state IN ('queued', 'dead', 'expired') OR state = 'sending'
                            AND message IN (SELECT number FROM message WHERE state = 'ready'))
                        """
                ).execute(arguments: ["now": now.milliseconds, "sequence": sequence])
                return database.changesCount > 0
            }
            try database.execute(
                sql: """
                    UPDATE message SET state = 'dropped', settled_at = :now WHERE state = 'ready' AND number IN
                        (SELECT message FROM delivery WHERE state = 'dropped' AND message IS NOT NULL);
                    UPDATE delivery SET state = 'queued', message = NULL,
                        in_doubt = max(in_doubt, (SELECT in_doubt FROM message WHERE number = delivery.message))
                    WHERE state = 'sending' AND message IN (SELECT number FROM message WHERE state = 'dropped')
                    """,
                arguments: ["now": now.milliseconds]
            )
            return dropped
        }
    }

    /// Lets channels that rest or are broken try again at once.
    ///
    /// - Parameter channels: Their names; none means all.
    /// - Returns: Those that rested or were broken.
    /// - Throws: Where the store cannot be written.
    public func resume(_ channels: [String]) async throws -> [String] {
        try await pool.write { database in
            let resting = try String.fetchAll(
                database,
                sql: "SELECT name FROM channel WHERE rest_until > 0 OR broken ORDER BY name"
            ).filter { channels.isEmpty || channels.contains($0) }
            for name in resting {
                try database.execute(
                    sql: "UPDATE channel SET rest_until = 0, broken = 0, refusals = 0 WHERE name = ?",
                    arguments: [name]
                )
            }
            return resting
        }
    }
}

extension MessageEntry {
    fileprivate init(row: Row) {
        self.init(
            id: row["id"],
            state: row["state"],
            detail: Detail(rawValue: row["detail"]) ?? .full,
            attempts: row["attempts"],
            inDoubt: row["in_doubt"],
            written: Date(milliseconds: row["first_at"]),
            settled: (row["settled_at"] as Int64?).map { Date(milliseconds: $0) },
            note: row["note"],
            reference: row["reference"],
            edits: row["edits"],
            body: (row["body"] as Data?).map { [UInt8]($0) }
        )
    }
}
