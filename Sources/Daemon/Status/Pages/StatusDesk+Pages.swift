import FoundationEssentials
import News
import Storage

/// The pages behind the front page, a part at a time.
extension StatusDesk {
    private static let alertsOnPage = 100
    private static let feedsOnPage = 120

    /// The publishers' names of feeds, by their addresses.
    var outlets: [String: String] { current.value.feeds.mapValues(\.outlet) }

    /// Alerts, newest first: `?before=N` goes on where another part ended.
    func alerts(_ request: StatusRequest) async throws -> StatusResponse {
        let before = request.query["before"].flatMap { Int64($0) }
        let alerts = try await store.alerts(before: before, since: nil, limit: Self.alertsOnPage + 1)
        let shown = Array(alerts.prefix(Self.alertsOnPage))
        let more: HTML =
            alerts.count > shown.count
            ? "<p class=\"more\"><a rel=\"next\" href=\"/alerts?before=\(shown.last.map { "\($0.number)" } ?? "")\">Earlier alerts</a></p>"
            : .nothing
        let body: HTML =
            shown.isEmpty ? "<p class=\"empty\">None.</p>" : AlertParts.days(shown, clock, now: now()) + more
        let title = before == nil ? "Alerts" : "Earlier alerts"
        return .page(
            Layout.page(
                "\(title) · tocsin",
                header: "<h1>\(title)</h1>",
                "<section class=\"rang\"><h2>Newest first</h2>\(body)</section>"
            )
        )
    }

    /// Feeds by their addresses: `?from=N` begins with the Nth; those that are not well come first of all.
    func feeds(_ request: StatusRequest) async throws -> StatusResponse {
        let start = max(0, request.query["from"].flatMap { Int($0) } ?? 0)
        let moment = now()
        let counts = try await store.feedCounts()
        let ailing = start == 0 ? try await store.ailingFeeds(limit: Self.feedsOnPage, now: moment) : []
        let feeds = try await store.feeds(from: start, limit: Self.feedsOnPage, now: moment)
        let names = outlets
        let end = start + feeds.count
        let caption =
            feeds.count < counts.all ? "\(grouped(start + 1)) to \(grouped(end)), by address" : "By address"
        let more: HTML =
            end < counts.all
            ? "<p class=\"more\"><a rel=\"next\" href=\"/feeds?from=\(end)\">\(plural(counts.all - end, "more feed"))</a></p>"
            : .nothing
        let unwell = counts.unwell == 0 ? "all of them well" : "\(grouped(counts.unwell)) of them not well"
        return .page(
            Layout.page(
                "Feeds · tocsin",
                header: "<h1>Feeds</h1><p class=\"summary\">\(plural(counts.all, "feed")), \(unwell).</p>",
                """
                <section class="wide">\
                \(FeedParts.table(ailing, outlets: names, caption: "Not well", clock, now: moment))
                \(FeedParts.table(feeds, outlets: names, caption: caption, clock, now: moment))\(more)</section>
                """
            )
        )
    }
}
