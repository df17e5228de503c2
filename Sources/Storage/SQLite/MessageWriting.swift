import FoundationEssentials
import GRDB
import News

extension OutgoingMessage {
    /// Puts the message under way; answers whether all of its deliveries were still to be made.
    func write(_ database: Database, channel: String, now: Int64) throws -> Bool {
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

extension Parcel.Contents {
    /// What is kept of the contents beside the deliveries: the occasion on which alerts are told.
    fileprivate var occasion: Occasion? {
        if case .alerts(_, let occasion) = self { occasion } else { nil }
    }
}

extension MessageEnding {
    /// Writes what became of a message.
    func write(_ database: Database, id: String, channel: String, now: Int64) throws {
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
