/// The links of a page that lead to feeds, or may do so.
struct FeedLinkList {
    private static let limit = 20
    /// No more links of either sort are looked at: what a page repeats is told apart only at the end.
    private static let lookedAt = 500
    /// Longer addresses are no feed's.
    private static let addressLimit = 2048

    private let page: String
    /// The page's `<base>`, of which the first counts.
    private var base: String?
    private var declared: [FeedLink] = []
    private var guessed: [FeedLink] = []

    init(page: String) { self.page = page }

    mutating func take(_ tag: HTMLLinkScanner.Tag, in scanner: HTMLLinkScanner) {
        guard let range = tag.address, range.count <= Self.addressLimit else { return }
        let address = scanner.text(range)
        guard tag.name != .base else {
            base = base ?? address
            return
        }
        let relations = scanner.words(tag.relation)
        let type = FeedMediaType(tag.type.map(scanner.text))
        let title = tag.title.flatMap { scanner.text($0).oneLine }
        if type.isFeed(relations: relations, address: address, title: title) {
            guard declared.count < Self.lookedAt else { return }
            let name = title ?? scanner.words(in: tag)
            declared.append(FeedLink(url: address, title: name, kind: type.kind))
        } else if guessed.count < Self.lookedAt, type.mayBeFeed(tag.name, relations, address: address) {
            let name = title ?? scanner.words(in: tag)
            guessed.append(FeedLink(url: address, title: name, isDeclared: false))
        }
    }

    /// The links in order of how likely they are what is sought, each address once.
    var best: [FeedLink] {
        let base = base.flatMap { resolve($0, against: page) }.flatMap(feedAddress) ?? page
        let own = canonicalURL(page)
        var links: [FeedLink] = []
        var places: [String: Int] = [:]
        for link in declared + guessed {
            guard let url = Self.absolute(link.url, base: base) else { continue }
            let key = canonicalURL(url)
            if let place = places[key] {
                links[place].title = links[place].title ?? link.title
                links[place].kind = links[place].kind ?? link.kind
            } else if link.isDeclared || key != own {
                places[key] = links.count
                var link = link
                link.url = url
                links.append(link)
            }
        }
        let ranked = (0...2).flatMap { rank in links.filter { $0.rank == rank } }
        return Array(ranked.prefix(Self.limit))
    }

    private static func absolute(_ address: String, base: String) -> String? {
        guard let whole = resolve(address, against: base) else { return nil }
        let url = String(whole.prefix { $0 != "#" }).replacing(" ", with: "%20")
        return feedAddress(url).flatMap { $0.begins("file:") ? nil : $0 }
    }
}

extension FeedLink {
    fileprivate var rank: Int {
        let words: [StaticString] = ["comments", "commentaires", "comentarios", "kommentare"]
        let isOfComments = words.contains { url.holds($0) || title?.holds($0) == true }
        return isOfComments ? 2 : isDeclared ? 0 : 1
    }
}

/// What a link says of the format it leads to.
private struct FeedMediaType {
    private let name: String

    init(_ type: String?) {
        name = type.map { String($0.prefix { $0 != ";" }) }?.trimmedOrNil?.asciiLowered ?? ""
    }

    var kind: FeedKind? {
        switch name {
        case "application/rss+xml": .rss
        case "application/atom+xml": .atom
        case "application/rdf+xml": .rdf
        case "application/feed+json", "application/json": .json
        default: nil
        }
    }

    func isFeed(relations: [String], address: String, title: String?) -> Bool {
        if relations.contains("feed") { return name != "text/html" }
        guard relations.contains("alternate"), !relations.contains("stylesheet") else { return false }
        if isFeedType { return true }
        let saysFeed = address.holds("feed") || title?.holds("feed") == true
        return switch name {
        case "application/xml", "text/xml": true
        // Both are the types of much else.
        case "application/json": saysFeed
        case "application/rdf+xml": saysFeed || address.holds("rss") || title?.holds("rss") == true
        default: false
        }
    }

    /// Whether a link that declares no feed may lead to one all the same.
    func mayBeFeed(_ tag: HTMLLinkScanner.Tag.Name, _ relations: [String], address: String) -> Bool {
        if isFeedType { return true }
        let others = ["", "application/xml", "text/xml", "application/json", "application/rdf+xml"]
        return (tag == .anchor || relations.contains("alternate")) && others.contains(name)
            && looksLikeFeed(address)
    }

    private var isFeedType: Bool {
        name == "application/rss+xml" || name == "application/atom+xml" || name == "application/feed+json"
    }
}

/// Whether an address is of a form that feeds usually have.
private func looksLikeFeed(_ address: String) -> Bool {
    let parts = Reference(address)
    let scheme = parts.scheme.map { String(decoding: $0, as: UTF8.self).asciiLowered }
    let path = String(decoding: parts.path, as: UTF8.self).asciiLowered
    if scheme == "feed" { return true }
    guard scheme == nil || scheme == "http" || scheme == "https" else { return false }
    // Feed readers carry the feed's address in their own.
    guard !path.contains("http:"), !path.contains("https:"), !path.contains("http%3a"),
        !path.contains("https%3a")
    else { return false }
    let query = parts.query.map { String(decoding: $0, as: UTF8.self).asciiLowered } ?? ""
    if query.split(separator: "&").contains(where: { feedParameters.contains(String($0)) }) { return true }
    let names = path.split(separator: "/").suffix(2).map(String.init)
    guard let last = names.last else { return false }
    if [".rss", ".atom", ".rdf"].contains(where: last.hasSuffix) || last == "feed.json" { return true }
    if last.hasSuffix(".xml") { return ["rss", "feed", "atom"].contains(where: path.contains) }
    let host = parts.authority.map { String(decoding: $0, as: UTF8.self).asciiLowered } ?? ""
    return host.hasPrefix("feeds.") || feedNames.contains(last)
        || names.first == "feed" && ["json", "rdf"].contains(last)
}

private let feedNames: Set = ["feed", "rss", "rss2", "atom"]
private let feedParameters: Set = [
    "feed=rss", "feed=rss2", "feed=atom", "feed=rdf", "format=rss", "format=atom", "format=feed", "type=rss",
]

extension HTMLLinkScanner {
    fileprivate func text(_ range: Range<Int>) -> String {
        input.part(range.lowerBound, range.upperBound).dereferenced
    }

    /// The words of an attribute that holds a list of them, in small letters.
    fileprivate func words(_ range: Range<Int>?) -> [String] {
        guard let range else { return [] }
        return text(range).asciiLowered.split(whereSeparator: \.isWhitespace).map(String.init)
    }

    /// The words between a link's tags, where there are few.
    fileprivate func words(in tag: Tag) -> String? {
        guard tag.name == .anchor else { return nil }
        let rest = input.part(tag.end, min(input.count, tag.end + 400))
        guard let end = rest.find("</a", from: 0) else { return nil }
        return plainText(htmlBytes: rest.part(0, end)).oneLine
    }
}
