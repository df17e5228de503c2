public import FoundationEssentials
import Matching
import News
import Notifying
import Storage

/// `tocsin silence`: lists that nobody is told of for a while, beside a daemon that may be running.
public struct SilenceCommand: Sendable {
    private static let lengths = Duration.seconds(60)...Duration.seconds(30 * 86_400)

    let store: SQLiteStore
    private let settings: Configuration
    /// Who is at the keyboard.
    private let user: String

    /// Opens the store of the settings.
    ///
    /// - Throws: A sentence for the user.
    public init(config: String?, environment: [String: String]) throws {
        settings = try Configuration.read(path: config, environment: environment)
        store = try settings.openStore()
        user = environment["SUDO_USER"] ?? environment["USER"] ?? "somebody"
    }

    /// Silences a list from now on.
    ///
    /// - Parameters:
    ///   - list: The list, or a pattern that stands for several.
    ///   - length: For how long: "2h".
    ///   - reason: Why; empty where nothing is said.
    ///   - author: Who wants it; nil takes the user of the command.
    ///   - json: Whether to print JSON.
    ///   - now: When it begins.
    /// - Returns: The silence.
    /// - Throws: Where the store does not answer.
    public func begin(
        _ list: String,
        for length: String,
        reason: String,
        by author: String?,
        json: Bool,
        now: Date = Date()
    ) async throws -> Output {
        guard let length = readDuration(length), Self.lengths.contains(length) else {
            let bounds = "from \(say(Self.lengths.lowerBound)) to \(say(Self.lengths.upperBound))"
            return .refusal("--for must be a length of time such as 30m, 2h or 3d, \(bounds)", status: .usage)
        }
        let lists = LoadedLists(folder: settings.watchlists, channels: nil)
        let pattern = ListPattern(list)
        guard (lists.watches.map(\.id) + lists.broken).contains(where: pattern.matches) else {
            return .refusal(unknown(list, lists))
        }
        let silence = try await store.silence(
            list,
            author: author ?? user,
            reason: reason,
            now: now,
            until: now + length
        )
        var output = Output(json ? encode(SilenceReport(silence)) + "\n" : silence.beginning)
        let urgent = lists.watches.filter { $0.priority == .urgent && pattern.matches($0.id) }.map(\.id)
        if !urgent.isEmpty {
            output.complaints.append("\(urgent.joined(separator: ", ")) is urgent, and silent all the same")
        }
        return output
    }

    /// The silences in force.
    public func list(json: Bool, now: Date = Date()) async throws -> Output {
        let silences = try await store.silences(now: now)
        if json { return Output(silences.map { encode(SilenceReport($0)) + "\n" }.joined()) }
        return Output(silences.isEmpty ? "no list is silenced\n" : silences.map(\.lines).joined())
    }

    /// Ends a silence before its time.
    public func end(_ id: String, json: Bool, now: Date = Date()) async throws -> Output {
        let silence = try await store.silences(now: now).first { "\($0.id)" == id }
        guard var silence, try await store.endSilence(silence.id, now: now) else {
            return .refusal("there is no silence \(id) in force; tocsin silence list shows them")
        }
        silence.until = now
        if json { return Output(encode(SilenceReport(silence)) + "\n") }
        let count = silence.waiting
        let waiting =
            switch count {
            case 0: "nothing has waited"
            case 1: "1 delivery that waited is told within half a minute"
            default: "\(count) deliveries that waited are told within half a minute"
            }
        return Output("\(silence.list) is no longer silenced: \(waiting)\n")
    }

    private func unknown(_ list: String, _ lists: LoadedLists) -> String {
        let known = (lists.watches.map(\.id) + lists.broken).sorted()
        guard !known.isEmpty else { return "there is no list in \(settings.watchlists)" }
        let near = nearest(to: list, among: known).map { "did you mean \($0)?" }
        return "there is no list \(list); \(near ?? "known: \(known.joined(separator: ", "))")"
    }
}

extension Silence {
    /// What is said when it begins.
    fileprivate var beginning: String {
        "\(list) is silenced until \(localTime(until)): its alerts wait and are told together then; "
            + "tocsin silence end \(id) ends it\n"
    }

    /// The silence as people read it.
    fileprivate var lines: String {
        let deliveries = waiting == 1 ? "1 delivery waits" : "\(waiting) deliveries wait"
        let why = reason.isEmpty ? "" : "    \(visible(reason))\n"
        return
            "\(id)  \(visible(list))  until \(localTime(until)), by \(visible(author)) since \(localTime(since)); "
            + "\(deliveries)\n\(why)"
    }
}

/// A silence as programs read it.
private struct SilenceReport: Encodable {
    let id: Int64
    let list: String
    let author: String
    let reason: String
    let since: String
    let until: String
    let waiting: Int

    init(_ silence: Silence) {
        id = silence.id
        list = silence.list
        author = silence.author
        reason = silence.reason
        since = silence.since.formatted(.iso8601)
        until = silence.until.formatted(.iso8601)
        waiting = silence.waiting
    }
}
