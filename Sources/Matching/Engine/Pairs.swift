// Pairs of places that stand close together, as `Pairing` finds them.
extension Comparison {
    /// How far apart the two sides of a pair may be.
    enum Closeness {
        case near(Int32, ordered: Bool)
        case sentence
    }

    /// A list of more places than this is looked through only around those of the other side.
    private static let many = 64

    /// All pairs of two queries, in order.
    mutating func pairs(
        _ left: Node,
        _ right: Node,
        _ rule: Closeness,
        in view: Document.View,
        _ looking: Looking
    ) -> ArraySlice<Place> {
        guard mayHold(left), mayHold(right) else { return [] }
        var sides = looking
        sides.onlyFirst = false
        let counts = (estimate(left, in: view), estimate(right, in: view))
        if case .near(let distance, _) = rule, max(counts.0, counts.1) > Self.many, sides.windows == nil {
            let isLeftRarer = counts.0 <= counts.1
            let rare = places(of: isLeftRarer ? left : right, in: view, sides)
            guard !rare.isEmpty else { return [] }
            let other = isLeftRarer ? right : left
            let reach = reach(of: other, in: view)
            if rare.count < max(counts.0, counts.1) / 4, reach < Int32.max / 4 {
                sides.windows = Self.windows(around: rare, distance + reach)
            }
            let common = places(of: other, in: view, sides)
            let lists = isLeftRarer ? (rare, common) : (common, rare)
            return pairs(lists.0, lists.1, rule, self.reach(of: right, in: view), looking.onlyFirst)[...]
        }
        let first = places(of: left, in: view, sides)
        guard !first.isEmpty else { return [] }
        let second = places(of: right, in: view, sides)
        return pairs(first, second, rule, reach(of: right, in: view), looking.onlyFirst)[...]
    }

    /// Stretches of positions around places, in order, none touching another.
    private static func windows(around places: ArraySlice<Place>, _ reach: Int32) -> [Range<Int32>] {
        var windows: [Range<Int32>] = []
        for place in places {
            let next = (place.start - reach)..<(place.end + reach)
            if let last = windows.last, next.lowerBound <= last.upperBound {
                windows[windows.count - 1] = last.lowerBound..<max(last.upperBound, next.upperBound)
            } else {
                windows.append(next)
            }
        }
        return windows
    }

    private mutating func pairs(
        _ left: ArraySlice<Place>,
        _ right: ArraySlice<Place>,
        _ rule: Closeness,
        _ reach: Int32,
        _ onlyFirst: Bool
    ) -> [Place] {
        guard !right.isEmpty else { return [] }
        let longest =
            reach < Int32(Words.paragraphGap) ? reach : right.reduce(0) { max($0, $1.end - $1.start) }
        let isCrowded = left.count + right.count > Pairing.crowd
        var pairs: [Place] = []
        var low = right.startIndex
        for first in left[Self.firstIndex(in: left, near: right, rule)...] {
            // The lists are in order, so that what lies before one place lies before the next as well.
            while low < right.endIndex, Self.isBefore(right[low], first, rule, longest) { low += 1 }
            if low == right.endIndex { break }
            if Self.isBeyond(right[low], first, rule) { continue }
            let known = pairs.count
            if isCrowded {
                addNearest(to: first, right[low...], rule, &pairs)
            } else {
                for second in right[low...] {
                    if Self.isBeyond(second, first, rule) { break }
                    if fits(first, second, rule) { pairs.append(pair(first, second)) }
                }
            }
            if pairs.count > known, onlyFirst || (isCrowded && pairs.count > Pairing.most) { break }
        }
        if pairs.count > 1 { pairs.sort(by: Place.isBefore) }
        return isCrowded ? Self.thinned(pairs) : pairs
    }

    /// The first place on the left that any on the right may be near.
    private static func firstIndex(
        in left: ArraySlice<Place>,
        near right: ArraySlice<Place>,
        _ rule: Closeness
    ) -> Int {
        guard case .near(let distance, _) = rule, let first = right.first, left.count > many else {
            return left.startIndex
        }
        let longest = left.reduce(0) { max($0, $1.end - $1.start) }
        return left.lowerBound { $0.start < first.start - distance - longest }
    }

    /// Of the pairs with the same beginning the shortest, so that a crowd of pairs is no larger than the text.
    private static func thinned(_ pairs: [Place]) -> [Place] {
        var thinned: [Place] = []
        for pair in pairs {
            if let last = thinned.last, last.start == pair.start { continue }
            thinned.append(pair)
        }
        return thinned
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
        let distance = second.start - first.start
        if first.taken != 0, second.taken != 0 {
            return distance >= 0
                ? first.taken >> UInt64(distance) & second.taken != 0
                : second.taken >> UInt64(-distance) & first.taken != 0
        }
        if first.joint >= 0 {
            let joint = joints[Int(first.joint)]
            return sharesWord(joint.left, second) || sharesWord(joint.right, second)
        }
        if second.joint >= 0 { return sharesWord(second, first) }
        return true
    }

    /// The phrases that a place is made of.
    func phrases(of place: Place) -> [Place] {
        guard place.joint >= 0 else { return [place] }
        let joint = joints[Int(place.joint)]
        return phrases(of: joint.left) + phrases(of: joint.right)
    }

    /// Two places as one.
    private mutating func pair(_ left: Place, _ right: Place) -> Place {
        joints.append((left, right))
        var pair = Place(
            start: min(left.start, right.start),
            end: max(left.end, right.end),
            sentence: left.start <= right.start ? left.sentence : right.sentence,
            low: min(left.low, right.low),
            high: max(left.high, right.high)
        )
        pair.joint = Int32(joints.count - 1)
        pair.taken = 0
        if pair.end - pair.start <= 64, left.taken != 0, right.taken != 0 {
            let shifts = (UInt64(left.start - pair.start), UInt64(right.start - pair.start))
            pair.taken = left.taken << shifts.0 | right.taken << shifts.1
        }
        return pair
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

    // MARK: - Estimates

    /// How many places a query may have in a view, without looking for them.
    private func estimate(_ node: Node, in view: Document.View) -> Int {
        guard mayHold(node) else { return 0 }
        guard node >= graph.vocabulary.count else { return range(of: node, in: view).count }
        switch graph.steps[Int(node) - graph.vocabulary.count] {
        case .phrase(let words):
            return words.map { word in
                word.reduce(0) { sum, run in sum + (run.map { range(of: $0, in: view).count }.min() ?? 0) }
            }.min() ?? 0
        case .anyPlace(let parts):
            return awakeParts(of: node, among: parts).reduce(0) { $0 + estimate($1, in: view) }
        case .near(let left, let right, _, _), .sentence(let left, let right):
            return min(estimate(left, in: view), estimate(right, in: view))
        case .except(let part, _):
            return estimate(part, in: view)
        case .any, .all, .without, .atLeast, .scoped, .filter:
            return 0
        }
    }

    /// How many positions a place of a query may cover at most.
    private func reach(of node: Node, in view: Document.View) -> Int32 {
        guard node >= graph.vocabulary.count else { return 3 }  // a compound of three parts
        switch graph.steps[Int(node) - graph.vocabulary.count] {
        case .phrase(let words):
            return words.reduce(0) { $0 + 3 * Int32($1.map(\.count).max() ?? 0) }
        case .anyPlace(let parts):
            return awakeParts(of: node, among: parts).reduce(0) { max($0, reach(of: $1, in: view)) }
        case .near(let left, let right, let distance, _):
            let sides = (reach(of: left, in: view), reach(of: right, in: view))
            return max(sides.0, sides.1) > Int32.max / 8 ? .max / 2 : sides.0 + sides.1 + distance
        case .except(let part, _):
            return reach(of: part, in: view)
        case .sentence:
            return words(in: view) { $0.longestSentence }
        case .any, .all, .without, .atLeast, .scoped, .filter:
            return .max / 2
        }
    }
}
