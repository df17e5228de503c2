import Feeds
import FoundationEssentials
import News
import Storage

/// Tells stories apart where their ids do not: the same item under a new id, another item under a known one.
///
/// Publishers change the ids of all their items when they move to another system or to https; some give every build a
/// new id, and some use an id again for the next story. Neither may ring twice, nor be lost.
struct Recognition: Sendable {
    /// What a look at the items of one fetch found.
    struct Result: Hashable, Sendable {
        /// Items that are known under another id, by their number in what was looked at.
        var renamed: [Int: KnownItem] = [:]
        /// Whether so many of them are that the publisher must have changed its ids.
        var isMigration = false
    }

    private struct Key: Hashable {
        var address: String?
        var title: String
    }

    /// A share of a fetch from which on new ids of known articles mean that all ids have changed.
    private static let migrated = 0.6
    /// Fewer items than this say nothing about a feed's ways.
    private static let fewest = 3

    /// Whether so many items of a fetch can mean that all ids have changed.
    static func mayBeMigration(_ items: Int, of count: Int) -> Bool {
        items >= fewest && Double(items) >= Double(count) * migrated
    }

    /// Finds items that are known under another id.
    ///
    /// An item whose address and headline both are those of a known item that is no longer served is that item. Where
    /// this is so of most of a fetch, as far as the address is the same and the headline is much the same, or the
    /// headline alone is, the publisher has changed its ids.
    ///
    /// - Parameters:
    ///   - new: Items whose ids are not known.
    ///   - known: The feed's latest items that are not served any more under their ids.
    ///   - count: How many items the fetch has.
    /// - Returns: Which of the new ones are known.
    static func knownItems(among new: [Item], _ known: [KnownItem], of count: Int) -> Result {
        let byBoth = Dictionary(
            known.map { (Key(address: $0.link.map(articleAddress), title: $0.title), $0) },
            uniquingKeysWith: { latest, _ in latest }
        )
        let byAddress = unique(known) { $0.link.map(articleAddress) }
        let byTitle = unique(known) { $0.title.isEmpty ? nil : $0.title }
        let itemsByAddress = unique(new) { $0.link.map(articleAddress) }
        let itemsByTitle = unique(new) { $0.title.isEmpty ? nil : $0.title }
        var result = Result()
        var alike: [Int: KnownItem] = [:]
        var taken: Set<String> = []
        for (number, item) in new.enumerated() {
            let address = item.link.map(articleAddress)
            let isNamed = address != nil && !item.title.isEmpty
            let same = isNamed ? byBoth[Key(address: address, title: item.title)] : nil
            if let same, taken.insert(same.identity).inserted {
                result.renamed[number] = same
            } else if let address, itemsByAddress[address] != nil, let one = byAddress[address],
                !haveOtherWords(item.title, one.title)
            {
                alike[number] = one
            } else if itemsByTitle[item.title] != nil, let one = byTitle[item.title] {
                alike[number] = one
            }
        }
        guard mayBeMigration(result.renamed.count + alike.count, of: count) else { return result }
        for (number, one) in alike where taken.insert(one.identity).inserted { result.renamed[number] = one }
        result.isMigration = true
        return result
    }

    /// Whether a known id now stands for another story: another address, and a headline with other words.
    static func isAnotherStory(_ item: Item, than earlier: Item) -> Bool {
        if let address = item.link.map(articleAddress), address == earlier.link.map(articleAddress) {
            return false
        }
        return haveOtherWords(item.title, earlier.title)
    }

    /// Whether less than half of the words of the shorter headline stand in the longer one.
    private static func haveOtherWords(_ one: String, _ other: String) -> Bool {
        let (one, other) = (words(one), words(other))
        guard !one.isEmpty, !other.isEmpty else { return false }
        return one.intersection(other).count * 2 < min(one.count, other.count)
    }

    /// An item under a known id that stands for another story now: the address tells it apart, else the headline.
    static func widened(_ item: Item) -> Item {
        var item = item
        item.identity += " " + (item.link.map(canonicalURL) ?? item.title)
        return item
    }

    private static func words(_ title: String) -> Set<Substring> {
        Set(title.lowercased().split { !$0.isLetter && !$0.isNumber })
    }

    /// Those that nothing else shares its key with, by their keys.
    private static func unique<Element>(
        _ elements: [Element],
        by key: (Element) -> String?
    ) -> [String: Element] {
        var found: [String: Element?] = [:]
        for element in elements {
            guard let key = key(element) else { continue }
            found[key] = found[key] == nil ? .some(element) : .some(nil)
        }
        return found.compactMapValues(\.self)
    }
}

/// What is left to read of a fetch once its items have been recognised.
struct RecognisedItems: Sendable {
    /// New and changed items.
    var unseen: [UnseenItem]
    /// The new ids of known items, by the old ones.
    var renamed: [String: String] = [:]
    /// Whether the publisher changed all its ids.
    var isMigration = false
}

extension Visit {
    /// How many of a feed's latest items are looked through for one that came back under another id.
    private static let recent = 500

    /// Looks whether items under new ids are known, and whether items under known ids are others.
    ///
    /// - Parameters:
    ///   - unseen: What the store does not know, or knows with another text.
    ///   - found: All items of the fetch.
    ///   - state: What is known of the feed.
    ///   - now: The moment of the visit.
    /// - Returns: What is to be read, and which ids have changed.
    /// - Throws: Where the store cannot be read.
    func recognise(
        _ unseen: [UnseenItem],
        among found: [Item],
        _ state: FeedState,
        now: Date
    ) async throws -> RecognisedItems {
        guard state.baselinedAt != nil, !unseen.isEmpty else { return RecognisedItems(unseen: unseen) }
        var served = Set(found.map(\.identity))
        var result = RecognisedItems(unseen: [])
        let others = unseen.filter { seen in
            seen.earlier.map { Recognition.isAnotherStory(seen.item, than: $0) } ?? false
        }.map { Recognition.widened($0.item) }
        let told = Set(others.map { $0.identity })
        served.formUnion(told)
        result.unseen = unseen.filter { !told.contains(Recognition.widened($0.item).identity) }
        if !others.isEmpty {
            result.unseen += try await store.unseen(among: others, of: state.id, now: now).unseen
        }

        let new = result.unseen.filter { $0.earlier == nil }.map(\.item)
        guard !new.isEmpty else { return result }
        // Only where most of the fetch is new may the headline or the address alone tell.
        let mayBeMigration = Recognition.mayBeMigration(new.count, of: found.count)
        let known = try await store.latestItems(
            of: state.id,
            limit: Self.recent,
            titles: mayBeMigration ? nil : new.map(\.title)
        )
        .filter { !served.contains($0.identity) }
        let recognised = Recognition.knownItems(among: new, known, of: found.count)
        guard !recognised.renamed.isEmpty else { return result }
        result.isMigration = recognised.isMigration
        let again = recognised.renamed.sorted { $0.key < $1.key }.map { number, known in
            var item = new[number]
            result.renamed[known.identity] = item.identity
            item.identity = known.identity
            return item
        }
        let renamed = Set(result.renamed.values)
        result.unseen.removeAll { $0.earlier == nil && renamed.contains($0.item.identity) }
        let changed = try await store.unseen(among: again, of: state.id, now: now).unseen
        result.unseen += changed.map { seen in
            var seen = seen
            seen.item.identity = result.renamed[seen.item.identity] ?? seen.item.identity
            return seen
        }
        return result
    }
}
