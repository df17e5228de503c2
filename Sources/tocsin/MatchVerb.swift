import ArgumentParser
import Daemon

/// `tocsin match`.
struct MatchVerb: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "match",
        abstract: "Compare a feed, or items, with the lists; nothing is polled or told.",
        discussion: """
            FILE is a feed, or JSON lines with the keys id, title, summary, body, url, feed, published.

            Example: echo '{"title":"Ceasefire in Ukraine"}' | tocsin match -
            """
    )

    @Flag(help: "Print one JSON object a line, one for each item.")
    var json = false

    @Flag(help: "Add what did not count, and why.")
    var explain = false

    @Option(help: "The folder of the lists.")
    var watchlists = "watchlists"

    @Option(
        name: .customLong("list"),
        help: "Only this list; may be given more than once, or with commas between."
    )
    var lists: [String] = []

    @Argument(help: "The feed or items; - is standard input.")
    var file: String

    func run() throws {
        let command = MatchCommand(
            file: file,
            watchlists: watchlists,
            lists: lists.flatMap { $0.split(separator: ",").map(String.init) },
            explains: explain
        )
        try Terminal.finish(command.run(json: json))
    }
}
