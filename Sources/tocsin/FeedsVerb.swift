import ArgumentParser
import Daemon
import Glibc

/// `tocsin feeds`.
struct FeedsVerb: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "feeds",
        abstract: "Show how the feeds do, when each is next asked, and why then; add, check, exchange them.",
        subcommands: [List.self, Add.self, Check.self, Poll.self, Import.self, Export.self],
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

    /// `tocsin feeds add`.
    struct Add: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Find the feed of a page, show what it holds, and add it to a list of feeds (OPML).",
            discussion: "Example: tocsin feeds add https://www.dw.com --tag germany"
        )

        @OptionGroup var settings: SettingsOption

        @Option(help: "How alerts name it; without it, the feed's own title.")
        var outlet: String?

        @Option(
            name: .customLong("tag"),
            help: "A label for it, and its folder in the list; may be given again."
        )
        var tags: [String] = []

        @Option(
            help: "The list; without it, the first under opml in the settings, else feeds.opml beside them."
        )
        var opml: String?

        @Flag(help: "Show what would be added, and write nothing.")
        var dryRun = false

        @Argument(help: "The address of a feed, or of a page that leads to one.")
        var address: String

        func run() async throws {
            try await Terminal.finish {
                let lists = try FeedLists(config: settings.config, environment: Surroundings.environment)
                return try await lists.add(address, outlet: outlet, tags: tags, file: opml, isDryRun: dryRun)
            }
        }
    }

    /// `tocsin feeds check`.
    struct Check: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Ask every feed once and say which cannot be read, and why; nothing is written.",
            discussion: "Example: tocsin feeds check reuters"
        )

        @OptionGroup var settings: SettingsOption

        @Flag(help: "Print JSON, one object a line.")
        var json = false

        @Argument(help: "Only feeds whose address or outlet holds this.")
        var part: String?

        func run() async throws {
            let isWatched = isatty(STDERR_FILENO) == 1
            try await Terminal.finish {
                let check = try FeedsCheck(config: settings.config, environment: Surroundings.environment)
                let output = try await check.run(holding: part, json: json) { done, all in
                    if isWatched { Terminal.write("\r\(done) of \(all) feeds", to: STDERR_FILENO) }
                }
                if isWatched { Terminal.write("\r\u{1B}[K", to: STDERR_FILENO) }
                return output
            }
        }
    }

    /// `tocsin feeds poll`.
    struct Poll: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Poll one feed now and tell it step by step; nothing is written, and nothing rings.",
            discussion: "Example: tocsin feeds poll https://rss.dw.com/rdf/rss-en-all"
        )

        @OptionGroup var settings: SettingsOption

        @Argument(help: "A feed's address, or a part of it or of its outlet's name.")
        var feed: String

        func run() async throws {
            try await Terminal.finish {
                try await FeedTrace(config: settings.config, environment: Surroundings.environment).run(feed)
            }
        }
    }

    /// `tocsin feeds import`.
    struct Import: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Add the feeds of another reader's list (OPML); its folders become tags.",
            discussion: "Example: tocsin feeds import subscriptions.opml"
        )

        @OptionGroup var settings: SettingsOption

        @Option(help: "The list they are added to; without it, as feeds add does.")
        var opml: String?

        @Flag(help: "Count them, and write nothing.")
        var dryRun = false

        @Argument(help: "The other list; - is standard input.")
        var file: String

        func run() async throws {
            try await Terminal.finish {
                let lists = try FeedLists(config: settings.config, environment: Surroundings.environment)
                return try lists.take(file, into: opml, isDryRun: dryRun)
            }
        }
    }

    /// `tocsin feeds export`.
    struct Export: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Print all feeds of the settings as one list (OPML).",
            discussion: "Example: tocsin feeds export > feeds.opml"
        )

        @OptionGroup var settings: SettingsOption

        func run() async throws {
            try await Terminal.finish {
                try FeedLists(config: settings.config, environment: Surroundings.environment).export()
            }
        }
    }
}
