import FoundationEssentials
import News
import Notifying
import Storage

/// `tocsin story`: what the outlets make of a story, side by side.
public struct StoryCommand: Sendable {
    /// In what form a story is printed.
    public enum Form: Sendable {
        /// For people.
        case text
        /// One JSON object a line.
        case json
        /// An Atom feed.
        case atom
    }

    let store: SQLiteStore
    private let outlets: [String: String]
    private let statusURL: String?

    /// Opens the store of the settings, beside a daemon that may be running.
    ///
    /// - Throws: A sentence for the user.
    public init(config: String?, environment: [String: String]) throws {
        let configuration = try Configuration.read(path: config, environment: environment)
        outlets = Dictionary(configuration.feeds.map { ($0.url, $0.outlet) }) { first, _ in first }
        statusURL = configuration.status.url
        store = try configuration.openStore()
    }

    /// The latest stories, one a line.
    public func list(limit: Int, json: Bool) async throws -> Output {
        let stories = try await store.stories(limit: limit)
        if json { return Output(try stories.map { try line(StoryLine($0)) }.joined()) }
        guard !stories.isEmpty else { return Output("no stories\n") }
        return Output(
            stories.map { story in
                let outlets = story.outlets == 1 ? "1 outlet" : "\(story.outlets) outlets"
                let lists = story.lists.joined(separator: ", ")
                return
                    "\(localTime(story.last))  \(story.id)  \(lists): \(visible(story.headline)) (\(outlets))\n"
            }.joined()
        )
    }

    /// One story.
    ///
    /// - Parameters:
    ///   - name: Its id or the beginning of it, or that of an alert.
    ///   - form: How it is printed.
    /// - Returns: What is to be said.
    /// - Throws: Where the store cannot be read.
    public func show(_ name: String, as form: Form) async throws -> Output {
        let report = try await StoryReport.find(name, in: store, outlets: outlets, statusURL: statusURL)
        guard let report else {
            return .refusal(
                "there is no story \(name), or more than one whose id begins so; tocsin story shows the latest"
            )
        }
        return switch form {
        case .text: Output(report.text)
        case .json: Output(try report.json())
        case .atom: Output(report.atom)
        }
    }

    private func line(_ value: some Encodable) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        encoder.dateEncodingStrategy = .iso8601
        return String(decoding: try encoder.encode(value), as: UTF8.self) + "\n"
    }
}

/// A story in one line, as programs read it.
private struct StoryLine: Encodable {
    let id: StoryID
    let headline: String
    let first: Date
    let last: Date
    let outlets: Int
    let alerts: Int
    let lists: [String]

    init(_ story: StoryOverview) {
        id = story.id
        headline = story.headline
        first = story.first
        last = story.last
        outlets = story.outlets
        alerts = story.alerts
        lists = story.lists
    }
}
