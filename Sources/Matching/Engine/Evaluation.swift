internal import News

// Whether the queries of the list that is being looked at hold: what `PlainMatcher` says, over terms.
extension Comparison {
    /// Whether a query holds in a scope; its evidence is added if it does.
    ///
    /// - Parameters:
    ///   - node: The query.
    ///   - scope: Where to look, unless a field inside the query says otherwise.
    ///   - isWanted: Whether the query speaks for a hit; see `PlainMatcher.evidence`.
    /// - Returns: Whether it holds.
    mutating func holds(_ node: Node, in scope: Query.Scope, isWanted: Bool = true) -> Bool {
        guard mayHold(node) else { return false }
        guard node >= graph.vocabulary.count else { return isFound(node, in: scope) }
        switch graph.steps[Int(node) - graph.vocabulary.count] {
        case .all(let parts):
            let known = evidence.count
            for part in parts where !holds(part, in: scope, isWanted: isWanted) {
                evidence.removeLast(evidence.count - known)
                return false
            }
            return true
        case .without(let part, let others):
            let known = evidence.count
            guard holds(part, in: scope, isWanted: isWanted) else { return false }
            let own = evidence.count
            for other in others where holds(other, in: scope, isWanted: !isWanted) {
                evidence.removeLast(evidence.count - known)
                return false
            }
            evidence.removeLast(evidence.count - own)
            return true
        case .any(let parts):
            for part in awakeParts(of: node, among: parts) where holds(part, in: scope, isWanted: isWanted) {
                return true
            }
            return false
        case .scoped(let narrower, let part):
            return holds(part, in: narrower, isWanted: isWanted)
        case .atLeast(let count, let part):
            let known = evidence.count
            if isFound(part, times: count, in: scope) { return true }
            evidence.removeLast(evidence.count - known)
            return false
        case .filter(let filter):
            return isExample ? isWanted : item.map(filter.holds) ?? false
        case .phrase, .anyPlace, .near, .sentence, .except:
            return isFound(node, in: scope)
        }
    }

    private mutating func isFound(_ node: Node, in scope: Query.Scope) -> Bool {
        for view in Document.views(of: scope) {
            guard let first = places(of: node, in: view, Looking(onlyFirst: true)).first else { continue }
            evidence.append((view, first))
            return true
        }
        return false
    }

    private mutating func isFound(_ node: Node, times count: Int, in scope: Query.Scope) -> Bool {
        var found = 0
        for view in Document.views(of: scope) {
            var last: Place?
            for place in places(of: node, in: view, Looking()) {
                // The places are in order, so that one that was there before is the last one.
                if let last, !Place.isBefore(last, place) { continue }
                last = place
                evidence.append((view, place))
                found += 1
                if found == count { return true }
            }
        }
        return false
    }

    // MARK: - Where a query is found

    /// What is looked for.
    struct Looking {
        /// Whether words that `ignore phrases` hides are left out.
        var isMasked = true
        /// Whether one place will do.
        var onlyFirst = false
        /// Where alone it matters, in order; nil is everywhere.
        var windows: [Range<Int32>]?
    }

    /// The places of a query in a view, in order.
    ///
    /// - Parameters:
    ///   - node: A query that is found at places; see `Query.isPlace`.
    ///   - view: The text.
    ///   - looking: What is looked for.
    /// - Returns: The places by their beginnings.
    mutating func places(of node: Node, in view: Document.View, _ looking: Looking) -> ArraySlice<Place> {
        guard mayHold(node) else { return [] }
        var looking = looking
        if program.ignored.isEmpty { looking.isMasked = false }
        let isTerm = node < graph.vocabulary.count
        if isTerm, !looking.isMasked { return within(looking.windows, range(of: node, in: view)) }
        let key = Int(node) << 3 | view.rawValue << 1 | (looking.isMasked ? 1 : 0)
        if let known = memory[key] { return known }
        let found =
            isTerm
            ? unmasked(within(looking.windows, range(of: node, in: view)), in: view)
            : places(ofStep: node, in: view, looking)
        let isAll = looking.windows == nil && (!looking.onlyFirst || isTerm)
        if isAll || (found.isEmpty && looking.windows == nil) { memory[key] = found }
        return found
    }

    private mutating func places(
        ofStep node: Node,
        in view: Document.View,
        _ looking: Looking
    ) -> ArraySlice<Place> {
        switch graph.steps[Int(node) - graph.vocabulary.count] {
        case .phrase(let words):
            let terms = graph.terms(ofPhrase: node)
            let found =
                terms.isEmpty
                ? places(ofPhrase: words, in: view, looking.windows)
                : places(ofTerms: terms, in: view, looking.windows)
            return looking.isMasked ? unmasked(found, in: view) : found
        case .anyPlace(let parts):
            var all = looking
            all.onlyFirst = false
            return united(awakeParts(of: node, among: parts).map { places(of: $0, in: view, all) })
        case .near(let left, let right, let distance, let ordered):
            return pairs(left, right, .near(distance, ordered: ordered), in: view, looking)
        case .sentence(let left, let right):
            return pairs(left, right, .sentence, in: view, looking)
        case .except(let left, let right):
            var all = looking
            all.onlyFirst = false
            let found = places(of: left, in: view, all)
            guard !found.isEmpty else { return [] }
            all.windows = nil
            let mask = Mask(joining: places(of: right, in: view, all).lazy.map(\.positions))
            return mask.isEmpty ? found : found.filter { !mask.covers($0.positions) }[...]
        case .all, .without, .any, .scoped, .atLeast, .filter:
            preconditionFailure("the parser keeps queries without a place out of operators about places")
        }
    }

    /// The places of a term that a view shows.
    func range(of term: Node, in view: Document.View) -> ArraySlice<Place> {
        words(in: view) { words in
            let places = words.places[words.range(of: term)]
            guard view == .lead, !places.isEmpty, words.leadEnd != .max else { return places }
            let leadEnd = words.leadEnd
            let shown = places.prefix { $0.start < leadEnd }
            guard shown.contains(where: { $0.end > leadEnd }) else { return shown }
            return shown.filter { $0.end <= leadEnd }[...]
        }
    }

    private func within(_ windows: [Range<Int32>]?, _ places: ArraySlice<Place>) -> ArraySlice<Place> {
        guard let windows, places.count > windows.count else { return places }
        var found: [Place] = []
        for window in windows {
            let first = places.lowerBound { $0.start < window.lowerBound }
            found += places[first...].prefix { $0.start < window.upperBound }
        }
        return found[...]
    }

    private mutating func unmasked(_ places: ArraySlice<Place>, in view: Document.View) -> ArraySlice<Place> {
        guard !places.isEmpty else { return places }
        let mask = mask(of: view)
        guard !mask.isEmpty, places.contains(where: { mask.covers($0.positions) }) else { return places }
        return places.filter { !mask.covers($0.positions) }[...]
    }

    private mutating func mask(of view: Document.View) -> Mask {
        if let known = masks[view.rawValue] { return known }
        let hidden = united(program.ignored.map { places(of: $0, in: view, Looking(isMasked: false)) })
        let mask = Mask(joining: hidden.lazy.map(\.positions))
        masks[view.rawValue] = mask
        return mask
    }

    /// Several lists in order as one; where two places are equal, that of the earlier list comes first.
    private func united(_ lists: [ArraySlice<Place>]) -> ArraySlice<Place> {
        var lists = lists.filter { !$0.isEmpty }
        while lists.count > 1 {
            var halved: [ArraySlice<Place>] = []
            for index in stride(from: 0, to: lists.count, by: 2) {
                let isLast = index + 1 == lists.count
                halved.append(isLast ? lists[index] : Self.merged(lists[index], lists[index + 1]))
            }
            lists = halved
        }
        return lists.first ?? []
    }

    private static func merged(_ left: ArraySlice<Place>, _ right: ArraySlice<Place>) -> ArraySlice<Place> {
        var merged: [Place] = []
        merged.reserveCapacity(left.count + right.count)
        var next = right.startIndex
        for place in left {
            while next < right.endIndex, Place.isBefore(right[next], place) {
                merged.append(right[next])
                next += 1
            }
            merged.append(place)
        }
        merged += right[next...]
        return merged[...]
    }

    // MARK: - Phrases

    /// The places of words side by side, in order, none twice.
    private func places(
        ofPhrase words: [[[Node]]],
        in view: Document.View,
        _ windows: [Range<Int32>]?
    ) -> ArraySlice<Place> {
        var runs: ArraySlice<Place>?
        for word in words {
            let possible = word.filter { $0.allSatisfy(mayHold) }
            guard !possible.isEmpty else { return [] }
            var longer: [ArraySlice<Place>] = []
            for run in possible { longer.append(extended(runs, by: run, in: view, windows)) }
            let all = longer.count == 1 ? longer[0] : distinct(united(longer))
            guard !all.isEmpty else { return [] }
            runs = all
        }
        return runs ?? []
    }

    /// The places of a phrase of which each word is one term.
    private func places(
        ofTerms terms: Range<Int>,
        in view: Document.View,
        _ windows: [Range<Int32>]?
    ) -> ArraySlice<Place> {
        var runs = distinct(within(windows, range(of: graph.phraseTerms[terms.lowerBound], in: view)))
        for index in terms.dropFirst() {
            guard !runs.isEmpty else { return [] }
            let next = within(windows, range(of: graph.phraseTerms[index], in: view))
            runs = distinct(Self.extended(runs, by: next))
        }
        return runs
    }

    /// Runs of words that go on with further terms, in the same sentence; nil is the beginning of a phrase.
    private func extended(
        _ runs: ArraySlice<Place>?,
        by terms: [Node],
        in view: Document.View,
        _ windows: [Range<Int32>]?
    ) -> ArraySlice<Place> {
        var runs = runs
        for term in terms {
            let places = within(windows, range(of: term, in: view))
            guard let begun = runs else {
                runs = distinct(places)
                continue
            }
            runs = distinct(Self.extended(begun, by: places))
        }
        return runs ?? []
    }

    private static func extended(_ runs: ArraySlice<Place>, by places: ArraySlice<Place>) -> ArraySlice<Place>
    {
        var longer: [Place] = []
        for run in runs {
            var next = places.lowerBound { $0.start < run.end }
            while next < places.endIndex, places[next].start == run.end {
                if places[next].sentence == run.sentence {
                    var place = run
                    place.extend(to: places[next])
                    longer.append(place)
                }
                next += 1
            }
        }
        return longer[...]
    }

    /// The same places in order, none twice.
    private func distinct(_ places: ArraySlice<Place>) -> ArraySlice<Place> {
        var isDistinct = true
        for index in places.indices.dropFirst() where !Place.isBefore(places[index - 1], places[index]) {
            isDistinct = false
            break
        }
        if isDistinct { return places }
        var result: [Place] = []
        for next in places.sorted(by: Place.isBefore) {
            if let last = result.last, last.start == next.start, last.end == next.end { continue }
            result.append(next)
        }
        return result[...]
    }
}

extension Place {
    /// The positions it covers.
    var positions: Range<Int> { Int(start)..<Int(end) }
}
