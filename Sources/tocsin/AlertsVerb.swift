import ArgumentParser
import Daemon

/// `tocsin alerts`.
struct AlertsVerb: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "alerts",
        abstract: "Show what rang.",
        subcommands: [List.self, Show.self],
        defaultSubcommand: List.self
    )

    /// `tocsin alerts list`.
    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "The newest alerts, newest first.",
            discussion: "Example: tocsin alerts list --list ceasefire --limit 5"
        )

        @OptionGroup var store: StoreOptions

        @Option(help: "Only alerts of this list.")
        var list: String?

        @Option(help: "How many at most.")
        var limit = 50

        func run() async throws {
            try await Terminal.finish {
                try await store.reports().alerts(list: list, limit: limit, json: store.json)
            }
        }
    }

    /// `tocsin alerts show`.
    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "One alert in full, and why it rang.",
            discussion: "Example: tocsin alerts show 3vk9"
        )

        @OptionGroup var store: StoreOptions

        @Argument(help: "The alert's id, or its beginning.")
        var id: String

        func run() async throws {
            try await Terminal.finish { try await store.reports().alert(id: id, json: store.json) }
        }
    }
}

/// What every verb takes that reads the store.
struct StoreOptions: ParsableArguments {
    @OptionGroup var settings: SettingsOption

    @Flag(help: "Print JSON, one object a line.")
    var json = false

    func outbox() throws -> OutboxCommand {
        try OutboxCommand(config: settings.config, environment: Surroundings.environment)
    }

    func silence() throws -> SilenceCommand {
        try SilenceCommand(config: settings.config, environment: Surroundings.environment)
    }

    func reports() throws -> Reports {
        try Reports(config: settings.config, environment: Surroundings.environment)
    }
}
