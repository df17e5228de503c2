public import FoundationEssentials
import GRDB
public import News

extension SQLiteStore {
    /// Takes parcels for a channel, head of line first.
    ///
    /// An alert is a parcel of its own; the alerts of a digest that is due go together, twenty at most, and so do notices,
    /// a hundred at most. A parcel that was tried before is made of the same ones again and bears the same id.
    public func claimDeliveries(for channel: String, now: Date, limit: Int) async throws -> DeliveryClaim {
        try await pool.write { database in
            let line = try ChannelLine(database, channel: channel)
            guard line.restUntil <= now.milliseconds else {
                let owes = try line.earliestDue(database) != nil
                let wake = owes ? Date(milliseconds: line.restUntil) : nil
                return DeliveryClaim(parcels: [], nextDue: wake, failures: line.failures)
            }
            let parcels = try line.parcels(database, now: now.milliseconds, limit: limit)
            let due = try line.earliestDue(database).map { Date(milliseconds: $0) }
            return DeliveryClaim(parcels: parcels, nextDue: due, failures: line.failures)
        }
    }

    /// Notes how attempts ended.
    public func settle(_ attempts: [SettledParcel], channel: String, now: Date) async throws {
        try await pool.write { database in
            for attempt in attempts {
                try attempt.write(database, now: now.milliseconds)
            }
        }
    }

    /// Puts parcels back in line as if they had not been taken.
    public func unclaim(_ parcels: [Parcel]) async throws {
        try await pool.write { database in
            for parcel in parcels {
                try database.execute(
                    sql:
                        "UPDATE delivery SET state = 'queued' WHERE channel = ? AND parcel = ? AND state = 'sending'",
                    arguments: [parcel.channel, parcel.id]
                )
            }
        }
    }

    /// Lets every channel try again at once.
    public func resumeChannels() async throws {
        try await pool.write { database in
            try database.execute(sql: "UPDATE channel SET rest_until = 0, broken = 0")
        }
    }
}

/// One channel's place in the outbox: what waits for it, and whether it rests.
private struct ChannelLine {
    static let digestLimit = 20
    static let noticeLimit = 100

    let channel: String
    let restUntil: Int64
    let failures: Int

    init(_ database: Database, channel: String) throws {
        let row = try Row.fetchOne(
            database,
            sql: "SELECT rest_until, failures FROM channel WHERE name = ?",
            arguments: [channel]
        )
        self.channel = channel
        restUntil = row?["rest_until"] ?? 0
        failures = row?["failures"] ?? 0
    }

    func earliestDue(_ database: Database) throws -> Int64? {
        try Int64.fetchOne(
            database,
            sql: "SELECT min(due) FROM delivery WHERE channel = ? AND state = 'queued'",
            arguments: [channel]
        )
    }

    func parcels(_ database: Database, now: Int64, limit: Int) throws -> [Parcel] {
        var parcels: [Parcel] = []
        while parcels.count < limit, let head = try waiting(database, "due <= ?", now, limit: 1).first {
            let members = try members(database, of: head, now: now)
            let parcel = try parcel(of: members, head: head)
            for member in members {
                try database.cachedStatement(
                    sql: "UPDATE delivery SET state = 'sending', parcel = ? WHERE sequence = ?"
                ).execute(arguments: [parcel.id, member["sequence"] as Int64])
            }
            parcels.append(parcel)
        }
        return parcels
    }

    private func members(_ database: Database, of head: Row, now: Int64) throws -> [Row] {
        if let parcel = head["parcel"] as String? {
            return try waiting(database, "parcel = ?", parcel, limit: Self.noticeLimit)
        }
        let limits = [Decision.digest.rawValue: Self.digestLimit, OwedNotice.decision: Self.noticeLimit]
        let decision: String = head["decision"]
        guard let limit = limits[decision] else { return [head] }
        let fresh = "d.decision = '\(decision)' AND parcel IS NULL AND due <= ?"
        return try waiting(database, fresh, now, limit: limit)
    }

    private func waiting(
        _ database: Database,
        _ condition: String,
        _ argument: any DatabaseValueConvertible,
        limit: Int
    ) throws -> [Row] {
        let statement = try database.cachedStatement(
            sql: """
                SELECT d.sequence, d.decision, d.parcel, d.attempts, d.in_doubt, a.id, a.snapshot
                FROM delivery d JOIN alert a ON a.number = d.alert
                WHERE d.channel = ? AND d.state = 'queued' AND \(condition)
                ORDER BY d.sequence LIMIT ?
                """
        )
        return try Row.fetchAll(statement, arguments: [channel, argument, limit])
    }

    private func parcel(of members: [Row], head: Row) throws -> Parcel {
        let first: String = head["id"]
        let (contents, fallback): (Parcel.Contents, String) =
            switch head["decision"] as String {
            case OwedNotice.decision:
                (.notices(try members.map { try Snapshot.decode($0["snapshot"], as: Notice.self) }), first)
            case Decision.digest.rawValue:
                (
                    .alerts(try members.map { try Snapshot.decode($0["snapshot"]) }, .digest),
                    first + "-digest"
                )
            default:
                (.alert(try Snapshot.decode(head["snapshot"])), first)
            }
        return Parcel(
            id: head["parcel"] ?? fallback,
            channel: channel,
            contents,
            attempts: head["attempts"],
            inDoubt: head["in_doubt"]
        )
    }
}

extension SettledParcel {
    fileprivate func write(_ database: Database, now: Int64) throws {
        switch outcome {
        case .delivered:
            try close(database, state: .delivered, note: nil, now: now)
            try note(database, failed: nil, broken: false, now: now)
        case .refused(let reason):
            try close(database, state: .dead, note: reason, now: now)
            try note(database, failed: nil, broken: false, now: now)
        case .later(_, let reason, let inDoubt):
            try keep(database, note: reason, inDoubt: inDoubt)
            try note(database, failed: reason, broken: false, now: now)
        case .broken(let reason):
            try keep(database, note: reason, inDoubt: false)
            try note(database, failed: reason, broken: true, now: now)
        }
    }

    private func close(_ database: Database, state: DeliveryState, note: String?, now: Int64) throws {
        try database.cachedStatement(
            sql: """
                UPDATE delivery SET state = ?, note = ?, settled_at = ?, attempts = attempts + 1
                WHERE channel = ? AND parcel = ? AND state = 'sending'
                """
        ).execute(arguments: [state.rawValue, note, now, parcel.channel, parcel.id])
    }

    private func keep(_ database: Database, note: String, inDoubt: Bool) throws {
        try database.execute(
            sql: """
                UPDATE delivery SET state = 'queued', note = ?, attempts = attempts + 1,
                    in_doubt = max(in_doubt, ?)
                WHERE channel = ? AND parcel = ? AND state = 'sending'
                """,
            arguments: [note, inDoubt, parcel.channel, parcel.id]
        )
    }

    private func note(_ database: Database, failed reason: String?, broken: Bool, now: Int64) throws {
        guard let reason else {
            try database.cachedStatement(
                sql: """
                    UPDATE channel SET rest_until = 0, failures = 0, broken = 0, reason = NULL, since = NULL
                    WHERE name = ? AND failures > 0
                    """
            ).execute(arguments: [parcel.channel])
            return
        }
        try database.execute(
            sql: """
                INSERT INTO channel (name, rest_until, failures, broken, reason, since)
                VALUES (:name, :rest, 1, :broken, :reason, :now)
                ON CONFLICT (name) DO UPDATE SET rest_until = :rest, failures = failures + 1,
                    broken = :broken, reason = :reason, since = coalesce(since, :now)
                """,
            arguments: [
                "name": parcel.channel, "rest": restUntil?.milliseconds ?? 0, "broken": broken,
                "reason": reason, "now": now,
            ]
        )
    }
}
