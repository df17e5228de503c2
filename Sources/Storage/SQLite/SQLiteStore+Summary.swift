public import FoundationEssentials
import GRDB

extension SQLiteStore {
    /// Reads, takes the write lock, and changes nothing.
    public func probe() async throws {
        _ = try await pool.read { try Int.fetchOne($0, sql: "SELECT 1 FROM feed LIMIT 1") }
        try await pool.writeWithoutTransaction { try $0.inTransaction(.immediate) { .rollback } }
    }

    /// What a line about the daemon says of the store.
    public func summary(since start: Date) async throws -> StoreSummary {
        try await pool.read { database in
            StoreSummary(
                failing: try Int.fetchOne(
                    database,
                    sql: "SELECT count(*) FROM feed WHERE active AND failures > 0"
                ) ?? 0,
                alerts: try Int.fetchOne(
                    database,
                    sql: "SELECT count(*) FROM alert WHERE found >= ? AND list != ''",
                    arguments: [start.milliseconds]
                ) ?? 0,
                brokenChannels: try String.fetchAll(
                    database,
                    sql: "SELECT name FROM channel WHERE broken ORDER BY name"
                )
            )
        }
    }
}
