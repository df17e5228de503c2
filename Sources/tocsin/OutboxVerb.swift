import ArgumentParser
import Daemon

/// `tocsin outbox`.
struct OutboxVerb: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "outbox",
        abstract: "Show what is still owed to the channels, and change it.",
        discussion: """
            All of this works while the daemon runs; it takes changes up within half a minute. ID is the number that the
            list shows, a message's id, or an alert's, which means that alert in every channel.
            """,
        subcommands: [List.self, Show.self, Retry.self, Drop.self, Resume.self],
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
            let selection: OutboxCommand.Selection = dead ? .dead : all ? .all : .open
            try await Terminal.finish {
                try await store.outbox().list(channel: channel, selection, limit: limit, json: store.json)
            }
        }
    }

    /// `tocsin outbox show`.
    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract:
                "One delivery in full: how it stands, what was tried, and the exact bytes that are sent.",
            discussion: "Example: tocsin outbox show 1042"
        )

        @OptionGroup var store: StoreOptions

        @Argument(help: "A delivery, message or alert.")
        var id: String

        func run() async throws {
            try await Terminal.finish { try await store.outbox().show(id, json: store.json) }
        }
    }

    /// `tocsin outbox retry`.
    struct Retry: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Send again what was given up or dropped.",
            discussion: """
                What was refused is written anew, as the settings now have it.

                Example: tocsin outbox retry --dead --channel desk
                """
        )

        @OptionGroup var store: StoreOptions

        @Flag(help: "All that was given up.")
        var dead = false

        @Option(help: "All that was given up of this channel.")
        var channel: String?

        @Argument(help: "Deliveries, messages or alerts.")
        var ids: [String] = []

        func run() async throws {
            try await Terminal.finish {
                try await store.outbox().retry(ids, channel: channel, everything: dead, json: store.json)
            }
        }
    }

    /// `tocsin outbox drop`.
    struct Drop: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Take deliveries out of the line: they are never told, but the alerts stay on record.",
            discussion: "Example: tocsin outbox drop --channel desk --older-than 6h --yes"
        )

        @OptionGroup var store: StoreOptions

        @Option(help: "All that is owed to this channel.")
        var channel: String?

        @Option(help: "Of that only alerts found so long ago: 90s, 5m, 6h, 3d.")
        var olderThan: String?

        @Flag(help: "Drop also many at once.")
        var yes = false

        @Argument(help: "Deliveries, messages or alerts.")
        var ids: [String] = []

        func run() async throws {
            try await Terminal.finish {
                try await store.outbox().drop(
                    ids,
                    channel: channel,
                    olderThan: olderThan,
                    isAgreed: yes,
                    json: store.json
                )
            }
        }
    }

    /// `tocsin outbox resume`.
    struct Resume: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Try channels that rest or are broken again now.",
            discussion: "Example: tocsin outbox resume desk"
        )

        @OptionGroup var store: StoreOptions

        @Argument(help: "The channels; without any, all of them.")
        var channels: [String] = []

        func run() async throws {
            try await Terminal.finish { try await store.outbox().resume(channels, json: store.json) }
        }
    }
}
