// What is said of one entry.

extension FeedBuilder {
    mutating func startInItem(_ name: ElementName, attributes: XMLAttributes) {
        let isAtomic = isAtom || name.vocabulary == .atom
        switch (name.vocabulary, name.word) {
        case (.rss, .title), (.atom, .title): capture(name, form: isAtomic ? atomForm(attributes) : .headline)
        case (.media, .title), (.iTunes, .title), (.dublinCore, .title): capture(name, form: .headline)
        case (.rss, .description), (.content, .encoded), (.dublinCore, .description), (.iTunes, .summary),
            (.iTunes, .subtitle), (.media, .description), (.dublinCoreTerms, .abstract):
            capture(name, form: .html)
        case (.rss, .summary), (.atom, .summary): capture(name, form: isAtomic ? atomForm(attributes) : .html)
        case (.rss, .content), (.atom, .content):
            startContent(name, attributes: attributes, isAtomic: isAtomic)
        case (.xhtml, .body), (.rss, .body): capture(name, form: .xhtml)
        case (.rss, .link), (.atom, .link): startLink(name, attributes: attributes)
        case (.rss, .author), (.atom, .author): person = PersonDraft()
        case (.rss, .category), (.atom, .category), (.iTunes, .category):
            startCategory(name, attributes: attributes)
        case (.rss, .enclosure), (.media, .content):
            let address = attributes["url"].flatMap { resolve($0, against: base) }
            item.enclosures.add(address)
        case (.rss, .guid):
            capture(name, form: .plain)
            capture?.isPermalink = attributes["ispermalink"]?.asciiLowered != "false"
        default: if name.isPlainItemField { capture(name, form: .plain) }
        }
    }

    private mutating func startContent(_ name: ElementName, attributes: XMLAttributes, isAtomic: Bool) {
        if let source = attributes["src"] {
            let address = resolve(source, against: base)
            item.link.offer(address, rank: 7)
        }
        capture(name, form: isAtomic ? atomForm(attributes) : .html)
    }

    private mutating func startCategory(_ name: ElementName, attributes: XMLAttributes) {
        if let term = attributes["term"] {
            item.categories.add(term)
        } else if name.vocabulary == .iTunes {
            item.categories.add(attributes["text"])
        } else {
            capture(name, form: .headline)
        }
    }

    /// Atom's link says what it is for; RSS's is a text.
    mutating func startLink(_ name: ElementName, attributes: XMLAttributes) {
        guard let target = attributes["href"] else {
            capture(name, form: .plain)
            capture?.isEnclosure = attributes["rel"] == "enclosure"
            return
        }
        let address = resolve(target, against: base)
        let relation = attributes["rel"]?.asciiLowered ?? "alternate"
        let isPage = attributes["type"]?.holds("html") ?? true
        let own = isAtom || kind == nil ? 0 : 1
        switch relation {
        case "alternate", "http://www.iana.org/assignments/relation/alternate":
            if isInItem {
                item.link.offer(address, rank: own + (isPage ? 0 : 1))
            } else {
                feed.link.offer(address, rank: own + (isPage ? 0 : 1))
            }
        case "enclosure": item.enclosures.add(address)
        default: break
        }
    }

    mutating func startInPerson(_ name: ElementName) {
        if name.word == .name || name.word == .email { capture(name, form: .plain) }
    }

    mutating func endPerson(_ frame: Frame) {
        guard let name = person.shownName else { return }
        switch scope {
        case .item: item.authors.add(name)
        case .source: item.sourceAuthors.add(name)
        default: feed.authors.add(name)
        }
    }

    mutating func finish(_ done: Capture) {
        let parent = frames.count > 1 ? frames[frames.count - 2].scope : .document
        switch parent {
        case .feed: finishInFeed(done)
        case .item: finishInItem(done)
        case .person:
            let text = text(of: done)
            if done.name.word == .name { person.name = text } else { person.email = text }
        default: break
        }
    }

    private mutating func finishInItem(_ done: Capture) {
        guard let text = text(of: done) else { return }
        let rank = done.name.vocabulary.rank
        switch done.name.word {
        case .guid, .id: finishID(text, done)
        case .link where done.isEnclosure: finishEnclosure(text, done)
        case .link, .origlink: item.link.offer(resolve(text, against: base), rank: rank)
        case .title: item.title.offer(text, rank: rank)
        case .description where done.name.vocabulary == .media: item.mediaText.offer(text, rank: 0)
        case .summary, .description, .abstract: item.summary.offer(text, rank: rank)
        case .subtitle: item.summary.offer(text, rank: 8)
        case .encoded: item.content.offer(text, rank: 0)
        case .content, .body: item.content.offer(text, rank: 1)
        case .category, .subject: item.categories.add(text)
        case .keywords:
            for word in text.split(separator: ",") { item.categories.add(String(word).trimmedOrNil) }
        case .identifier: item.id.offer(text, rank: 3)
        case .creator, .author: item.authors.add(personName(text))
        case .language: item.language = text
        case .pubdate, .published, .issued, .created, .date: finishDate(text, rank: rank, isUpdate: false)
        case .updated, .modified: finishDate(text, rank: rank, isUpdate: true)
        default: break
        }
    }

    private mutating func finishID(_ text: String, _ done: Capture) {
        item.id.offer(text, rank: 0)
        let isAddress = done.name.word == .guid ? done.isPermalink : text.begins("http")
        guard isAddress else { return }
        if text.begins("http") {
            item.link.offer(resolve(text, against: base), rank: 5)
        } else {
            item.permalink = item.permalink ?? (text, base)
        }
    }

    private mutating func finishEnclosure(_ text: String, _ done: Capture) {
        let address = resolve(text, against: base)
        item.enclosures.add(address)
    }

    private mutating func finishDate(_ text: String, rank: Int, isUpdate: Bool) {
        guard let date = feedDate(text) else {
            if item.wrongDate == nil { item.wrongDate = String(text.prefix(100)) }
            return
        }
        if isUpdate {
            item.updated.offer(date, rank: rank)
        } else {
            item.published.offer(date, rank: rank)
        }
    }
}

extension Vocabulary {
    /// Whose word counts where two vocabularies say the same thing.
    fileprivate var rank: Int {
        switch self {
        case .rss: 0
        case .atom: 1
        case .dublinCore: 2
        case .dublinCoreTerms: 3
        case .media: 4
        default: 6
        }
    }
}

extension ElementName {
    /// A field of an entry whose text is neither HTML nor an Atom construct.
    fileprivate var isPlainItemField: Bool {
        switch (vocabulary, word) {
        case (.rss, .id), (.atom, .id), (.rss, .pubdate), (.rss, .published), (.atom, .published),
            (.rss, .issued),
            (.atom, .issued), (.rss, .created), (.atom, .created), (.rss, .date), (.rss, .updated),
            (.atom, .updated), (.rss, .modified), (.atom, .modified), (.rss, .language), (.rss, .keywords),
            (.dublinCore, .creator), (.dublinCore, .date), (.dublinCore, .subject), (.dublinCore, .language),
            (.dublinCore, .author), (.dublinCore, .identifier), (.dublinCoreTerms, .created),
            (.dublinCoreTerms, .issued),
            (.dublinCoreTerms, .date), (.dublinCoreTerms, .modified), (.iTunes, .author),
            (.iTunes, .keywords), (.media, .keywords),
            (.media, .category), (.feedBurner, .origlink):
            true
        default: false
        }
    }
}
