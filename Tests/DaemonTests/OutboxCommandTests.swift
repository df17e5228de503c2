import FoundationEssentials
import News
import Notifying
import Storage
import TestSupport
import Testing

@testable import Daemon

@Suite struct `A command for the outbox` {
    private let folder: TemporaryFolder
    private let store: SQLiteStore

    init() throws {
        folder = try TemporaryFolder()
        try folder.write(
            """
            [[channel]]
            name = "desk"
            type = "slack"
            url = "https://hooks.slack.com/services/T0/B0/hook-secret"
            [[channel]]
            name = "log"
            type = "file"
            path = "alerts.jsonl"
            """,
            to: "tocsin.toml"
        )
        store = try SQLiteStore(path: folder.file("tocsin.sqlite"))
    }

    private func outbox() throws -> OutboxCommand {
        try OutboxCommand(config: folder.file("tocsin.toml"), environment: [:])
    }

    private func owe(_ alerts: [Alert], to channel: String = "desk", hold: Hold? = nil) async throws {
        try await store.register([Feed(url: "https://example.org/feed", outlet: "Example")], now: .start)
        let state = try #require(try await store.claimAllFeeds(now: .start, lease: .zero).first).state
        let holds = hold.map { [channel: $0] } ?? [:]
        let owed = alerts.map { OwedAlert($0, due: [channel: .start], holds: holds) }
        _ = try await store.commit(FeedVisit(at: .start, state: state, alerts: owed))
    }

    /// Writes the first delivery out and ends the attempt.
    private func send(_ ending: MessageEnding) async throws {
        let line = try await store.line(of: "desk", now: .start, limit: 1)
        let message = OutgoingMessage(
            Message(id: "m1", body: Array("the \u{7}bytes".utf8)),
            .alert(.about("One")),
            detail: .full,
            members: line.waiting.map(\.sequence)
        )
        #expect(try await store.write(OutboxStep(channel: "desk", sending: [message]), now: .start))
        _ = try await store.write(OutboxStep(channel: "desk", ended: [("m1", ending)]), now: .start)
    }

    private func drop(
        _ ids: String...,
        channel: String? = nil,
        olderThan: String? = nil,
        yes: Bool = false
    ) async throws -> Output {
        try await outbox().drop(
            ids,
            channel: channel,
            olderThan: olderThan,
            isAgreed: yes,
            json: false,
            now: .start
        )
    }

    private func retry(_ ids: String..., channel: String? = nil, dead: Bool = false) async throws -> Output {
        try await outbox().retry(ids, channel: channel, everything: dead, json: false, now: .start)
    }

    @Test func `lists what waits, why, and what ails the channels`() async throws {
        try await owe([.about("One")])
        let rest = Date.start.addingTimeInterval(60)
        try await send(.kept(reason: "answered 403", inDoubt: false, restUntil: rest, isBroken: true))
        try await owe([.about("Two", decision: .digest)], hold: .digest)
        let text = try await outbox().list(channel: nil, .open, limit: 10, json: false, now: .start).text
        #expect(
            text.contains("desk is broken since \(time(.start)): answered 403; tried again at \(time(rest))")
        )
        #expect(
            text.contains(
                "desk  queued  due \(time(.start)), tried 1 time: answered 403\n    1  id-ceasefire-one"
            )
        )
        #expect(
            text.contains(
                "desk  queued  due \(time(.start)), held for the digest\n    2  id-ceasefire-two  ceasefire: Two"
            )
        )
        let later = try await outbox().list(channel: nil, .open, limit: 10, json: false, now: rest).text
        #expect(later.contains("answered 403; tried again now"))
        let json = try await outbox().list(channel: nil, .open, limit: 10, json: true).text
        #expect(json.contains(#""hold":"digest""#))
    }

    @Test func `says what brings a channel back that is gone`() async throws {
        try await owe([.about("One")])
        try await send(
            .kept(reason: "answered 410", inDoubt: false, restUntil: .distantFuture, isBroken: true)
        )
        let text = try await outbox().list(channel: nil, .open, limit: 10, json: false, now: .start).text
        #expect(
            text.hasPrefix(
                "desk is gone since \(time(.start)): answered 410; not tried again before a reload or "
                    + "tocsin outbox resume desk (failed 1 in a row)\n"
            )
        )
    }

    private func time(_ moment: Date) -> String { localTime(moment) }

    @Test func `shows a delivery with what was tried, byte for byte but for what a terminal would obey`()
        async throws
    {
        try await owe([.about("One")])
        let waiting = try await outbox().show("1", json: false).text
        #expect(waiting.contains("not written out yet; see: tocsin alerts show id-ceasefire-one --json"))
        try await send(.dead(reason: "answered 400"))
        let text = try await outbox().show("m1", json: false).text
        #expect(text.contains("message m1 of \(time(.start)): dead, tried 1 time"))
        #expect(text.contains("answered 400\nthe "))
        #expect(!text.contains("\u{7}"))
        #expect(!text.contains("hook-secret"))
        let json = try await outbox().show("id-ceasefire", json: true).text
        #expect(json.contains(#""body":"the \u0007bytes""#))
        let unknown = try await outbox().show("nothing", json: false)
        #expect(unknown.status == .input)
        #expect(
            unknown.complaints == [
                "there is no delivery, message or alert nothing; tocsin outbox list --all shows them"
            ]
        )
    }

    @Test func `sends again what was given up`() async throws {
        try await owe([.about("One"), .about("Two")])
        try await send(.dead(reason: "answered 400"))
        #expect(try await retry("2").complaints == ["delivery 2 to desk is queued"])
        #expect(try await retry().status == .usage, "everything must be asked for")
        #expect(try await retry(channel: "log").text == "nothing was given up\n")
        #expect(
            try await retry(channel: "dsk").complaints == [
                "there is no channel named dsk; did you mean desk?"
            ]
        )
        #expect(try await retry(dead: true).text == "1 delivery is in line again\n")
        #expect(try await store.line(of: "desk", now: .start, limit: 10).waiting.map(\.sequence) == [1, 2])
    }

    @Test func `drops what is named, and many only when told twice`() async throws {
        try await owe([.about("Old", found: .start.addingTimeInterval(-7_200))])
        try await owe((1...12).map { .about("\($0)") })
        #expect(try await drop("3").text == "1 delivery is dropped\n")
        #expect(try await drop("3").complaints == ["delivery 3 to desk is dropped"])
        #expect(try await drop(channel: "desk", olderThan: "1h").text == "1 delivery is dropped\n")
        let refused = try await drop(channel: "desk")
        #expect(refused.status == .input)
        #expect(
            refused.complaints == [
                "that would drop 11 deliveries, none of which would be told: say --yes if you mean it"
            ]
        )
        #expect(try await drop(channel: "desk", yes: true).text == "11 deliveries are dropped\n")
        #expect(try await store.alerts(list: nil, limit: 100).count == 13, "the alerts stay on record")
    }

    @Test func `does not drop what it is not told to`() async throws {
        #expect(try await drop().status == .usage)
        #expect(try await drop(channel: "desk", olderThan: "long").status == .usage)
        #expect(try await drop("1", olderThan: "1h").status == .usage)
        #expect(try await drop("1").status == .input)
        #expect(try await drop(channel: "desk").text == "nothing is owed\n")
    }

    @Test func `clears the line to a channel that the settings no longer have`() async throws {
        try await owe([.about("One")], to: "pager")
        #expect(try await drop(channel: "pager").text == "1 delivery is dropped\n")
        #expect(try await drop(channel: "pagr").status == .input)
    }

    @Test func `lets a channel try again`() async throws {
        try await owe([.about("One")])
        let rest = Date.start.addingTimeInterval(3_600)
        try await send(.kept(reason: "answered 404", inDoubt: false, restUntil: rest, isBroken: true))
        #expect(try await outbox().resume(["dsk"], json: false).status == .input)
        #expect(try await outbox().resume(["log"], json: false).text == "none of them rests\n")
        #expect(try await outbox().resume([], json: false).text == "desk: tried again within half a minute\n")
        #expect(try await outbox().resume([], json: false).text == "no channel rests\n")
        #expect(try await store.line(of: "desk", now: .start, limit: 1).messages.count == 1)
    }
}
