import FoundationEssentials
import News
import TestSupport
import Testing
import Web

@testable import Notifying

/// The least that each service's section of the settings must say.
enum Setup {
    typealias Entries = [String: SettingsEntry.Value]

    static let hook = "abcdefghijklmnopqrstuvwxyz"

    static let sections: [String: Entries] = [
        "webhook": ["url": .string("https://desk.example/hook/webhook-secret-1")],
        "slack": ["url": .string("https://hooks.slack.com/services/T01234567/B01234567/slack-secret-1")],
        "slack bot": ["token": .string("xoxb-slack-secret-2"), "channel": .string("C0123456789")],
        "discord": [
            "url": .string("https://discord.com/api/webhooks/123456789012345678/discord-secret-0123456789")
        ],
        "teams": [
            "url": .string(
                "https://x.logic.azure.com/workflows/0123456789abcdef/triggers/manual/paths/invoke?api-version=1&sig=teams-secret"
            )
        ],
        "mattermost": ["url": .string("https://chat.example/hooks/\(hook)")],
        "rocketchat": ["url": .string("https://chat.example/hooks/rocket-secret-1/rocket-secret-2")],
        "googlechat": [
            "url": .string(
                "https://chat.googleapis.com/v1/spaces/AAA/messages?key=gchat-secret-1&token=gchat-secret-2"
            )
        ],
        "matrix": [
            "homeserver": .string("https://matrix.example"), "room": .string("!room:matrix.example"),
            "token": .string("matrix-secret"),
        ],
        "telegram": [
            "token": .string("123456:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"), "chat": .string("-1001234567890"),
        ],
        "ntfy": ["topic": .string("ntfy-secret-topic")],
        "gotify": ["server": .string("https://push.example"), "token": .string("A.gotify-secret")],
        "zulip": [
            "server": .string("https://zulip.example"), "user": .string("bot@zulip.example"),
            "key": .string("zulipsecret1"), "channel": .string("alerts"),
        ],
        "pagerduty": ["key": .string("0123456789abcdef0123456789abcdef")],
    ]

    static let names = sections.keys.sorted()

    /// Those in whose messages there is a place for a template's text.
    static let namesWithText = names.filter { (try? service($0).textMarkup) != nil }

    /// Those whose request's body a template may write.
    static let namesWithBody = names.filter { (try? service($0).bodyForm) != nil }

    private static func table(_ name: String, _ changes: [String: SettingsEntry.Value?]) -> SettingsTable {
        var entries = sections[name] ?? [:]
        for (key, value) in changes { entries[key] = value }
        entries["name"] = .string("desk")
        entries["type"] = .string(String(name.prefix { $0 != " " }))
        return SettingsTable(
            title: "[[channel]]",
            entries: entries.mapValues { SettingsEntry($0, line: 2) },
            line: 1
        )
    }

    private static func secrets() -> SecretSource {
        SecretSource(environment: [:], settingsFolder: "/nowhere")
    }

    /// What is wrong with a section.
    static func mistakes(_ name: String, _ changes: [String: SettingsEntry.Value?] = [:]) -> [String] {
        var table = table(name, changes)
        let channel = ChannelConfiguration(&table, folder: "/nowhere", secrets: secrets())
        return channel == nil ? table.mistakes.map(\.message) : table.finish().map(\.message)
    }

    /// A section that was read.
    static func configuration(
        _ name: String,
        _ changes: [String: SettingsEntry.Value?] = [:]
    ) throws -> ChannelConfiguration {
        var table = table(name, changes)
        let configuration = ChannelConfiguration(&table, folder: "/nowhere", secrets: secrets())
        return try #require(configuration, "\(table.mistakes)")
    }

    /// A channel.
    static func channel(
        _ name: String,
        _ changes: [String: SettingsEntry.Value?] = [:],
        web: HTTPClient
    ) throws -> any Channel {
        try configuration(name, changes).make(web: web)
    }

    /// The service behind a channel.
    static func service(
        _ name: String,
        _ changes: [String: SettingsEntry.Value?] = [:]
    ) throws -> any WebService {
        var settings = ChannelSettings(table: table(name, changes), secrets: secrets(), folder: "/nowhere")
        let service: (any WebService)? =
            switch name {
            case "webhook": Webhook(&settings)
            case "slack", "slack bot": Slack(&settings)
            case "discord": Discord(&settings)
            case "teams": Teams(&settings)
            case "mattermost": Mattermost(&settings)
            case "rocketchat": RocketChat(&settings)
            case "googlechat": GoogleChat(&settings)
            case "matrix": Matrix(&settings)
            case "telegram": Telegram(&settings)
            case "ntfy": Ntfy(&settings)
            case "gotify": Gotify(&settings)
            case "zulip": Zulip(&settings)
            case "pagerduty": PagerDuty(&settings)
            default: nil
            }
        return try #require(service, "\(name): \(settings.table.mistakes)")
    }

    /// What a service makes of an answer.
    static func outcome(
        _ name: String,
        _ status: Int,
        _ body: String = "",
        headers: [(String, String)] = [],
        edits: String? = nil,
        attempts: Int = 0
    ) throws -> DeliveryOutcome {
        let fields = Headers(headers.map { Header($0.0, $0.1) })
        let answer = Answer(Response(status: status, headers: fields, body: Array(body.utf8)), now: .start)
        let message = Message(id: "id-1", body: [], edits: edits, attempts: attempts)
        return try service(name).outcome(of: answer, to: message)
    }
}

extension WebService {
    /// The body of the message that tells an alert, as text.
    func text(of contents: Parcel.Contents, edits: String? = nil, detail: Detail = .full) throws -> String {
        let parcel = Parcel(id: "id-1", channel: "desk", contents, edits: edits)
        let message = try #require(try compose(parcel, detail: detail))
        return String(decoding: message.body, as: UTF8.self)
    }
}

/// A part of an address or a form, without its percent encoding.
func percentDecoded(_ text: String) -> String {
    var bytes: [UInt8] = []
    var rest = Array(text.utf8)[...]
    while let byte = rest.popFirst() {
        if byte == UInt8(ascii: "%"),
            let value = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16)
        {
            bytes.append(value)
            rest = rest.dropFirst(2)
        } else {
            bytes.append(byte)
        }
    }
    return String(decoding: bytes, as: UTF8.self)
}
