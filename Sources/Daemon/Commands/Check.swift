import FoundationEssentials
import Matching
import Notifying

/// `tocsin check`: settings, watch files, their examples; every mistake, not only the first.
public struct Check: Sendable {
    /// What is checked: settings, watch files, folders of them; empty means the usual settings.
    public var paths: [String]
    /// The process's environment, for secrets.
    public var environment: [String: String]

    private var mistakes: [String] = []
    private var warnings: [String] = []
    private var facts: [String] = []

    /// A check of these files.
    public init(paths: [String], environment: [String: String]) {
        self.paths = paths
        self.environment = environment
    }

    /// Checks everything.
    public mutating func run(json: Bool) -> Output {
        if paths.isEmpty { checkSettings(nil) }
        for path in paths {
            if path.hasSuffix(".watch") || path.hasSuffix(".names") {
                note(LoadedLists(file: path), at: path)
            } else if path.hasSuffix(".toml") {
                checkSettings(path)
            } else {
                note(LoadedLists(folder: path, channels: nil), at: path)
            }
        }
        let status: Output.Status = mistakes.isEmpty ? .fine : .input
        if json {
            let report = Report(ok: mistakes.isEmpty, mistakes: mistakes, warnings: warnings, facts: facts)
            return Output(encode(report) + "\n", status: status)
        }
        let last = mistakes.isEmpty ? facts.joined(separator: "\n") : ""
        let counts = [counted(mistakes, "mistake"), counted(warnings, "warning")].compactMap(\.self)
        let complaints = mistakes + warnings + (counts.isEmpty ? [] : [counts.joined(separator: ", ")])
        return Output(last.isEmpty ? "" : last + "\n", complaints: complaints, status: status)
    }

    private func counted(_ entries: [String], _ word: String) -> String? {
        entries.isEmpty ? nil : "\(entries.count) \(word)\(entries.count == 1 ? "" : "s")"
    }

    private struct Report: Encodable {
        let ok: Bool
        let mistakes: [String]
        let warnings: [String]
        let facts: [String]
    }

    private mutating func checkSettings(_ path: String?) {
        do throws(ConfigurationError) {
            let (path, text) = try Configuration.locate(path)
            var found: [SettingsMistake] = []
            let settings = try Configuration(
                text: text,
                path: path,
                environment: environment,
                mistakes: &found
            )
            mistakes += found.map { ConfigurationError(path: path, [$0]).description }
            warnings += settings.remarks + settings.channels.flatMap(\.remarks)
            let feeds = settings.feeds.count == 1 ? "1 feed" : "\(settings.feeds.count) feeds"
            facts.append(
                "\(path): \(feeds), channels \(settings.channels.map(\.name).joined(separator: ", "))"
            )
            if settings.feeds.isEmpty {
                facts.append("\(path): there is no [[feed]] yet, so nothing can ring")
            }
            let lists = LoadedLists(folder: settings.watchlists, channels: settings.channels.map(\.name))
            mistakes += lists.watches.compactMap(settings.routing.deadEnd)
            warnings += settings.routing.unknownLists(among: lists.watches.map(\.id) + lists.broken)
                .map { "\(path): \($0)" }
            note(lists, at: settings.watchlists)
        } catch {
            mistakes.append(error.description)
        }
    }

    private mutating func note(_ lists: LoadedLists, at place: String) {
        mistakes += lists.mistakes
        warnings += lists.warnings
        guard lists.mistakes.isEmpty else { return }
        let names = lists.watches.isEmpty ? "names" : lists.watches.map(\.id).joined(separator: ", ")
        facts.append("\(place): \(names); \(lists.examples) examples hold")
    }
}

/// JSON on one line.
func encode(_ value: some Encodable) -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    guard let data = try? encoder.encode(value) else {
        preconditionFailure("a report that the program itself made can be written as JSON")
    }
    return String(decoding: data, as: UTF8.self)
}
