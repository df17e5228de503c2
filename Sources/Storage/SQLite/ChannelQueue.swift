import FoundationEssentials
import GRDB
import News

extension ChannelState {
    /// Reads how a channel does; one that is not known does well.
    init(_ database: Database, name: String) throws {
        self.init()
        let statement = try database.cachedStatement(
            sql: "SELECT rest_until, failures, refusals, broken, since, moved_to FROM channel WHERE name = ?"
        )
        guard let row = try Row.fetchOne(statement, arguments: [name]) else { return }
        let rest: Int64 = row[0]
        restUntil = rest > 0 ? Date(milliseconds: rest) : nil
        failures = row[1]
        refusals = row[2]
        isBroken = row[3]
        since = (row[4] as Int64?).map { Date(milliseconds: $0) }
        movedTo = row[5]
    }
}

/// One channel's place in the outbox.
struct ChannelQueue {
    /// Lists that someone has silenced wait until that ends.
    private static let silenced =
        "EXISTS (SELECT 1 FROM silence s WHERE \(Silence.covers) AND s.since <= :now AND s.until > :now)"

    let channel: String
    let now: Int64

    func owesAnything(_ database: Database) throws -> Bool {
        try Bool.fetchOne(
            database,
            sql: """
                SELECT EXISTS (SELECT 1 FROM delivery WHERE channel = ?1 AND state = 'queued')
                    OR EXISTS (SELECT 1 FROM message WHERE channel = ?1 AND state IN ('ready', 'sending'))
                """,
            arguments: [channel]
        ) ?? false
    }

    /// When something is next due that is not yet; silences end then, too.
    func nextDue(_ database: Database) throws -> Int64? {
        try Int64.fetchOne(
            database,
            sql: """
                SELECT min(due) FROM (
                    SELECT min(due) AS due FROM delivery WHERE channel = :channel AND state = 'queued' AND due > :now
                    UNION ALL
                    SELECT min(s.until) FROM silence s WHERE s.until > :now AND s.since <= :now AND EXISTS
                        (SELECT 1 FROM delivery d JOIN alert a ON a.number = d.alert
                            WHERE d.channel = :channel AND d.state = 'queued' AND \(Silence.covers)))
                """,
            arguments: ["channel": channel, "now": now]
        )
    }

    func waiting(_ database: Database, limit: Int, without held: [String: Date]) throws -> [OwedDelivery] {
        let held = try Snapshot.encode(held.mapValues(\.milliseconds))
        let statement = try database.cachedStatement(
            sql: """
                SELECT d.sequence, d.decision, d.hold, d.due, d.in_doubt, a.snapshot,
                    (SELECT json_object('author', s.author, 'reason', s.reason, 'until', s.until)
                        FROM silence s WHERE \(Silence.covers) AND s.since <= :now AND s.until > d.due
                        ORDER BY s.until DESC, s.id LIMIT 1) AS silenced,
                    (SELECT m.reference FROM delivery e JOIN message m ON m.number = e.message
                        WHERE d.decision = 'update' AND e.alert = d.alert AND e.channel = d.channel
                            AND e.state = 'delivered' AND e.decision != 'update'
                            AND (SELECT count(*) FROM delivery WHERE message = m.number) = 1) AS reference
                FROM delivery d JOIN alert a ON a.number = d.alert
                WHERE d.channel = :channel AND d.state = 'queued' AND d.due <= :now AND NOT \(Self.silenced)
                    AND NOT (d.hold IS NULL AND silenced IS NULL AND d.decision NOT IN ('\(OwedNotice.decision)', '\(OwedAlert.update)')
                        AND d.due > coalesce((SELECT value FROM json_each(:held) WHERE key = a.list), d.due))
                ORDER BY d.sequence LIMIT :limit
                """
        )
        let arguments: StatementArguments = ["channel": channel, "now": now, "held": held, "limit": limit]
        return try Row.fetchAll(statement, arguments: arguments).map(OwedDelivery.init(row:))
    }

    func messages(_ database: Database) throws -> [OutgoingMessage] {
        let statement = try database.cachedStatement(
            sql: """
                SELECT number, id, body, envelope, edits, attempts, max(in_doubt, state = 'sending'), occasion, detail FROM message
                WHERE channel = ? AND state IN ('ready', 'sending') ORDER BY number
                """
        )
        return try Row.fetchAll(statement, arguments: [channel]).map { row in
            let members = try Row.fetchAll(
                database.cachedStatement(
                    sql: """
                        SELECT d.sequence, d.decision, d.hold, d.due, d.in_doubt, a.snapshot, NULL, NULL
                        FROM delivery d JOIN alert a ON a.number = d.alert WHERE d.message = ? ORDER BY d.sequence
                        """
                ),
                arguments: [row[0] as Int64]
            ).map(OwedDelivery.init(row:))
            let message = Message(
                id: row[1],
                body: [UInt8](row[2] as Data? ?? Data()),
                envelope: try Snapshot.decode(row[3] ?? "{}", as: [String: String].self),
                edits: row[4],
                attempts: row[5],
                inDoubt: row[6]
            )
            let occasion = try (row[7] as String?).map { try Snapshot.decode($0, as: Occasion.self) }
            return OutgoingMessage(
                message,
                Parcel.Contents(members.map(\.subject), occasion),
                detail: Detail(rawValue: row[8]) ?? .full,
                members: members.map(\.sequence)
            )
        }
    }
}

extension Parcel.Contents {
    /// What deliveries of one kind tell together.
    fileprivate init(_ subjects: [OwedDelivery.Subject], _ occasion: Occasion?) {
        var alerts: [Alert] = []
        var notices: [Notice] = []
        for subject in subjects {
            switch subject {
            case .alert(let alert), .update(let alert, _): alerts.append(alert)
            case .notice(let notice): notices.append(notice)
            }
        }
        if let occasion {
            self = .alerts(alerts, occasion)
        } else if let alert = alerts.first {
            self = .update(alert)
        } else {
            self = .notices(notices)
        }
    }
}

extension OwedDelivery {
    fileprivate init(row: Row) throws {
        let snapshot: String = row[5]
        let subject: Subject =
            switch row[1] as String {
            case OwedNotice.decision: .notice(try Snapshot.decode(snapshot, as: Notice.self))
            case OwedAlert.update: .update(try Snapshot.decode(snapshot), reference: row[7])
            default: .alert(try Snapshot.decode(snapshot))
            }
        let silenced = try (row[6] as String?).map { try Snapshot.decode($0, as: Silenced.self) }
        self.init(
            sequence: row[0],
            subject,
            hold: silenced != nil ? .silence : (row[2] as String?).flatMap(Hold.init),
            silenced: silenced,
            due: Date(milliseconds: row[3]),
            inDoubt: row[4]
        )
    }
}
