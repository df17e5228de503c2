import Foundation
import Logging
import News
import Notifying
import TestSupport
import Testing

@testable import Daemon

/// Every kind of channel, each with secrets of its own, at receivers that fail and repeat all that they were sent.
@Suite(.timeLimit(.minutes(10))) struct `A channel's secrets` {
    struct Failure: Sendable, CustomTestStringConvertible {
        let name: String
        let reply: LoopbackServer.Handler

        var testDescription: String { name }
    }

    /// What only the settings and the receivers may know.
    static let secrets = [
        "hook-secret-1", "header-secret-2", "c2lnbmluZy1zZWNyZXQtMy1vZi10aGlydHktdHdv", "slack-secret-4",
        "xoxb-secret-5", "discord-secret-6-is-long", "teams-secret-7", "mattermostsecret8aaaaaaaaa",
        "rocket-secret-9", "gchat-secret-10", "matrix-secret-11", "AAtelegram-secret-12-AAAAAAAAAAAAAA",
        "ntfy-secret-13", "gotify-secret-14", "zulipsecret15", "0123456789abcdef0123456789secret",
        "mail-secret-16",
        // The passwords as HTTP and mail write them.
        "Ym90QHguZXhhbXBsZTp6dWxpcHNlY3JldDE1", "AGFkYQBtYWlsLXNlY3JldC0xNg==", "bWFpbC1zZWNyZXQtMTY=",
    ]

    /// What never leaves the house as it is: what is signed with, passwords that are written in Base64, and the way to log
    /// in that is not taken.
    static let unsent = [
        "c2lnbmluZy1zZWNyZXQtMy1vZi10aGlydHktdHdv", "zulipsecret15", "mail-secret-16", "bWFpbC1zZWNyZXQtMTY=",
    ]

    private static func settings(_ web: String, _ mail: String) -> String {
        """
        [[channel]]
        name = "webhook"
        type = "webhook"
        url = "\(web)/hook/hook-secret-1"
        secret = "whsec_c2lnbmluZy1zZWNyZXQtMy1vZi10aGlydHktdHdv"
        headers = { X-Key = "header-secret-2" }
        [[channel]]
        name = "slack"
        type = "slack"
        url = "\(web)/services/T0/B0/slack-secret-4"
        [[channel]]
        name = "slack-bot"
        type = "slack"
        token = "xoxb-secret-5"
        channel = "C0123456789"
        server = "\(web)"
        [[channel]]
        name = "discord"
        type = "discord"
        url = "\(web)/api/webhooks/123456789012345678/discord-secret-6-is-long"
        [[channel]]
        name = "teams"
        type = "teams"
        url = "\(web)/workflows/0123456789abcdef/triggers/manual/paths/invoke?api-version=1&sig=teams-secret-7"
        [[channel]]
        name = "mattermost"
        type = "mattermost"
        url = "\(web)/hooks/mattermostsecret8aaaaaaaaa"
        [[channel]]
        name = "rocketchat"
        type = "rocketchat"
        url = "\(web)/hooks/1/rocket-secret-9"
        [[channel]]
        name = "googlechat"
        type = "googlechat"
        url = "\(web)/v1/spaces/AAA/messages?key=1&token=gchat-secret-10"
        [[channel]]
        name = "matrix"
        type = "matrix"
        homeserver = "\(web)"
        room = "!room:matrix.example"
        token = "matrix-secret-11"
        [[channel]]
        name = "telegram"
        type = "telegram"
        server = "\(web)"
        token = "123456:AAtelegram-secret-12-AAAAAAAAAAAAAA"
        chat = "-1001"
        [[channel]]
        name = "ntfy"
        type = "ntfy"
        server = "\(web)"
        topic = "ntfy-secret-13"
        [[channel]]
        name = "gotify"
        type = "gotify"
        server = "\(web)"
        token = "gotify-secret-14"
        [[channel]]
        name = "zulip"
        type = "zulip"
        server = "\(web)"
        user = "bot@x.example"
        key = "zulipsecret15"
        channel = "alerts"
        [[channel]]
        name = "pagerduty"
        type = "pagerduty"
        server = "\(web)"
        key = "0123456789abcdef0123456789secret"
        [[channel]]
        name = "mail"
        type = "email"
        url = "\(mail)"
        from = "tocsin@example.org"
        to = ["ada@example.org"]
        user = "ada"
        password = "mail-secret-16"
        """
    }

    private static func echo(_ request: LoopbackRequest) -> String {
        let headers = request.headers.map { "\($0.name): \($0.value)" }.joined(separator: " ")
        return "\(request.target) \(headers) \(request.text)"
    }

    private static func echoing(_ status: Int) -> Failure {
        Failure(name: "\(status)") { .text(echo($0), status: status) }
    }

    static let failures = [
        echoing(200), echoing(400), echoing(401), echoing(404), echoing(410), echoing(413), echoing(429),
        echoing(503),
        Failure(name: "a redirect") { .redirect(to: "https://elsewhere.example" + $0.target) },
        Failure(name: "an answer that breaks off") {
            .cut(status: 200, body: Array(echo($0).utf8), missing: 10)
        },
        Failure(name: "a header that is none") { .raw(Array("HTTP/1.1 200 OK\r\n\(echo($0))\r\n".utf8)) },
        Failure(name: "a reset") { _ in .reset() },
    ]

    /// What was sent to the receivers, and all that was said and kept of it.
    private func run(_ failure: Failure, isDown: Bool = false) async throws -> (sent: String, kept: String) {
        let web = try LoopbackServer(failure.reply)
        if isDown { web.stop() }
        let mail = try LoopbackMailServer([
            "LOGIN": .say(
                "535 5.7.8 no AUTH PLAIN AGFkYQBtYWlsLXNlY3JldC0xNg== bWFpbC1zZWNyZXQtMTY= mail-secret-16"
            )
        ])
        let newsroom = try Newsroom()
        let address = String(web.url().dropLast())
        try newsroom.write(settings: Self.settings(address, mail.url))
        newsroom.serve("A truce")
        let path = newsroom.folder.file("tocsin.toml")
        var journal = newsroom.journal
        journal.logLevel = .trace
        let logger = Logger(label: "test") { [journal] _ in journal }
        let configuration = try Configuration.read(path: path, environment: [:])
        let daemon = try await Daemon(configuration, environment: [:], logger: logger) { newsroom.now }
        _ = try await daemon.runOnce()

        var kept = newsroom.journal.all
        for file in ["tocsin.sqlite", "tocsin.sqlite-wal", "alerts.jsonl"] {
            kept.append(newsroom.folder.text(of: file))
        }
        let outbox = try OutboxCommand(config: path, environment: [:])
        for json in [false, true] {
            let all = try await outbox.list(channel: nil, .all, limit: 100, json: json).text
            #expect(all.contains("slack"), "there is something to look at")
            kept.append(all)
            for number in 1...16 { kept.append(try await outbox.show("\(number)", json: json).text) }
        }
        let test = SendTest(channels: [], isHostile: false, alerts: nil, config: path, environment: [:])
        kept.append(try await test.run(now: newsroom.now).text)
        let sent = web.requests.map(Self.echo) + mail.lines
        return (sent.joined(separator: "\n"), kept.joined(separator: "\n"))
    }

    @Test(arguments: failures)
    func `are shown nowhere after`(_ failure: Failure) async throws {
        let (sent, kept) = try await run(failure)
        #expect(Self.secrets.filter { kept.contains($0) } == [])
        #expect(Self.secrets.filter { !sent.contains($0) } == Self.unsent, "or this test would show nothing")
    }

    @Test func `are shown nowhere where nobody listens`() async throws {
        let (_, kept) = try await run(Failure(name: "nobody") { _ in .reset() }, isDown: true)
        #expect(Self.secrets.filter { kept.contains($0) } == [])
    }
}
