import FoundationEssentials
import Logging
import News
import Notifying
import Storage
import Synchronization
import TestSupport
import Testing

@testable import Daemon

@Suite(.timeLimit(.minutes(10))) struct `A template in the settings` {
    private let folder: TemporaryFolder
    private let config: String

    init() throws {
        folder = try TemporaryFolder()
        config = try folder.write(
            """
            [[channel]]
            name = "desk"
            type = "slack"
            url = "https://hooks.slack.com/services/T0/B0/hook-secret"
            template_file = "desk.mustache"
            """,
            to: "tocsin.toml"
        )
    }

    private func render(hostile: Bool = false) async throws -> Output {
        try await RenderCommand(channel: "desk", file: nil, config: config, environment: [:])
            .run(isHostile: hostile, now: .start)
    }

    @Test func `lies beside them, and shows in what is rendered`() async throws {
        try folder.write("*The desk says* {{source}} & {{#terms}}{{.}}{{/terms}}", to: "desk.mustache")
        let output = try await render()
        #expect(output.text.contains(#""text":"*The desk says* The Harbour Post & Test","type":"mrkdwn""#))
        #expect(output.complaints == [])
        let hostile = try await render(hostile: true)
        #expect(hostile.text.contains("*The desk says* @everyone [x](javascript:x) & Test"))
    }

    @Test func `is read again with them, and a mistake in it is a mistake in them`() async throws {
        try folder.write("one", to: "desk.mustache")
        #expect(try await render().text.contains(#""text":"one""#))
        try folder.write("two", to: "desk.mustache")
        #expect(try await render().text.contains(#""text":"two""#))
        try folder.write("three\n{{#others}}", to: "desk.mustache")
        let error = await #expect(throws: ConfigurationError.self) { _ = try await render() }
        let mistake = "desk.mustache:2:1: the section others is never closed: put {{/others}} where it ends"
        #expect(error?.description == "\(config):5: \(mistake)")
    }

    @Test func `is remarked upon by a check`() throws {
        try folder.write("{{titel}} {{{link}}}", to: "desk.mustache")
        var check = Check(paths: [config], environment: [:])
        let output = check.run(json: false)
        #expect(output.complaints.contains("desk.mustache:1:1: there is no titel here; did you mean title?"))
        let raw = "link is written as the publisher wrote it, markup and all: write {{link}}"
        #expect(output.complaints.contains("desk.mustache:1:11: \(raw)"))
    }
}
