import ArgumentParser
import Daemon

/// `tocsin outbox`.
struct OutboxVerb: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "outbox",
        abstract: "Show what is still owed to the channels.",
        subcommands: [List.self],
        defaultSubcommand: List.self
    )

    /// `tocsin outbox list`.
    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Deliveries that wait, are on their way, or were given up.",
            discussion: "Example: tocsin outbox list --channel desk"
        )

        @OptionGroup var store: StoreOptions

        @Option(help: "Only deliveries to this channel.")
        var channel: String?

        @Flag(help: "Only deliveries that were given up.")
        var dead = false

        @Flag(help: "Also deliveries that were made.")
        var all = false

        @Option(help: "How many at most.")
        var limit = 100

        func run() async throws {
            let selection: Reports.Selection = dead ? .dead : all ? .all : .open
            try await Terminal.finish {
                try await store.reports().outbox(channel: channel, selection, limit: limit, json: store.json)
            }
        }
    }
}
