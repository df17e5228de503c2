import FoundationEssentials
import News
import Storage

/// How an alert stands on a page.
enum AlertParts {
    /// Alerts by the days on which they were found.
    static func days(_ alerts: [NumberedAlert], _ clock: WallClock, now: Date) -> HTML {
        var days: [(name: String, alerts: [Alert])] = []
        for alert in alerts.map(\.alert) {
            let day = clock.day(alert.found, now: now)
            if days.last?.name != day { days.append((day, [])) }
            days[days.count - 1].alerts.append(alert)
        }
        return "\(days.map { "<h3 class=\"day\">\($0.name)</h3>\n\($0.alerts.map { html($0, clock) })" })"
    }

    /// One alert: when, whose, what, and why.
    private static func html(_ alert: Alert, _ clock: WallClock) -> HTML {
        let headline = HTML.link(HTML(alert.title), to: alert.link)
        let priority: HTML =
            alert.priority >= .high ? " <span class=\"priority\">\(alert.priority.rawValue)</span>" : ""
        let language = HTML.language(alert.language)
        let passage: HTML =
            alert.excerpt.isEmpty
            ? "" : "<p class=\"passage\" dir=\"auto\"\(language)>\(HTML(alert.excerpt))</p>\n"
        return """
            <article class="alert">
            <p class="meta">\(.moment(alert.found, clock.time(alert.found))) <b>\(alert.listName)</b>\(priority) \
            <span class="outlet">\(alert.outlet)</span></p>
            <h4 dir="auto"\(language)>\(headline)</h4>
            \(passage)<p class="why"><span class="place">\(alert.match.at)</span> <code>\(alert.match.line)</code>\
            \(others(alert))</p>
            </article>

            """
    }

    /// Who else reports it: how many, with the story behind it, or else the first few by name.
    private static func others(_ alert: Alert) -> HTML {
        let count = alert.others.count
        if let path = alert.storyPath {
            let words: HTML = count == 0 ? "story" : "also reported by \(count)"
            return " <span class=\"others\"><a href=\"\(path)\">\(words)</a></span>"
        }
        guard count > 0 else { return .nothing }
        let named = alert.others.prefix(3).map { HTML.link("\($0.outlet)", to: $0.link) }
        let list = named.enumerated().map { $0 == 0 ? $1 : ", " + $1 }
        let rest: HTML = count > 3 ? " and \(count - 3) more" : ""
        return " <span class=\"others\">also \(list)\(rest)</span>"
    }
}

extension Alert {
    /// Where on the status port its story is; nil where it tells none.
    var storyPath: String? { story.map { "/story/\($0)" } }
}
