public import FoundationEssentials
import GRDB

extension SQLiteStore {
    /// How all is.
    public func wellbeing(since: Date, late: Date, notice kind: String) async throws -> Wellbeing {
        try await pool.read { database in
            let owed = try Row.fetchAll(
                database,
                sql: """
                    SELECT channel, count(*) FROM delivery
                    WHERE state IN ('queued', 'sending') AND due < ? GROUP BY channel
                    """,
                arguments: [late.milliseconds]
            )
            let last = try Row.fetchOne(
                database,
                sql: """
                    SELECT found, EXISTS (SELECT 1 FROM delivery d WHERE d.alert = a.number
                        AND d.state IN ('queued', 'sending')) FROM alert a
                    WHERE list = '' AND json_extract(snapshot, '$.kind') = ? ORDER BY found DESC LIMIT 1
                    """,
                arguments: [kind]
            )
            return Wellbeing(
                feeds: try Int.fetchOne(database, sql: "SELECT count(*) FROM feed WHERE active") ?? 0,
                failing: try String.fetchAll(
                    database,
                    sql: "SELECT url FROM feed WHERE active AND failures > 0 ORDER BY failures DESC, url"
                ),
                alerts: try Int.fetchOne(
                    database,
                    sql: "SELECT count(*) FROM alert WHERE list != '' AND found > ?",
                    arguments: [since.milliseconds]
                ) ?? 0,
                owed: Dictionary(uniqueKeysWithValues: owed.map { ($0[0], $0[1]) }),
                dead: try Int.fetchOne(
                    database,
                    sql: "SELECT count(*) FROM delivery WHERE state IN ('dead', 'expired')"
                ) ?? 0,
                lastNotice: last.map { Date(milliseconds: $0[0]) },
                isNoticeOwed: last?[1] ?? false
            )
        }
    }

    /// In which hours each list has rung.
    public func rings(since: Date) async throws -> [String: [Date]] {
        try await pool.read { database in
            let rows = try Row.fetchCursor(
                database,
                sql: """
                    SELECT list, max(found) FROM alert WHERE list != '' AND found > ?
                    GROUP BY list, found / 3600000 ORDER BY max(found)
                    """,
                arguments: [since.milliseconds]
            )
            var rings: [String: [Date]] = [:]
            while let row = try rows.next() {
                rings[row[0], default: []].append(Date(milliseconds: row[1]))
            }
            return rings
        }
    }
}
