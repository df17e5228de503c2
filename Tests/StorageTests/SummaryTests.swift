import FoundationEssentials
import GRDB
import News
import TestSupport
import Testing

@testable import Storage

@Suite(.timeLimit(.minutes(10))) struct `What a line says of the store` {
    private let folder: TemporaryFolder
    private let store: SQLiteStore

    init() throws {
        folder = try TemporaryFolder()
        store = try SQLiteStore(path: folder.file("tocsin.sqlite"))
    }

    @Test func `counts what ails and what rang since a moment`() async throws {
        #expect(try await store.summary(since: .start) == StoreSummary())
        let start = Date.start.milliseconds
        try await store.pool.write { database in
            try database.execute(
                sql: """
                    INSERT INTO feed (url, active, failures, next_at, next_reason)
                    VALUES ('a', 1, 0, 0, ''), ('b', 1, 3, 0, ''), ('c', 0, 9, 0, '');
                    INSERT INTO channel (name, failures, broken) VALUES ('z', 1, 1), ('b', 1, 1), ('rests', 1, 0);
                    INSERT INTO alert (id, list, subject, feed, item, decision, found, snapshot) VALUES
                    ('1', 'a', '1', '', '1', '', \(start - 1), ''), ('2', 'a', '2', '', '2', '', \(start), ''),
                    ('3', '', '3', '', '3', '', \(start), '');
                    """
            )
        }
        #expect(
            try await store.summary(since: .start)
                == StoreSummary(failing: 1, alerts: 1, brokenChannels: ["b", "z"]),
            "a feed that is not polled and a notice do not count, nor does a channel that merely rests"
        )
    }

    @Test func `a probe changes nothing, and fails where the store does`() async throws {
        let other = try DatabaseQueue(path: folder.file("tocsin.sqlite"))
        func version() async throws -> Int? {
            try await other.read { try Int.fetchOne($0, sql: "PRAGMA data_version") }
        }
        let before = try await version()
        try await store.probe()
        #expect(try await version() == before)
        try store.close()
        await #expect(throws: (any Error).self) { try await store.probe() }
    }
}
