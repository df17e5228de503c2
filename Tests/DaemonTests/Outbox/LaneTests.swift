import FoundationEssentials
import Logging
import News
import Notifying
import Storage
import Synchronization
import TestSupport
import Testing

@testable import Daemon

@Suite struct `A channel's lane` {
    private let folder: TemporaryFolder
    private let store: SQLiteStore
    private let clock = Clock()
    private let pacer = Pacer()

    private final class Clock: Sendable {
        private let moment = Mutex(Date.start)
        var now: Date { moment.withLock { $0 } }
        func pass(_ seconds: Double) { moment.withLock { $0 += seconds } }
    }

    init() throws {
        folder = try TemporaryFolder()
        store = try SQLiteStore(path: folder.file("tocsin.sqlite"))
    }

    private func lane(
        _ channel: ScriptedChannel,
        policy: DeliveryPolicy = DeliveryPolicy(),
        log: any LogHandler = SwiftLogNoOpLogHandler(),
        outbox: (any Store)? = nil,
        health: StoreHealth? = nil
    ) -> Lane {
        Lane(
            channel,
            store: outbox ?? store,
            health: health ?? StoreHealth(logger: Logger(label: "test") { _ in log }, now: { .start }),
            pacer: pacer,
            policy: policy,
            metrics: Metrics(startedAt: .start),
            logger: Logger(label: "test") { _ in log },
            now: { [clock] in clock.now },
            owe: { [clock] in [OwedNotice($0, due: ["operator": clock.now])] }
        )
    }

    private func owe(
        _ alerts: [Alert],
        to channel: String = "desk",
        in wait: Double = 0,
        hold: Hold? = nil
    ) async throws {
        try await store.register([Feed(url: "https://example.org/feed", outlet: "Example")], now: .start)
        let state = try #require(try await store.claimAllFeeds(now: .start, lease: .zero).first).state
        let holds = hold.map { [channel: $0] } ?? [:]
        let owed = alerts.map { OwedAlert($0, due: [channel: clock.now + wait], holds: holds) }
        _ = try await store.commit(FeedVisit(at: clock.now, state: state, alerts: owed))
    }

    private func notices() async throws -> [String] {
        try await store.line(of: "operator", now: clock.now, limit: 100).waiting.map { owed in
            if case .notice(let notice) = owed.subject { notice.title } else { "no notice" }
        }
    }

    private func states() async throws -> [DeliveryState] {
        try await store.outbox(channel: "desk", states: DeliveryState.allCases, limit: 1_000).map(\.state)
    }

    @Test func `tells alerts one by one, in order`() async throws {
        let channel = ScriptedChannel()
        try await owe([.about("One"), .about("Two"), .about("Three")])
        #expect(await lane(channel).deliverDue() == nil)
        #expect(channel.texts == ["One …", "Two …", "Three …"])
        #expect(try await states() == [.delivered, .delivered, .delivered])
    }

    @Test func `notes what has arrived once the store takes it, and sends it once`() async throws {
        let failing = FailingStore(store)
        let channel = ScriptedChannel()
        let health = StoreHealth(
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() },
            now: { .start }
        )
        let lane = lane(channel, outbox: failing, health: health)
        try await owe([.about("One")])
        // The first write is what nobody was owed for too long, the second the message, the third what became of it.
        failing.fail(StoreTrouble(.full, reason: "full"), after: 2)
        health.watch { _ in
            failing.fail(nil)
            health.hurry()
        } onRecovery: { _ in
        }
        _ = await lane.deliverDue()
        #expect(failing.refusals == 1)
        #expect(channel.texts == ["One …"])
        #expect(try await states() == [.delivered])
    }

    @Test func `sends the same bytes again after a failure, and goes on where it stopped`() async throws {
        let channel = ScriptedChannel(script: [
            .delivered(), .later(after: nil, reason: "reset", inDoubt: true),
            .later(after: nil, reason: "down", inDoubt: false),
        ])
        try await owe([.about("One"), .about("Two"), .about("Three")])
        let lane = lane(channel)
        let next = try #require(await lane.deliverDue())
        #expect(next > clock.now)
        let again = try #require(await lane.deliverDue())
        #expect(abs(again.timeIntervalSince(next)) < 0.01, "it rests")
        clock.pass(10)
        _ = await lane.deliverDue()
        clock.pass(60)
        #expect(await lane.deliverDue() == nil)
        #expect(channel.texts == ["One …", "Two …", "Two …", "Two …", "Three …"])
        #expect(channel.messages[1...3].map(\.id) == Array(repeating: channel.messages[1].id, count: 3))
        #expect(channel.messages[1...3].map(\.inDoubt) == [false, true, true])
        #expect(channel.messages[1...3].map(\.attempts) == [0, 1, 2])
    }

    @Test func `says once why a channel's template is not used`() async throws {
        let journal = Journal()
        let channel = ScriptedChannel(fallback: "what the template writes is no JSON")
        try await owe([.about("One"), .about("Two")])
        _ = await lane(channel, log: journal).deliverDue()
        #expect(channel.texts == ["One …", "Two …"])
        let reason = "reason=what the template writes is no JSON"
        #expect(
            journal.all == ["warning a channel's template is not used for a message channel=desk \(reason)"]
        )
    }

    @Test func `tells what has piled up in few messages, once the receiver bears no more single ones`()
        async throws
    {
        let channel = ScriptedChannel(manners: Manners(destination: "desk", burst: 4, capacity: 5))
        try await owe((1...12).map { .about("\($0)") })
        _ = await lane(channel).deliverDue()
        #expect(channel.texts == ["1\n2\n3\n4\n5 …", "6\n7\n8\n9\n10 …", "11 …", "12 …"])
        #expect(Set(channel.messages.map(\.id)).count == 4)
    }

    @Test func `goes on with few messages where more has piled up than it looks at together`() async throws {
        let channel = ScriptedChannel(manners: Manners(destination: "desk", burst: 100, capacity: 10))
        try await owe((1...450).map { .about("\($0)") })
        _ = await lane(channel).deliverDue()
        #expect(channel.messages.count == 40 + 50, "hundreds in tens, and the last fifty one by one")
        #expect(channel.texts.last == "450 …")
    }

    @Test func `puts no more into a message than fits`() async throws {
        let channel = ScriptedChannel(manners: Manners(destination: "desk", burst: 1, capacity: 5), limit: 9)
        try await owe(
            ["aaa", "bbb", "ccc", "dddddddd", String(repeating: "e", count: 10)].map { .about($0) }
        )
        _ = await lane(channel).deliverDue()
        #expect(channel.texts == ["aaa\nbbb …", "ccc …", "dddddddd"], "the fourth in fewer words")
        #expect(
            try await states() == [.delivered, .delivered, .delivered, .delivered, .dead],
            "the last in none"
        )
        #expect(try await notices() == ["desk: an alert was refused for good"])
    }

    @Test func `gives up what fits into no message, and not what was to come with it`() async throws {
        let channel = ScriptedChannel(manners: Manners(destination: "desk", burst: 1, capacity: 5), limit: 9)
        try await owe([String(repeating: "e", count: 10), "aaa", "bbb", "ccc"].map { .about($0) })
        _ = await lane(channel).deliverDue()
        #expect(channel.texts == ["aaa\nbbb …", "ccc …"])
        #expect(try await states() == [.dead, .delivered, .delivered, .delivered])
    }

    @Test func `tries a refused message in fewer words before it gives it up, and goes on`() async throws {
        let no = DeliveryOutcome.refused(reason: "invalid")
        let channel = ScriptedChannel(script: [no, .delivered(), no, no])
        try await owe([.about("One"), .about("Two"), .about("Three")])
        _ = await lane(channel).deliverDue()
        #expect(channel.texts == ["One …", "One", "Two …", "Two", "Three …"])
        #expect(Set(channel.messages.map(\.id)).count == 5, "other bytes have another id")
        #expect(try await states() == [.delivered, .dead, .delivered])
        #expect(try await notices() == ["desk: an alert was refused for good"])
    }

    @Test func `follows a receiver that has moved, and says so once`() async throws {
        let move = DeliveryOutcome.moved(to: "-1 -100", reason: "say chat = \"-100\"")
        let channel = ScriptedChannel(script: [move])
        try await owe([.about("One"), .about("Two")])
        #expect(await lane(channel).deliverDue() == nil)
        #expect(channel.texts == ["One …", "One …", "Two …"], "at once, and in order")
        #expect(channel.messages.map(\.movedTo) == [nil, "-1 -100", "-1 -100"])
        #expect(try await notices() == ["desk: the receiver has moved"])
        try await owe([.about("Three")])
        _ = await lane(channel).deliverDue()
        #expect(channel.messages.last?.movedTo == "-1 -100", "another lane knows it, too")
        #expect(try await store.channelTroubles().isEmpty)
    }

    @Test func `is not led in circles by a receiver`() async throws {
        let move = DeliveryOutcome.moved(to: "-1 -100", reason: "moved")
        let channel = ScriptedChannel(script: Array(repeating: move, count: 100))
        try await owe([.about("One")])
        let next = try #require(await lane(channel).deliverDue())
        #expect(next > clock.now, "it rests")
        #expect(channel.messages.count == 2)
    }

    /// How the first message ends, what is wanted, and what the channel hears.
    static let doubts:
        [(first: DeliveryOutcome, way: DoubtWay, texts: [String], held: Bool, because: String)] = [
            (
                .later(after: .zero, reason: "reset", inDoubt: true), .resend, ["One …", "One …", "Two …"],
                false,
                "once more rather than never"
            ),
            (
                .later(after: .zero, reason: "reset", inDoubt: true), .hold, ["One …", "Two …"], true,
                "never twice"
            ),
            (
                .later(after: .zero, reason: "refused", inDoubt: false), .hold, ["One …", "One …", "Two …"],
                false,
                "it cannot have arrived"
            ),
        ]

    @Test(arguments: doubts)
    func `acts as is wanted on a message that may have arrived`(
        _ first: DeliveryOutcome,
        _ way: DoubtWay,
        _ texts: [String],
        _ isHeld: Bool,
        _ because: String
    ) async throws {
        let channel = ScriptedChannel(script: [first])
        let lane = lane(channel, policy: DeliveryPolicy(onDoubt: way))
        try await owe([.about("One"), .about("Two")])
        _ = await lane.deliverDue()
        clock.pass(1)
        _ = await lane.deliverDue()
        #expect(channel.texts == texts, "\(because)")
        #expect(try await states() == [isHeld ? .dead : .delivered, .delivered], "\(because)")
        #expect(try await notices() == (isHeld ? ["desk: an alert may not have arrived"] : []))
        #expect(try await store.line(of: "desk", now: clock.now, limit: 1).channel.refusals == 0)
    }

    @Test func `sends what it held once somebody wants it, through every failure`() async throws {
        let down = DeliveryOutcome.later(after: .zero, reason: "down", inDoubt: false)
        let reset = DeliveryOutcome.later(after: .zero, reason: "reset", inDoubt: true)
        let channel = ScriptedChannel(script: [reset, down])
        let lane = lane(channel, policy: DeliveryPolicy(onDoubt: .hold))
        try await owe([.about("One")])
        for _ in 0..<2 {
            _ = await lane.deliverDue()
            clock.pass(1)
        }
        #expect(try await states() == [.dead])
        #expect(try await store.retry([1], now: clock.now) == [1])
        for _ in 0..<2 {
            _ = await lane.deliverDue()
            clock.pass(1)
        }
        #expect(channel.texts == ["One …", "One …", "One …"])
        #expect(try await states() == [.delivered])
    }

    @Test func `holds what the daemon's death left in doubt, but neither notices nor edits`() async throws {
        let channel = ScriptedChannel()
        try await owe([.about("One"), .about("Two")])
        let notice = Notice(kind: "gap", feedURL: "", title: "Gap", text: "", occasion: "", found: clock.now)
        let owed = OwedNotice(notice, due: ["desk": clock.now])
        _ = try await store.write(OutboxStep(channel: "desk", notices: [owed]), now: clock.now)
        let waiting = try await store.line(of: "desk", now: clock.now, limit: 3).waiting
        let edited = Message(id: "2", body: Array("edit".utf8), edits: "7")
        let contents: [Parcel.Contents] = [.alert(.about("One")), .alert(.about("Two")), .notices([notice])]
        let messages = [
            Message(id: "1", body: Array("alert".utf8)), edited, Message(id: "3", body: Array("notice".utf8)),
        ]
        let sending = zip(zip(messages, contents), waiting).map { pair, owed in
            OutgoingMessage(pair.0, pair.1, detail: .full, members: [owed.sequence])
        }
        // Whoever has written this dies before it is known what became of it.
        _ = try await store.write(OutboxStep(channel: "desk", sending: sending), now: clock.now)
        _ = await lane(channel, policy: DeliveryPolicy(onDoubt: .hold)).deliverDue()
        #expect(channel.texts == ["edit", "notice"])
        #expect(try await states() == [.dead, .delivered, .delivered])
    }

    @Test func `takes a channel that refuses one message after the other for broken`() async throws {
        let no = DeliveryOutcome.refused(reason: "invalid")
        let channel = ScriptedChannel(script: Array(repeating: no, count: 100))
        try await owe((1...8).map { .about("\($0)") })
        _ = await lane(channel, policy: DeliveryPolicy(refusals: 2)).deliverDue()
        #expect(try await states().filter { $0 == .dead }.count == 2)
        #expect(try await states().filter { $0 == .sending || $0 == .queued }.count == 6)
        #expect(try await store.channelTroubles().map(\.isBroken) == [true])
        #expect(try await notices().contains("desk: the channel is broken"))
    }

    @Test func `tells the operator once that the channel is broken, and once that it works again`()
        async throws
    {
        let broken = DeliveryOutcome.broken(reason: "answered 403")
        let channel = ScriptedChannel(script: [broken, broken])
        try await owe([.about("One")])
        let lane = lane(channel)
        for _ in 0..<2 {
            _ = await lane.deliverDue()
            clock.pass(3_600)
        }
        #expect(try await notices() == ["desk: the channel is broken"])
        _ = await lane.deliverDue()
        #expect(try await notices() == ["desk: the channel is broken", "desk: works again after 2h"])
        #expect(try await states() == [.delivered])
    }

    @Test func `leaves a destination that is gone alone until someone says otherwise`() async throws {
        let journal = Journal()
        let channel = ScriptedChannel(script: [
            .broken(reason: "answered 403"), .gone(reason: "answered 410"),
        ])
        try await owe([.about("One")])
        let lane = lane(channel, log: journal)
        for _ in 0..<3 {
            _ = await lane.deliverDue()
            clock.pass(24 * 3_600)
        }
        #expect(channel.texts == ["One …", "One …"], "no probe for a day and more")
        #expect(
            try await notices() == ["desk: the channel is broken", "desk: the destination is gone"],
            "the operator hears of it, though the channel was broken before"
        )
        #expect(
            journal.all.last
                == "error channel is gone and not tried again before a reload channel=desk reason=answered 410"
        )
        #expect(try await store.resume(["desk"]) == ["desk"])
        _ = await lane.deliverDue()
        #expect(channel.texts.count == 3)
        #expect(try await states() == [.delivered], "nothing was given up")
    }

    @Test func `tells what is late together, urgent alerts first`() async throws {
        let channel = ScriptedChannel(script: [.later(after: nil, reason: "down", inDoubt: false)])
        let lane = lane(channel)
        try await owe([.about("One")])
        _ = await lane.deliverDue()
        try await owe([.about("Two"), .about("Three", priority: .urgent)])
        clock.pass(3 * 3_600)
        try await owe([.about("Four", found: clock.now)])
        #expect(await lane.deliverDue() == nil)
        #expect(channel.texts[1] == "One …", "what was written out goes as it is")
        #expect(channel.texts[2].hasSuffix("Three\nTwo …"))
        #expect(channel.texts[2].hasPrefix("catchUp"))
        #expect(channel.texts[3] == "Four …")
    }

    @Test func `tells together what waited for the end of the quiet hours, and at once what is urgent`()
        async throws
    {
        let channel = ScriptedChannel()
        let lane = lane(channel)
        try await owe([.about("One"), .about("Two", list: "sanctions")], in: 7 * 3_600, hold: .quietHours)
        try await owe([.about("Three", priority: .urgent)])
        #expect(await lane.deliverDue() == clock.now.addingTimeInterval(7 * 3_600))
        #expect(channel.texts == ["Three …"])
        clock.pass(7 * 3_600)
        #expect(await lane.deliverDue() == nil)
        #expect(channel.texts.last == "quietHours\nOne\nTwo …")
    }

    @Test func `is silent about a silenced list, and tells what that rang for together afterwards`()
        async throws
    {
        let channel = ScriptedChannel()
        let lane = lane(channel)
        let end = clock.now.addingTimeInterval(3_600)
        _ = try await store.silence("ceasefire", author: "anna", reason: "live", now: clock.now, until: end)
        try await owe([.about("One"), .about("Two", priority: .urgent), .about("Three", list: "talks")])
        #expect(await lane.deliverDue() == end)
        #expect(channel.texts == ["Three …"])
        clock.pass(3_600)
        #expect(await lane.deliverDue() == nil)
        let silenced = Silenced(author: "anna", reason: "live", until: end)
        #expect(channel.texts.last == "\(Occasion.silence(silenced))\nOne\nTwo …")
    }

    @Test func `wakes nobody with what an outage or a silence kept back`() async throws {
        let down = DeliveryOutcome.later(after: nil, reason: "down", inDoubt: false)
        let channel = ScriptedChannel(script: [.delivered(), down])
        var policy = DeliveryPolicy()
        policy.clock = try #require(WallClock(zone: "UTC"))
        policy.quietHours = try #require(QuietHours("11:00-13:00"))
        let lane = lane(channel, policy: policy)
        let until = clock.now.addingTimeInterval(5_400)
        _ = try await store.silence("talks", author: "anna", reason: "", now: clock.now, until: until)
        try await owe([.about("Zero"), .about("One"), .about("Two"), .about("Talks", list: "talks")])
        _ = await lane.deliverDue()
        clock.pass(5_400)
        try await owe([.about("Three", priority: .urgent, found: clock.now)])
        let next = await lane.deliverDue()
        #expect(
            channel.texts == ["Zero …", "One …", "One …", "Three …"],
            "what is written out and what is urgent goes"
        )
        #expect(next == Date.start.addingTimeInterval(3 * 3_600))
        let waiting = try await store.outbox(channel: "desk", states: [.queued], limit: 10)
        #expect(waiting.map(\.hold) == [.quietHours, .quietHours])
        clock.pass(5_400)
        _ = await lane.deliverDue()
        #expect(channel.texts.dropFirst(4) == ["quietHours\nTwo\nTalks …"])
    }

    /// What a channel can, what is wanted, and what it hears of a headline that changes twice.
    static let updates: [(edits: Bool, way: UpdateWay, texts: [String], edited: [String?], because: String)] =
        [
            (
                true, .edit, ["One …", "Two …", "Three …"], [nil, "7", "7"],
                "the message is written anew at once"
            ),
            (
                true, .message, ["One …", "again: Three …"], [nil, nil],
                "one line tells both, if that is wanted"
            ),
            (
                false, .edit, ["One …", "again: Three …"], [nil, nil], "and where nothing can be written anew"
            ),
            (true, .none, ["One …"], [nil], "or nothing does"),
        ]

    @Test(arguments: updates)
    func `tells news of an alert`(
        _ edits: Bool,
        _ way: UpdateWay,
        _ texts: [String],
        _ edited: [String?],
        _ because: String
    ) async throws {
        let manners = Manners(destination: "desk", burst: 100, capacity: 10, edits: edits)
        let channel = ScriptedChannel(manners: manners, script: [.delivered(reference: "7")])
        let policy = DeliveryPolicy(onUpdate: way)
        let lane = lane(channel, policy: policy)
        try await owe([.about("One")])
        _ = await lane.deliverDue()
        for title in ["Two", "Three"] {
            clock.pass(60)
            // What is owed under other settings is not told either.
            try await change(
                "One",
                to: title,
                UpdatePace(policy, manners) ?? UpdatePace(edits: true, pause: .zero)
            )
            _ = await lane.deliverDue()
        }
        clock.pass(1_800)
        _ = await lane.deliverDue()
        #expect(channel.texts == texts, "\(because)")
        #expect(channel.messages.map(\.edits) == edited, "\(because)")
        #expect(Set(channel.messages.map(\.id)).count == texts.count, "each has an id of its own")
        #expect(try await states().allSatisfy { $0 == .delivered || $0 == .merged })
    }

    private func change(_ headline: String, to title: String, _ pace: UpdatePace) async throws {
        var alert = Alert.about(headline, found: clock.now)
        alert.id = "another"
        alert.title = [Segment(title)]
        let state = try #require(try await store.claimAllFeeds(now: .start, lease: .zero).first).state
        let owed = OwedAlert(alert, due: [:], updates: ["desk": pace])
        _ = try await store.commit(FeedVisit(at: clock.now, state: state, alerts: [owed]))
    }

    @Test func `keeps a list that rings all the time from drowning the others`() async throws {
        let channel = ScriptedChannel(manners: Manners(destination: "desk", burst: 100, capacity: 10))
        let lane = lane(channel, policy: DeliveryPolicy(floodLimit: 3))
        try await owe((1...5).map { .about("\($0)") } + [.about("Other", list: "sanctions")])
        let next = try #require(await lane.deliverDue())
        #expect(channel.texts == ["1 …", "2 …", "3 …", "Other …"])
        #expect(next == clock.now.addingTimeInterval(60))
        clock.pass(60)
        _ = await lane.deliverDue()
        #expect(channel.texts.last == "flood(term: \"4\")\n4\n5 …")
        clock.pass(1)
        try await owe([.about("6", found: clock.now)])
        _ = await lane.deliverDue()
        #expect(channel.texts.last == "flood(term: \"4\")\n4\n5 …", "its minute has begun")
        clock.pass(60)
        _ = await lane.deliverDue()
        #expect(channel.texts.last?.hasSuffix("6 …") == true)
        #expect(try await states().allSatisfy { $0 == .delivered })
    }

    @Test
    func `tells all that a flood has left at once, however many messages it takes, and lets others pass`()
        async throws
    {
        let channel = ScriptedChannel(manners: Manners(destination: "desk", burst: 100, capacity: 50))
        let lane = lane(channel, policy: DeliveryPolicy(floodLimit: 30))
        try await owe((1...530).map { .about("\($0)") } + [.about("Other", list: "sanctions")])
        _ = await lane.deliverDue()
        #expect(channel.messages.count == 2)
        #expect(channel.texts.last == "Other …", "though hundreds before it wait")
        clock.pass(60)
        #expect(await lane.deliverDue() == clock.now.addingTimeInterval(60))
        #expect(channel.messages.count == 2 + 10, "in ten messages, not in ten minutes")
        #expect(try await states().allSatisfy { $0 == .delivered })
        clock.pass(1)
        try await owe((531...540).map { .about("\($0)", found: clock.now) })
        _ = await lane.deliverDue()
        #expect(channel.messages.count == 12, "what comes after it waits for a minute of its own")
        clock.pass(59)
        _ = await lane.deliverDue()
        #expect(channel.messages.count == 13)
        try await owe([.about("541", found: clock.now)])
        _ = await lane.deliverDue()
        #expect(channel.texts.last == "541 …", "few came, and the flood is over")
    }

    @Test func `gives up what could not be told in three days, and says so`() async throws {
        let channel = ScriptedChannel(
            script: Array(repeating: .later(after: nil, reason: "down", inDoubt: false), count: 2)
        )
        let lane = lane(channel)
        try await owe([.about("One"), .about("Two")])
        _ = await lane.deliverDue()
        clock.pass(73 * 3_600)
        _ = await lane.deliverDue()
        #expect(try await states() == [.expired, .expired])
        #expect(try await notices() == ["desk: 2 deliveries were given up"])
    }
}
