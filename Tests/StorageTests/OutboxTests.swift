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

    private func owe(
        _ alerts: [Alert],
        channel: String = "log",
        due: Date = .start,
        hold: Hold? = nil
    ) async throws {
        try await store.register([Feed(url: "https://example.org/feed", outlet: "Example")], now: .start)
        let feeds = try await store.claimAllFeeds(now: .start, lease: .zero)
        let state = try #require(feeds.first).state
        let owed = alerts.map { OwedAlert($0, due: [channel: due], holds: hold.map { [channel: $0] } ?? [:]) }
        _ = try await store.commit(FeedVisit(at: .start, state: state, alerts: owed))
    }

    private func line(at now: Date = .start, limit: Int = 10) async throws -> OutboxLine {
        try await store.line(of: "log", now: now, limit: limit)
    }

    /// Puts everything that waits under way, in one message.
    private func send(
        _ line: OutboxLine,
        id: String = "m1",
        at now: Date = .start
    ) async throws -> OutgoingMessage {
        let message = OutgoingMessage(
            Message(id: id, body: Array("body of \(id)".utf8), envelope: ["type": "text"]),
            .alerts(line.waiting.compactMap(\.alert), .news),
            detail: .full,
            members: line.waiting.map(\.sequence)
        )
        #expect(try await store.write(OutboxStep(channel: "log", sending: [message]), now: now))
        return message
    }

    private func end(_ ending: MessageEnding, of id: String = "m1", at now: Date = .start) async throws {
        _ = try await store.write(OutboxStep(channel: "log", ended: [(id, ending)]), now: now)
    }

    @Test func `What is owed waits in the order in which it was raised`() async throws {
        try await owe([.about("One"), .about("Two"), .about("Three")])
        #expect(try await line(limit: 2).waiting.map(\.alert?.headline) == ["One", "Two"])
        #expect(try await store.line(of: "other", now: .start, limit: 10).waiting.isEmpty)
    }

    @Test
    func `A message under way is sent again as it was, before anything else, once the channel has rested`()
        async throws
    {
        try await owe([.about("One"), .about("Two")])
        let sent = try await send(try await line(limit: 1))
        let later = Date.start.addingTimeInterval(5)
        try await end(.kept(reason: "answered 503", inDoubt: true, restUntil: later, isBroken: false))

        let resting = try await line()
        #expect(resting.messages.isEmpty)
        #expect(resting.waiting.isEmpty)
        #expect(resting.nextDue == later)

        let again = try await line(at: later)
        let message = try #require(again.messages.first)
        #expect(message.message.body == sent.message.body)
        #expect(message.message.envelope == sent.message.envelope)
        #expect(message.message.attempts == 1)
        #expect(message.message.inDoubt)
        #expect(message.contents == .alert(.about("One")))
        #expect(again.waiting.map(\.alert?.headline) == ["Two"])
        #expect(again.channel.failures == 1)
        #expect(again.channel.since == .start)

        #expect(try await store.write(OutboxStep(channel: "log", sending: [message]), now: later))
        try await end(.delivered(reference: "77"), at: later)
        let after = try await line(at: later)
        #expect(after.messages.isEmpty)
        #expect(after.channel == ChannelState())
        #expect(try await store.channelTroubles().isEmpty)
    }

    @Test func `What is refused for good is kept as a dead letter and holds up nobody`() async throws {
        try await owe([.about("One"), .about("Two")])
        _ = try await send(try await line(limit: 1))
        try await end(.dead(reason: "answered 400"))
        let dead = try await store.outbox(channel: nil, states: [.dead], limit: 10)
        #expect(dead.map(\.title) == ["One"])
        #expect(dead.first?.note == "answered 400")
        let line = try await line()
        #expect(line.waiting.map(\.alert?.headline) == ["Two"])
        #expect(line.channel.refusals == 1)
    }

    @Test func `A message that is written again in fewer words leaves its deliveries to the other one`()
        async throws
    {
        try await owe([.about("One")])
        var message = try await send(try await line())
        message.message.id = "m1-short"
        message.message.body = Array("less".utf8)
        message.detail = .short
        let ended: [(id: String, ending: MessageEnding)] = [("m1", .rewritten(reason: "too long"))]
        #expect(
            try await store.write(OutboxStep(channel: "log", ended: ended, sending: [message]), now: .start)
        )
        try await end(.delivered(reference: nil), of: "m1-short")
        #expect(try await store.outbox(channel: nil, states: [.delivered], limit: 10).map(\.title) == ["One"])
        #expect(try await line().messages.isEmpty)
    }

    @Test func `A channel that is broken says since when and why`() async throws {
        try await owe([.about("One")])
        _ = try await send(try await line())
        let rest = Date.start.addingTimeInterval(60)
        try await end(.kept(reason: "answered 410", inDoubt: false, restUntil: rest, isBroken: true))
        let trouble = try #require(try await store.channelTroubles().first)
        #expect(trouble.isBroken)
        #expect(trouble.reason == "answered 410")
        try await store.resumeChannels()
        #expect(try await line().messages.map(\.message.id) == ["m1"])
    }

    /// How long a channel rests, and whether it is tried when the daemon starts anew.
    static let starts: [(rest: Date, isTried: Bool, because: String)] = [
        (.distantFuture, true, "it was gone, and the settings may have changed"),
        (.start.addingTimeInterval(3_600), false, "a wait that was asked for holds"),
    ]

    @Test(arguments: starts)
    func `A channel that rests is tried after a start`(
        _ rest: Date,
        _ isTried: Bool,
        _ because: String
    )
        async throws
    {
        try await owe([.about("One")])
        _ = try await send(try await line())
        try await end(.kept(reason: "answered", inDoubt: false, restUntil: rest, isBroken: true))
        #expect(try await line().messages.isEmpty)
        let trouble = try #require(try await store.channelTroubles().first)
        #expect(trouble.isGone == (rest == .distantFuture))
        let again = folder.file("again.sqlite")
        try FileManager.default.copyItem(atPath: folder.file("tocsin.sqlite"), toPath: again)
        try FileManager.default.copyItem(atPath: folder.file("tocsin.sqlite-wal"), toPath: again + "-wal")
        let restarted = try SQLiteStore(path: again)
        let messages = try await restarted.line(of: "log", now: .start, limit: 10).messages
        #expect(messages.isEmpty != isTried, "\(because)")
    }

    @Test func `What waits for its hour is due then, with the reason why it waited`() async throws {
        let evening = Date.start.addingTimeInterval(3_600)
        try await owe([.about("One", decision: .digest)], due: evening, hold: .digest)
        try await owe([.about("Two")], due: evening, hold: .quietHours)
        try await owe([.about("Now")])
        let now = try await line()
        #expect(now.waiting.map(\.alert?.headline) == ["Now"])
        #expect(now.nextDue == evening)
        #expect(try await line(at: evening).waiting.map(\.hold) == [.digest, .quietHours, nil])
    }

    @Test func `What a list rings for waits while it is silenced, and tells why it waited`() async throws {
        func at(_ minutes: Double) -> Date { .start.addingTimeInterval(minutes * 60) }
        func waiting(_ minutes: Double) async throws -> [String] {
            try await line(at: at(minutes)).waiting.map { owed in
                [owed.alert?.headline, owed.hold?.rawValue].compactMap(\.self).joined(separator: " ")
            }
        }
        try await owe([.about("Before"), .about("Other", list: "talks", found: at(1))])
        let silence = try await store.silence(
            "cease*",
            author: "anna",
            reason: "",
            now: at(10),
            until: at(60)
        )
        try await owe([.about("Within", found: at(20))], due: at(20))
        #expect(try await waiting(5) == ["Before", "Other"], "it has not begun")
        #expect(try await waiting(30) == ["Other"], "what was found before it waits, too")
        #expect(try await line(at: at(30)).nextDue == at(60))
        #expect(try await store.silences(now: at(30)).map(\.waiting) == [2])
        #expect(try await waiting(60) == ["Before silence", "Other", "Within silence"])
        try await owe([.about("After", found: at(70))], due: at(70))
        #expect(try await waiting(70).last == "After")
        #expect(try await store.endSilence(silence.id, now: at(30)))
        #expect(try await store.endSilence(silence.id, now: at(31)) == false, "it ends once")
        #expect(try await store.silences(now: at(31)).isEmpty)
        #expect(try await waiting(31) == ["Before silence", "Other", "Within silence"])
        try await owe([.about("Digest", found: at(20))], due: at(480), hold: .digest)
        #expect(try await waiting(480).last == "Digest digest", "the silence was over before its hour")
    }

    @Test func `A notice cannot be silenced`() async throws {
        _ = try await store.silence("*", author: "anna", reason: "", now: .start, until: .distantFuture)
        let notice = Notice(kind: "gone", feedURL: "", title: "", text: "", occasion: "", found: .start)
        let owed = OwedNotice(notice, due: ["log": .start])
        _ = try await store.write(OutboxStep(channel: "log", notices: [owed]), now: .start)
        try await owe([.about("One")])
        #expect(try await line().waiting.map(\.subject) == [.notice(notice)])
    }

    @Test func `An alert that nobody is owed is on record all the same`() async throws {
        try await store.register([Feed(url: "https://example.org/feed", outlet: "Example")], now: .start)
        let state = try #require(try await store.claimAllFeeds(now: .start, lease: .zero).first).state
        let visit = FeedVisit(at: .start, state: state, alerts: [OwedAlert(.about("One"), due: [:])])
        #expect(try await store.commit(visit).count == 1)
        #expect(try await store.alerts(list: nil, limit: 10).map(\.headline) == ["One"])
    }

    @Test func `A notice is owed once, and is no alert`() async throws {
        func notice(_ title: String) -> OwedNotice {
            let notice = Notice(
                kind: "gone",
                feedURL: title,
                title: title,
                text: "",
                occasion: "today",
                found: .start
            )
            return OwedNotice(notice, due: ["log": .start])
        }
        let notices = ["a", "b", "a"].map(notice)
        _ = try await store.write(OutboxStep(channel: "other", notices: notices), now: .start)
        let line = try await line()
        #expect(line.waiting.map(\.subject) == [.notice(notices[0].notice), .notice(notices[1].notice)])
        #expect(try await store.alerts(list: nil, limit: 10).isEmpty)
        let owed = try await store.outbox(channel: nil, states: [.queued], limit: 10)
        #expect(owed.map(\.list) == [nil, nil])
        #expect(owed.map(\.title) == ["a", "b"])
    }

    @Test func `A message that was not tried goes back in line, not in doubt`() async throws {
        try await owe([.about("One")])
        _ = try await send(try await line())
        try await end(.untried(inDoubt: false))
        let again = try #require(try await line().messages.first)
        #expect(again.message.inDoubt == false)
        #expect(again.message.attempts == 0)
    }

    @Test func `A message of which it was never written how it ended is in doubt, and can be sent again`()
        async throws
    {
        try await owe([.about("One")])
        _ = try await send(try await line())
        let again = try #require(try await line().messages.first)
        #expect(again.message.inDoubt)
        #expect(try await store.write(OutboxStep(channel: "log", sending: [again]), now: .start))
        try await end(.delivered(reference: nil))
        #expect(try await line().messages.isEmpty)
    }

    @Test func `What was on its way when the process died is in doubt at the next start, and the same`()
        async throws
    {
        try await owe([.about("One")])
        let sent = try await send(try await line())
        let copy = folder.file("copy.sqlite")
        for ending in ["", "-wal"] {
            let source = folder.file("tocsin.sqlite") + ending
            try FileManager.default.copyItem(atPath: source, toPath: copy + ending)
        }
        let reopened = try SQLiteStore(path: copy)
        let line = try await reopened.line(of: "log", now: .start, limit: 1)
        #expect(line.messages.map(\.message.inDoubt) == [true])
        #expect(line.messages.map(\.message.body) == [sent.message.body])
        #expect(line.waiting.isEmpty)
    }

    @Test func `A step of which a delivery is gone sends nothing, and notes what has ended`() async throws {
        try await owe([.about("One"), .about("Two")])
        let first = try await line(limit: 1)
        _ = try await send(first)
        let stale = OutgoingMessage(
            Message(id: "m2", body: [1]),
            .alert(.about("One")),
            detail: .full,
            members: first.waiting.map(\.sequence)
        )
        let step = OutboxStep(
            channel: "log",
            ended: [("m1", .delivered(reference: nil))],
            sending: [stale]
        )
        #expect(try await store.write(step, now: .start) == false)
        #expect(try await store.outbox(channel: nil, states: [.delivered], limit: 10).map(\.title) == ["One"])
        #expect(try await line().messages.isEmpty)
    }

    @Test func `What could not be told for too long is given up, and kept`() async throws {
        try await owe([.about("One"), .about("Two")])
        _ = try await send(try await line(limit: 1))
        try await end(.kept(reason: "down", inDoubt: false, restUntil: .start, isBroken: false))
        try await owe([.about("Three")], due: .start.addingTimeInterval(100))
        let count = try await store.expire(
            channel: "log",
            owedBefore: .start.addingTimeInterval(50),
            now: .start.addingTimeInterval(200)
        )
        #expect(count == 2)
        let line = try await line(at: .start.addingTimeInterval(200))
        #expect(line.messages.isEmpty)
        #expect(line.waiting.map(\.alert?.headline) == ["Three"])
        #expect(
            try await store.outbox(channel: nil, states: [.expired], limit: 10).map(\.title) == [
                "One", "Two",
            ]
        )
    }

    @Test func `Settled deliveries are forgotten after a month, owed ones never`() async throws {
        try await owe([.about("One"), .about("Two")])
        _ = try await send(try await line(limit: 1))
        try await end(.delivered(reference: nil))
        _ = try await store.prune(Retention(), now: .start.addingTimeInterval(500 * 86_400))
        let left = try await store.outbox(channel: nil, states: DeliveryState.allCases, limit: 10)
        #expect(left.map(\.title) == ["Two"])
        #expect(try await store.alerts(list: nil, limit: 10).map(\.headline) == ["Two"])
    }
}

extension OwedDelivery {
    fileprivate var alert: Alert? {
        if case .alert(let alert) = subject { alert } else { nil }
    }
}
