import FoundationEssentials
import GRDB
import News
import TestSupport
import Testing

@testable import Storage

@Suite struct `A database of an earlier tocsin` {
    private static let dumps = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "databases")

    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    /// A database file as schema `version` had it.
    private func database(_ version: Int) throws -> String {
        let dump = Self.dumps.appending(path: "schema-\(version).sql")
        let text = String(decoding: try Data(contentsOf: dump), as: UTF8.self)
        let path = folder.file("schema-\(version).sqlite")
        var configuration = Configuration()
        // A dump names tables before those that they refer to.
        configuration.foreignKeysEnabled = false
        let queue = try DatabaseQueue(path: path, configuration: configuration)
        try queue.writeWithoutTransaction { try $0.execute(sql: text) }
        try queue.close()
        return path
    }

    @Test(arguments: 1...6)
    func `is brought up to date, and nothing that was owed is lost`(_ version: Int) async throws {
        let store = try SQLiteStore(path: database(version))
        let line = try await store.line(of: "desk", now: .start.addingTimeInterval(3_600), limit: 100)
        let owed = line.messages.flatMap(\.contents.ids) + line.waiting.compactMap { $0.alert?.id }
        #expect(owed.sorted() == ["alert-2", "alert-3", "alert-5"])
        #expect(line.waiting.last?.hold == .digest)
        let inDoubt = line.messages.filter(\.message.inDoubt).flatMap(\.contents.ids)
        #expect(
            inDoubt + line.waiting.filter(\.inDoubt).compactMap { $0.alert?.id } == ["alert-2"],
            "what was on its way may have arrived"
        )
        let settled = try await store.outbox(channel: "desk", states: [.delivered, .dead], limit: 10)
        #expect(settled.map(\.id) == ["alert-1", "alert-4"])
    }

    @Test(arguments: 1...6)
    func `rings for nothing a second time`(_ version: Int) async throws {
        let store = try SQLiteStore(path: database(version))
        let feed = try #require(try await store.claimAllFeeds(now: .start, lease: .zero).first)
        #expect(feed.state.baselinedAt != nil)
        let known = try await store.latestItems(of: feed.state.id, limit: 10, titles: nil)
        #expect(known.count == 5)
        let alert = try #require(try await store.alert(id: "alert-3"))
        let visit = FeedVisit(
            at: .start,
            state: feed.state,
            alerts: [OwedAlert(alert, due: ["desk": .start])]
        )
        #expect(try await store.commit(visit) == [])
    }

    @Test(arguments: 1...6)
    func `is as one made anew`(_ version: Int) throws {
        func tables(_ path: String) throws -> [String] {
            try SQLiteStore(path: path).close()
            return try DatabaseQueue(path: path).read { database in
                try String.fetchAll(
                    database,
                    sql: """
                        SELECT m.name || ' ' || group_concat(c.name || c.type || c."notnull" || coalesce(c.dflt_value, ''), ',')
                        FROM sqlite_master m, pragma_table_info(m.name) c WHERE m.type = 'table' GROUP BY m.name
                        UNION ALL SELECT name || coalesce(sql, '') FROM sqlite_master WHERE type = 'index' ORDER BY 1
                        """
                )
            }
        }
        #expect(try tables(database(version)) == tables(folder.file("new.sqlite")))
    }
}

extension OwedDelivery {
    fileprivate var alert: Alert? {
        if case .alert(let alert) = subject { alert } else { nil }
    }
}
