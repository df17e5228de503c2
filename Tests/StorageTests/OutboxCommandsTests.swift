import FoundationEssentials
import News
import Storage
import TestSupport
import Testing

@Suite struct `A hand in the outbox` {
    private let folder: TemporaryFolder
    private let store: SQLiteStore
    private let later = Date.start.addingTimeInterval(60)

    init() throws {
        folder = try TemporaryFolder()
        store = try SQLiteStore(path: folder.file("tocsin.sqlite"))
    }

    private func owe(_ titles: String..., to channels: [String] = ["desk"]) async throws {
        try await store.register([Feed(url: "https://example.org/feed", outlet: "Example")], now: .start)
        let state = try #require(try await store.claimAllFeeds(now: .start, lease: .zero).first).state
        let due = Dictionary(uniqueKeysWithValues: channels.map { ($0, Date.start) })
        let owed = titles.map { OwedAlert(.about($0), due: due) }
        _ = try await store.commit(FeedVisit(at: .start, state: state, alerts: owed))
    }

    /// Writes the next alerts out into one message and ends it, or leaves it on its way.
    private func send(_ count: Int, id: String, _ ending: MessageEnding? = nil) async throws {
        let line = try await store.line(of: "desk", now: .start, limit: count)
        let message = OutgoingMessage(
            Message(id: id, body: Array("body of \(id)".utf8)),
            .alerts(
                line.waiting.compactMap { if case .alert(let alert) = $0.subject { alert } else { nil } },
                .news
            ),
            detail: .full,
            members: line.waiting.map(\.sequence)
        )
        #expect(try await store.write(OutboxStep(channel: "desk", sending: [message]), now: .start))
        guard let ending else { return }
        _ = try await store.write(OutboxStep(channel: "desk", ended: [(id, ending)]), now: .start)
    }

    private func states() async throws -> [DeliveryState] {
        try await store.outbox(channel: nil, states: DeliveryState.allCases, limit: 100).map(\.state)
    }

    @Test func `finds a delivery by its number, its message and its alert`() async throws {
        try await owe("One", "Two", to: ["desk", "log"])
        try await send(1, id: "m1")
        func titles(_ name: String) async throws -> [String] {
            try await store.deliveries(named: name).map { "\($0.title) to \($0.channel)" }
        }
        #expect(try await titles("3") == ["Two to desk"])
        #expect(try await titles("m1") == ["One to desk"])
        #expect(try await titles("id-ceasefire-two") == ["Two to desk", "Two to log"])
        #expect(try await titles("id-ceasefire-o") == ["One to desk", "One to log"], "a beginning is enough")
        #expect(try await titles("id-ceasefire-").isEmpty, "but not that of several")
        #expect(try await titles("").isEmpty)
        #expect(try await titles("99").isEmpty)
        #expect(try await titles("3; DROP TABLE delivery").isEmpty)
    }

    @Test func `puts back in line what was given up, and nothing else`() async throws {
        try await owe("One", "Two", "Three")
        try await send(1, id: "m1", .dead(reason: "answered 400"))
        try await send(1, id: "m2", .delivered(reference: nil))
        #expect(try await store.retry([1, 2, 3], now: later) == [1])
        #expect(try await states() == [.queued, .delivered, .queued])
        let line = try await store.line(of: "desk", now: later, limit: 10)
        #expect(line.waiting.map(\.due) == [later, .start], "it is not too old at once")
    }

    @Test func `writes anew what was refused, under the same id`() async throws {
        try await owe("One")
        try await send(1, id: "m1", .dead(reason: "answered 400"))
        _ = try await store.retry([1], now: .start)
        try await send(1, id: "m1")
        let entry = try #require(try await store.deliveries(named: "1").first)
        let messages = try await store.messages(of: entry)
        #expect(messages.map(\.state) == ["sending"])
        #expect(messages.map(\.attempts) == [0])
        #expect(messages.map(\.note) == [nil])
    }

    @Test func `knows what may have arrived also after a retry`() async throws {
        try await owe("One")
        try await send(1, id: "m1", .kept(reason: "reset", inDoubt: true, restUntil: .start, isBroken: false))
        _ = try await store.expire(channel: "desk", owedBefore: later, now: later)
        #expect(try await store.retry([1], now: later) == [1])
        #expect(try await store.line(of: "desk", now: later, limit: 1).waiting.map(\.inDoubt) == [true])
    }

    @Test func `takes out what waits, with its message; what else that was to tell waits anew`() async throws
    {
        try await owe("One", "Two", "Three")
        try await send(2, id: "m1", .kept(reason: "reset", inDoubt: true, restUntil: .start, isBroken: false))
        #expect(try await store.drop([1, 3], now: later) == [1, 3])
        let line = try await store.line(of: "desk", now: later, limit: 10)
        #expect(line.messages.isEmpty)
        #expect(line.waiting.map(\.sequence) == [2])
        #expect(line.waiting.map(\.inDoubt) == [true])
        #expect(try await states() == [.dropped, .queued, .dropped])
    }

    @Test func `leaves alone what is being sent, and what has arrived`() async throws {
        try await owe("One", "Two")
        try await send(1, id: "m1", .delivered(reference: nil))
        try await send(1, id: "m2")
        #expect(try await store.drop([1, 2], now: later).isEmpty)
        #expect(try await states() == [.delivered, .sending])
    }

    @Test func `stops a lane that has read a message which is dropped meanwhile`() async throws {
        try await owe("One")
        try await send(1, id: "m1", .kept(reason: "down", inDoubt: false, restUntil: .start, isBroken: false))
        let message = try #require(try await store.line(of: "desk", now: later, limit: 1).messages.first)
        #expect(try await store.drop([1], now: later) == [1])
        #expect(try await store.write(OutboxStep(channel: "desk", sending: [message]), now: later) == false)
        #expect(try await states() == [.dropped])
        #expect(try await store.line(of: "desk", now: later, limit: 1).messages.isEmpty)
    }

    @Test func `tries channels again that rest, by name or all`() async throws {
        try await owe("One")
        try await send(1, id: "m1", .kept(reason: "gone", inDoubt: false, restUntil: later, isBroken: true))
        #expect(try await store.resume(["log"]).isEmpty)
        #expect(try await store.line(of: "desk", now: .start, limit: 1).messages.isEmpty)
        #expect(try await store.resume([]) == ["desk"])
        #expect(try await store.line(of: "desk", now: .start, limit: 1).messages.count == 1)
        #expect(try await store.resume([]).isEmpty, "it rests no more")
    }
}
