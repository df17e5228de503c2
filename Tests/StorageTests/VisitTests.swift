import FoundationEssentials
import News
import Storage
import TestSupport
import Testing

@Suite struct `Visits in the store` {
    private let folder: TemporaryFolder
    private let store: SQLiteStore

    init() throws {
        folder = try TemporaryFolder()
        store = try SQLiteStore(path: folder.file("tocsin.sqlite"))
    }

    private func onlyFeed(now: Date = .start) async throws -> FeedState {
        try await store.register([Feed(url: "https://example.org/feed", outlet: "Example")], now: now)
        let claim = try await store.claimDueFeeds(now: now, limit: 10, lease: .seconds(60))
        return try #require(claim.feeds.first).state
    }

    @Test func `A feed that is leased is nobody else's until the lease runs out`() async throws {
        _ = try await onlyFeed()
        let second = try await store.claimDueFeeds(now: .start, limit: 10, lease: .seconds(60))
        #expect(second.feeds.isEmpty)
        #expect(second.nextDue == Date.start.addingTimeInterval(60))
        let later = Date.start.addingTimeInterval(61)
        #expect(try await store.claimDueFeeds(now: later, limit: 10, lease: .seconds(60)).feeds.count == 1)
    }

    @Test func `A host that is held is left alone by all of its feeds, and by no other`() async throws {
        let urls = ["https://a.org/1", "https://A.org/2", "https://b.org/3", "https://a.org/4"]
        try await store.register(urls.map { Feed(url: $0, outlet: "") }, now: .start)
        var last = try await store.claimDueFeeds(now: .start, limit: 10, lease: .zero).feeds[3].state
        let until = Date.start.addingTimeInterval(3_600)
        last.nextAt = until.addingTimeInterval(60)
        try await store.commitQuiet([last])
        try await store.hold(host: "a.org", until: until, reason: "held")

        func due(_ moment: Date) async throws -> [DueFeed] {
            try await store.claimDueFeeds(now: moment, limit: 10, lease: .zero).feeds
        }
        #expect(try await due(.start).map(\.url) == ["https://b.org/3"])
        #expect(try await store.claimAllFeeds(now: .start, lease: .zero).map(\.url) == ["https://b.org/3"])
        let later = try await due(until)
        #expect(Set(later.map(\.url)) == Set(urls.dropLast()), "the last is due later of itself")
        #expect(later.first { $0.url == urls[0] }?.state.nextReason == "held")
    }

    @Test func `Feeds that are due together after a stop are due in turn`() async throws {
        let feeds = (0..<20_100).map { Feed(url: "https://example.org/\($0)", outlet: "") }
        try await store.register(feeds, now: .start)
        func due(_ seconds: Double) async throws -> Int {
            let moment = Date.start.addingTimeInterval(seconds)
            return try await store.claimDueFeeds(now: moment, limit: 100_000, lease: .seconds(900)).feeds
                .count
        }
        #expect(try await due(0) == 100)
        #expect(try await due(3) == 200)
        #expect(try await due(300) == 19_800)
        let rhythms = try await store.rhythms(into: 0) { count, _, rhythm in count += rhythm == nil ? 1 : 0 }
        #expect(rhythms == 20_100)
    }

    @Test func `A state comes back as it was written`() async throws {
        var state = try await onlyFeed()
        state.etag = "W/\"é\""
        state.lastModified = "Monday, 21-Jul-25 10:00:00 GMT"
        state.unconditionalAt = .start
        state.bodyHash = .max
        state.baselinedAt = .start
        state.visitedAt = .start
        state.succeededAt = .start
        state.readAt = .start
        state.failures = 3
        state.rhythm = Rhythm(
            published: (0..<50).map { .start.addingTimeInterval(-3_600 * Double($0)) },
            now: .start
        )
        state.served = 50
        state.wishes.interval = .seconds(3_600)
        state.wishes.skippedHours = [0, 23]
        state.wishes.skippedDays = [5, 6]
        state.ailment = Ailment(.botWall, since: .start)
        state.ailment?.isTold = true
        state.trouble = "refused"
        state.goneAt = .start
        state.movedTo = "https://example.org/new"
        state.movedVisits = 2
        state.nextReason = "because"
        state.heldUntil = .start
        state.title = "Example"
        state.boilerplate = [1, .max, 0xCBF2_9CE4_8422_2325]
        try await store.commitQuiet([state])
        let claim = try await store.claimDueFeeds(now: .start, limit: 1, lease: .seconds(60))
        #expect(claim.feeds.map(\.state) == [state])
    }

    @Test func `An item is unseen once, and again when its text changes`() async throws {
        let state = try await onlyFeed()
        let item = Item.titled("A truce", identity: "1")
        let first = try await store.unseen(among: [item], of: state.id, now: .start)
        #expect(first == Sighting(unseen: [UnseenItem(item)], fading: []))

        _ = try await store.commit(FeedVisit(at: .start, state: state, items: [item]))
        #expect(try await store.unseen(among: [item], of: state.id, now: .start).unseen.isEmpty)

        var edited = item
        edited.title = "A truce holds"
        let again = try await store.unseen(among: [edited], of: state.id, now: .start)
        #expect(again.unseen == [UnseenItem(edited, earlier: item, firstSeen: .start)])

        var redated = item
        redated.updated = Date.start.addingTimeInterval(60)
        let touched = try await store.unseen(among: [redated], of: state.id, now: .start)
        #expect(touched.unseen.isEmpty, "publishers touch dates without touching a word")
    }

    @Test func `A list rings once for a subject, and once for an item whatever its headline becomes`()
        async throws
    {
        let state = try await onlyFeed()
        func visit(_ alert: Alert) -> FeedVisit {
            FeedVisit(at: .start, state: state, alerts: [OwedAlert(alert, due: ["log": .start])])
        }
        let alert = Alert.about("A truce")
        #expect(try await store.commit(visit(alert)) == [alert])
        #expect(try await store.commit(visit(alert)).isEmpty, "a repeated visit")

        var elsewhere = alert
        elsewhere.feedURL = "https://example.org/other"
        elsewhere.itemIdentity = "other"
        #expect(try await store.commit(visit(elsewhere)).isEmpty, "the same article in another feed")

        var edited = alert
        edited.id = "another"
        edited.subject = "another headline"
        #expect(try await store.commit(visit(edited)).isEmpty, "the same item under another headline")

        #expect(
            try await store.commit(visit(.about("A truce", list: "sanctions"))).count == 1,
            "another list"
        )
        let owed = try await store.outbox(channel: nil, states: DeliveryState.allCases, limit: 10)
        #expect(owed.count == 2)
    }

    @Test func `What a feed still serves is never forgotten, however old it is`() async throws {
        var state = try await onlyFeed()
        state.readAt = .start
        let item = Item.titled("An old page", identity: "1")
        _ = try await store.commit(FeedVisit(at: .start, state: state, items: [item]))

        let years = Date.start.addingTimeInterval(800 * 86_400)
        _ = try await store.prune(Retention(), now: years)
        #expect(try await store.unseen(among: [item], of: state.id, now: years).fading == ["1"])

        state.readAt = years
        _ = try await store.commit(FeedVisit(at: years, state: state, stillServed: ["1"]))
        _ = try await store.prune(Retention(), now: years)
        #expect(
            try await store.unseen(among: [item], of: state.id, now: years)
                == Sighting(unseen: [], fading: [])
        )

        let gone = years.addingTimeInterval(800 * 86_400)
        state.readAt = gone
        _ = try await store.commit(FeedVisit(at: gone, state: state))
        _ = try await store.prune(Retention(), now: gone)
        #expect(try await store.unseen(among: [item], of: state.id, now: gone).unseen.count == 1, "long gone")
    }

    @Test func `A list counts from the moment its text changed`() async throws {
        let later = Date.start.addingTimeInterval(60)
        #expect(
            try await store.registerLists(["a": 1, "b": .max], now: .start) == ["a": .start, "b": .start]
        )
        #expect(try await store.registerLists(["a": 2, "b": .max], now: later) == ["a": later, "b": .start])
    }
}
