import FoundationEssentials
import GRDB
import TestSupport
import Testing

@testable import Storage

@Suite struct `Opening a database` {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    private func refusal(_ path: String) -> StoreError? {
        #expect(throws: StoreError.self) { try SQLiteStore(path: path) }
    }

    @Test func `A newer schema is refused with a sentence`() throws {
        let path = folder.file("new.sqlite")
        try SQLiteStore(path: path).close()
        try DatabaseQueue(path: path).write { try $0.execute(sql: "PRAGMA user_version = 99") }
        #expect(
            refusal(path)?.description == """
                \(path) was written by a newer tocsin (schema 99, this one knows 7): \
                update tocsin, or name another file under [store] path
                """
        )
    }

    @Test func `A database of an older schema is brought up to date, with what it holds`() async throws {
        let path = folder.file("old.sqlite")
        try await DatabaseQueue(path: path).write { database in
            try database.execute(sql: SQLiteSchema.scripts[0])
            try database.execute(
                sql: """
                    INSERT INTO feed (url, next_at, next_reason) VALUES ('https://example.org/feed', 0, 'never asked');
                    INSERT INTO item (feed, identity, fingerprint, title, summary, body, authors, tags, first_seen, last_seen)
                    VALUES (1, 'a', 0, 'A truce', '', '', '', '', 1, 1), (1, 'b', 0, 'A war', '', '', '', '', 2, 2);
                    """
            )
            try database.execute(sql: "PRAGMA application_id = \(SQLiteSchema.applicationID)")
            try database.execute(sql: "PRAGMA user_version = 1")
        }
        let store = try SQLiteStore(path: path)
        let feed = try #require(
            try await store.claimDueFeeds(now: .start, limit: 1, lease: .seconds(1)).feeds.first
        )
        let items = try await store.latestItems(of: feed.state.id, limit: 10, titles: nil)
        #expect(items.map(\.title) == ["A war", "A truce"])
    }

    @Test func `Another program's database is left alone`() throws {
        let path = folder.file("other.sqlite")
        try DatabaseQueue(path: path).write { try $0.execute(sql: "CREATE TABLE mine (a)") }
        #expect(refusal(path) == .foreignDatabase(path: path))
    }

    @Test func `A file that is no database is refused`() throws {
        let path = try folder.write(String(repeating: "not a database, ", count: 100), to: "text.sqlite")
        #expect(refusal(path)?.description == "cannot open the database \(path): file is not a database")
    }

    @Test func `A second daemon is kept away, a reader is not`() throws {
        let path = folder.file("tocsin.sqlite")
        let first = try SQLiteStore(path: path)
        #expect(refusal(path) == .inUse(path: path))
        let reader = try SQLiteStore(path: path, exclusive: false)
        try reader.close()
        try first.close()
    }

    @Test func `The folder is made where it is missing`() throws {
        let path = folder.file("new/deep/tocsin.sqlite")
        try SQLiteStore(path: path).close()
        #expect(FileManager.default.fileExists(atPath: path))
    }
}
