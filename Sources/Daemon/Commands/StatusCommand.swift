public import FoundationEssentials
import Matching
import News
import Notifying
import Storage
import Web

/// `tocsin status`: what the page tells, in a terminal and read from the store, so that it works while the daemon does
/// not.
public struct StatusCommand: Sendable {
    private static let feedLimit = 12
    private static let alertLimit = 10
    private static let listLimit = 20

    private let configuration: Configuration
    private let store: SQLiteStore

    /// Opens the store of the settings, beside a daemon that may be running.
    ///
    /// - Throws: A sentence for the user.
    public init(config: String?, environment: [String: String]) throws {
        configuration = try Configuration.read(path: config, environment: environment)
        store = try configuration.openStore()
    }

    /// Asks the store how all is, and the status port whether a daemon answers.
    ///
    /// - Parameters:
    ///   - json: Whether to print one JSON object.
    ///   - now: The moment.
    /// - Returns: What to print.
    /// - Throws: Where the store cannot be read.
    public func run(json: Bool, now: Date = Date()) async throws -> Output {
        let lists = LoadedLists(
            folder: configuration.watchlists,
            channels: configuration.channels.map(\.name)
        )
        let facts = try await StatusFacts(
            of: store,
            lists: Dictionary(lists.watches.map { ($0.id, $0.name) }) { first, _ in first },
            channels: configuration.channels.map(\.name),
            mistakes: lists.mistakes,
            feeds: Self.feedLimit,
            alerts: Self.alertLimit,
            now: now
        )
        let daemon = await daemon()
        if json { return Output(encode(StatusObject(facts, daemon)) + "\n") }
        return Output(describe(facts, daemon))
    }

    /// Whether a daemon answers.
    enum DaemonSign: String, Sendable {
        case answers
        case silent
        /// The settings name no port at which it could.
        case unknown
    }

    private func daemon() async -> DaemonSign {
        guard let address = configuration.status.listen, address.port > 0 else { return .unknown }
        guard let web = try? HTTPClient(userAgent: Version.userAgent(contact: nil)) else { return .unknown }
        var request = Request(url: "http://\(address.reachable)/healthz")
        request.allowsPrivateAddress = true
        request.timeouts.total = .seconds(3)
        let response = try? await web.send(request)
        await web.shutDown()
        return response?.status == 200 ? .answers : .silent
    }

    private func describe(_ facts: StatusFacts, _ daemon: DaemonSign) -> String {
        [
            head(facts, daemon), section("What is broken", facts.troubles.map { visible($0.text) }),
            section("Channels", facts.channels.map { channel($0, facts) }),
            section("Feeds that are not well", feeds(facts)),
            section("Lists", lists(facts)),
            section("What rang", facts.alerts.map { alert($0.alert) }),
        ].filter { !$0.isEmpty }.joined(separator: "\n")
    }

    private func head(_ facts: StatusFacts, _ daemon: DaemonSign) -> String {
        let sign =
            switch (daemon, configuration.status.listen) {
            case (.answers, let address?): "A daemon answers at http://\(address.reachable)/."
            case (.silent, let address?): "No daemon answers at http://\(address.reachable)/."
            default: "The settings have no status port, so nobody knows whether a daemon runs."
            }
        return "\(facts.verdict.sentence) \(facts.summary)\n\(sign)\n"
    }

    private func section(_ title: String, _ lines: [String]) -> String {
        lines.isEmpty ? "" : title + "\n" + lines.map { "    \($0)\n" }.joined()
    }

    private func channel(_ channel: ChannelStatus, _ facts: StatusFacts) -> String {
        var parts = ["\(channel.name): \(grouped(channel.waiting)) waiting"]
        parts.append(channel.lastDelivery.map { "last delivery \(localTime($0))" } ?? "never told")
        if let trouble = channel.trouble {
            let word = trouble.isBroken ? "broken" : "rests"
            parts.append("\(word) since \(localTime(trouble.since)): \(visible(trouble.reason))")
        } else if facts.isLate(channel), let since = channel.overdueSince {
            parts.append("late since \(localTime(since))")
        }
        if channel.givenUp > 0 { parts.append("\(grouped(channel.givenUp)) given up") }
        return parts.joined(separator: ", ")
    }

    private func feeds(_ facts: StatusFacts) -> [String] {
        let lines = facts.ailing.map { feed in
            let ailment = feed.state.trouble ?? feed.state.ailment?.kind.headline ?? ""
            let since = feed.state.ailment.map { " since \(localTime($0.since))" } ?? ""
            return "\(visible(feed.url)): \(visible(ailment))\(since)"
        }
        let more = facts.feeds.unwell - facts.ailing.count
        return more > 0 ? lines + ["and \(plural(more, "other")): tocsin feeds"] : lines
    }

    private func lists(_ facts: StatusFacts) -> [String] {
        let lines = facts.lists.prefix(Self.listLimit).map { list in
            let last = list.history.last.map { ", last \(localTime($0))" } ?? ""
            let bars = list.ofAll > 0 ? "  \(Self.bars(list.history.days))" : ""
            return
                "\(list.history.list): \(list.ofDay) in 24 hours, \(list.ofAll) in \(StatusFacts.days) days\(last)\(bars)"
        }
        let more = facts.lists.count - lines.count
        return more > 0 ? lines + ["and \(plural(more, "list")) that rang less"] : lines
    }

    private func alert(_ alert: Alert) -> String {
        "\(localTime(alert.found))  \(alert.match.list): \(visible(alert.headline)) (\(visible(alert.outlet)))"
    }

    /// Numbers as blocks of eight heights.
    private static func bars(_ numbers: [Int]) -> String {
        let blocks = Array("▁▂▃▄▅▆▇█")
        let most = max(1, numbers.max() ?? 1)
        return String(numbers.map { $0 == 0 ? "·" : blocks[min(7, $0 * 8 / (most + 1))] })
    }
}

extension ListenAddress {
    /// The address as a client on this machine can ask it: one that stands for all addresses stands for this machine.
    fileprivate var reachable: String {
        switch host {
        case "0.0.0.0": "127.0.0.1:\(port)"
        case "::": "[::1]:\(port)"
        default: description
        }
    }
}

/// The status as programs read it.
private struct StatusObject: Encodable {
    struct Feeds: Encodable {
        let all: Int
        let unwell: [String: Int]
    }

    struct Channel: Encodable {
        let name: String
        let waiting: Int
        let overdueSince: String?
        let lastDelivery: String?
        let givenUp: Int
        let broken: Bool
        let failures: Int
        let reason: String?

        init(_ channel: ChannelStatus) {
            name = channel.name
            waiting = channel.waiting
            overdueSince = channel.overdueSince?.formatted(.iso8601)
            lastDelivery = channel.lastDelivery?.formatted(.iso8601)
            givenUp = channel.givenUp
            broken = channel.trouble?.isBroken ?? false
            failures = channel.trouble?.failures ?? 0
            reason = channel.trouble?.reason
        }
    }

    struct List: Encodable {
        let id: String
        let name: String
        let days: [Int]
        let last: String?
    }

    let daemon: String
    let verdict: String
    let feeds: Feeds
    let channels: [Channel]
    let lists: [List]
    let mistakes: [String]

    init(_ facts: StatusFacts, _ daemon: StatusCommand.DaemonSign) {
        self.daemon = daemon.rawValue
        verdict = facts.verdict.rawValue
        feeds = Feeds(
            all: facts.feeds.all,
            unwell: facts.feeds.ailing.reduce(into: [:]) { $0[$1.key.rawValue] = $1.value }
        )
        channels = facts.channels.map(Channel.init)
        lists = facts.lists.map {
            List(
                id: $0.history.list,
                name: $0.name,
                days: $0.history.days,
                last: $0.history.last?.formatted(.iso8601)
            )
        }
        mistakes = facts.mistakes
    }
}
