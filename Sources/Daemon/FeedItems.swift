import Feeds
import News

/// The items of a parsed feed, as the rest of the house knows items.
func feedItems(of parsed: ParsedFeed, feed: Feed) -> [Item] {
    zip(parsed.items, identities(of: parsed.items)).map { entry, identity in
        Item(
            identity: identity,
            feedURL: feed.url,
            outlet: feed.outlet,
            title: entry.title ?? "",
            summary: entry.summary ?? "",
            body: entry.content ?? "",
            link: entry.link,
            address: entry.link.map(canonicalURL),
            authors: entry.authors,
            tags: feed.tags + entry.categories,
            language: entry.language ?? parsed.language,
            published: entry.published ?? entry.updated,
            updated: entry.updated
        )
    }
}
