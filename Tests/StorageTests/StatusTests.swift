import FoundationEssentials
import GRDB
import News
import Storage
import TestSupport
import Testing

@Suite struct `What the status asks` {
    private let folder: TemporaryFolder
    private let store: SQLiteStore

    init() throws {
        folder = try TemporaryFolder()
        store = try SQLiteStore(path: folder.file("tocsin.sqlite"))
    }

    /// Registers feeds and answers their states.
    private func feeds(_ count: Int) async throws -> [FeedState] {
        let feeds = (1...count).map { Feed(url: "https://example.org/\($0)", outlet: "Example") }
        try await store.register(feeds, now: .start)
        return try await store.claimAllFeeds(now: .start, lease: .zero).map(\.state)
    }

    private func raise(_ alerts: [Alert], due: Date = .start) async throws {
        let state = try #require(await feeds(1).first)
        let owed = alerts.map { OwedAlert($0, due: ["log": due]) }
        _ = try await store.commit(FeedVisit(at: .start, state: state, alerts: owed))
    }

    @Test func `feeds are counted by what ails them, and those that ail are found`() async throws {
        var states = try await feeds(5)
        states[1].ailment = Ailment(.gone, since: .start)
        states[3].ailment = Ailment(.gone, since: .start)
        states[4].ailment = Ailment(.silent, since: .start)
        try await store.commitQuiet(states)
        let counts = try await store.feedCounts()
        #expect(counts == FeedCounts(all: 5, ailing: [.gone: 2, .silent: 1]))
        #expect(counts.unwell == 3)
        let ailing = try await store.ailingFeeds(limit: 2, now: .start)
        #expect(ailing.map(\.state.ailment?.kind) == [.gone, .gone])
    }

    @Test func `feeds come in parts, and the next ones first`() async throws {
        var states = try await feeds(3)
        states[2].nextAt = .start - 10
        try await store.commitQuiet(states)
        let part = try await store.feeds(from: 1, limit: 1, now: .start)
        #expect(part.map(\.url) == ["https://example.org/2"])
        let next = try await store.nextFeeds(limit: 1, now: .start)
        #expect(next.map(\.url) == ["https://example.org/3"])
    }

    @Test func `alerts come in parts, newest first, and notices are not among them`() async throws {
        try await raise((0..<5).map { .about("truce \($0)", found: .start + Double($0)) })
        let first = try await store.alerts(before: nil, since: nil, limit: 2)
        #expect(first.map(\.alert.headline) == ["truce 4", "truce 3"])
        let rest = try await store.alerts(before: first.last?.number, since: .start, limit: 9)
        #expect(rest.map(\.alert.headline) == ["truce 2", "truce 1"])
    }

    /// How long before the end an alert was found, and on which of three days it counts.
    static let moments: [(before: Double, days: [Int], because: String)] = [
        (0, [0, 0, 1], "the end itself belongs to the last day"),
        (86_399, [0, 0, 1], "just within the last day"),
        (86_400, [0, 1, 0], "a day ago is the day before"),
        (3 * 86_400 - 1, [1, 0, 0], "just within the first day"),
        (3 * 86_400, [0, 0, 0], "before all of them"),
        (-1, [0, 0, 0], "after the end"),
    ]

    @Test(arguments: moments)
    func `a list's alerts are counted by days`(
        _ row: (before: Double, days: [Int], because: String)
    ) async throws {
        let found = Date.start - row.before
        try await raise([.about("truce", found: found)])
        let histories = try await store.histories(of: ["ceasefire", "other"], days: 3, now: .start)
        #expect(histories.map(\.days) == [row.days, [0, 0, 0]], "\(row.because)")
        #expect(histories.map(\.last) == [found, nil])
    }

    @Test func `a channel is told by what waits, what arrived and what was given up`() async throws {
        try await raise([.about("one"), .about("two")], due: .start - 60)
        try await raise([.about("later")], due: .start + 60)
        let before = try await store.statuses(ofChannels: ["log", "other"], now: .start)
        #expect(before.map(\.waiting) == [3, 0])
        #expect(before.map(\.overdueSince) == [.start - 60, nil])
        for (place, ending) in [MessageEnding.delivered(reference: nil), .dead(reason: "no")].enumerated() {
            let owed = try #require(await store.line(of: "log", now: .start, limit: 1).waiting.first)
            let message = OutgoingMessage(
                Message(id: "m\(place)", body: [1], envelope: [:]),
                .alerts([.about("one")], .news),
                detail: .full,
                members: [owed.sequence]
            )
            _ = try await store.write(OutboxStep(channel: "log", sending: [message]), now: .start)
            let end = OutboxStep(channel: "log", ended: [(message.message.id, ending)])
            _ = try await store.write(end, now: .start + 5)
        }
        let after = try #require(await store.statuses(ofChannels: ["log"], now: .start).first)
        #expect(after.waiting == 1)
        #expect(after.overdueSince == nil)
        #expect(after.lastDelivery == .start + 5)
        #expect(after.givenUp == 1)
        #expect(after.trouble == nil)
    }

    /// Questions that are asked at every scrape, and the index that must answer them.
    static let questions: [(sql: String, index: String)] = [
        (
            "SELECT ailment, count(*) FROM feed WHERE active AND ailment IS NOT NULL GROUP BY ailment",
            "feed_ailment"
        ),
        ("SELECT count(*) FROM feed WHERE active", "feed_due"),
        ("SELECT id FROM feed f WHERE f.active AND f.ailment > '' ORDER BY f.ailment, f.id", "feed_ailment"),
        ("SELECT count(*) FROM alert WHERE list = 'a' AND found > 1 AND found <= 2", "alert_of_list"),
        (
            "SELECT count(*), min(due) FROM delivery WHERE channel = 'a' AND state IN ('queued', 'sending')",
            "delivery_waiting"
        ),
        (
            "SELECT count(*) FROM delivery WHERE channel = 'a' AND state IN ('dead', 'expired')",
            "delivery_given_up"
        ),
        (
            "SELECT max(settled_at) FROM message WHERE channel = 'a' AND state = 'delivered'",
            "message_delivered"
        ),
    ]

    @Test(arguments: questions)
    func `a question is answered from an index`(_ row: (sql: String, index: String)) async throws {
        let database = try DatabaseQueue(path: folder.file("tocsin.sqlite"))
        let plan = try await database.read { database in
            try Row.fetchAll(database, sql: "EXPLAIN QUERY PLAN " + row.sql).map { $0["detail"] as String }
        }
        #expect(plan.contains { $0.contains("USING") && $0.contains(row.index) }, "\(plan)")
        #expect(!plan.contains { $0.contains("TEMP B-TREE") }, "\(plan)")
    }
}
