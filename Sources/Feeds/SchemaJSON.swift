import FoundationEssentials

extension ParsedFeed {
    /// The feed as one line of JSON, as `tocsin parse --json` prints it.
    public func schemaJSON() -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        guard let data = try? encoder.encode(Schema(self)) else {
            return #"{"error":"not encodable","ok":false}"#
        }
        return String(decoding: data, as: UTF8.self)
    }
}

private struct Schema: Encodable {
    let ok = true
    let recovered: Bool
    let complete: Bool
    let kind: FeedKind
    let version: String
    let encoding: String
    let title: String?
    let description: String?
    let link: String?
    let language: String?
    let ttlMinutes: Int?
    let skipHours: [Int]
    let skipDays: [String]
    let items: [SchemaItem]

    private enum CodingKeys: String, CodingKey {
        case ok, recovered, complete, kind, version, encoding, title, description, link, language, items
        case ttlMinutes = "ttl_minutes"
        case skipHours = "skip_hours"
        case skipDays = "skip_days"
    }

    init(_ feed: ParsedFeed) {
        recovered = !feed.recovered.isEmpty
        complete = feed.isComplete
        kind = feed.kind
        version = feed.version
        encoding = feed.encoding
        title = feed.title
        description = feed.description
        // The contract wants an address or what stands for one: Atom without a link gives its id.
        link = feed.link ?? feed.id
        language = feed.language
        ttlMinutes = feed.ttlMinutes
        skipHours = feed.skipHours
        skipDays = feed.skipDays
        items = feed.items.map { SchemaItem($0, isAtom: feed.kind == .atom) }
    }
}

private struct SchemaItem: Encodable {
    let id: String?
    let title: String?
    let link: String?
    let published: String?
    let updated: String?
    let summary: String?
    let content: String?
    let authors: [String]
    let categories: [String]
    let enclosures: [String]
    let language: String?

    init(_ item: ParsedItem, isAtom: Bool) {
        id = item.id
        title = item.title
        link = item.link ?? (isAtom ? item.id : nil)
        published = item.published?.formatted(.iso8601)
        updated = item.updated?.formatted(.iso8601)
        summary = item.summary
        content = item.content
        authors = item.authors
        categories = item.categories
        enclosures = item.enclosures
        language = item.language
    }
}
