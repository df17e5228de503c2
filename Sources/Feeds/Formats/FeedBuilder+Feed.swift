// The root element and what is said of the feed as a whole.

extension FeedBuilder {
    func childScope(of name: ElementName, in parent: Scope) -> Scope {
        switch (parent, name.word) {
        case (.document, _): .feed
        case (.feed, .channel), (.feed, .skipdays), (.feed, .skiphours): .feed
        case (.feed, .items) where name.vocabulary == .rss && kind == .rdf && version == "rss11": .feed
        case (.feed, .item), (.feed, .entry): name.vocabulary.isCore ? .item : .ignored
        case (.item, .author), (.feed, .author), (.source, .author):
            name.vocabulary.isCore ? .person : .ignored
        case (.item, .source) where name.vocabulary.isCore && isAtom: .source
        case (.item, .categories): name.vocabulary == .rss ? .item : .ignored
        case (.item, .group), (.item, .content):
            name.vocabulary == .media ? .item : .ignored
        default: .ignored
        }
    }

    mutating func startRoot(_ name: ElementName, attributes: XMLAttributes) {
        let number = attributes["version"]
        switch name.word {
        case .feed:
            kind = .atom
            version = number == "0.3" ? "atom03" : "atom10"
        case .rdf:
            kind = .rdf
            version = "rss10"
        case .channel where name.vocabulary == .rss && attributes["version"] == "1.1":
            kind = .rdf
            version = "rss11"
        default:
            kind = .rss
            version = number.map(rssVersion) ?? "rss"
        }
        feed.language.offer(attributes.xml("lang")?.trimmedOrNil, rank: 2)
    }

    private func rssVersion(_ number: String) -> String {
        for known in ["0.90", "0.91", "0.92", "0.93", "0.94"] where number.hasPrefix(known) {
            return "rss" + known.filter { $0 != "." }
        }
        return number.hasPrefix("2") ? "rss20" : number.hasPrefix("1") ? "rss10" : "rss"
    }

    mutating func startInFeed(_ name: ElementName, attributes: XMLAttributes) {
        switch (name.vocabulary, name.word) {
        case (.rss, .item), (.atom, .item), (.rss, .entry), (.atom, .entry):
            if isInItem { item = ItemDraft() }
            isInItem = true
            item.id.offer(kind == .rdf ? attributes.rdf("about") : nil, rank: 1)
            item.language = attributes.xml("lang")?.trimmedOrNil
        case (.rss, .channel): feed.language.offer(attributes.xml("lang")?.trimmedOrNil, rank: 2)
        case (.rss, .link), (.atom, .link): startLink(name, attributes: attributes)
        case (.rss, .author), (.atom, .author): person = PersonDraft()
        case (.rss, .title), (.atom, .title):
            capture(name, form: isAtom || name.vocabulary == .atom ? atomForm(attributes) : .headline)
        case (.rss, .description), (.rss, .subtitle), (.rss, .tagline), (.rss, .info), (.atom, .subtitle),
            (.atom, .tagline), (.atom, .info):
            capture(name, form: isAtom || name.vocabulary == .atom ? atomForm(attributes) : .html)
        case (.rss, .ttl), (.rss, .hour), (.rss, .day), (.rss, .language), (.atom, .id),
            (.dublinCore, .language),
            (.syndication, _):
            capture(name, form: .plain)
        case (.dublinCore, .title), (.dublinCore, .description), (.iTunes, .summary), (.iTunes, .subtitle):
            capture(name, form: .html)
        default: break
        }
    }

    mutating func finishInFeed(_ done: Capture) {
        guard let text = text(of: done) else { return }
        let isForeign = !done.name.vocabulary.isCore
        switch done.name.word {
        case .title: feed.title.offer(text, rank: isForeign ? 1 : 0)
        case .description, .tagline: feed.description.offer(text, rank: isForeign ? 2 : 0)
        case .subtitle: feed.description.offer(text, rank: isForeign ? 4 : 0)
        case .id: feed.id = text
        case .info: feed.description.offer(text, rank: 1)
        case .summary: feed.description.offer(text, rank: 3)
        case .link: feed.link.offer(resolve(text, against: base), rank: 0)
        case .language: feed.language.offer(text, rank: isForeign ? 1 : 0)
        case .ttl: feed.ttlMinutes = feed.ttlMinutes ?? Int(text)
        case .hour: feed.addSkipHour(text)
        case .day: feed.addSkipDay(text)
        case .updateperiod: feed.updatePeriod = text
        case .updatefrequency: feed.updateFrequency = Int(text)
        default: break
        }
    }
}

extension Vocabulary {
    /// Whether it is RSS's or Atom's own.
    var isCore: Bool { self == .rss || self == .atom }
}
