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
        rules: [String: ChannelRules] = [:]
    ) -> Newsdesk {
        let file = SourceFile(name: "truce.watch", bytes: Array(list.utf8))
        let watches = compileWatchlist([file], names: [], now: .start) { $0 }.watches
        return Newsdesk(
            reader: Reader(watchlist: Watchlist(watches: watches)),
            routing: Routing(defaultChannels: ["console", "log"], rules: rules)
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

    /// What a list says, when an item comes in, and when Berlin's channels are told it, and why then.
    static let nights: [(list: String, hour: Int, console: String, desk: String, because: String)] = [
        ("truce", 12, "12:00", "12:00", "by day at once"),
        ("truce", 23, "06:00 quiet-hours", "23:00", "at night where nobody sleeps"),
        ("priority: urgent\nmatch:\n    truce", 23, "23:00", "23:00", "what is urgent wakes people"),
        (
            "alert: never\nmatch:\n    truce", 12, "18:00 digest", "05:00 digest",
            "each channel has its own digests"
        ),
        ("alert: never\nmatch:\n    truce", 19, "08:00 digest", "05:00 digest", "whose times are Berlin's"),
    ]

    @Test(arguments: nights)
    func `lets people sleep`(
        _ list: String,
        _ hour: Int,
        _ console: String,
        _ desk: String,
        _ because: String
    ) throws {
        var sleepless = ChannelRules()
        sleepless.quietHours = QuietHours("")
        sleepless.digestTimes = [5 * 60]
        var newsdesk = self.desk(
            "send to: console, desk\n" + (list.contains("match") ? list : "match:\n    " + list)
        )
        newsdesk.timetable.clock = try #require(WallClock(zone: "Europe/Berlin"))
        newsdesk.timetable.quietHours = try #require(QuietHours("23:00-06:00"))
        newsdesk.timetable.rules = ["desk": sleepless]
        // Midnight in Berlin, in summer.
        let midnight = Date(timeIntervalSince1970: 1_753_048_800)
        let alerts = newsdesk.read(
            [UnseenItem(.titled("A truce"))],
            state: state(baselined: true),
            lookback: .zero,
            now: midnight + Double(hour) * 3_600
        )
        let owed = try #require(alerts.first)
        let told = ["console", "desk"].map { channel in
            let seconds = Int(owed.due[channel]?.timeIntervalSince(midnight) ?? 0) % 86_400
            let time = "\(seconds / 36_000)\(seconds / 3_600 % 10):\(seconds / 600 % 6)\(seconds / 60 % 10)"
            return [time, owed.holds[channel]?.rawValue].compactMap(\.self).joined(separator: " ")
        }
        #expect(told == [console, desk], "\(because)")
    }

    @Test func `tells a digest that falls into the quiet hours after them, as a digest`() throws {
        var timetable = Timetable(digestTimes: [2 * 60])
        timetable.clock = try #require(WallClock(zone: "UTC"))
        timetable.quietHours = try #require(QuietHours("23:00-06:00"))
        let due = timetable.due(.about("A truce", decision: .digest), to: "desk", now: .start)
        #expect(due.moment == Date.start.addingTimeInterval(20 * 3_600))
        #expect(due.hold == .digest)
    }

    @Test func `tells news of an alert by day, and only where an item has changed`() throws {
        let pace = UpdatePace(edits: false, pause: .seconds(1_800))
        func updates(_ hours: String, list: String = "truce", isChange: Bool = true) throws -> [UpdatePace] {
            var desk = self.desk(list)
            desk.updatePaces = ["log": pace]
            desk.timetable.clock = try #require(WallClock(zone: "UTC"))
            desk.timetable.quietHours = try #require(QuietHours(hours))
            let item = UnseenItem(
                .titled("A truce"),
                earlier: isChange ? .titled("A war") : nil,
                firstSeen: isChange ? .start : nil
            )
            return desk.read([item], state: state(baselined: true), lookback: .zero, now: .start)
                .compactMap { $0.updates["log"] }
        }
        func delayed(by hours: Double) -> UpdatePace {
            UpdatePace(edits: false, pause: pace.pause, notBefore: .start.addingTimeInterval(hours * 3_600))
        }
        #expect(try updates("", isChange: false).isEmpty)
        #expect(try updates("") == [pace])
        #expect(try updates("09:00-11:00") == [delayed(by: 1)])
        #expect(try updates("10:15-12:00") == [delayed(by: 2)], "they begin before the pause is over")
        #expect(try updates("11:00-12:00") == [pace])
        #expect(try updates("09:00-11:00", list: "priority: urgent\nmatch:\n    truce") == [pace])
    }

    @Test func `keeps notices about feeds from waking people, and none about channels`() throws {
        var desk = self.desk()
        desk.operatorChannel = "log"
        desk.timetable.clock = try #require(WallClock(zone: "UTC"))
        desk.timetable.quietHours = try #require(QuietHours("09:00-11:00"))
        let notice = Notice(kind: "gone", feedURL: "", title: "", text: "", occasion: "", found: .start)
        #expect(desk.owe(notice, now: .start).map(\.due) == [["log": Date.start.addingTimeInterval(3_600)]])
        #expect(
            desk.owe(notice, avoiding: "console", now: .start).map(\.due) == [
                ["log": Date.start.addingTimeInterval(30)]
            ]
        )
    }
}
