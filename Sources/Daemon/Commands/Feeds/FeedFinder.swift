import Feeds
import FoundationEssentials
import News
import Storage
import Web

/// Looks for the feed behind an address that a person has: the feed itself, or a page that leads to it.
struct FeedFinder: Sendable {
    /// What was found.
    struct Finding: Sendable {
        /// Where the feed is.
        var url: String
        var feed: ParsedFeed
        /// The page that led to it; nil where the address was the feed's own.
        var page: String?
        /// Other feeds that the page declares.
        var others: [FeedLink] = []
    }

    /// Why there is none.
    struct NotFound: Error, CustomStringConvertible {
        let description: String
    }

    /// A page's links are tried in order, no more than these.
    private static let mostTries = 6

    let fetcher: Fetcher
    let access: FeedAccess

    /// Finds the feed; asks no more than a handful of addresses.
    func find(_ address: String) async throws(NotFound) -> Finding {
        let url = address.contains("://") ? address : "https://" + address
        let page: Fetcher.Body
        switch await fetch(url) {
        case .body(let body): page = body
        case .failed(let trouble, _): throw NotFound(description: "\(url): \(trouble.text)")
        case .unchanged: throw NotFound(description: "\(url): the server says that nothing has changed")
        }
        if let feed = try? parseFeed(page.bytes, url: page.url, contentType: page.contentType) {
            return Finding(url: page.movedTo ?? url, feed: feed)
        }
        let links = feedLinks(inPage: page.bytes, url: page.url, contentType: page.contentType)
        let usual = usualFeedAddresses(of: page.url)
        let candidates = Array(links.map(\.url).prefix(Self.mostTries)) + (links.isEmpty ? usual : [])
        for candidate in candidates {
            guard case .body(let body) = await fetch(candidate),
                let feed = try? parseFeed(body.bytes, url: body.url, contentType: body.contentType)
            else { continue }
            let others = links.filter { $0.url != candidate && $0.isDeclared }
            return Finding(url: body.movedTo ?? candidate, feed: feed, page: page.url, others: others)
        }
        let what = Page(page.bytes).remark.map { "\($0) stands there" } ?? "it is no feed"
        let tried =
            links.isEmpty
            ? "declares none, and none is at the usual places" : "leads to none that can be read"
        throw NotFound(description: "\(url): \(what), and it \(tried)")
    }

    private func fetch(_ url: String) async -> Fetcher.Answer {
        let host = URLComponents(string: url)?.host ?? ""
        let feed = Feed(url: url, outlet: "", allowsPrivateAddress: Configuration.isPrivate(host))
        return await fetcher.fetch(feed, access, validators: nil, now: Date())
    }
}

extension FeedFinder.Finding {
    /// What the feed holds, for a person.
    func description(now: Date) -> String {
        let count = feed.items.count == 1 ? "1 item" : "\(feed.items.count) items"
        let rhythm = Rhythm(published: feed.items.compactMap { $0.published ?? $0.updated }, now: now)
        var lines = ["\(feed.title ?? "a feed without a title")", "    \(url)"]
        lines.append(
            "    \(feed.version), \(count)" + (rhythm.count >= 5 ? ", \(Schedule.frequency(rhythm))" : "")
        )
        for item in feed.items.prefix(3) {
            let date = (item.published ?? item.updated)?.formatted(.iso8601) ?? "undated"
            lines.append("    \(date)  \(item.title ?? "(no headline)")")
        }
        if !others.isEmpty {
            lines.append("the page declares others, too:")
            lines += others.map { "    \($0.url)" + ($0.title.map { "  \($0)" } ?? "") }
        }
        return lines.joined(separator: "\n") + "\n"
    }
}
