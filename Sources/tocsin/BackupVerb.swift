import ArgumentParser
import Daemon

/// `tocsin backup`.
struct BackupVerb: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "backup",
        abstract: "Copy the store, whole and checked, also while tocsin runs.",
        discussion: """
            The copy is one file that can take the store's place while tocsin stands still.

            Example: tocsin backup /var/backups/tocsin.sqlite --force
            """
    )

    @OptionGroup var settings: SettingsOption

    @Flag(help: "Replace a file that is there.")
    var force = false

    @Flag(help: "Print one JSON object.")
    var json = false

    @Argument(help: "The file to write.")
    var file: String

    func run() throws {
        let command: BackupCommand
        do {
            command = try BackupCommand(config: settings.config, environment: Surroundings.environment)
        } catch {
            return try Terminal.finish(.refusal("\(error)"))
        }
        try Terminal.finish(command.run(to: file, isForced: force, json: json))
    }
}
