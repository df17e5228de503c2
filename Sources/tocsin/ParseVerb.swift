import ArgumentParser
import Daemon

/// `tocsin parse`.
struct ParseVerb: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "parse",
        abstract: "Show a feed as tocsin understands it.",
        discussion: "Example: curl -s https://rss.dw.com/rdf/rss-en-all | tocsin parse -"
    )

    @Flag(help: "Print one JSON object.")
    var json = false

    @Option(help: "The address the feed came from, for relative links.")
    var url: String?

    @Option(help: "A file of the response's header lines, \"Name: value\".")
    var headers: String?

    @Option(help: "The Content-Type the feed came with.")
    var contentType: String?

    @Argument(help: "The feed; - is standard input.")
    var file: String

    func run() throws {
        let command = ParseCommand(file: file, url: url, headers: headers, contentType: contentType)
        try Terminal.finish(command.run(json: json))
    }
}
