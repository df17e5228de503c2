import ArgumentParser
import Daemon

/// `tocsin send-test`.
struct SendTestVerb: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "send-test",
        abstract: "Send a marked alert to channels and say what became of it.",
        discussion: """
            Without a name, every channel gets one. It is sent at once and past the outbox; the exit code is 3 where a channel
            did not take it.

            Example: tocsin send-test desk
            """
    )

    @OptionGroup var settings: SettingsOption

    @Flag(help: "Put everything into the alert that a hostile publisher could think of.")
    var hostile = false

    @Option(help: ArgumentHelp("Send these alerts instead, one JSON object a line.", visibility: .hidden))
    var alerts: String?

    @Argument(help: "The channels' names.")
    var channels: [String] = []

    func run() async throws {
        let command = SendTest(
            channels: channels,
            isHostile: hostile,
            alerts: alerts,
            config: settings.config,
            environment: Surroundings.environment
        )
        try await Terminal.finish { try await command.run() }
    }
}
