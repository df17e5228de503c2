import ArgumentParser
import Daemon

/// `tocsin run`.
struct RunVerb: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run",
        abstract: "Watch the feeds until told to stop.",
        discussion: """
            SIGTERM and Ctrl-C end it within two seconds; nothing is lost. SIGHUP reloads settings and lists.

            Example: tocsin run --config /etc/tocsin/tocsin.toml
            """
    )

    @OptionGroup var settings: SettingsOption

    @Flag(help: "Poll every feed once, deliver what can be delivered, and exit.")
    var once = false

    @Flag(help: "Say what every poll does.")
    var verbose = false

    func run() async throws {
        let command = RunCommand(
            config: settings.config,
            isVerbose: verbose,
            environment: Surroundings.environment
        )
        try await Terminal.finish { await once ? command.runOnce() : command.run() }
    }
}
