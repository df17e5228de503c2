import FoundationEssentials
import Notifying
import TestSupport
import Testing

@testable import Daemon

/// The project's folder.
private let project = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

@Suite struct `The settings in the documents` {
    /// What the files hold that the examples name, by their names.
    static let secrets = [
        "slack-url": "https://hooks.slack.com/services/T0/B0/x",
        "slack-token": "xoxb-1",
        "discord-url": "https://discord.com/api/webhooks/123456789012345678/abcdefghijklmnopqrstuvwxyz",
        "teams-url": "https://x.logic.azure.com/workflows/0/triggers/manual/paths/invoke?api-version=1&sig=s",
        "mattermost-url": "https://chat.example.org/hooks/abcdefghijklmnopqrstuvwxyz",
        "rocketchat-url": "https://chat.example.org/hooks/a/b",
        "googlechat-url": "https://chat.googleapis.com/v1/spaces/A/messages?key=k&token=t",
        "matrix-token": "syt_1",
        "telegram-token": "123456:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
        "ntfy-topic": "desk",
        "ntfy-token": "tk_1",
        "gotify-token": "A.token",
        "zulip-key": "k1",
        "pagerduty-key": "0123456789abcdef0123456789abcdef",
        "mail-password": "correct horse battery",
        "desk-url": "https://desk.example.org/tocsin",
        "desk-secret": "whsec_AQIDBAUGBwgJCgsMDQ4PEBESExQVFhcYGRobHB0eHyA=",
        "ticket.mustache": #"{"subject": "{{title}}"}"#,
    ]

    /// The sections, read with the files that they name.
    private func channels(_ text: String) throws -> [String] {
        let folder = try TemporaryFolder()
        for (name, secret) in Self.secrets { try folder.write(secret + "\n", to: name, mode: 0o600) }
        let configuration = try Configuration(text: text, path: folder.file("tocsin.toml"), environment: [:])
        return configuration.channels.map(\.type)
    }

    @Test func `on the pages of the chat tools are right`() throws {
        let folder = project.appending(path: "docs/channels")
        let pages = try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
        #expect(pages.count == 13)
        for page in pages {
            let text = try String(contentsOf: folder.appending(path: page), encoding: .utf8)
            let blocks = text.split(separator: "```toml\n").dropFirst().compactMap {
                $0.split(separator: "```").first
            }
            #expect(!blocks.isEmpty, "\(page) has no settings")
            for block in blocks {
                #expect(try channels(String(block)) == [String(page.dropLast(3))], "\(page)")
                let whole = block.replacing("\n# ", with: "\n")
                #expect(
                    try channels(String(whole)) == [String(page.dropLast(3))],
                    "\(page), with what it leaves out"
                )
            }
        }
    }

    @Test func `of the example are right for every channel`() throws {
        let path = project.appending(path: "examples/tocsin.toml")
        let lines = try String(contentsOf: path, encoding: .utf8).split(
            separator: "\n",
            omittingEmptySubsequences: false
        )
        var sections: [[Substring]] = []
        var isInside = false
        for line in lines {
            if line == "# [[channel]]" {
                sections.append([line])
                isInside = true
            } else if isInside, line.hasPrefix("# "), !sections.isEmpty {
                sections[sections.count - 1].append(line)
            } else {
                isInside = false
            }
        }
        let texts = sections.map { $0.map { $0.dropFirst(2) }.joined(separator: "\n") }
        let types = try texts.flatMap { try channels($0) }
        #expect(
            types == [
                "webhook", "slack", "discord", "teams", "mattermost", "matrix", "telegram", "ntfy",
                "rocketchat", "googlechat",
                "gotify", "zulip", "pagerduty", "email",
            ]
        )
    }
}
