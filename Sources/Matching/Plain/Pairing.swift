/// Pairs of occurrences that stand close together.
///
/// In ordinary texts all pairs count, for ATLEAST and outer operators look at each. A text that repeats its words
/// thousands of times would have too many: there each occurrence is paired with its nearest partners only, so
/// that the work grows with the text and not with its square.
struct Pairing {
    /// Occurrences on both sides, above which only the nearest partners count.
    static let crowd = 1_000
    /// Partners on each side of an occurrence in a crowd.
    static let partners = 2
    /// Candidates looked at to find them.
    static let reach = 16
    /// Pairs of a crowd, after which it is looked through no further.
    static let most = 2_000

    /// How far apart the two may be.
    enum Rule {
        case near(Int, ordered: Bool)
        case sentence
    }

    private let rule: Rule
    private let right: [Occurrence]
    private let longest: Int
    private let isCrowded: Bool
    private let left: [Occurrence]

    /// Prepares the pairing of two lists, both in order.
    init(_ left: [Occurrence], _ right: [Occurrence], _ rule: Rule) {
        self.rule = rule
        self.left = left
        self.right = right
        longest = right.reduce(0) { max($0, $1.end - $1.start) }
        isCrowded = left.count + right.count > Self.crowd
    }

    /// All pairs, in order.
    ///
    /// - Parameter onlyFirst: Whether one will do.
    /// - Returns: Each pair as one occurrence, by their beginnings.
    func pairs(onlyFirst: Bool) -> [Occurrence] {
        var pairs: [Occurrence] = []
        for first in left {
            let candidates = candidates(for: first)
            guard !candidates.isEmpty else { continue }
            let partners =
                isCrowded ? nearest(to: first, candidates) : right[candidates].filter { fits(first, $0) }
            pairs += partners.map { Occurrence(first, $0) }
            if !pairs.isEmpty, onlyFirst || (isCrowded && pairs.count > Self.most) { break }
        }
        pairs.sort { ($0.start, $0.end) < ($1.start, $1.end) }
        return isCrowded ? thinned(pairs) : pairs
    }

    /// Of the pairs with the same beginning the shortest, so that a crowd of pairs is no larger than the text.
    private func thinned(_ pairs: [Occurrence]) -> [Occurrence] {
        var thinned: [Occurrence] = []
        for pair in pairs {
            if let last = thinned.last, last.start == pair.start { continue }
            thinned.append(pair)
        }
        return thinned
    }

    /// The stretch of the right list that may hold partners.
    private func candidates(for first: Occurrence) -> Range<Int> {
        switch rule {
        case .sentence:
            let low = right.lowerBound { $0.sentence < first.sentence }
            return low..<right[low...].lowerBound { $0.sentence <= first.sentence }
        case .near(let distance, let ordered):
            let earliest = ordered ? first.end : first.start - distance - longest
            let low = right.lowerBound { $0.start < earliest }
            return low..<right[low...].lowerBound { $0.start <= first.end + distance }
        }
    }

    private func fits(_ first: Occurrence, _ second: Occurrence) -> Bool {
        if first.sharesWord(with: second) { return false }
        return switch rule {
        case .sentence: first.sentence == second.sentence
        case .near(let distance, let ordered):
            (!ordered || first.end <= second.start) && first.gap(to: second) <= distance
        }
    }

    private func nearest(to first: Occurrence, _ candidates: Range<Int>) -> [Occurrence] {
        let middle = candidates.lowerBound { right[$0].start < first.start }
        let behind = (middle..<candidates.upperBound).prefix(Self.reach).lazy.map { right[$0] }
        let before = (candidates.lowerBound..<middle).suffix(Self.reach).reversed().lazy.map { right[$0] }
        return Array(behind.filter { fits(first, $0) }.prefix(Self.partners))
            + Array(before.filter { fits(first, $0) }.prefix(Self.partners))
    }
}
