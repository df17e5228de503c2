import ArgumentParser
import Daemon

/// `tocsin stories`.
struct StoriesVerb: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "stories",
        abstract: "Group headlines by the story they tell.",
        discussion: """
            The table's first line names its columns: published_ms, publisher, title, and summary where there is one; others \
            are ignored. One number comes out for each row: rows of one story have the same.

            Example: tocsin stories --tsv headlines.tsv
            """
    )

    @Option(name: .customLong("tsv"), help: "The table, tab-separated; - is standard input.")
    var file: String

    func run() throws {
        try Terminal.finish(StoriesCommand(file: file).run())
    }
}
