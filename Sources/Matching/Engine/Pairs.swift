// Pairs of places that stand close together, as `Pairing` finds them.
extension Comparison {
    /// How far apart the two sides of a pair may be.
    enum Closeness {
        case near(Int32, ordered: Bool)
        case sentence
    }

    /// All pairs of two queries, in order.
    mutating func pairs(
        _ left: Node,
        _ right: Node,
        _ rule: Closeness,
        in view: Document.View,
        _ isMasked: Bool,
        _ onlyFirst: Bool
    ) -> ArraySlice<Place> {
        guard mayHold(left), mayHold(right) else { return [] }
        let first = places(of: left, in: view, isMasked: isMasked)
        guard !first.isEmpty else { return [] }
        let second = places(of: right, in: view, isMasked: isMasked)
        guard !second.isEmpty else { return [] }
        return pairs(first, second, rule, onlyFirst)[...]
    }

    private mutating func pairs(
        _ left: ArraySlice<Place>,
        _ right: ArraySlice<Place>,
        _ rule: Closeness,
        _ onlyFirst: Bool
    ) -> [Place] {
        let longest = right.reduce(0) { max($0, $1.end - $1.start) }
        let isCrowded = left.count + right.count > Pairing.crowd
        var pairs: [Place] = []
        var low = right.startIndex
        for first in left {
            // The lists are in order, so that what lies before one place lies before the next as well.
            while low < right.endIndex, Self.isBefore(right[low], first, rule, longest) { low += 1 }
            if low == right.endIndex { break }
            let known = pairs.count
            if isCrowded {
                addNearest(to: first, right[low...], rule, &pairs)
            } else {
                for second in right[low...] {
                    if Self.isBeyond(second, first, rule) { break }
                    if fits(first, second, rule) { pairs.append(pair(first, second)) }
                }
            }
            if pairs.count > known, pairs.count >= (onlyFirst ? 1 : Pairing.most) { break }
        }
        if pairs.count > 1 { pairs.sort(by: Place.isBefore) }
        return pairs
    }

    /// Whether a place lies too far before another one to be its partner or that of any later one.
    private static func isBefore(_ second: Place, _ first: Place, _ rule: Closeness, _ longest: Int32) -> Bool
    {
        switch rule {
        case .sentence: second.sentence < first.sentence
        case .near(let distance, let ordered):
            second.start < (ordered ? first.start : first.start - distance - longest)
        }
    }

    private static func isBeyond(_ second: Place, _ first: Place, _ rule: Closeness) -> Bool {
        switch rule {
        case .sentence: second.sentence > first.sentence
        case .near(let distance, _): second.start > first.end + distance
        }
    }

    private func fits(_ first: Place, _ second: Place, _ rule: Closeness) -> Bool {
        switch rule {
        case .sentence: if first.sentence != second.sentence { return false }
        case .near(let distance, let ordered):
            if ordered, first.end > second.start { return false }
            if max(first.start, second.start) - min(first.end, second.end) > distance { return false }
        }
        return !sharesWord(first, second)
    }

    /// Whether a word would have to play two parts.
    private func sharesWord(_ first: Place, _ second: Place) -> Bool {
        guard first.overlaps(second) else { return false }
        if first.pieces.isEmpty, second.pieces.isEmpty { return true }
        return phrases(of: first).contains { mine in phrases(of: second).contains { mine.overlaps($0) } }
    }

    private func phrases(of place: Place) -> ArraySlice<Place> {
        place.pieces.isEmpty ? [place] : pieces[Int(place.pieces.lowerBound)..<Int(place.pieces.upperBound)]
    }

    /// Two places as one.
    private mutating func pair(_ left: Place, _ right: Place) -> Place {
        let begin = Int32(pieces.count)
        pieces += Array(phrases(of: left))
        pieces += Array(phrases(of: right))
        return Place(
            start: min(left.start, right.start),
            end: max(left.end, right.end),
            sentence: left.start <= right.start ? left.sentence : right.sentence,
            low: min(left.low, right.low),
            high: max(left.high, right.high),
            pieces: begin..<Int32(pieces.count)
        )
    }

    /// In a crowd an occurrence is paired with its nearest partners only; see `Pairing`.
    private mutating func addNearest(
        to first: Place,
        _ candidates: ArraySlice<Place>,
        _ rule: Closeness,
        _ pairs: inout [Place]
    ) {
        let middle = candidates.lowerBound { $0.start < first.start }
        var taken = 0
        for second in candidates[middle...].prefix(Pairing.reach) {
            if taken == Pairing.partners || Self.isBeyond(second, first, rule) { break }
            guard fits(first, second, rule) else { continue }
            pairs.append(pair(first, second))
            taken += 1
        }
        taken = 0
        for second in candidates[..<middle].suffix(Pairing.reach).reversed() {
            if taken == Pairing.partners { break }
            guard fits(first, second, rule) else { continue }
            pairs.append(pair(first, second))
            taken += 1
        }
    }
}
