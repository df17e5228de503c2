import FoundationEssentials
import News
import Notifying
import Storage

/// `tocsin alerts` and `tocsin feeds`: what the store holds, for people and programs.
public struct Reports: Sendable {
    let store: SQLiteStore
    /// The feeds of the settings, by their addresses.
    let feeds: [String: Feed]

    /// Opens the store of the settings, beside a daemon that may be running.
    ///
    /// - Throws: A sentence for the user.
    public init(config: String?, environment: [String: String]) throws {
        let configuration = try Configuration.read(path: config, environment: environment)
        feeds = Dictionary(configuration.feeds.map { ($0.url, $0) }) { first, _ in first }
        store = try configuration.openStore()
    }

    /// The newest alerts.
    public func alerts(list: String?, limit: Int, json: Bool) async throws -> Output {
        let alerts = try await store.alerts(list: list, limit: limit)
        if json { return Output(try alerts.map { try line($0) }.joined()) }
        guard !alerts.isEmpty else { return Output("no alerts\n") }
        return Output(
            alerts.map {
                "\(localTime($0.found))  \($0.id)  \($0.match.list): \(visible($0.headline)) (\(visible($0.outlet)))\n"
            }.joined()
        )
    }

    /// The items that a person may mean by a name; see `SQLiteStore.items(named:limit:)`.
    func items(named name: String, limit: Int) async throws -> [Item] {
        try await store.items(named: name, limit: limit)
    }

    /// One alert in full.
    public func alert(id: String, json: Bool) async throws -> Output {
        guard let alert = try await store.alert(id: id) else {
            return .refusal(
                "there is no alert \(id), or more than one whose id begins so; tocsin alerts list shows them"
            )
        }
        if json { return Output(try line(alert)) }
        let story = try await storyLines(of: alert)
        return Output(describe(Parcel(id: alert.id, channel: "", .alert(alert))) + story)
    }

    /// What an alert's story is, and what was folded into it.
    private func storyLines(of alert: Alert) async throws -> String {
        guard let story = alert.story else { return "" }
        var lines = ["    story \(story); tocsin story \(story) shows who says what"]
        if let again = alert.again { lines.append("    rang again, because \(visible(again))") }
        for report in try await store.reports(ofAlert: alert.id) where report.entry.standing == .folded {
            lines.append(
                "    folded \(localTime(report.entry.found))  \(visible(report.entry.outlet)): "
                    + "\(visible(report.entry.headline)), because \(visible(report.entry.because))"
            )
        }
        return lines.map { $0 + "\n" }.joined()
    }

    /// What became of an item that lists hit, a line for each list.
    func outcomes(of item: Item) async throws -> [String] {
        try await store.reports(of: item).map { report in
            let list = report.list
            let story = "story \(report.story)"
            let because = visible(report.entry.because)
            return switch report.entry.standing {
            case .rang: "\(list): rang, alert \(report.entry.alert ?? "?") of \(story), because \(because)"
            case .folded:
                "\(list): folded into \(story), alert \(report.entry.alert ?? "?"), because \(because)"
            case .held: "\(list): held in \(story), because \(because)"
            }
        }
    }

    private func line(_ alert: Alert) throws -> String {
        let parcel = Parcel(id: alert.id, channel: "", .alert(alert))
        return String(decoding: try AlertPayload(parcel).json(), as: UTF8.self) + "\n"
    }
}
