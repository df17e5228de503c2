import FoundationEssentials

/// The newest items of a document that may hold any number.
///
/// Twice the limit is held at most: then the older half goes, which costs each item constant time.
struct KeptItems {
    private var items: [ParsedItem] = []
    private let limit: Int
    private(set) var seen = 0

    init(limit: Int) { self.limit = max(1, min(limit, Int.max / 4)) }

    mutating func append(_ item: ParsedItem) {
        items.append(item)
        seen += 1
        if items.count >= limit * 2 { shrink() }
    }

    /// What is kept, in document order.
    var newest: [ParsedItem] {
        var copy = self
        copy.shrink()
        return copy.items
    }

    /// A sentence about what was left out; nil where nothing was.
    var loss: String? { seen > limit ? "only the newest \(limit) of \(seen) items were kept" : nil }

    private mutating func shrink() {
        guard items.count > limit else { return }
        let ages = items.indices.map { items[$0].published ?? items[$0].updated ?? .distantPast }
        if zip(ages, ages.dropFirst()).allSatisfy({ $0 >= $1 }) {
            items.removeLast(items.count - limit)
            return
        }
        // Among equals the first in the document: most feeds begin with the newest.
        let order = items.indices.sorted { ages[$0] == ages[$1] ? $0 < $1 : ages[$0] > ages[$1] }
        items = order.prefix(limit).sorted().map { items[$0] }
    }
}
