import ArgumentParser
import Daemon

/// `tocsin render`.
struct RenderVerb: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "render",
        abstract: "Show what a channel would send; nothing is sent.",
        discussion: """
            FILE holds an alert in JSON, as the webhook sends it and the alert log holds it; without it, a sample is shown.
            What is printed are the exact bytes, but for what is put in at each attempt: ntfy's topic, PagerDuty's key and
            Telegram's chat.

            Examples:
              tocsin render desk
              tail -n 1 alerts.jsonl | tocsin render desk -
            """
    )

    @OptionGroup var settings: SettingsOption

    @Flag(help: "Show the sample with everything in it that a hostile publisher could think of.")
    var hostile = false

    @Argument(help: "The channel's name.")
    var channel: String

    @Argument(help: "An alert in JSON; - is standard input.")
    var file: String?

    func run() async throws {
        let command = RenderCommand(
            channel: channel,
            file: file,
            config: settings.config,
            environment: Surroundings.environment
        )
        try await Terminal.finish { try await command.run(isHostile: hostile) }
    }
}
