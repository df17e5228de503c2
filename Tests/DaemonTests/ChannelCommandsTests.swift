import FoundationEssentials
import News
import Notifying
import TestSupport
import Testing

@testable import Daemon

@Suite(.timeLimit(.minutes(10))) struct `A command for channels` {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    private func settings(_ url: String) throws -> String {
        try folder.write(
            """
            [[channel]]
            name = "desk"
            type = "slack"
            url = "\(url)"
            [[channel]]
            name = "log"
            type = "file"
            path = "alerts.jsonl"
            """,
            to: "tocsin.toml"
        )
    }

    private func render(
        _ channel: String,
        _ file: String? = nil,
        hostile: Bool = false
    ) async throws -> Output {
        let config = try settings("https://hooks.slack.com/services/T0/B0/hook-secret")
        let command = RenderCommand(channel: channel, file: file, config: config, environment: [:])
        return try await command.run(isHostile: hostile, now: .start)
    }

    private func sendTest(_ url: String, _ channels: [String], alerts: String? = nil) async throws -> Output {
        let config = try settings(url)
        let command = SendTest(
            channels: channels,
            isHostile: false,
            alerts: alerts,
            config: config,
            environment: [:]
        )
        return try await command.run(now: .start)
    }

    @Test func `shows a sample as the channel would send it`() async throws {
        let output = try await render("desk")
        #expect(output.status == .fine)
        #expect(output.text.hasPrefix(#"{"blocks":[{"elements":[{"elements":["#))
        #expect(output.text.contains(#""text":"Ceasefire (a test): Test: envoys agree on a ceasefire"#))
        #expect(!output.text.contains("hook-secret"))
        #expect(try await render("desk", hostile: true).text.contains("&lt;!channel&gt;"))
    }

    @Test func `shows an alert of the log, and opens no log`() async throws {
        let parcel = Parcel(id: "1", channel: "log", .alert(.about("Kyiv agrees to a truce")))
        let line = String(decoding: try AlertPayload(parcel).json(), as: UTF8.self) + "\n"
        let file = try folder.write(line, to: "one.jsonl")
        #expect(try await render("desk", file).text.contains("Ceasefire: Kyiv agrees to a truce"))
        #expect(try await render("log", file).text == line)
        #expect(!FileManager.default.fileExists(atPath: folder.file("alerts.jsonl")))
    }

    @Test func `says what it cannot show`() async throws {
        let file = try folder.write("{}", to: "none.jsonl")
        #expect(
            try await render("desk", file)
                == .refusal("\(file) is no alert in JSON, as the webhook sends it and the alert log holds it")
        )
        let missing = folder.file("missing")
        #expect(try await render("desk", missing) == .refusal("\(missing): there is no such file"))
        let error = await #expect(throws: ConfigurationError.self) { _ = try await render("dsk") }
        #expect(error?.description.hasSuffix("there is no channel named dsk; did you mean desk?") == true)
    }

    @Test func `sends a marked alert and says what became of it`() async throws {
        let server = try LoopbackServer { _ in .text("ok") }
        let output = try await sendTest(server.url("/services/T0/B0/x"), [])
        #expect(output == Output("desk (slack): delivered\nlog (file): delivered\n"))
        #expect(server.requests.first?.text.contains("Test: envoys agree on a ") == true)
        #expect(folder.text(of: "alerts.jsonl").contains(#""id":"test-1753092000""#))
    }

    @Test func `tells a failure by its exit code, and no secret`() async throws {
        let server = try LoopbackServer { _ in .text("no_service for T0/B0/hook-secret", status: 404) }
        let output = try await sendTest(server.url("/services/T0/B0/hook-secret"), ["desk"])
        #expect(
            output.text
                == "desk (slack): broken: answered 404: no_service for T0/B0/•••; there is nothing at this address\n"
        )
        #expect(output.status == .world)
    }

    @Test func `sends what a file holds`() async throws {
        let server = try LoopbackServer { _ in .text("ok") }
        let alerts = try folder.write(
            """
            {"title":"One"}
            {"type":"alert.batch","data":{"alerts":[{"title":"Two"},{"title":"Three"}]}}
            """,
            to: "alerts"
        )
        let output = try await sendTest(server.url("/services/T0/B0/x"), ["desk"], alerts: alerts)
        #expect(output.text == "desk (slack): delivered 2 messages\n")
        #expect(server.requests.count == 2)
    }
}
