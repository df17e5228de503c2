public import FoundationEssentials
import Glibc
import News
import Notifying
import Storage

/// `tocsin outbox`: what is owed to the channels, and a person's hand in it, beside a daemon that may be running.
public struct OutboxCommand: Sendable {
    /// Which deliveries are shown.
    public enum Selection: Sendable {
        /// Those that are not settled, and those given up.
        case open
        /// Those given up.
        case dead
        /// All.
        case all

        var states: [DeliveryState] {
            switch self {
            case .open: [.queued, .sending, .dead, .expired]
            case .dead: [.dead, .expired]
            case .all: DeliveryState.allCases
            }
        }
    }

    /// More deliveries than this are not dropped without a word of agreement.
    private static let few = 10

    let store: SQLiteStore
    private let settings: Configuration

    /// Opens the outbox of the settings.
    ///
    /// - Throws: A sentence for the user.
    public init(config: String?, environment: [String: String]) throws {
        settings = try Configuration.read(path: config, environment: environment)
        store = try settings.openStore()
    }

    /// What is owed, and the channels that rest or are broken.
    public func list(
        channel: String?,
        _ selection: Selection,
        limit: Int,
        json: Bool,
        now: Date = Date()
    ) async throws -> Output {
        let entries = try await store.outbox(channel: channel, states: selection.states, limit: limit)
        if json { return Output(entries.map { encode(DeliveryReport($0)) + "\n" }.joined()) }
        let troubles = try await store.channelTroubles().map { $0.line(now: now) }
        let text = (troubles + entries.map { $0.lines(now: now) }).joined()
        return Output(text.isEmpty ? "the outbox is empty: everything was delivered\n" : text)
    }

    /// One delivery in full: how it stands, the messages that were to tell it, and what they say.
    public func show(_ name: String, json: Bool, now: Date = Date()) async throws -> Output {
        let entries = try await store.deliveries(named: name)
        guard !entries.isEmpty else { return .refusal(unknown(name)) }
        var text = ""
        for entry in entries {
            let messages = try await store.messages(of: entry)
            text +=
                json
                ? encode(DeliveryReport(entry, messages)) + "\n"
                : entry.lines(now: now) + messages.lines(of: entry)
        }
        return Output(text)
    }

    /// Sends again what was given up.
    ///
    /// - Parameters:
    ///   - names: Deliveries, messages or alerts.
    ///   - channel: Only what was owed to this channel; without names, all that was given up there.
    ///   - everything: Whether all that was given up is meant, where there are no names.
    ///   - json: Whether to print JSON.
    ///   - now: The moment at which they are due.
    /// - Returns: What was put back in line.
    /// - Throws: Where the store does not answer.
    public func retry(
        _ names: [String],
        channel: String?,
        everything: Bool,
        json: Bool,
        now: Date = Date()
    ) async throws -> Output {
        if let problem = try await problem(with: channel) { return .refusal(problem) }
        guard !names.isEmpty || channel != nil || everything else {
            return .refusal(
                "say which: the numbers that tocsin outbox list shows, --channel or --dead",
                status: .usage
            )
        }
        let chosen: [Int64]
        switch try await choose(names, channel, among: [.dead, .expired, .dropped]) {
        case .refused(let output): return output
        case .named(let numbers): chosen = numbers
        case .all:
            chosen = try await store.deliveries(
                to: channel,
                in: [.dead, .expired],
                foundBefore: .distantFuture
            )
        }
        let retried = try await store.retry(chosen, now: now)
        return report(
            retried,
            json: json,
            "\(counted(retried.count)) in line again",
            none: "nothing was given up"
        )
    }

    /// Takes deliveries out of the line for good.
    ///
    /// - Parameters:
    ///   - names: Deliveries, messages or alerts.
    ///   - channel: Only what is owed to this channel; without names, all of it.
    ///   - age: Only alerts that were found so long ago.
    ///   - isAgreed: Whether many may be dropped without asking.
    ///   - json: Whether to print JSON.
    ///   - now: The moment.
    /// - Returns: What was taken out.
    /// - Throws: Where the store does not answer.
    public func drop(
        _ names: [String],
        channel: String?,
        olderThan age: String?,
        isAgreed: Bool,
        json: Bool,
        now: Date = Date()
    ) async throws -> Output {
        if let problem = try await problem(with: channel) { return .refusal(problem) }
        guard !names.isEmpty || channel != nil else {
            return .refusal(
                "say which: the numbers that tocsin outbox list shows, or --channel",
                status: .usage
            )
        }
        let length = age.map(readDuration) ?? Duration.zero
        guard let length else {
            return .refusal("--older-than must be a length of time such as 90s, 5m, 6h or 3d", status: .usage)
        }
        guard names.isEmpty || age == nil else {
            return .refusal("--older-than goes with --channel, not with single deliveries", status: .usage)
        }
        let chosen: [Int64]
        switch try await choose(names, channel, among: OutboxCommand.Selection.open.states) {
        case .refused(let output): return output
        case .named(let numbers): chosen = numbers
        case .all:
            chosen = try await store.deliveries(
                to: channel,
                in: Selection.open.states,
                foundBefore: now - length
            )
        }
        guard isAgreed || chosen.count <= Self.few else {
            return .refusal(
                "that would drop \(chosen.count) deliveries, none of which would be told: say --yes if you mean it"
            )
        }
        let dropped = try await store.drop(chosen, now: now)
        var output = report(dropped, json: json, "\(counted(dropped.count)) dropped", none: "nothing is owed")
        if dropped.count < chosen.count {
            output.complaints.append(
                "\(counted(chosen.count - dropped.count)) on the way at this moment: try again"
            )
            output.status = .world
        }
        return output
    }

    /// Lets channels that rest or are broken try again at once; no names means all.
    public func resume(_ channels: [String], json: Bool) async throws -> Output {
        for channel in channels {
            if let problem = try await problem(with: channel) { return .refusal(problem) }
        }
        let resumed = try await store.resume(channels)
        if json { return Output(encode(["channels": resumed]) + "\n") }
        let idle = channels.isEmpty ? "no channel rests" : "none of them rests"
        let names = resumed.joined(separator: ", ")
        return Output(resumed.isEmpty ? idle + "\n" : "\(names): tried again within half a minute\n")
    }

    private enum Choice {
        case named([Int64])
        case all
        case refused(Output)
    }

    /// The deliveries that names stand for, of which only those in certain states can be meant.
    private func choose(
        _ names: [String],
        _ channel: String?,
        among states: [DeliveryState]
    ) async throws -> Choice {
        guard !names.isEmpty else { return .all }
        var chosen: [Int64] = []
        var complaints: [String] = []
        for name in names {
            let found = try await store.deliveries(named: name).filter {
                channel == nil || $0.channel == channel
            }
            let fitting = found.filter { states.contains($0.state) }
            chosen += fitting.map(\.sequence)
            if let first = found.first, fitting.isEmpty {
                complaints.append("delivery \(first.sequence) to \(first.channel) is \(first.state.rawValue)")
            } else if found.isEmpty {
                complaints.append(unknown(name))
            }
        }
        return complaints.isEmpty ? .named(chosen) : .refused(Output(complaints: complaints, status: .input))
    }

    /// A channel may be gone from the settings and still be owed something.
    private func problem(with channel: String?) async throws -> String? {
        guard let channel else { return nil }
        let inSettings = settings.channels.map(\.name)
        let known = inSettings + (try await store.outboxChannels()).filter { !inSettings.contains($0) }
        return known.contains(channel) ? nil : Configuration.unknownChannel(channel, known: known)
    }

    private func unknown(_ name: String) -> String {
        "there is no delivery, message or alert \(name); tocsin outbox list --all shows them"
    }

    private func counted(_ count: Int) -> String {
        count == 1 ? "1 delivery is" : "\(count) deliveries are"
    }

    private func report(_ numbers: [Int64], json: Bool, _ text: String, none: String) -> Output {
        if json { return Output(encode(["deliveries": numbers]) + "\n") }
        return Output((numbers.isEmpty ? none : text) + "\n")
    }
}

extension Configuration {
    /// Opens the store, beside a daemon that may be running.
    ///
    /// - Throws: A sentence for the user.
    func openStore() throws -> SQLiteStore {
        guard Glibc.access(storePath, F_OK) == 0 else {
            throw FileProblem(description: "\(storePath): there is no database yet; tocsin run makes one")
        }
        return try SQLiteStore(path: storePath, exclusive: false)
    }
}
