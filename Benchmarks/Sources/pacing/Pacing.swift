import FoundationEssentials
import News

/// Replays posting times against three ways to space polls, with the same number of polls for each.
///
///     pacing [--feeds N] [--seed S] [--times FILE]
///
/// Prints how long items waited from their posting to the poll that found them: median, mean and the 95th percentile,
/// over the last two weeks of eight. FILE holds real posting times, lines of seconds since 1970, a tab, and the feed.
@main
struct Pacing {
    static func main() throws {
        let options = CommandLine.arguments
        func value(_ name: String) -> String? {
            options.firstIndex(of: name).flatMap { $0 + 1 < options.count ? options[$0 + 1] : nil }
        }
        if let file = value("--times") {
            let text = try String(decoding: Data(contentsOf: URL(filePath: file)), as: UTF8.self)
            compare(PostingTimes.read(text), called: file)
            return
        }
        let count = Int(value("--feeds") ?? "") ?? 1_000
        let seed = UInt64(value("--seed") ?? "") ?? 1
        let sets: [(String, ClosedRange<Double>)] = [
            ("newsrooms: 5 to 100 items a day", 5...100),
            ("everything: an item a week to 300 a day", 1.0 / 7...300),
        ]
        for (name, rates) in sets {
            let feeds = PostingTimes.generated(feeds: count, days: 56, rates: rates, seed: seed)
            compare(feeds, called: name)
        }
    }

    private static func compare(_ feeds: [[Double]], called name: String) {
        let end = feeds.compactMap(\.last).max() ?? 0
        let replay = Replay(feeds: feeds, learnt: end - 14 * 86_400, end: end)
        print("\n\(name); \(feeds.count) feeds, \(feeds.map(\.count).reduce(0, +)) items")
        for usual in [600, 1_800] as [Int64] {
            let pace = Pace(usual: .seconds(usual), min: .seconds(300), max: .seconds(6 * 3_600))
            let ours = replay.run(Paced(pace: pace))
            let fixed = replay.matching(ours.polls, FixedInterval.init)
            let frequency = replay.matching(ours.polls, EntryFrequency.init)
            print(
                "  two items an hour every \(usual / 60) min: \(ours.polls / feeds.count / 14) polls a feed and day"
            )
            say("tocsin", ours, against: ours)
            say("a fixed interval", fixed, against: ours)
            say("by entries a week", frequency, against: ours)
        }
    }

    private static func say(_ name: String, _ outcome: Replay.Outcome, against ours: Replay.Outcome) {
        func column(_ what: String, _ ours: Double, _ theirs: Double) -> String {
            "\(what) \(Int(theirs)) s (\((ours / theirs * 100).rounded() / 100))"
        }
        let pad = String(repeating: " ", count: max(0, 20 - name.count))
        print(
            "    \(name)\(pad)\(outcome.polls) polls",
            column("median", ours.median, outcome.median),
            column("mean", ours.mean, outcome.mean),
            column("95 %", ours.late, outcome.late),
            "\(outcome.missed) missed",
            separator: ", "
        )
    }
}
