import FoundationEssentials
import Matching
import News
import Storage
import TestSupport
import Testing

@testable import Daemon

@Suite struct `The newsdesk` {
    private func desk(
        _ list: String = "truce",
        rules: [String: ChannelRules] = [:],
        digestTimes: [Int] = [8 * 60, 18 * 60]
    ) -> Newsdesk {
        let file = SourceFile(name: "truce.watch", bytes: Array(list.utf8))
        let watches = compileWatchlist([file], names: [], now: .start) { $0 }.watches
        return Newsdesk(
            reader: Reader(watchlist: Watchlist(watches: watches)),
            routing: Routing(defaultChannels: ["console", "log"], rules: rules),
            digestTimes: digestTimes
        )
    }

    private func state(baselined: Bool) -> FeedState {
        var state = FeedState(id: FeedID(rawValue: 1), nextAt: .start)
        state.baselinedAt = baselined ? .start : nil
        return state
    }

    /// When an item came out, and whether it rings at a feed's first fetch and later.
    static let baselines: [(hoursAgo: Double?, first: Bool, later: Bool)] = [
        (0, true, true), (5.9, true, true), (6.1, false, true), (24 * 365, false, true), (nil, false, true),
        (-3, true, true),
    ]

    @Test(arguments: baselines)
    func `keeps a new feed from ringing for its past`(_ hoursAgo: Double?, _ first: Bool, _ later: Bool) {
        let published = hoursAgo.map { Date.start.addingTimeInterval(-$0 * 3_600) }
        let unseen = [UnseenItem(Item.titled("A truce", published: published))]
        for (isBaselined, rings) in [(false, first), (true, later)] {
            let alerts = desk().read(
                unseen,
                state: state(baselined: isBaselined),
                lookback: .seconds(6 * 3_600),
                now: .start
            )
            #expect(alerts.isEmpty != rings)
        }
    }

    @Test func `tells the older item first`() {
        func told(_ items: [(title: String, hoursAgo: Double?)]) -> [String] {
            let unseen = items.map { item in
                let published = item.hoursAgo.map { Date.start.addingTimeInterval(-$0 * 3_600) }
                return UnseenItem(.titled(item.title, published: published))
            }
            return desk().read(unseen, state: state(baselined: true), lookback: .zero, now: .start)
                .map(\.alert.headline)
        }
        #expect(told([("truce a", 1), ("truce b", 3), ("truce c", 2)]) == ["truce b", "truce c", "truce a"])
        #expect(told([("truce a", 1), ("truce b", 1)]) == ["truce b", "truce a"], "the newest stands first")
        #expect(told([("truce a", nil), ("truce b", 0)]) == ["truce b", "truce a"])
    }

    @Test func `owes to the list's channels, else to the default ones, each once`() {
        func channels(_ list: String) -> [String]? {
            desk(list).read(
                [UnseenItem(.titled("A truce"))],
                state: state(baselined: true),
                lookback: .zero,
                now: .start
            )
            .first?.due.keys.sorted()
        }
        #expect(channels("truce") == ["console", "log"])
        #expect(channels("send to: desk, desk\nmatch:\n    truce") == ["desk"])
    }

    @Test func `raises an alert also where it is owed to nobody`() throws {
        var rules = ChannelRules()
        rules.minPriority = .high
        let alerts = desk(rules: ["console": rules, "log": rules]).read(
            [UnseenItem(.titled("A truce"))],
            state: state(baselined: true),
            lookback: .zero,
            now: .start
        )
        #expect(alerts.map(\.due) == [[:]])
    }

    @Test func `tells at once what stands high, and the rest in the next digest`() throws {
        let far = Item.titled("News", summary: String(repeating: "word ", count: 80) + "truce")
        let unseen = [UnseenItem(far), UnseenItem(.titled("A truce"))]
        let alerts = desk().read(unseen, state: state(baselined: true), lookback: .zero, now: .start)
        #expect(alerts.map(\.alert.match.decision) == [.alert, .digest])
        #expect(alerts.first?.due["log"] == .start)
        #expect(try #require(alerts.last?.due["log"]) > .start)
    }

    @Test func `finds the next digest today, or tomorrow`() {
        let times = [0, 60, 12 * 60, 23 * 60 + 59]
        var moment = Date.start
        for _ in 0..<48 {
            moment += 1_799
            let next = desk(digestTimes: times).nextDigest(after: moment)
            #expect(next > moment)
            #expect(next.timeIntervalSince(moment) <= 12 * 3_600)
            #expect(Int(next.timeIntervalSince1970) % 60 == 0)
            let single = desk(digestTimes: [8 * 60]).nextDigest(after: moment)
            #expect(single > moment && single.timeIntervalSince(moment) <= 25 * 3_600)
        }
    }
}
