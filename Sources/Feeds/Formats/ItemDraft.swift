import FoundationEssentials

/// An entry while its elements come in.
struct ItemDraft {
    var id = Ranked<String>()
    var title = Ranked<String>()
    var link = Ranked<String>()
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

    /// The entry, once its end tag has come.
    var item: ParsedItem {
        var item = ParsedItem()
        item.id = id.value
        item.title = title.value
        item.link = link.value
        item.published = published.value
        item.updated = updated.value
        item.summary = summary.value
        item.content = content.value
        if item.summary == nil, item.content == nil { item.summary = mediaText.value }
        item.authors = authors.isEmpty ? sourceAuthors : authors
        item.categories = categories
        item.enclosures = enclosures
        item.language = language
        item.wrongDate = published.value == nil && updated.value == nil ? wrongDate : nil
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
