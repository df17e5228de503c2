internal import News

/// Compares one list with one item, query by query: no index over lists, nothing kept between items.
struct PlainMatcher {
    /// The words that made a query hold.
    struct Evidence {
        var view: Document.View
        var words: [Range<Int>]
    }

    private struct NamedPlace: Hashable {
        var key: String
        var view: Document.View
        var isMasked: Bool
    }

    let watch: Watch
    let document: Document
    private var masks: [Document.View: Mask] = [:]
    private var named: [NamedPlace: [Occurrence]] = [:]

    init(_ watch: Watch, _ document: Document) {
        self.watch = watch
        self.document = document
    }

    // MARK: - Whether a query holds

    /// The evidence for a query in a scope, or nil where it does not hold.
    ///
    /// - Parameters:
    ///   - query: The query.
    ///   - scope: Where to look, unless a field inside the query says otherwise.
    ///   - isWanted: Whether the query speaks for a hit. An example fits every filter that speaks for a hit, and none
    ///     that speaks against it.
    /// - Returns: The words, which may be none where a filter holds; nil where the query does not hold.
    mutating func evidence(
        for query: Query,
        in scope: Query.Scope,
        isWanted: Bool = true
    ) -> [Evidence]? {
        switch query {
        case .all(let parts):
            return evidence(forAll: parts, in: scope, isWanted)
        case .without(let part, let others):
            guard let found = evidence(for: part, in: scope, isWanted: isWanted) else { return nil }
            for other in others where evidence(for: other, in: scope, isWanted: !isWanted) != nil {
                return nil
            }
            return found
        case .any(let parts) where !isPlace(query):
            return evidence(forAny: parts, in: scope, isWanted)
        case .name(let key) where !isPlace(query):
            return evidence(forAny: (watch.names[key]?.queries ?? []), in: scope, isWanted)
        case .scoped(let narrower, let part):
            return evidence(for: part, in: narrower, isWanted: isWanted)
        case .atLeast(let count, let part):
            return evidence(for: part, times: count, in: scope)
        case .filter(let filter):
            let holds = document.isExample ? isWanted : document.fits(filter)
            return holds ? [] : nil
        default:
            return firstEvidence(for: query, in: scope)
        }
    }

    private func isPlace(_ query: Query) -> Bool {
        query.isPlace(watch.placeNames.contains)
    }

    private mutating func evidence(
        forAll parts: [Query],
        in scope: Query.Scope,
        _ isWanted: Bool
    ) -> [Evidence]? {
        var all: [Evidence] = []
        for part in parts {
            guard let found = evidence(for: part, in: scope, isWanted: isWanted) else { return nil }
            all += found
        }
        return all
    }

    private mutating func evidence(
        forAny parts: [Query],
        in scope: Query.Scope,
        _ isWanted: Bool
    ) -> [Evidence]? {
        for part in parts {
            if let found = evidence(for: part, in: scope, isWanted: isWanted) { return found }
        }
        return nil
    }

    private mutating func evidence(for query: Query, times count: Int, in scope: Query.Scope) -> [Evidence]? {
        var found: [Evidence] = []
        for view in Document.views(of: scope) {
            var seen: Set<Range<Int>> = []
            for occurrence in occurrences(of: query, in: view) {
                guard seen.insert(occurrence.start..<occurrence.end).inserted else { continue }
                found.append(Evidence(view: view, words: occurrence.phrases))
                if found.count == count { return found }
            }
        }
        return nil
    }

    private mutating func firstEvidence(for query: Query, in scope: Query.Scope) -> [Evidence]? {
        for view in Document.views(of: scope) {
            guard let first = occurrences(of: query, in: view, onlyFirst: true).first else { continue }
            return [Evidence(view: view, words: first.phrases)]
        }
        return nil
    }

    // MARK: - Where a query is found

    /// The places of a query in a view, in order.
    ///
    /// - Parameters:
    ///   - query: A query that is found at places; see `Query.isPlace`.
    ///   - view: The text.
    ///   - isMasked: Whether words that `ignore phrases` hides are left out.
    ///   - onlyFirst: Whether one will do.
    /// - Returns: The places by their beginnings.
    mutating func occurrences(
        of query: Query,
        in view: Document.View,
        isMasked: Bool = true,
        onlyFirst: Bool = false
    ) -> [Occurrence] {
        switch query {
        case .phrase(let words):
            let found = document.occurrences(of: words, in: view)
            guard isMasked, !found.isEmpty else { return found }
            let mask = mask(of: view)
            return found.filter { !mask.covers($0) }
        case .name(let key):
            return occurrences(ofName: key, in: view, isMasked)
        case .any(let parts):
            return united(parts, in: view, isMasked)
        case .near(let left, let right, let distance, let ordered):
            let rule = Pairing.Rule.near(distance, ordered: ordered)
            return pairs(left, right, rule, in: view, isMasked, onlyFirst)
        case .sentence(let left, let right):
            return pairs(left, right, .sentence, in: view, isMasked, onlyFirst)
        case .except(let left, let right):
            let found = occurrences(of: left, in: view, isMasked: isMasked)
            guard !found.isEmpty else { return [] }
            let mask = Mask(occurrences(of: right, in: view, isMasked: isMasked))
            return found.filter { !mask.covers($0) }
        case .all, .without, .scoped, .atLeast, .filter:
            preconditionFailure("the parser keeps queries without a place out of operators about places")
        }
    }

    private mutating func pairs(
        _ left: Query,
        _ right: Query,
        _ rule: Pairing.Rule,
        in view: Document.View,
        _ isMasked: Bool,
        _ onlyFirst: Bool
    ) -> [Occurrence] {
        let first = occurrences(of: left, in: view, isMasked: isMasked)
        guard !first.isEmpty else { return [] }
        let second = occurrences(of: right, in: view, isMasked: isMasked)
        return Pairing(first, second, rule).pairs(onlyFirst: onlyFirst)
    }

    private mutating func united(
        _ parts: [Query],
        in view: Document.View,
        _ isMasked: Bool
    ) -> [Occurrence] {
        var found: [Occurrence] = []
        for part in parts { found += occurrences(of: part, in: view, isMasked: isMasked) }
        return found.sorted { ($0.start, $0.end) < ($1.start, $1.end) }
    }

    private mutating func occurrences(
        ofName key: String,
        in view: Document.View,
        _ isMasked: Bool
    ) -> [Occurrence] {
        let place = NamedPlace(key: key, view: view, isMasked: isMasked)
        if let known = named[place] { return known }
        let found = united((watch.names[key]?.queries ?? []), in: view, isMasked)
        named[place] = found
        return found
    }

    private mutating func mask(of view: Document.View) -> Mask {
        if let known = masks[view] { return known }
        var hidden: [Occurrence] = []
        for line in watch.lines(of: .ignorePhrases) {
            hidden += occurrences(of: line.query, in: view, isMasked: false)
        }
        let mask = Mask(hidden)
        masks[view] = mask
        return mask
    }
}
