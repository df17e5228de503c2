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
