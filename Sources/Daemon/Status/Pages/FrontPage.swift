import FoundationEssentials
import News
import Storage

/// The page that answers on one screen: does it work, what rang, what is broken.
struct FrontPage {
    /// How many lists are shown at once; those that rang less are folded away.
    private static let listLimit = 24
    private static let troubleLimit = 12

    private let facts: StatusFacts
    private let outlets: [String: String]
    private let clock: WallClock

    init(facts: StatusFacts, outlets: [String: String] = [:], _ clock: WallClock) {
        self.facts = facts
        self.outlets = outlets
        self.clock = clock
    }

    /// The whole page.
    var html: HTML {
        let verdict = facts.verdict
        return Layout.page(
            "\(verdict.sentence) tocsin",
            header: """
                <h1 class="\(verdict.rawValue)">\(verdict.sentence)</h1>
                <p class="summary">\(facts.summary) <span class="faint">As of \
                \(.moment(facts.now, clock.time(facts.now))).</span></p>
                """,
            """
            \(troubles)<div class="columns">
            <section class="rang" aria-labelledby="rang"><h2 id="rang">What rang</h2>
            \(alerts)
            </section>
            <div class="side">
            \(channels)
            \(lists)
            </div>
            </div>
            \(feeds)
            """
        )
    }

    private var troubles: HTML {
        let all = facts.troubles
        guard !all.isEmpty else { return .nothing }
        let shown = all.prefix(Self.troubleLimit).map { trouble -> HTML in
            "<li class=\"\(trouble.isBroken ? "ill" : "weak")\"><span>\(trouble.text)</span></li>\n"
        }
        let rest: HTML =
            all.count > shown.count
            ? "<p class=\"more\">and \(all.count - shown.count) more: tocsin check</p>" : ""
        return """
            <section class="troubles" aria-labelledby="troubles"><h2 id="troubles">What is broken</h2>
            <ul>
            \(shown)</ul>\(rest)
            </section>

            """
    }

    private var alerts: HTML {
        guard !facts.alerts.isEmpty else {
            return "<p class=\"empty\">Nothing in the last \(StatusFacts.days) days.</p>"
        }
        let all = facts.lists.reduce(0) { $0 + $1.ofAll }
        let rest = max(0, all - facts.alerts.count)
        let more: HTML =
            rest > 0
            ? "<p class=\"more\"><a href=\"/alerts\">\(plural(rest, "earlier alert"))</a></p>" : .nothing
        return AlertParts.days(facts.alerts, clock, now: facts.now) + more
    }

    private var channels: HTML {
        """
        <section aria-labelledby="channels"><h2 id="channels">Channels</h2>
        <table><thead><tr><th scope="col">Channel</th><th scope="col" class="number">Queue</th>\
        <th scope="col" class="number">Last delivery</th></tr></thead>
        <tbody>
        \(facts.channels.map(channel))</tbody></table>
        </section>
        """
    }

    private func channel(_ channel: ChannelStatus) -> HTML {
        let last: HTML =
            channel.lastDelivery.map { .moment($0, clock.brief($0, now: facts.now)) }
            ?? "<span class=\"faint\">never</span>"
        return """
            <tr><th scope="row">\(channel.name)\(trouble(of: channel))</th>\
            <td class="number">\(grouped(channel.waiting))</td><td class="number">\(last)</td></tr>

            """
    }

    private func trouble(of channel: ChannelStatus) -> HTML {
        var parts: [HTML] = []
        if let trouble = channel.trouble {
            let since = clock.brief(trouble.since, now: facts.now)
            let word: HTML = trouble.isBroken ? "<b class=\"ill\">broken</b>" : "<b class=\"weak\">rests</b>"
            parts.append("\(word) since \(since): \(trouble.reason)")
        } else if facts.isLate(channel), let since = channel.overdueSince {
            parts.append("<b class=\"weak\">late</b> since \(clock.brief(since, now: facts.now))")
        }
        if channel.givenUp > 0 {
            parts.append("\(plural(channel.givenUp, "delivery", "deliveries")) given up")
        }
        return "\(parts.map { part -> HTML in "<span class=\"remark\">\(part)</span>" })"
    }

    private var lists: HTML {
        let shown = facts.lists.prefix(Self.listLimit)
        let rest = facts.lists.dropFirst(Self.listLimit)
        let more: HTML =
            rest.isEmpty
            ? .nothing
            : """
            <details><summary>\(plural(rest.count, "list")) that rang less</summary>
            \(table(of: rest))</details>
            """
        return """
            <section aria-labelledby="lists"><h2 id="lists">Lists</h2>
            \(table(of: shown))\(more)
            </section>
            """
    }

    private func table(of lists: ArraySlice<StatusFacts.ListStatus>) -> HTML {
        """
        <table><thead><tr><th scope="col">List</th><th scope="col">\(StatusFacts.days) days</th>\
        <th scope="col" class="number">24 h</th><th scope="col" class="number">Last</th></tr></thead>
        <tbody>
        \(lists.map(list))</tbody></table>
        """
    }

    private func list(_ list: StatusFacts.ListStatus) -> HTML {
        let days = list.history.days
        let label = "\(plural(list.ofAll, "alert")), by day: \(days.map(String.init).joined(separator: ", "))"
        let last: HTML =
            list.history.last.map { .moment($0, clock.brief($0, now: facts.now)) }
            ?? "<span class=\"faint\">never</span>"
        return """
            <tr\(list.ofAll == 0 ? " class=\"still\"" : "")><th scope="row" dir="auto">\(list.name)</th>\
            <td>\(Plot.bars(days.map(Double.init), label: label))</td>\
            <td class="number">\(list.ofDay)</td><td class="number">\(last)</td></tr>

            """
    }

    private var feeds: HTML {
        let shown = Set(facts.ailing.map(\.url))
        let next = facts.next.filter { !shown.contains($0.url) }
        let unwell = facts.feeds.unwell - facts.ailing.count
        let rest = facts.feeds.all - facts.feeds.unwell
        let others: HTML =
            unwell > 0
            ? "<p class=\"more\"><a href=\"/feeds\">\(plural(unwell, "more feed")) unwell</a></p>" : ""
        return """
            <section class="wide" aria-labelledby="feeds"><h2 id="feeds">Feeds</h2>
            \(FeedParts.table(facts.ailing, outlets: outlets, caption: "Not well", clock, now: facts.now))\(others)
            \(FeedParts.table(next, outlets: outlets, caption: "Asked next", clock, now: facts.now))
            <p class="more"><a href="/feeds">\(rest == facts.feeds.all ? "All" : "The other") \
            \(plural(rest, "feed")) \(rest == 1 ? "is" : "are") fine</a></p>
            </section>
            """
    }
}
