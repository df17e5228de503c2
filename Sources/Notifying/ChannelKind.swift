import Glibc
import Web

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
            let template = settings.textTemplate(.plain)
            if template != nil, format == .json {
                settings.table.mistake("a template writes text: leave format = \"json\" out", at: "format")
            }
            return { name, _ in
                let text = PlainText(
                    colour: showsColour(STDOUT_FILENO),
                    moment: localTime,
                    template: template
                )
                return StandardOutput(name: name, format: format, text: text)
            }
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
        ChannelKind(name: "email") { settings in
            guard let configuration = Email.Configuration(&settings) else { return nil }
            return { name, _ in try Email(name: name, configuration: configuration) }
        },
    ]

    /// A service on the web, whose pace can be set.
    private static func service(
        _ name: String,
        _ read: @escaping @Sendable (inout ChannelSettings) -> (any WebService)?
    ) -> ChannelKind {
        ChannelKind(name: name) { settings in
            let pace = settings.pace()
            guard let builtIn = read(&settings), let service = settings.templated(builtIn) else { return nil }
            return { name, web in WebChannel(name: name, service: service, pace: pace, web: web) }
        }
    }
}
