import ArgumentParser
import Daemon

/// `tocsin feeds`.
struct FeedsVerb: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "feeds",
        abstract: "Show how the feeds do, when each is next asked, and why then.",
        subcommands: [List.self],
        defaultSubcommand: List.self
    )

    /// `tocsin feeds list`.
    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "The feeds that are polled, those that fail first.",
            discussion: "Example: tocsin feeds bbc"
        )

        @OptionGroup var store: StoreOptions

        @Argument(help: "Only feeds whose address or title holds this.")
        var part: String?

        @Flag(help: "Only feeds that fail.")
        var failing = false

        func run() async throws {
            try await Terminal.finish {
                try await store.reports().feeds(holding: part, failing: failing, json: store.json)
            }
        }
    }
}
