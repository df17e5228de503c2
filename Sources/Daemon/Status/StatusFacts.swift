import FoundationEssentials
import News
import Storage

/// What the page and `tocsin status` tell: does it work, what rang, what is broken.
struct StatusFacts: Sendable {
    /// A list, with what it is called.
    struct ListStatus: Sendable {
        var name: String
        var history: ListHistory
        /// How often it rang in the last 24 hours.
        var ofDay: Int { history.days.last ?? 0 }
        /// How often it rang on all of the days.
        var ofAll: Int { history.days.reduce(0, +) }
    }

    /// How many days back lists are looked at.
    static let days = 14

    var now: Date
    var feeds: FeedCounts
    /// Feeds that are not well, those that failed the most visits in a row first; not all where there are many.
    var ailing: [FeedOverview]
    /// Feeds that are asked next.
    var next: [FeedOverview]
    /// The newest alerts, newest first.
    var alerts: [NumberedAlert]
    /// All lists, those that rang most in the last 24 hours first.
    var lists: [ListStatus]
    var channels: [ChannelStatus]
    /// What is wrong with lists and settings, a sentence each.
    var mistakes: [String]

    /// Asks the store.
    ///
    /// - Parameters:
    ///   - store: The store.
    ///   - lists: The lists' names by their ids.
    ///   - channels: The channels' names.
    ///   - mistakes: What is wrong with lists and settings.
    ///   - limit: How many feeds are wanted of each kind at most.
    ///   - most: How many alerts are wanted at most.
    ///   - now: The moment.
    /// - Throws: Where the store cannot be read.
    init(
        of store: SQLiteStore,
        lists: [String: String],
        channels: [String],
        mistakes: [String],
        feeds limit: Int = 8,
        alerts most: Int = 40,
        now: Date
    ) async throws {
        self.now = now
        self.mistakes = mistakes
        feeds = try await store.feedCounts()
        ailing = try await store.ailingFeeds(limit: limit, now: now)
            .sorted { ($0.state.failures, $1.url) > ($1.state.failures, $0.url) }
        next = try await store.nextFeeds(limit: limit, now: now)
        let since = now - Double(Self.days) * 86_400
        alerts = try await store.alerts(before: nil, since: since, limit: most)
        let ids = lists.keys.sorted()
        let histories = try await store.histories(of: ids, days: Self.days, now: now)
        self.lists = histories.map { ListStatus(name: lists[$0.list] ?? $0.list, history: $0) }
            .sorted { ($0.ofDay, $0.ofAll, $1.name) > ($1.ofDay, $1.ofAll, $0.name) }
        self.channels = try await store.statuses(ofChannels: channels, now: now)
    }
}

extension StatusFacts {
    /// How all is, in one word.
    enum Verdict: String, Sendable {
        /// Nothing to do.
        case well
        /// The world ails; tocsin goes on, and nothing is lost.
        case strained
        /// Someone must look.
        case broken

        var sentence: String {
            switch self {
            case .well: "All is well."
            case .strained: "Working, with troubles."
            case .broken: "Someone must look."
            }
        }
    }

    /// Since when a delivery may have been due before that is a trouble.
    private static let patience = 600.0

    var verdict: Verdict {
        let troubles = troubles
        return troubles.isEmpty ? .well : troubles.contains(where: \.isBroken) ? .broken : .strained
    }

    /// Something that is not as it should be.
    struct Trouble: Hashable, Sendable {
        /// Whether someone must look.
        var isBroken: Bool
        /// What it is, for people.
        var text: String
    }

    /// What is not as it should be, the gravest first; of feeds only how many.
    var troubles: [Trouble] {
        let broken = channels.filter { $0.trouble?.isBroken ?? false }
        let late = channels.filter { isLate($0) && !broken.contains($0) }
        var troubles = broken.map { channel in
            Trouble(
                isBroken: true,
                text: "Channel \(channel.name) is broken: \(channel.trouble?.reason ?? "")"
            )
        }
        troubles += mistakes.map { Trouble(isBroken: true, text: "List \($0)") }
        troubles += late.map { channel in
            let reason = channel.trouble.map { ": \($0.reason)" } ?? ""
            return Trouble(isBroken: false, text: "Channel \(channel.name) is late\(reason)")
        }
        if feeds.unwell > 0 {
            let verb = feeds.unwell == 1 ? "is" : "are"
            troubles.append(
                Trouble(isBroken: false, text: "\(plural(feeds.unwell, "feed")) \(verb) not well")
            )
        }
        return troubles
    }

    /// Whether a channel rests, or has long been owed something.
    func isLate(_ channel: ChannelStatus) -> Bool {
        if channel.trouble != nil { return true }
        return channel.overdueSince.map { now.timeIntervalSince($0) > Self.patience } ?? false
    }

    /// How often lists rang in the last 24 hours.
    var alertsOfDay: Int { lists.reduce(0) { $0 + $1.ofDay } }

    /// How many deliveries wait.
    var waiting: Int { channels.reduce(0) { $0 + $1.waiting } }

    /// The numbers behind the verdict, in a sentence.
    var summary: String {
        let unwell = feeds.unwell == 0 ? "all well" : "\(feeds.unwell) unwell"
        return """
            \(plural(feeds.all, "feed")), \(unwell). \(plural(alertsOfDay, "alert")) in 24 hours. \
            \(waiting == 0 ? "Nothing waits" : plural(waiting, "delivery", "deliveries") + " \(waiting == 1 ? "waits" : "wait")") \
            to be delivered.
            """
    }
}

/// A number with what it counts: "1 feed", "1,000 feeds".
func plural(_ count: Int, _ one: String, _ many: String? = nil) -> String {
    "\(grouped(count)) \(count == 1 ? one : many ?? one + "s")"
}

/// A number with its thousands set apart.
func grouped(_ number: Int) -> String {
    let digits = Array(String(number.magnitude))
    let parts = stride(from: digits.count, to: 0, by: -3).map { String(digits[max(0, $0 - 3)..<$0]) }
    return (number < 0 ? "-" : "") + parts.reversed().joined(separator: ",")
}
