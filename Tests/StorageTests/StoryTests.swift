import FoundationEssentials
import News
import Storage
import Synchronization
import TestSupport
import Testing

@Suite struct `An alert of a story` {
    private let folder: TemporaryFolder
    private let store: SQLiteStore
    private static let story = StoryID(rawValue: 42)
    private static let pace = UpdatePace(edits: false, pause: .seconds(1_800))

    init() throws {
        folder = try TemporaryFolder()
        store = try SQLiteStore(path: folder.file("tocsin.sqlite"))
    }

    private func alert(_ title: String, by outlet: String = "DW", minutes: Double = 0) -> Alert {
        var alert = Alert.about(title, found: .start.addingTimeInterval(minutes * 60))
        alert.outlet = outlet
        alert.story = Self.story
        return alert
    }

    @discardableResult
    private func commit(_ alerts: [Alert], _ rule: @escaping Telling.Rule) async throws -> [Alert] {
        try await store.register([Feed(url: "https://example.org/feed", outlet: "Example")], now: .start)
        let state = try #require(try await store.claimAllFeeds(now: .start, lease: .zero).first).state
        var visit = FeedVisit(
            at: alerts[0].found,
            state: state,
            items: alerts.map { Item.titled($0.headline) },
            alerts: alerts.map { OwedAlert($0, due: ["desk": .start]) }
        )
        visit.stories = Dictionary(uniqueKeysWithValues: alerts.map { ($0.headline, $0.story ?? Self.story) })
        visit.telling = rule
        return try await store.commit(visit)
    }

    private static let ring: Telling.Rule = { owed, _ in
        .ring(owed, occasion: "first", because: "it is first")
    }

    @Test func `rings once on one occasion, whoever asks`() async throws {
        let raised = try await commit([alert("A truce"), alert("The truce", by: "BBC")], Self.ring)
        #expect(raised.map(\.headline) == ["A truce"])
        let reports = try await store.reports(ofAlert: raised[0].id)
        #expect(reports.map(\.entry.standing) == [.rang, .folded])
        #expect(reports.map(\.entry.outlet) == ["DW", "BBC"])
    }

    @Test func `sees what was found before, also within its own visit`() async throws {
        let seen = Mutex<[[String]]>([])
        try await commit([alert("One"), alert("Two"), alert("Three")]) { owed, thread in
            seen.withLock { $0.append(thread.entries.map(\.headline)) }
            return .hold(because: "it waits")
        }
        #expect(seen.withLock { $0 } == [[], ["One"], ["One", "Two"]])
        #expect(try await store.alerts(list: nil, limit: 10).isEmpty)
    }

    @Test func `takes what was held along`() async throws {
        try await commit([alert("One")]) { _, _ in .hold(because: "it waits") }
        let raised = try await commit([alert("Two", by: "BBC")], Self.ring)
        let reports = try await store.reports(ofAlert: raised[0].id)
        #expect(reports.map(\.entry.headline) == ["One", "Two"])
        #expect(reports.map(\.entry.standing) == [.folded, .rang])
    }

    @Test func `names an outlet once`() async throws {
        let raised = try await commit([alert("One")], Self.ring)
        for (title, outlet) in [("Two", "BBC"), ("Three", "bbc"), ("Four", "DW")] {
            try await commit([alert(title, by: outlet)]) { owed, _ in
                let report = Report(outlet: owed.alert.outlet, link: nil, found: owed.alert.found)
                return .fold(
                    into: raised[0].id,
                    because: "it is the same",
                    report,
                    updates: ["desk": Self.pace]
                )
            }
        }
        let kept = try #require(try await store.alert(id: raised[0].id))
        #expect(kept.others.map(\.outlet) == ["BBC"])
        #expect(try await store.reports(ofAlert: raised[0].id).count == 4)
    }

    @Test func `is the same article in another feed, or an edit of it`() async throws {
        try await commit([alert("One")], Self.ring)
        var copy = alert("Another id")
        copy.subject = alert("One").subject
        let never: Telling.Rule = { owed, _ in
            Issue.record("nothing is to be decided")
            return .hold(because: "")
        }
        try await commit([copy], never)
        #expect(
            try await store.reports(of: .titled("Another id")).map(\.entry.because) == [
                "the same article in another feed"
            ]
        )
        var edited = alert("One", minutes: 5)
        edited.title = [Segment("One, changed")]
        edited.subject = "another"
        edited.id = "another"
        try await commit([edited], never)
        #expect(try await store.alerts(list: nil, limit: 10).map(\.headline) == ["One, changed"])
    }

    @Test func `leaves its items to be learnt again, and goes with them`() async throws {
        try await commit([alert("One"), alert("Two")], Self.ring)
        let items = try await store.storyItems(since: .distantPast, into: [StoryItem]()) { $0.append($1) }
        #expect(items.map(\.title) == ["One", "Two"])
        #expect(items.allSatisfy { $0.story == Self.story })
        #expect(try await store.stories(limit: 10).map(\.outlets) == [1])
        let aged = Date.start.addingTimeInterval(500 * 86_400)
        _ = try await store.prune(Retention(), now: aged)
        #expect(try await store.stories(limit: 10).isEmpty)
    }

    @Test func `is listed once, the latest first`() async throws {
        let hold: Telling.Rule = { _, _ in .hold(because: "it waits") }
        let other = StoryID(rawValue: 7)
        var report = alert("Another story", minutes: 1)
        report.story = other
        try await commit([alert("One")], hold)
        try await commit([report], hold)
        #expect(try await store.stories(limit: 10).map(\.id) == [other, Self.story])
        try await commit([alert("Two", by: "BBC", minutes: 2)], hold)
        let stories = try await store.stories(limit: 10)
        #expect(stories.map(\.id) == [Self.story, other])
        #expect(stories.map(\.headline) == ["One", "Another story"])
        #expect(stories.map(\.outlets) == [2, 1])
        #expect(try await store.stories(limit: 1).map(\.id) == [Self.story])
    }
}
