public import Web

/// What a channel is made from: its own section of the settings, read and checked.
///
/// Checking comes first and opens nothing, so that `tocsin check` can do it; `make` opens files and may fail.
public struct ChannelConfiguration: Sendable {
    /// The channel's name.
    public let name: String
    /// What kind it is: the word under `type`.
    public let type: String
    private let maker: ChannelKind.Maker

    /// Reads a `[[channel]]` section; what is wrong is noted in the table.
    ///
    /// - Returns: The configuration, or nil where it cannot be used.
    public init?(_ table: inout SettingsTable, folder: String, secrets: SecretSource) {
        let name = table.required("name", example: "log")
        guard let kind = Self.kind(&table) else { return nil }
        var settings = ChannelSettings(table: table, secrets: secrets, folder: folder)
        let maker = kind.read(&settings)
        table = settings.table
        guard let name, let maker else { return nil }
        self.name = name
        self.type = kind.name
        self.maker = maker
    }

    /// Makes the channel.
    ///
    /// - Parameter web: What it reaches the web through.
    /// - Returns: The channel.
    /// - Throws: Where a file cannot be opened.
    public func make(web: HTTPClient) throws -> any Channel {
        try maker(name, web)
    }

    private static func kind(_ table: inout SettingsTable) -> ChannelKind? {
        let names = ChannelKind.all.map(\.name)
        let words = names.joined(separator: ", ")
        if !table.has("type") { table.mistake("\(table.title) needs type, one of \(words)") }
        guard let word = table.string("type") else { return nil }
        if let kind = ChannelKind.all.first(where: { $0.name == word }) { return kind }
        let near = nearest(to: word, among: names).map { "did you mean \"\($0)\"?" }
        table.mistake("there is no channel of type \"\(word)\"; \(near ?? "known: \(words)")", at: "type")
        return nil
    }
}

/// A kind of channel: its name in the settings, and who reads its section.
struct ChannelKind: Sendable {
    /// Makes a channel of what was read.
    typealias Maker = @Sendable (_ name: String, _ web: HTTPClient) throws -> any Channel

    /// The word under `type`.
    let name: String
    /// Reads a section; nil where it cannot be used.
    let read: @Sendable (inout ChannelSettings) -> Maker?

    /// All kinds there are.
    static let all = [
        ChannelKind(name: "stdout") { settings in
            let format = settings.table.choice("format", of: StandardOutput.Format.self) ?? .text
            return { name, _ in StandardOutput(name: name, format: format) }
        },
        ChannelKind(name: "file") { settings in
            guard let path = settings.table.required("path", example: "alerts.jsonl") else { return nil }
            let full = path.hasPrefix("/") ? path : settings.folder + "/" + path
            return { name, _ in try AlertLog(name: name, path: full) }
        },
        service("webhook", Webhook.init),
        service("slack", Slack.init),
        service("discord", Discord.init),
        service("teams", Teams.init),
        service("mattermost", Mattermost.init),
        service("matrix", Matrix.init),
        service("telegram", Telegram.init),
        service("ntfy", Ntfy.init),
        service("rocketchat", RocketChat.init),
        service("googlechat", GoogleChat.init),
        service("gotify", Gotify.init),
        service("zulip", Zulip.init),
        service("pagerduty", PagerDuty.init),
    ]

    /// A service on the web, whose pace can be set.
    private static func service(
        _ name: String,
        _ read: @escaping @Sendable (inout ChannelSettings) -> (any WebService)?
    ) -> ChannelKind {
        ChannelKind(name: name) { settings in
            let pace = settings.pace()
            guard let service = read(&settings) else { return nil }
            return { name, web in WebChannel(name: name, service: service, pace: pace, web: web) }
        }
    }
}
