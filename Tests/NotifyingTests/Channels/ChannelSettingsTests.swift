import FoundationEssentials
import TestSupport
import Testing
import Web

@testable import Notifying

@Suite struct `The settings of a chat tool` {
    @Test(arguments: Setup.names)
    func `that are whole have no mistake`(_ name: String) {
        #expect(Setup.mistakes(name) == [])
        #expect(Setup.mistakes(name, ["pace": .string("20/min"), "burst": .integer(3)]) == [])
    }

    struct Row: Sendable, CustomTestStringConvertible {
        let name: String
        let changes: [String: SettingsEntry.Value?]
        let mistake: String

        var testDescription: String { "\(name): \(mistake.prefix(60))" }
    }

    static let rows = [
        Row(
            name: "slack",
            changes: ["url": .string("https://hooks.slack.com/T0/B0/x")],
            mistake: "the address of [[channel]] must look like https://hooks.slack.com/services/T…/B…/…"
        ),
        Row(
            name: "slack bot",
            changes: ["channel": nil],
            mistake: "[[channel]] needs channel, the id of a channel such as C0123456789"
        ),
        Row(
            name: "slack bot",
            changes: ["token": .string("abc")],
            mistake: "token of [[channel]] is not the token of a bot: it must look like xoxb-…"
        ),
        Row(
            name: "slack bot",
            changes: ["token": nil],
            mistake: "[[channel]] needs token_file, token_env or token: the token of a bot"
        ),
        Row(
            name: "discord",
            changes: [
                "url": .string(
                    "https://discord.com/api/webhooks/123456789012345678/discord-secret-0123456789/slack"
                )
            ],
            mistake:
                "the address of [[channel]] must look like https://discord.com/api/webhooks/123…/…, without "
                + "anything behind it"
        ),
        Row(
            name: "discord",
            changes: ["thread": .string("news")],
            mistake: "thread must be the id of a thread: copy it from the thread's menu"
        ),
        Row(
            name: "teams",
            changes: ["url": .string("https://x.webhook.office.com/webhookb2/abc")],
            mistake:
                "the address of [[channel]] must look like https://….logic.azure.com/workflows/…/triggers/manual/"
                + "paths/invoke?api-version=…&sig=…, as the workflow \"Post to a channel when a webhook request is "
                + "received\" shows it"
        ),
        Row(
            name: "mattermost",
            changes: ["url": .string("https://chat.example/hooks/short")],
            mistake:
                "the address of [[channel]] must look like https://chat.example.org/hooks/… with 26 letters and "
                + "digits at the end"
        ),
        Row(
            name: "matrix",
            changes: ["room": .string("#desk:matrix.example")],
            mistake:
                "room must be a room's id, which begins with an exclamation mark, and not its address: see the "
                + "room's advanced settings"
        ),
        Row(
            name: "matrix",
            changes: ["homeserver": nil],
            mistake: "[[channel]] needs homeserver, for example homeserver = \"https://chat.example.org\""
        ),
        Row(
            name: "telegram",
            changes: ["chat": .string("desk")],
            mistake:
                "chat must be a chat's number in quotes, such as \"-1001234567890\", or a public name such as "
                + "\"@desk\""
        ),
        Row(
            name: "telegram",
            changes: ["token": .string("123456")],
            mistake:
                "token of [[channel]] is not a bot's token: it must look like 123456:AA…, as @BotFather gives it"
        ),
        Row(
            name: "ntfy",
            changes: ["topic": .string("desk/alerts")],
            mistake:
                "topic of [[channel]] is not a topic: it must look like up to 64 letters, digits, - and _"
        ),
        Row(
            name: "googlechat",
            changes: ["url": .string("https://chat.googleapis.com/v1/spaces/AAA/messages")],
            mistake: "the address of [[channel]] must look like "
                + "https://chat.googleapis.com/v1/spaces/…/messages?key=…&token=…"
        ),
        Row(
            name: "zulip",
            changes: ["topic": .string(String(repeating: "x", count: 61))],
            mistake: "topic must have 1 to 60 characters"
        ),
        Row(
            name: "pagerduty",
            changes: ["key": .string("short")],
            mistake:
                "key of [[channel]] is not an integration's key: it must look like 32 letters and digits, from a "
                + "service's integration Events API v2"
        ),
        Row(
            name: "gotify",
            changes: ["server": .string("http://push.example")],
            mistake:
                "the address of [[channel]] begins with http://, so others can read what is sent: use https://, "
                + "or say allow_http = true"
        ),
        Row(
            name: "slack",
            changes: ["pace": .string("fast")],
            mistake: "pace must be a number of messages such as \"1/s\", \"20/min\" or \"500/h\""
        ),
        Row(
            name: "slack",
            changes: ["chanel": .string("x")],
            mistake: "unknown key chanel in [[channel]]; did you mean channel?"
        ),
    ]

    @Test(arguments: rows)
    func `are complained about with a remedy`(_ row: Row) {
        let mistakes = Setup.mistakes(row.name, row.changes)
        #expect(mistakes == [row.mistake])
        #expect(!mistakes.joined().contains("secret"), "what was pasted is not shown")
    }

    @Test func `can set another pace than what suits the service`() async throws {
        let web = try HTTPClient(userAgent: "tocsin/test")
        let usual = try Setup.channel("slack", web: web).manners
        #expect(usual.interval == .milliseconds(1_100))
        #expect(usual.burst == 3)
        let changes: [String: SettingsEntry.Value?] = ["pace": .string("20/min"), "burst": .integer(9)]
        let set = try Setup.channel("slack", changes, web: web).manners
        #expect(set.interval == .seconds(3))
        #expect(set.burst == 9)
        #expect(set.destination == usual.destination, "two channels to one webhook share a pace")
        await web.shutDown()
    }

    static let rates: [(text: String, interval: Duration?)] = [
        ("1/s", .seconds(1)), ("4/s", .milliseconds(250)), ("20/min", .seconds(3)), ("20/m", .seconds(3)),
        ("500/h", .milliseconds(7_200)), ("0/s", nil), ("1", nil), ("1/week", nil), ("1/s/s", nil),
        ("-1/s", nil),
    ]

    @Test(arguments: rates)
    func `read a pace`(_ text: String, _ interval: Duration?) {
        #expect(readRate(text) == interval)
    }
}
