import ArgumentParser
import Daemon

/// `tocsin check`.
struct CheckVerb: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Check settings, watch files and their examples; every mistake is told.",
        discussion: "Example: tocsin check watchlists/mine.watch"
    )

    @OptionGroup var settings: SettingsOption

    @Flag(help: "Print one JSON object.")
    var json = false

    @Argument(help: "Watch files, folders of them, or settings; without any, the settings and their lists.")
    var paths: [String] = []

    func run() throws {
        let all = (settings.config.map { [$0] } ?? []) + paths
        var check = Check(paths: all, environment: Surroundings.environment)
        try Terminal.finish(check.run(json: json))
    }
}
