public import FoundationEssentials
import GRDB
import News

extension SQLiteStore {
    /// What a channel has to do at this moment; nothing while it rests.
    public func line(
        of channel: String,
        now: Date,
        limit: Int,
        without held: [String: Date]
    ) async throws -> OutboxLine {
        try await pool.read { database in
            let state = try ChannelState(database, name: channel)
            let queue = ChannelQueue(channel: channel, now: now.milliseconds)
            if let rest = state.restUntil, rest > now {
                let owes = try queue.owesAnything(database)
                return OutboxLine(messages: [], waiting: [], channel: state, nextDue: owes ? rest : nil)
            }
            return OutboxLine(
                messages: try queue.messages(database),
                waiting: try queue.waiting(database, limit: limit, without: held),
                channel: state,
                nextDue: try queue.nextDue(database).map { Date(milliseconds: $0) }
            )
        }
    }

    /// Notes how attempts ended and what is tried next, before it is tried.
    public func write(_ step: OutboxStep, now: Date) async throws -> Bool {
        guard !step.isEmpty else { return true }
        return try await pool.write { database in
            for (id, ending) in step.ended {
                try ending.write(database, id: id, channel: step.channel, now: now.milliseconds)
            }
            for notice in step.notices { try notice.write(database) }
            for sequence in step.merged {
                try database.cachedStatement(
                    sql: """
                        UPDATE delivery SET state = 'merged', settled_at = ? WHERE sequence = ? AND state = 'queued'
                        """
                ).execute(arguments: [now.milliseconds, sequence])
            }
            var isWhole = true
            try database.inSavepoint {
                for message in step.sending where isWhole {
                    isWhole = try message.write(database, channel: step.channel, now: now.milliseconds)
                }
                return isWhole ? .commit : .rollback
            }
            return isWhole
        }
    }

    /// Lets alerts that are due wait for the end of a channel's quiet hours, all but the urgent ones.
    public func postpone(channel: String, until end: Date, now: Date) async throws {
        try await pool.write { database in
            try database.execute(
                sql: """
                    UPDATE delivery SET due = :end, hold = coalesce(hold, :hold)
                    WHERE channel = :channel AND state = 'queued' AND due <= :now
                        AND decision NOT IN ('\(OwedNotice.decision)', '\(OwedAlert.update)') AND :urgent !=
                            (SELECT json_extract(snapshot, '$.priority') FROM alert WHERE number = delivery.alert)
                    """,
                arguments: [
                    "end": end.milliseconds, "hold": Hold.quietHours.rawValue, "channel": channel,
                    "now": now.milliseconds, "urgent": Priority.urgent.rawValue,
                ]
            )
        }
    }

    /// Gives up what a channel was owed before a moment and has not been told.
    public func expire(channel: String, owedBefore: Date, now: Date) async throws -> Int {
        try await pool.write { database in
            let arguments: StatementArguments = [
                "channel": channel, "before": owedBefore.milliseconds, "now": now.milliseconds,
                "note": "the channel could not be told in time",
            ]
            try database.execute(
                sql: """
                    UPDATE message SET state = 'expired', settled_at = :now
                    WHERE channel = :channel AND state IN ('ready', 'sending') AND NOT EXISTS
                        (SELECT 1 FROM delivery WHERE message = message.number AND due >= :before)
                    """,
                arguments: ["channel": channel, "before": owedBefore.milliseconds, "now": now.milliseconds]
            )
            try database.execute(
                sql: """
                    UPDATE delivery SET state = 'expired', note = :note, settled_at = :now
                    WHERE channel = :channel AND due < :before AND (state = 'queued' OR state = 'sending'
                        AND message IN (SELECT number FROM message WHERE channel = :channel AND state = 'expired'))
                    """,
                arguments: arguments
            )
            return database.changesCount
        }
    }

    /// Lets every channel try again at once.
    public func resumeChannels() async throws {
        try await pool.write { database in
            try database.execute(sql: "UPDATE channel SET rest_until = 0, broken = 0, refusals = 0")
        }
    }
}

extension ChannelState {
    fileprivate init(_ database: Database, name: String) throws {
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
private struct ChannelQueue {
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

    /// What is kept of the contents beside the deliveries: the occasion on which alerts are told.
    fileprivate var occasion: Occasion? {
        if case .alerts(_, let occasion) = self { occasion } else { nil }
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

extension OutgoingMessage {
    /// Puts the message under way; answers whether all of its deliveries were still to be made.
    fileprivate func write(_ database: Database, channel: String, now: Int64) throws -> Bool {
        try database.cachedStatement(
            sql:
                "UPDATE message SET state = 'sending' WHERE channel = ? AND id = ? AND state IN ('ready', 'sending')"
        ).execute(arguments: [channel, message.id])
        if database.changesCount > 0 { return true }
        try database.cachedStatement(
            sql: """
                INSERT INTO message (channel, id, state, body, envelope, edits, occasion, detail, in_doubt, first_at)
                VALUES (?, ?, 'sending', ?, ?, ?, ?, ?, ?, ?)
                ON CONFLICT (channel, id) DO UPDATE SET state = 'sending', body = excluded.body,
                    envelope = excluded.envelope, edits = excluded.edits, occasion = excluded.occasion,
                    detail = excluded.detail, in_doubt = excluded.in_doubt, attempts = 0, note = NULL,
                    reference = NULL, first_at = excluded.first_at, settled_at = NULL
                """
        ).execute(arguments: [
            channel, message.id, Data(message.body), try Snapshot.encode(message.envelope), message.edits,
            try contents.occasion.map { try Snapshot.encode($0) }, detail.rawValue, message.inDoubt, now,
        ])
        let number = try Int64.fetchOne(
            database.cachedStatement(sql: "SELECT number FROM message WHERE channel = ? AND id = ?"),
            arguments: [channel, message.id]
        )
        for sequence in members {
            try database.cachedStatement(
                sql: """
                    UPDATE delivery SET state = 'sending', message = ? WHERE sequence = ? AND state = 'queued'
                    """
            ).execute(arguments: [number, sequence])
            guard database.changesCount > 0 else { return false }
        }
        return true
    }
}

extension MessageEnding {
    fileprivate func write(_ database: Database, id: String, channel: String, now: Int64) throws {
        switch self {
        case .delivered(let reference, let remark):
            try settle(database, id, channel, state: .delivered, note: remark, reference: reference, now: now)
            try database.cachedStatement(
                sql: """
                    UPDATE channel SET rest_until = 0, failures = 0, refusals = 0, broken = 0, reason = NULL, since = NULL
                    WHERE name = ? AND failures + refusals > 0
                    """
            ).execute(arguments: [channel])
        case .dead(let reason):
            try settle(database, id, channel, state: .dead, note: reason, reference: nil, now: now)
            try database.execute(
                sql: """
                    INSERT INTO channel (name, refusals, failures) VALUES (?, 1, 0)
                    ON CONFLICT (name) DO UPDATE SET refusals = refusals + 1
                    """,
                arguments: [channel]
            )
        case .held(let reason):
            try settle(database, id, channel, state: .dead, note: reason, reference: nil, now: now)
        case .kept(let reason, let inDoubt, let restUntil, let isBroken):
            try keep(database, id, channel, note: reason, inDoubt: inDoubt, tried: 1)
            try database.execute(
                sql: """
                    INSERT INTO channel (name, rest_until, failures, broken, reason, since)
                    VALUES (:name, :rest, 1, :broken, :reason, :now)
                    ON CONFLICT (name) DO UPDATE SET rest_until = :rest, failures = failures + 1,
                        broken = :broken, reason = :reason, since = coalesce(since, :now)
                    """,
                arguments: [
                    "name": channel, "rest": restUntil.milliseconds, "broken": isBroken, "reason": reason,
                    "now": now,
                ]
            )
        case .moved(let place, let reason):
            try keep(database, id, channel, note: reason, inDoubt: false, tried: 1)
            try database.execute(
                sql: """
                    INSERT INTO channel (name, moved_to) VALUES (?, ?)
                    ON CONFLICT (name) DO UPDATE SET moved_to = excluded.moved_to
                    """,
                arguments: [channel, place]
            )
        case .untried(let inDoubt):
            try keep(database, id, channel, note: nil, inDoubt: inDoubt, tried: 0)
        case .rewritten(let reason):
            try database.execute(
                sql: """
                    UPDATE delivery SET state = 'queued', message = NULL
                    WHERE message = (SELECT number FROM message WHERE channel = :channel AND id = :id);
                    UPDATE message SET state = 'dead', note = :reason, settled_at = :now, attempts = attempts + 1
                    WHERE channel = :channel AND id = :id
                    """,
                arguments: ["channel": channel, "id": id, "reason": reason, "now": now]
            )
        }
    }

    private func settle(
        _ database: Database,
        _ id: String,
        _ channel: String,
        state: DeliveryState,
        note: String?,
        reference: String?,
        now: Int64
    ) throws {
        // A message that has arrived is needed no more but for its name; one that was refused is kept to be looked at.
        try database.cachedStatement(
            sql: """
                UPDATE message SET state = ?, note = ?, reference = ?, settled_at = ?, attempts = attempts + 1,
                    body = iif(?1 = 'dead', body, NULL)
                WHERE channel = ? AND id = ?
                """
        ).execute(arguments: [state.rawValue, note, reference, now, channel, id])
        try database.cachedStatement(
            sql: """
                UPDATE delivery SET state = ?, note = ?, settled_at = ?
                WHERE message = (SELECT number FROM message WHERE channel = ? AND id = ?) AND state = 'sending'
                """
        ).execute(arguments: [state.rawValue, note, now, channel, id])
    }

    private func keep(
        _ database: Database,
        _ id: String,
        _ channel: String,
        note: String?,
        inDoubt: Bool,
        tried: Int
    ) throws {
        try database.execute(
            sql: """
                UPDATE message SET state = 'ready', note = coalesce(?, note), in_doubt = max(in_doubt, ?),
                    attempts = attempts + ?
                WHERE channel = ? AND id = ?
                """,
            arguments: [note, inDoubt, tried, channel, id]
        )
    }
}
