import FoundationEssentials
import News
import Storage

/// Alerts as a feed, for any reader: Atom (RFC 4287) and JSON Feed 1.1.
extension StatusDesk {
    private static let alertsInFeed = 100

    func atom(_ request: StatusRequest) async throws -> StatusResponse {
        let alerts = try await alertsOfFeed()
        let base = base(request)
        let updated = alerts.map(\.changed).max() ?? metrics.snapshot.startedAt
        let entries = alerts.map { alert -> HTML in
            let link: HTML =
                alert.webLink.map { "<link href=\"\($0)\"/>" } ?? "<link href=\"\(base)/alerts\"/>"
            let story: HTML =
                alert.storyAddress(base).map {
                    "<link rel=\"related\" href=\"\($0)\" title=\"All reports\"/>"
                }
                ?? .nothing
            return """
                <entry><id>\(alert.urn)</id><title>\(alert.headline)</title>\(link)\(story)\
                <published>\(alert.found.formatted(.iso8601))</published>\
                <updated>\(alert.changed.formatted(.iso8601))</updated>\
                <author><name>\(alert.outlet.isEmpty ? "unknown" : alert.outlet)</name></author>\
                <category term="\(alert.match.list)" label="\(alert.listName)"/>\
                <content type="html">\(alert.content(base).text)</content></entry>

                """
        }
        let feed: HTML = """
            <?xml version="1.0" encoding="utf-8"?>
            <feed xmlns="http://www.w3.org/2005/Atom"><id>urn:tocsin:alerts</id><title>tocsin alerts</title>\
            <updated>\(updated.formatted(.iso8601))</updated><link rel="self" href="\(base)/alerts.atom"/>\
            <link href="\(base)/"/><generator version="\(Version.number)">tocsin</generator>
            \(entries)</feed>

            """
        return conditional(request, type: "application/atom+xml; charset=utf-8", feed.text)
    }

    func jsonFeed(_ request: StatusRequest) async throws -> StatusResponse {
        let base = base(request)
        let feed = JSONFeed(
            homePage: base + "/",
            address: base + "/alerts.json",
            items: try await alertsOfFeed().map { JSONFeed.Item($0, base: base) }
        )
        return conditional(request, type: "application/feed+json; charset=utf-8", encode(feed) + "\n")
    }

    private func alertsOfFeed() async throws -> [Alert] {
        try await store.alerts(before: nil, since: nil, limit: Self.alertsInFeed).map(\.alert)
    }

    /// The address under which people reach this server: that of the settings, else the one that was asked.
    private func base(_ request: StatusRequest) -> String {
        current.value.configuration.status.url ?? "http://" + (request.headers["host"] ?? "localhost")
    }

    /// The text, or the word that the client has it already.
    func conditional(_ request: StatusRequest, type: String, _ text: String) -> StatusResponse {
        let hash = text.utf8.reduce(UInt64(0xCBF2_9CE4_8422_2325)) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
        let tag = "\"\(String(hash, radix: 16))\""
        let isKnown = request.headers["if-none-match"]?.contains(tag) ?? false
        return StatusResponse(
            isKnown ? "" : text,
            status: isKnown ? 304 : 200,
            type: type,
            headers: [("ETag", tag)]
        )
    }
}

/// Alerts as JSON Feed 1.1 has them.
private struct JSONFeed: Encodable {
    struct Item: Encodable {
        struct Author: Encodable {
            let name: String
        }

        struct Reason: Encodable {
            let list: String
            let at: String
            let line: String
            let priority: String
            let story: String?
        }

        private enum CodingKeys: String, CodingKey {
            case id, url, title, language, tags, authors
            case content = "content_html"
            case published = "date_published"
            case modified = "date_modified"
            case reason = "_tocsin"
        }

        let id: String
        let url: String?
        let title: String
        let content: String
        let published: String
        let modified: String
        let tags: [String]
        let authors: [Author]
        let language: String?
        let reason: Reason

        init(_ alert: Alert, base: String) {
            id = alert.urn
            url = alert.webLink
            title = alert.headline
            content = alert.content(base).text
            published = alert.found.formatted(.iso8601)
            modified = alert.changed.formatted(.iso8601)
            tags = [alert.listName]
            authors = alert.outlet.isEmpty ? [] : [Author(name: alert.outlet)]
            language = alert.language
            reason = Reason(
                list: alert.match.list,
                at: alert.match.at,
                line: alert.match.line,
                priority: alert.priority.rawValue,
                story: alert.storyAddress(base)
            )
        }
    }

    private enum CodingKeys: String, CodingKey {
        case version, title, items
        case homePage = "home_page_url"
        case address = "feed_url"
    }

    let version = "https://jsonfeed.org/version/1.1"
    let title = "tocsin alerts"
    let homePage: String
    let address: String
    let items: [Item]
}

extension Alert {
    fileprivate var urn: String { "urn:tocsin:alert:\(id)" }

    /// The article's address, if it is one of the web.
    fileprivate var webLink: String? { HTML.webAddress(link) }

    /// When there was last something new about it.
    fileprivate var changed: Date {
        max(found, revised ?? found, others.map(\.found).max() ?? found)
    }

    /// Where its story can be read: as the settings say, or else where the client asks.
    fileprivate func storyAddress(_ base: String) -> String? {
        storyLink ?? storyPath.map { base + $0 }
    }

    /// The passage with its hits marked, why it rang, and who else reports it.
    fileprivate func content(_ base: String) -> HTML {
        let passage: HTML = excerpt.isEmpty ? "<p>\(HTML(title))</p>" : "<p>\(HTML(excerpt))</p>"
        let others =
            others.isEmpty ? "" : " Also reported by \(others.map(\.outlet).joined(separator: ", "))."
        let story: HTML =
            storyAddress(base).map { " <a href=\"\($0)\">All reports</a>" } ?? .nothing
        return "\(passage)<p>\(listName), \(match.at): <code>\(match.line)</code>\(others)\(story)</p>"
    }
}
