import FoundationEssentials
import News
import TestSupport
import Testing
import Web

@testable import Notifying

@Suite(.timeLimit(.minutes(10))) struct `A request to a service` {
    /// Where a service's messages go, with the server of a test in the place of its own.
    struct Row: Sendable, CustomTestStringConvertible {
        let name: String
        var changes: @Sendable (LoopbackServer) -> [String: SettingsEntry.Value?]
        var edits: String?
        let method: String
        let target: String
        var header: (name: String, value: String)?
        var body: String?

        var testDescription: String { "\(name) \(method) \(target)" }
    }

    private static func url(_ path: String) -> @Sendable (LoopbackServer) -> [String: SettingsEntry.Value?] {
        { ["url": .string($0.url(path))] }
    }

    private static func server(
        _ key: String = "server"
    ) -> @Sendable (LoopbackServer) -> [String: SettingsEntry.Value?] {
        { [key: .string($0.url())] }
    }

    private static let webhook = "/api/webhooks/123456789012345678/discord-secret-0123456789"
    private static let bot = "/bot123456:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"

    static let rows = [
        Row(name: "slack", changes: url("/services/T0/B0/x"), method: "POST", target: "/services/T0/B0/x"),
        Row(
            name: "slack bot",
            changes: server(),
            method: "POST",
            target: "/api/chat.postMessage",
            header: ("Authorization", "Bearer xoxb-slack-secret-2")
        ),
        Row(
            name: "slack bot",
            changes: server(),
            edits: "C1 1.2",
            method: "POST",
            target: "/api/chat.update"
        ),
        Row(name: "discord", changes: url(webhook), method: "POST", target: webhook + "?wait=true"),
        Row(
            name: "discord",
            changes: { ["url": .string($0.url(webhook)), "thread": .string("123456789012345678")] },
            edits: "77",
            method: "PATCH",
            target: webhook + "/messages/77?wait=true&thread_id=123456789012345678"
        ),
        Row(
            name: "matrix",
            changes: server("homeserver"),
            method: "PUT",
            target: "/_matrix/client/v3/rooms/%21room%3Amatrix.example/send/m.room.message/id-1",
            header: ("Authorization", "Bearer matrix-secret")
        ),
        Row(
            name: "telegram",
            changes: server(),
            method: "POST",
            target: bot + "/sendMessage",
            body: #"{"chat_id":"-1001234567890","#
        ),
        Row(
            name: "telegram",
            changes: server(),
            edits: "5",
            method: "POST",
            target: bot + "/editMessageText"
        ),
        Row(
            name: "ntfy",
            changes: { ["server": .string($0.url()), "token": .string("tk_1")] },
            method: "POST",
            target: "/",
            header: ("Authorization", "Bearer tk_1"),
            body: #"{"topic":"ntfy-secret-topic","#
        ),
        Row(
            name: "gotify",
            changes: server(),
            method: "POST",
            target: "/message",
            header: ("X-Gotify-Key", "A.gotify-secret")
        ),
        Row(
            name: "zulip",
            changes: server(),
            method: "POST",
            target: "/api/v1/messages",
            header: ("Authorization", "Basic Ym90QHp1bGlwLmV4YW1wbGU6enVsaXBzZWNyZXQx")
        ),
        Row(
            name: "googlechat",
            changes: {
                [
                    "url": .string($0.url("/v1/spaces/AAA/messages?key=k&token=t")),
                    "threads": .string("list"),
                ]
            },
            method: "POST",
            target: "/v1/spaces/AAA/messages?key=k&token=t&requestId=id-1&threadKey=Ceasefire"
                + "&messageReplyOption=REPLY_MESSAGE_FALLBACK_TO_NEW_THREAD"
        ),
        Row(
            name: "pagerduty",
            changes: server(),
            method: "POST",
            target: "/v2/enqueue",
            body: #"{"routing_key":"0123456789abcdef0123456789abcdef","#
        ),
    ]

    @Test(arguments: rows)
    func `goes where the service wants it`(_ row: Row) async throws {
        let server = try LoopbackServer { _ in .text("", status: 503) }
        let web = try HTTPClient(userAgent: "tocsin/test")
        let channel = try Setup.channel(row.name, row.changes(server), web: web)
        let parcel = Parcel(id: "id-1", channel: "desk", .alert(.about("A truce")), edits: row.edits)
        let message = try #require(try channel.compose(parcel, detail: .full))
        #expect(
            await channel.send(message, now: .start)
                == .later(after: nil, reason: "answered 503", inDoubt: false)
        )
        let request = try #require(server.requests.first)
        #expect(request.method == row.method)
        #expect(request.target == row.target)
        #expect(request["user-agent"] == "tocsin/test")
        #expect(request["expect"] == nil)
        if let header = row.header { #expect(request[header.name] == header.value) }
        if let body = row.body { #expect(request.text.hasPrefix(body)) }
        #expect(
            request.text.hasSuffix(String(decoding: message.body.dropFirst(), as: UTF8.self)),
            "as it was composed"
        )
        await web.shutDown()
    }

    @Test func `that edits in Matrix has a transaction of its own for each text`() throws {
        let service = try Setup.service("matrix")
        func target(_ title: String) throws -> String {
            let parcel = Parcel(id: "id-1", channel: "desk", .update(.about(title)), edits: "$a")
            return service.request(try #require(try service.compose(parcel, detail: .full)), now: .start).url
        }
        #expect(try target("One") == target("One"))
        #expect(try target("One") != target("Two"))
    }

    @Test func `goes to a group's new number once Telegram has named it`() async throws {
        let server = try LoopbackServer { request in
            request.text.contains(#""chat_id":"-1001234567890""#)
                ? .text(#"{"ok":false,"parameters":{"migrate_to_chat_id":-100777}}"#, status: 400)
                : .text(#"{"ok":true,"result":{"message_id":5}}"#)
        }
        let web = try HTTPClient(userAgent: "tocsin/test")
        let channel = try Setup.channel("telegram", ["server": .string(server.url())], web: web)
        let parcel = Parcel(id: "1", channel: "", .alert(.about("A truce")))
        var message = try #require(try channel.compose(parcel, detail: .full))
        guard case .moved(let place, _) = await channel.send(message, now: .start) else {
            Issue.record("nothing is broken: the group is there")
            return
        }
        message.movedTo = place
        #expect(await channel.send(message, now: .start) == .delivered(reference: "5"))
        #expect(server.requests.last?.text.hasPrefix(#"{"chat_id":"-100777","#) == true)
        let other = try Setup.channel(
            "telegram",
            ["server": .string(server.url()), "chat": .string("-1009")],
            web: web
        )
        _ = await other.send(message, now: .start)
        #expect(
            server.requests.last?.text.hasPrefix(#"{"chat_id":"-1009","#) == true,
            "whoever names another chat means it"
        )
        await web.shutDown()
    }

    @Test func `follows no redirect and reads no more than a look`() async throws {
        let server = try LoopbackServer { request in
            request.target == "/elsewhere"
                ? .text("ok")
                : .answer(
                    status: 302,
                    headers: [("Location", "/elsewhere")],
                    body: Array(repeating: 97, count: 1 << 20)
                )
        }
        let web = try HTTPClient(userAgent: "tocsin/test")
        let changes: [String: SettingsEntry.Value?] = ["url": .string(server.url("/services/T0/B0/x"))]
        let channel = try Setup.channel("slack", changes, web: web)
        let message = try #require(
            try channel.compose(Parcel(id: "1", channel: "", .alert(.about("A"))), detail: .full)
        )
        guard case .broken = await channel.send(message, now: .start) else {
            Issue.record("a redirect would carry the message elsewhere")
            return
        }
        #expect(server.requests.count == 1)
        await web.shutDown()
    }
}

@Suite(.timeLimit(.minutes(10))) struct `A secret` {
    private static let words = [
        "secret", Setup.hook, "123456:AAAA", "AAAAAAAAAAAAAAAA", "0123456789abcdef0123456789abcdef",
        "zulipsecret1",
    ]

    private static let halves = [
        "webhook-", "slack-", "discord-", "teams-", "abcdefgh", "rocket-", "gchat-", "matrix-", "AAAAAA",
        "ntfy-",
        "gotify-", "zulipsec", "01234567",
    ]

    private func holdsSecret(_ text: String) -> Bool {
        Self.words.contains { text.contains($0) }
    }

    @Test(arguments: Setup.names)
    func `stands in nothing that is kept or shown`(_ name: String) throws {
        let service = try Setup.service(name)
        let parcel = Parcel(id: "1", channel: "desk", .alert(.about("A truce")))
        let message = try #require(try service.compose(parcel, detail: .full))
        #expect(
            !holdsSecret(String(decoding: message.body, as: UTF8.self)),
            "\(name): the body is kept in the store"
        )
        #expect(!holdsSecret("\(message.envelope)"))
        #expect(!holdsSecret("\(service.manners)"), "\(name): manners go into logs")
        var dumped = ""
        dump(service, to: &dumped)
        #expect(!holdsSecret(dumped + "\(service)"), "\(name)")
    }

    /// A server that repeats in its answer all that it was sent.
    @Test(arguments: Setup.names)
    func `is scrubbed from what a receiver says`(_ name: String) throws {
        let service = try Setup.service(name)
        let request = service.request(Message(id: "1", body: Array("{}".utf8)), now: .start)
        let echo =
            ([request.url] + request.headers.map(\.value) + [
                String(decoding: request.body ?? [], as: UTF8.self)
            ])
            .joined(separator: " ")
        let outcome = Scrubber(service.secrets).scrubbed(.broken(reason: "answered 403: \(echo)"))
        #expect(!holdsSecret("\(outcome)"), "\(name): \(outcome)")
    }

    /// What is shown of an answer is cut, and the cut may fall into a secret.
    @Test(arguments: Setup.names)
    func `is not shown in half either`(_ name: String) throws {
        let service = try Setup.service(name)
        let scrubber = Scrubber(service.secrets)
        let message = Message(id: "1", body: Array("{}".utf8))
        let request = service.request(message, now: .start)
        let echo = ([request.url] + request.headers.map(\.value)).joined(separator: " ")
        for length in 100...200 {
            let body = Array((String(repeating: "x", count: length) + " \(echo)").utf8)
            let answer = Answer(Response(status: 403, body: body), now: .start, scrubber: scrubber)
            let outcome = "\(scrubber.scrubbed(service.outcome(of: answer, to: message)))"
            for half in Self.halves { #expect(!outcome.contains(half), "\(name): \(outcome)") }
        }
    }

    @Test func `is scrubbed piece by piece, and words stay`() {
        let scrubber = Scrubber([
            Secret("https://chat.example/hooks/0123456789ab?sig=abcdefghij&v=1"), Secret("token"),
        ])
        #expect(
            scrubber.scrubbed("cannot reach https://chat.example/hooks/0123456789ab?sig=abcdefghij&v=1")
                == "cannot reach chat.example"
        )
        #expect(
            scrubber.scrubbed("no hooks at /0123456789ab with abcdefghij; token")
                == "no hooks at /••• with •••; •••"
        )
    }
}
