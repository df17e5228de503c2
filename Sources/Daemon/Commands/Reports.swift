import FoundationEssentials
import Glibc
import News
import Notifying
import Storage

/// `tocsin alerts` and `tocsin outbox`: what the store holds, for people and programs.
public struct Reports: Sendable {
    let store: SQLiteStore
    /// The feeds of the settings, by their addresses.
    let feeds: [String: Feed]

    /// Opens the store of the settings, beside a daemon that may be running.
    ///
    /// - Throws: A sentence for the user.
    public init(config: String?, environment: [String: String]) throws {
        let configuration = try Configuration.read(path: config, environment: environment)
        let path = configuration.storePath
        guard access(path, F_OK) == 0 else {
            throw FileProblem(description: "\(path): there is no database yet; tocsin run makes one")
        }
        feeds = Dictionary(configuration.feeds.map { ($0.url, $0) }) { first, _ in first }
        store = try SQLiteStore(path: path, exclusive: false)
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
        return Output(describe(Parcel(id: alert.id, channel: "", .alert(alert))))
    }

    /// Which deliveries are shown.
    public enum Selection: Sendable {
        /// Those that are not settled, and those given up.
        case open
        /// Those given up.
        case dead
        /// All.
        case all

        fileprivate var states: [DeliveryState] {
            switch self {
            case .open: [.queued, .sending, .dead]
            case .dead: [.dead]
            case .all: DeliveryState.allCases
            }
        }
    }

    /// What is owed.
    public func outbox(
        channel: String?,
        _ selection: Selection,
        limit: Int,
        json: Bool
    ) async throws -> Output {
        let entries = try await store.outbox(channel: channel, states: selection.states, limit: limit)
        if json { return Output(entries.map { encode(OutboxLine($0)) + "\n" }.joined()) }
        var text = ""
        for trouble in try await store.channelTroubles() {
            let state = trouble.isBroken ? "is broken" : "rests"
            text += "\(trouble.channel) \(state) since \(localTime(trouble.since)): \(trouble.reason); "
            text += "tried again at \(localTime(trouble.restUntil)) (failed \(trouble.failures) in a row)\n"
        }
        for entry in entries {
            let tries = entry.attempts == 0 ? "" : ", tried \(entry.attempts) times"
            let note = entry.note.map { ": \($0)" } ?? ""
            text += "\(entry.channel)  \(entry.state.rawValue)  due \(localTime(entry.due))\(tries)\(note)\n"
            text += "    \(entry.id)  \(entry.list ?? "notice"): \(visible(entry.title))\n"
        }
        return Output(text.isEmpty ? "the outbox is empty: everything was delivered\n" : text)
    }

    private func line(_ alert: Alert) throws -> String {
        let parcel = Parcel(id: alert.id, channel: "", .alert(alert))
        return String(decoding: try AlertPayload(parcel).json(), as: UTF8.self) + "\n"
    }

    private struct OutboxLine: Encodable {
        let sequence: Int64
        let channel: String
        let state: DeliveryState
        let due: String
        let attempts: Int
        let note: String?
        let alert: String
        let watchlist: String?
        let title: String

        init(_ entry: OutboxEntry) {
            sequence = entry.sequence
            channel = entry.channel
            state = entry.state
            due = entry.due.formatted(.iso8601)
            attempts = entry.attempts
            note = entry.note
            alert = entry.id
            watchlist = entry.list
            title = entry.title
        }
    }
}
