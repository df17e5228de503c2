import Feeds
import News

/// The items of a parsed feed, as the rest of the house knows items: with an identity, without boilerplate.
func feedItems(of parsed: ParsedFeed, feed: Feed, without boilerplate: Boilerplate) -> [Item] {
    zip(parsed.items, identities(of: parsed.items)).map { entry, identity in
        Item(
            identity: identity,
            feedURL: feed.url,
            outlet: feed.outlet,
            title: entry.title ?? "",
            summary: boilerplate.stripped(entry.summary ?? ""),
            body: boilerplate.stripped(entry.content ?? ""),
            link: entry.link,
            address: entry.link.map(articleAddress),
            authors: entry.authors,
            tags: feed.tags + entry.categories,
            language: entry.language ?? parsed.language,
            published: entry.published ?? entry.updated,
            updated: entry.updated
        )
    }
}
