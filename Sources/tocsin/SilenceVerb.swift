import ArgumentParser
import Daemon

/// `tocsin silence`.
struct SilenceVerb: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "silence",
        abstract: "Let a list wait for a while; what it rings for is told together afterwards.",
        discussion: """
            All of this works while the daemon runs. For a list that is called list or end:
            tocsin silence begin list --for 2h

            Example: tocsin silence ceasefire --for 2h --reason "the summit is covered live"
            """,
        subcommands: [Begin.self, List.self, End.self],
        defaultSubcommand: Begin.self
    )

    /// `tocsin silence begin`.
    struct Begin: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Silence a list from now on.",
            discussion: "Example: tocsin silence 'sanctions-*' --for 30m"
        )

        @OptionGroup var store: StoreOptions

        @Option(name: .customLong("for"), help: "For how long: 30m, 2h, 3d.")
        var length: String

        @Option(help: "Why, for others to read.")
        var reason = ""

        @Option(name: .customLong("by"), help: "Who wants it; without it, the user of this command.")
        var author: String?

        @Argument(help: "The list; * stands for any letters, ? for one.")
        var list: String

        func run() async throws {
            try await Terminal.finish {
                try await store.silence().begin(
                    list,
                    for: length,
                    reason: reason,
                    by: author,
                    json: store.json
                )
            }
        }
    }

    /// `tocsin silence list`.
    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "The silences in force: until when, by whom, why, and what waits for their end.",
            discussion: "Example: tocsin silence list"
        )

        @OptionGroup var store: StoreOptions

        func run() async throws {
            try await Terminal.finish { try await store.silence().list(json: store.json) }
        }
    }

    /// `tocsin silence end`.
    struct End: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "End a silence before its time.",
            discussion: "Example: tocsin silence end 3"
        )

        @OptionGroup var store: StoreOptions

        @Argument(help: "The number that the list shows.")
        var id: String

        func run() async throws {
            try await Terminal.finish { try await store.silence().end(id, json: store.json) }
        }
    }
}
