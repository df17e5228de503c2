import ArgumentParser
import Daemon

/// `tocsin explain`.
struct ExplainVerb: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "explain",
        abstract: "Show what the lists see in an item, and why they ring or stay silent.",
        discussion: """
            The item is typed, or stands in a file (a feed, or JSON lines), or in the store.

            Examples:
              tocsin explain "Kremlin rebuffs truce offer || Talks go on in Istanbul."
              tocsin explain --file feed.xml --item 3 --list ceasefire
              tocsin explain --stored 3vk9
            """
    )

    @Option(help: "A feed or JSON lines; - is standard input.")
    var file: String?

    @Option(help: "With --file: only the item of this id, address or number.")
    var item: String?

    @Option(help: "An item of the store: an alert's id, or the item's address or id in its feed.")
    var stored: String?

    @Option(
        name: .customLong("list"),
        help: "Only this list; may be given more than once, or with commas between."
    )
    var lists: [String] = []

    @Option(help: "The folder of the lists (default: watchlists, or with --stored that of the settings).")
    var watchlists: String?

    @Option(help: "With --stored: the settings (default: ./tocsin.toml, else /etc/tocsin/tocsin.toml).")
    var config: String?

    @Flag(help: "Print one JSON object a line, one for each item.")
    var json = false

    @Argument(help: "A headline, or \"headline || summary\".")
    var text: String?

    func validate() throws {
        guard [file, stored, text].compactMap(\.self).count == 1 else {
            throw ValidationError("Give one of: a headline in quotes, --file FILE, --stored ID.")
        }
        if item != nil, file == nil { throw ValidationError("--item goes with --file.") }
    }

    func run() async throws {
        let subject: ExplainCommand.Subject =
            if let text { .typed(text) } else if let file { .file(file, item: item) } else {
                .stored(stored ?? "", config: config)
            }
        let command = ExplainCommand(
            subject,
            watchlists: watchlists,
            lists: lists.flatMap { $0.split(separator: ",").map(String.init) },
            environment: Surroundings.environment
        )
        try await Terminal.finish { try await command.run(json: json) }
    }
}
