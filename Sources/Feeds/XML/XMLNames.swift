/// The namespaces whose elements mean something to us.
enum Vocabulary: Sendable {
    /// No namespace, or one of RSS's.
    case rss
    case atom
    case rdf
    case dublinCore
    case dublinCoreTerms
    case content
    case media
    case iTunes
    case syndication
    case feedBurner
    case xhtml
    case xml
    case other

    /// The vocabulary of a namespace; where the prefix was never declared, of the prefix.
    init(namespace: String?, prefix: String?) {
        if let namespace, !namespace.isEmpty {
            self = Self.named(namespace)
        } else if let prefix {
            self = Self.prefixes[prefix.asciiLowered] ?? .other
        } else {
            self = .rss
        }
    }

    private static let prefixes: [String: Vocabulary] = [
        "dc": .dublinCore, "dcterms": .dublinCoreTerms, "content": .content, "media": .media,
        "itunes": .iTunes, "sy": .syndication, "atom": .atom, "rdf": .rdf, "rss": .rss, "xhtml": .xhtml,
        "feedburner": .feedBurner, "xml": .xml, "atom10": .atom,
    ]

    private static let beginnings: [(StaticString, Vocabulary)] = [
        ("http://www.w3.org/2005/atom", .atom),
        ("https://www.w3.org/2005/atom", .atom),
        ("http://purl.org/atom/ns#", .atom),
        ("http://purl.org/pie", .atom),
        ("http://purl.org/net/rss1.1", .rss),
        ("http://purl.org/rss/1.0/modules/content", .content),
        ("http://purl.org/rss/1.0/modules/syndication", .syndication),
        ("http://purl.org/rss/1.0/modules/", .other),
        ("http://purl.org/rss/1.0", .rss),
        ("http://my.netscape.com", .rss),
        ("http://channel.netscape.com", .rss),
        ("http://backend.userland.com", .rss),
        ("http://blogs.law.harvard.edu/tech/rss", .rss),
        ("http://cyber.law.harvard.edu/rss", .rss),
        ("http://purl.org/dc/elements/", .dublinCore),
        ("http://purl.org/dc/terms", .dublinCoreTerms),
        ("http://search.yahoo.com/mrss", .media),
        ("https://search.yahoo.com/mrss", .media),
        ("http://tools.search.yahoo.com/mrss", .media),
        ("http://www.itunes.com/dtds/podcast-1.0", .iTunes),
        ("http://www.w3.org/1999/02/22-rdf-syntax-ns", .rdf),
        ("http://www.w3.org/1999/xhtml", .xhtml),
        ("http://www.w3.org/xml/1998/namespace", .xml),
        ("http://rssnamespace.org/feedburner", .feedBurner),
    ]

    private static func named(_ namespace: String) -> Vocabulary {
        var namespace = namespace
        return namespace.withUTF8 { name in beginnings.first { name.has($0.0, at: 0) }?.1 ?? .other }
    }
}

/// The local names that mean something to us, without regard to case.
enum Word: String, Sendable, CaseIterable {
    case abstract, alternative, author, body, categories, category, channel, cloud, comments, content,
        contributor, copyright
    case created, creator, date, day, description, email, enclosure, encoded, entry, feed, generator, group,
        guid
    case hour, id, identifier, image, info, issued, item, items, keywords, language, lastbuilddate, link,
        managingeditor
    case modified, name, origlink, pubdate, published, publisher, rdf, rss, skipdays, skiphours, source,
        subject
    case subtitle, summary, tagline, textinput, thumbnail, title, ttl, updated, updatefrequency, updateperiod,
        uri
    case url, other
}

extension Word {
    /// The word of a name in small letters.
    static func named(_ name: String) -> Word { table[name] ?? .other }

    private static let table = Dictionary(uniqueKeysWithValues: allCases.map { ($0.rawValue, $0) })
}

/// An element's name, as far as it means something to us.
struct ElementName: Sendable {
    let vocabulary: Vocabulary
    let word: Word

    /// Reads a name.
    ///
    /// - Parameters:
    ///   - local: The name without its prefix.
    ///   - namespace: The namespace's address.
    ///   - prefix: The prefix, which counts only where there is no namespace.
    ///   - isOfRoot: Whether the root element is in the same namespace: then it is a feed's own, by whatever
    ///     address its author knew it.
    init(local: String, namespace: String?, prefix: String?, isOfRoot: Bool) {
        let found = Vocabulary(namespace: namespace, prefix: prefix)
        vocabulary = found == .other && isOfRoot ? .rss : found
        word = Word.named(local.asciiLowered)
    }
}
