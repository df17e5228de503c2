import ArgumentParser
import Daemon

/// `tocsin status`.
struct StatusVerb: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status",
        abstract: "Tell how all is: what rang, what is broken, whether a daemon answers.",
        discussion: "Example: tocsin status --json | jq .verdict"
    )

    @OptionGroup var settings: SettingsOption

    @Flag(help: "Print JSON, one object.")
    var json = false

    func run() async throws {
        try await Terminal.finish {
            try await StatusCommand(config: settings.config, environment: Surroundings.environment)
                .run(json: json)
        }
    }
}
