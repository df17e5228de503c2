import FoundationEssentials
import News
import Storage

/// How a feed stands on a page.
enum FeedParts {
    /// Feeds as rows of a table.
    ///
    /// - Parameters:
    ///   - feeds: The feeds.
    ///   - outlets: Their publishers' names, by their addresses.
    ///   - caption: What the table holds.
    ///   - clock: The clocks that moments are shown by.
    ///   - now: The moment.
    /// - Returns: The table; nothing where there are no feeds.
    static func table(
        _ feeds: [FeedOverview],
        outlets: [String: String],
        caption: String,
        _ clock: WallClock,
        now: Date
    ) -> HTML {
        guard !feeds.isEmpty else { return .nothing }
        return """
            <table class="feeds"><caption>\(caption)</caption>
            <thead><tr><th scope="col">Feed</th><th scope="col">Health</th><th scope="col">Rhythm</th>\
            <th scope="col" class="number">Next</th></tr></thead>
            <tbody>
            \(feeds.map { row($0, outlets[$0.url], clock, now) })</tbody></table>
            """
    }

    private static func row(_ feed: FeedOverview, _ outlet: String?, _ clock: WallClock, _ now: Date) -> HTML
    {
        let state = feed.state
        let name = outlet.flatMap { $0.isEmpty ? nil : $0 } ?? state.title ?? ""
        return """
            <tr><th scope="row"><span class="name" dir="auto">\(name)</span> \
            <span class="address">\(shortened(feed.url))</span></th>\
            <td>\(health(state, clock, now))</td><td class="rhythm">\(rhythm(state, now))</td>\
            <td class="number">\(next(state, clock, now))</td></tr>

            """
    }

    private static func health(_ state: FeedState, _ clock: WallClock, _ now: Date) -> HTML {
        guard state.visitedAt != nil else { return "<span class=\"faint\">never asked</span>" }
        if let trouble = state.trouble {
            let since = state.ailment.map { "since \(clock.brief($0.since, now: now))" } ?? ""
            let times = state.failures > 1 ? ", \(state.failures) times" : ""
            return "<b class=\"ill\">fails</b> \(trouble) <span class=\"faint\">\(since)\(times)</span>"
        }
        if let ailment = state.ailment {
            return """
                <b class="weak">ails</b> \(ailment.kind.headline) \
                <span class="faint">since \(clock.brief(ailment.since, now: now))</span>
                """
        }
        return "well"
    }

    private static func rhythm(_ state: FeedState, _ now: Date) -> HTML {
        guard let rhythm = state.rhythm?.quiet(until: now), rhythm.count >= 5 else { return .nothing }
        let words = Schedule.frequency(rhythm)
        let busy = rhythm.busyHours.map { ", most from \($0.from) to \($0.to) o'clock UTC" } ?? ""
        return
            "\(Plot.bars(rhythm.hours.map(Double.init), label: "by the hour\(busy)")) <span>\(words)</span>"
    }

    private static func next(_ state: FeedState, _ clock: WallClock, _ now: Date) -> HTML {
        state.nextAt <= now ? "now" : .moment(state.nextAt, clock.brief(state.nextAt, now: now))
    }

    /// An address without what all have in common, and not longer than a line.
    private static func shortened(_ url: String) -> String {
        let bare = url.hasPrefix("https://") ? url.dropFirst(8) : url[...]
        return bare.count > 72 ? bare.prefix(70) + "…" : String(bare)
    }
}
