import ArgumentParser
import Daemon

/// `tocsin story`.
struct StoryVerb: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "story",
        abstract: "Show what the outlets make of a story, side by side.",
        discussion: """
            Without an id it lists the latest stories in which a list hit something. A story is shown with one paragraph an \
            outlet: the headline, the sentences that were hit, what not all outlets have, and what became of each hit.

            Examples:
              tocsin story
              tocsin story 3vk9
              tocsin story 3vk9 --atom > story.xml
            """
    )

    @OptionGroup var settings: SettingsOption

    @Flag(help: "Print JSON, one object a line.")
    var json = false

    @Flag(help: "Print an Atom feed of one story.")
    var atom = false

    @Option(help: "How many stories are listed at most.")
    var limit = 50

    @Argument(help: "A story's id or its beginning, or those of an alert.")
    var id: String?

    func validate() throws {
        if atom, json { throw ValidationError("Give one of --json and --atom.") }
        if atom, id == nil { throw ValidationError("--atom goes with a story's id.") }
    }

    func run() async throws {
        try await Terminal.finish {
            let command = try StoryCommand(config: settings.config, environment: Surroundings.environment)
            guard let id else { return try await command.list(limit: limit, json: json) }
            return try await command.show(id, as: json ? .json : atom ? .atom : .text)
        }
    }
}
