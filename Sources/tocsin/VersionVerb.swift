import ArgumentParser
import Daemon

/// `tocsin version`.
struct VersionVerb: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "version", abstract: "Show the version.")

    @Flag(help: "Print one JSON object.")
    var json = false

    func run() throws {
        let text =
            json ? "{\"name\":\"tocsin\",\"version\":\"\(Version.number)\"}" : "tocsin \(Version.number)"
        try Terminal.finish(Output(text + "\n"))
    }
}
