import Glibc
import Matching
import Notifying

/// What the doctor finds in files: settings, credentials, lists.
struct SettingsExam {
    let findings: [Finding]

    init(_ configuration: Configuration) {
        findings = [Self.summary(configuration)] + Self.files(configuration) + Self.lists(configuration)
    }

    private static func summary(_ configuration: Configuration) -> Finding {
        let channels = configuration.channels.map(\.name).joined(separator: ", ")
        let feeds = configuration.feeds.count == 1 ? "1 feed" : "\(configuration.feeds.count) feeds"
        let text = "\(configuration.path): \(feeds), channels \(channels)"
        if configuration.feeds.isEmpty {
            return Finding("settings", .warning, text, remedy: "add a [[feed]]: without one nothing can ring")
        }
        if configuration.operatorChannel == nil {
            return Finding(
                "settings",
                .warning,
                "\(text); nobody hears when a feed or a channel fails",
                remedy: "name a channel under operator in [alerts]"
            )
        }
        return Finding("settings", .fine, text)
    }

    /// A file that anybody can write lets anybody decide what tocsin says, and to whom.
    private static func files(_ configuration: Configuration) -> [Finding] {
        let files = configuration.files.filter { $0.value != nil }.keys.sorted()
        let open = files.filter { path in
            var facts = stat()
            return stat(path, &facts) == 0 && facts.st_mode & 0o002 != 0
        }
        guard open.isEmpty else {
            return open.map {
                Finding("files", .mistake, "\($0) can be written by everyone", remedy: "chmod o-w \($0)")
            }
        }
        return [Finding("files", .fine, "\(files.count) read, and not everyone can write them")]
    }

    private static func lists(_ configuration: Configuration) -> [Finding] {
        let lists = LoadedLists(
            folder: configuration.watchlists,
            channels: configuration.channels.map(\.name)
        )
        let remedy = "tocsin check \(configuration.watchlists) shows the place"
        let complaints =
            lists.mistakes.map { Finding("lists", .mistake, firstLine($0), remedy: remedy) }
            + lists.warnings.map { Finding("lists", .warning, firstLine($0), remedy: remedy) }
        guard complaints.isEmpty else { return complaints }
        let names = lists.watches.map(\.id).joined(separator: ", ")
        return [Finding("lists", .fine, "\(names); \(lists.examples) examples hold")]
    }

    private static func firstLine(_ text: String) -> String {
        text.split(separator: "\n").first.map(String.init) ?? text
    }
}
