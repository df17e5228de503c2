import FoundationEssentials

/// An entry while its elements come in.
struct ItemDraft {
    var id = Ranked<String>()
    var title = Ranked<String>()
    var link = Ranked<String>()
    /// An id that is an address relative to a base: the link of an entry that has no other.
    var permalink: (text: String, base: String)?
    var published = Ranked<Date>()
    var updated = Ranked<Date>()
    var summary = Ranked<String>()
    var content = Ranked<String>()
    /// What describes a medium, not the entry.
    var mediaText = Ranked<String>()
    var language: String?
    var authors: [String] = []
    var sourceAuthors: [String] = []
    var categories: [String] = []
    var enclosures: [String] = []
    var wrongDate: String?

    /// Hands the entry over, once its end tag has come, and is a new draft.
    mutating func finish() -> ParsedItem {
        var item = ParsedItem()
        item.id = id.take()
        item.title = title.take()
        // Most entries have a better link, and to resolve an address costs as much as the rest of a short entry.
        if let permalink, link.takes(rank: 5) {
            link.offer(resolve(permalink.text, against: permalink.base), rank: 5)
        }
        permalink = nil
        item.link = link.take()
        item.summary = summary.take()
        item.content = content.take()
        item.published = published.take()
        item.updated = updated.take()
        let media = mediaText.take()
        if item.summary == nil, item.content == nil { item.summary = media }
        if authors.isEmpty { swap(&authors, &sourceAuthors) }
        swap(&item.authors, &authors)
        swap(&item.categories, &categories)
        swap(&item.enclosures, &enclosures)
        swap(&item.language, &language)
        if item.published == nil, item.updated == nil { swap(&item.wrongDate, &wrongDate) }
        sourceAuthors = []
        wrongDate = nil
        return item
    }
}

extension [String] {
    /// Appends what is not there yet.
    mutating func add(_ text: String?) {
        guard let text, !contains(text), count < 256 else { return }
        append(text)
    }
}
