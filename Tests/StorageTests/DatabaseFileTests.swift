import FoundationEssentials
import GRDB
import News
import TestSupport
import Testing

@testable import Storage

@Suite struct `A database's file` {
    private let folder: TemporaryFolder
    private let store: SQLiteStore
    private let file: DatabaseFile

    init() async throws {
        folder = try TemporaryFolder()
        file = DatabaseFile(path: folder.file("tocsin.sqlite"))
        store = try SQLiteStore(path: file.path)
        try await store.register([Feed(url: "https://example.org/feed", outlet: "Example")], now: .start)
        let state = try #require(try await store.claimAllFeeds(now: .start, lease: .zero).first).state
        let items = (0..<20).map { Item.titled("A truce \($0)") }
        let alerts = items.map { OwedAlert(.about($0.title), due: ["desk": .start]) }
        _ = try await store.commit(FeedVisit(at: .start, state: state, items: items, alerts: alerts))
    }

    @Test func `is copied whole while it is in use, and the copy works`() async throws {
        let copy = folder.file("copy.sqlite")
        try file.copy(to: copy)
        #expect(!FileManager.default.fileExists(atPath: copy + ".part"))
        let restored = try SQLiteStore(path: copy)
        let line = try await restored.line(of: "desk", now: .start, limit: 100)
        #expect(line.waiting.count == 20)
    }

    @Test func `is copied as it is, also where its schema is older`() async throws {
        try await store.pool.write { try $0.execute(sql: "PRAGMA user_version = 1") }
        try file.copy(to: folder.file("copy.sqlite"))
        #expect(try DatabaseFile(path: folder.file("copy.sqlite")).facts().schema == 1)
        #expect(try file.facts().schema == 1)
    }

    @Test func `leaves what was there before where the copy fails`() throws {
        let copy = try folder.write("the last backup", to: "copy.sqlite")
        #expect(throws: StoreError.self) {
            try DatabaseFile(path: folder.file("absent.sqlite")).copy(to: copy)
        }
        #expect(folder.text(of: "copy.sqlite") == "the last backup")
    }

    @Test func `says what it is`() throws {
        let facts = try file.facts()
        #expect(facts.isOurs)
        #expect(facts.schema == facts.knownSchema)
        #expect(facts.bytes > 0 || facts.logBytes > 0)
        #expect(file.isInUse)
        #expect(try file.damages() == [])
        try store.close()
        let other = folder.file("other.sqlite")
        try DatabaseQueue(path: other).write { try $0.execute(sql: "CREATE TABLE mine (a)") }
        #expect(try DatabaseFile(path: other).facts().isOurs == false)
        #expect(DatabaseFile(path: other).isInUse == false)
    }

    @Test func `tells damage`() throws {
        let copy = folder.file("copy.sqlite")
        try file.copy(to: copy)
        var bytes = try Data(contentsOf: URL(filePath: copy))
        // All pages but the first, which says that this is a database.
        for place in stride(from: 4_096 + 8, to: bytes.count, by: 512) { bytes[place] ^= 0xFF }
        try bytes.write(to: URL(filePath: copy))
        let damages = (try? DatabaseFile(path: copy).damages()) ?? ["unreadable"]
        #expect(!damages.isEmpty)
    }

    @Test func `gives its free room back, little by little`() async throws {
        try await store.pool.write { database in
            try database.execute(sql: "CREATE TABLE ballast (a BLOB)")
            for _ in 0..<100 { try database.execute(sql: "INSERT INTO ballast VALUES (zeroblob(100000))") }
        }
        try await store.pool.write { try $0.execute(sql: "DROP TABLE ballast") }
        #expect(try file.facts().freeBytes > 9_000_000)
        try await store.tidy()
        let facts = try file.facts()
        #expect(facts.freeBytes < 5_000_000)
        #expect(facts.logBytes == 0)
        #expect(facts.bytes < 6_000_000)
    }
}

@Suite struct `What outlives its use` {
    @Test func `is forgotten in small steps, and nothing else is`() async throws {
        let folder = try TemporaryFolder()
        let store = try SQLiteStore(path: folder.file("tocsin.sqlite"))
        try await store.register([Feed(url: "https://example.org/feed", outlet: "Example")], now: .start)
        let state = try #require(try await store.claimAllFeeds(now: .start, lease: .zero).first).state
        let old = (0..<1_234).map { Item.titled("Old \($0)") }
        _ = try await store.commit(FeedVisit(at: .start, state: state, items: old))
        let later = Date.start.addingTimeInterval(60 * 86_400)
        let young = [Item.titled("Young")]
        _ = try await store.commit(FeedVisit(at: later, state: state, items: young))

        let commits = Commits()
        try await store.pool.write { $0.add(transactionObserver: commits, extent: .observerLifetime) }
        let now = Date.start.addingTimeInterval(91 * 86_400)
        #expect(try await store.prune(Retention(), now: now) == 1_234)
        #expect(commits.sizes == [200, 200, 200, 200, 200, 200, 34])
        #expect(try await store.prune(Retention(), now: now) == 0)
        let left = try await store.latestItems(of: state.id, limit: 2_000, titles: nil).map(\.title)
        #expect(left.filter { !$0.isEmpty } == ["Young"])
        #expect(
            try await store.unseen(among: old, of: state.id, now: now).unseen.filter { $0.firstSeen == nil }
                .isEmpty
        )
    }

    /// Counts the rows that each transaction changes.
    ///
    /// Unchecked: the one connection that writes calls it, and the test looks only when nothing is written.
    private final class Commits: TransactionObserver, @unchecked Sendable {
        var sizes: [Int] = []
        private var count = 0

        func observes(eventsOfKind kind: DatabaseEventKind) -> Bool { kind.tableName == "item" }
        func databaseDidChange(with event: DatabaseEvent) { count += 1 }
        func databaseDidRollback(_ database: Database) { count = 0 }
        func databaseDidCommit(_ database: Database) {
            if count > 0 { sizes.append(count) }
            count = 0
        }
    }
}
