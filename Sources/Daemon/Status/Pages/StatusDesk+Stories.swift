import FoundationEssentials
import News
import Storage

/// Stories: the latest, and one with all that is known of it.
extension StatusDesk {
    private static let storiesOnPage = 100

    /// The latest stories in which a list hit something.
    func stories() async throws -> StatusResponse {
        let stories = try await store.stories(limit: Self.storiesOnPage)
        let names = listNames
        let moment = now()
        let rows = stories.map { story -> HTML in
            let lists = story.lists.map { names[$0] ?? $0 }.joined(separator: ", ")
            return """
                <tr><th scope="row" dir="auto"><a href="/story/\(story.id.description)">\(String(story.headline.prefix(300)))</a> \
                <span class="remark">\(lists)</span></th><td class="number">\(grouped(story.outlets))</td>\
                <td class="number">\(grouped(story.alerts))</td>\
                <td class="number">\(.moment(story.last, clock.brief(story.last, now: moment)))</td></tr>

                """
        }
        let body: HTML =
            stories.isEmpty
            ? "<p class=\"empty\">None.</p>"
            : """
            <section class="wide"><table class="stories"><caption>The latest first</caption>
            <thead><tr><th scope="col">Story</th><th scope="col" class="number">Outlets</th>\
            <th scope="col" class="number">Alerts</th><th scope="col" class="number">Last</th></tr></thead>
            <tbody>
            \(rows)</tbody></table></section>
            """
        return .page(Layout.page("Stories · tocsin", header: "<h1>Stories</h1>", body))
    }

    /// One story: as a page, or as a program reads it where the path ends so.
    func story(_ request: StatusRequest) async throws -> StatusResponse {
        let parts = request.path.dropFirst("/story/".count).split(separator: ".", maxSplits: 1)
        let form = parts.count == 2 ? parts[1] : "html"
        let report =
            ["html", "json", "atom"].contains(form)
            ? try await StoryReport.find(
                String(parts.first ?? ""),
                in: store,
                outlets: outlets,
                statusURL: current.value.configuration.status.url
            ) : nil
        guard let report else {
            return .page(
                Layout.message(
                    "There is no such story.",
                    "No story · tocsin",
                    to: "/stories",
                    "The latest stories"
                ),
                status: 404
            )
        }
        return switch form {
        case "json": conditional(request, type: "application/json; charset=utf-8", try report.json())
        case "atom": conditional(request, type: "application/atom+xml; charset=utf-8", report.atom)
        default: .page(StoryPage(report, lists: listNames, clock, now: now()).html)
        }
    }
}
