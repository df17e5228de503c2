public import FoundationEssentials
public import News

/// Reads items with the lists in force and says who must be told: pure, the same for the daemon and for every
/// command.
public struct Reader: Sendable {
    /// The lists in force.
    public let watchlist: Watchlist
    /// Since when each list has had its present text.
    public let since: [String: Date]

    /// A reader.
    ///
    /// - Parameters:
    ///   - watchlist: The lists in force.
    ///   - since: Since when each has had its present text, by its id; one that is not named has always had it.
    public init(watchlist: Watchlist, since: [String: Date] = [:]) {
        self.watchlist = watchlist
        self.since = since
    }

    /// The alerts that a new or edited item gives reason for, one for each list that it hits.
    ///
    /// A new or changed list looks forward only: an item that was known before the list alerts only if the list
    /// does not hit the text it had then, so that an edit is heard and history is not.
    ///
    /// - Parameters:
    ///   - item: The item as it is now.
    ///   - earlier: The same item as it was, where it was known before.
    ///   - firstSeen: When it was first seen; nil for a new one.
    ///   - now: The moment of reading.
    /// - Returns: The alerts, in the order of the lists; whether one was raised before is the store's to say.
    public func alerts(for item: Item, earlier: Item? = nil, firstSeen: Date? = nil, now: Date) -> [Alert] {
        watchlist.matches(in: item).compactMap { watch, match in
            if let expires = watch.expires, now >= expires { return nil }
            if let earlier, isHistory(watch, earlier, firstSeen) { return nil }
            return Alert(match, of: watch, on: item, now: now)
        }
    }

    private func isHistory(_ watch: Watch, _ earlier: Item, _ firstSeen: Date?) -> Bool {
        guard let firstSeen, let since = since[watch.id], firstSeen < since else { return false }
        if case .hit = watch.verdict(on: Document(earlier)) { return true }
        return false
    }
}

extension Alert {
    fileprivate init(_ match: Match, of watch: Watch, on item: Item, now: Date) {
        let subject = Self.subject(of: item)
        let below = match.spans.first { $0.field != .title }?.field
        self.init(
            id: Self.id(list: watch.id, subject: subject),
            subject: subject,
            match: match,
            listName: watch.name,
            priority: watch.priority,
            channels: watch.channels,
            itemIdentity: item.identity,
            feedURL: item.feedURL,
            outlet: item.outlet,
            title: Passage(item.title, hits: match.spans(in: .title)).segments,
            link: item.link,
            excerpt: below.map { Passage(item.text(of: $0), hits: match.spans(in: $0)).excerpt } ?? [],
            language: item.language,
            published: item.published,
            found: now
        )
    }

    /// The address and headline, for the same article stands in several feeds of its publisher, and publishers
    /// give many articles one address; without an address, the item's place in its feed.
    private static func subject(of item: Item) -> String {
        guard let address = item.address ?? item.link else { return item.feedURL + "\n" + item.identity }
        return address + "\n" + folded(item.title)
    }

    /// Eighty bits in sixteen characters that nobody mistakes for one another.
    private static func id(list: String, subject: String) -> String {
        let alphabet = Array("0123456789abcdefghjkmnpqrstvwxyz")
        let hash = fnv1a(list + "\n" + subject)
        let folded = (hash ^ (hash >> 80)) & (1 << 80 - 1)
        return String((0..<16).map { alphabet[Int(truncatingIfNeeded: folded >> (5 * $0)) & 31] })
    }

    /// FNV-1a of 128 bits (RFC 9923).
    private static func fnv1a(_ text: String) -> UInt128 {
        var hash: UInt128 = 0x6C62_272E_07BB_0142_62B8_2175_6295_C58D
        for byte in text.utf8 { hash = (hash ^ UInt128(byte)) &* 0x0000_0000_0100_0000_0000_0000_0000_013B }
        return hash
    }
}

extension Match {
    fileprivate func spans(in field: Field) -> [Range<Int>] {
        spans.filter { $0.field == field }.map { $0.start..<($0.start + $0.length) }
    }
}
