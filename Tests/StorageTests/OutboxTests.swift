import FoundationEssentials
import News
import Storage
import TestSupport
import Testing

@Suite struct `The outbox` {
    private let folder: TemporaryFolder
    private let store: SQLiteStore

    init() throws {
        folder = try TemporaryFolder()
        store = try SQLiteStore(path: folder.file("tocsin.sqlite"))
    }

    private func owe(_ alerts: [Alert], channel: String = "log", due: Date = .start) async throws {
        try await store.register([Feed(url: "https://example.org/feed", outlet: "Example")], now: .start)
        let feeds = try await store.claimAllFeeds(now: .start, lease: .zero)
        let state = try #require(feeds.first).state
        let owed = alerts.map { OwedAlert($0, due: [channel: due]) }
        _ = try await store.commit(FeedVisit(at: .start, state: state, alerts: owed))
    }

    private func claim(
        _ channel: String = "log",
        at now: Date = .start,
        limit: Int = 10
    ) async throws -> DeliveryClaim {
        try await store.claimDeliveries(for: channel, now: now, limit: limit)
    }

    @Test func `Alerts are taken in the order in which they were raised, each once`() async throws {
        try await owe([.about("One"), .about("Two"), .about("Three")])
        let first = try await claim(limit: 2)
        #expect(first.parcels.map(\.contents) == [.alert(.about("One")), .alert(.about("Two"))])
        #expect(first.parcels.map(\.id) == ["id-ceasefire-one", "id-ceasefire-two"])
        #expect(try await claim().parcels.map(\.contents) == [.alert(.about("Three"))])
        #expect(try await claim().parcels.isEmpty)
    }

    @Test func `A channel that rests is left alone, and starts again with the same parcel`() async throws {
        try await owe([.about("One"), .about("Two")])
        let parcel = try #require(try await claim(limit: 1).parcels.first)
        let later = Date.start.addingTimeInterval(5)
        let outcome = DeliveryOutcome.later(after: nil, reason: "answered 503", inDoubt: true)
        try await store.settle(
            [SettledParcel(parcel, outcome, restUntil: later)],
            channel: "log",
            now: .start
        )

        let resting = try await claim()
        #expect(resting.parcels.isEmpty)
        #expect(resting.nextDue == later)
        let again = try await claim(at: later)
        #expect(again.failures == 1)
        #expect(again.parcels.map(\.id) == ["id-ceasefire-one", "id-ceasefire-two"])
        #expect(again.parcels.first?.attempts == 1)
        #expect(again.parcels.first?.inDoubt == true)

        try await store.settle(
            again.parcels.map { SettledParcel($0, .delivered()) },
            channel: "log",
            now: later
        )
        let after = try await claim(at: later)
        #expect(after.failures == 0)
        #expect(after.nextDue == nil)
        #expect(try await store.channelTroubles().isEmpty)
    }

    @Test func `What is refused for good is kept as a dead letter and holds up nobody`() async throws {
        try await owe([.about("One"), .about("Two")])
        let parcels = try await claim().parcels
        let settled = [
            SettledParcel(parcels[0], .refused(reason: "answered 400")),
            SettledParcel(parcels[1], .delivered()),
        ]
        try await store.settle(settled, channel: "log", now: .start)
        let dead = try await store.outbox(channel: nil, states: [.dead], limit: 10)
        #expect(dead.map(\.title) == ["One"])
        #expect(dead.first?.note == "answered 400")
    }

    @Test func `A channel that is broken says since when and why`() async throws {
        try await owe([.about("One")])
        let parcel = try #require(try await claim().parcels.first)
        let broken = SettledParcel(
            parcel,
            .broken(reason: "answered 410"),
            restUntil: .start.addingTimeInterval(60)
        )
        try await store.settle([broken], channel: "log", now: .start)
        let trouble = try #require(try await store.channelTroubles().first)
        #expect(trouble.isBroken)
        #expect(trouble.reason == "answered 410")
        try await store.resumeChannels()
        #expect(try await claim().parcels.map(\.id) == [parcel.id])
    }

    @Test func `Digest alerts wait for their hour and go together, again together when tried again`()
        async throws
    {
        let evening = Date.start.addingTimeInterval(3_600)
        try await owe([.about("One", decision: .digest), .about("Two", decision: .digest)], due: evening)
        try await owe([.about("Now")])
        let first = try await claim()
        #expect(first.parcels.map(\.id) == ["id-ceasefire-now"])
        #expect(first.nextDue == evening)

        let digest = try #require(try await claim(at: evening).parcels.first)
        let two: [Alert] = [.about("One", decision: .digest), .about("Two", decision: .digest)]
        #expect(digest.contents == .alerts(two, .digest))
        let outcome = DeliveryOutcome.later(after: nil, reason: "refused", inDoubt: false)
        try await store.settle(
            [SettledParcel(digest, outcome, restUntil: evening)],
            channel: "log",
            now: evening
        )
        try await owe([.about("Three", decision: .digest)], due: evening)

        let again = try await claim(at: evening)
        #expect(again.parcels.map(\.id) == [digest.id, "id-ceasefire-three-digest"])
        #expect(again.parcels.first?.contents == digest.contents)
    }

    @Test func `Notices that come together are told together, and each once`() async throws {
        func notice(_ url: String, found: Date) -> OwedNotice {
            let notice = Notice(
                kind: "gone",
                feedURL: url,
                title: url,
                text: "",
                occasion: "today",
                found: found
            )
            return OwedNotice(notice, due: ["log": .start])
        }
        try await owe([])
        let feed = try #require(try await store.claimAllFeeds(now: .start, lease: .zero).first)
        let notices = ["a", "b", "a"].map { notice($0, found: .start) }
        _ = try await store.commit(FeedVisit(at: .start, state: feed.state, notices: notices))
        let parcels = try await claim().parcels
        #expect(parcels.map(\.contents) == [.notices([notices[0].notice, notices[1].notice])])
        try await store.settle(parcels.map { SettledParcel($0, .delivered()) }, channel: "log", now: .start)
        #expect(try await claim().parcels.isEmpty)
        #expect(try await store.alerts(list: nil, limit: 10).isEmpty, "a notice is no alert")
        let told = try await store.outbox(channel: nil, states: [.delivered], limit: 10)
        #expect(told.map(\.list) == [nil, nil])
        #expect(told.map(\.title) == ["a", "b"])
    }

    @Test func `Parcels that were taken and not tried go back in line, not in doubt`() async throws {
        try await owe([.about("One")])
        try await store.unclaim(try await claim().parcels)
        let again = try #require(try await claim().parcels.first)
        #expect(again.inDoubt == false)
        #expect(again.attempts == 0)
    }

    @Test func `What was on its way when the process died is in doubt at the next start`() async throws {
        try await owe([.about("One")])
        _ = try await claim()
        let copy = folder.file("copy.sqlite")
        for ending in ["", "-wal"] {
            let source = folder.file("tocsin.sqlite") + ending
            try FileManager.default.copyItem(atPath: source, toPath: copy + ending)
        }
        let reopened = try SQLiteStore(path: copy)
        let claim = try await reopened.claimDeliveries(for: "log", now: .start, limit: 1)
        #expect(claim.parcels.map(\.inDoubt) == [true])
    }

    @Test func `Settled deliveries are forgotten after a month, owed ones never`() async throws {
        try await owe([.about("One"), .about("Two")])
        let parcel = try #require(try await claim(limit: 1).parcels.first)
        try await store.settle([SettledParcel(parcel, .delivered())], channel: "log", now: .start)
        _ = try await store.prune(Retention(), now: .start.addingTimeInterval(500 * 86_400))
        let left = try await store.outbox(channel: nil, states: DeliveryState.allCases, limit: 10)
        #expect(left.map(\.title) == ["Two"])
        #expect(try await store.alerts(list: nil, limit: 10).map(\.headline) == ["Two"])
    }
}
