public import FoundationEssentials
internal import News

extension Watch {
    /// Why this list hit an item, or why it did not: the lines that hold, masked words, vetoes, and lines that nearly
    /// held.
    ///
    /// - Parameters:
    ///   - document: The item.
    ///   - now: The moment that decides whether the list's day is over; nil does not ask.
    /// - Returns: The explanation.
    public func explanation(of document: Document, now: Date? = nil) -> Explanation {
        var explanation = Explanation(list: id)
        guard document.isExample || admits(document.item) else {
            explanation.notAdmitted = "the item's feed or language is not among those of the list"
            return explanation
        }
        switch verdict(on: document) {
        case .hit(let match): explanation.match = match
        case .vetoed(let at, let line): explanation.veto = Explanation.Veto(at: at, line: line)
        case .silent: break
        }
        var matcher = PlainMatcher(self, document)
        explanation.lines = matcher.holding
        explanation.masked = matcher.masked
        if explanation.match == nil, explanation.veto == nil {
            explanation.nearly = matcher.nearly
            if let level = matcher.lowestHit {
                explanation.notAdmitted =
                    "what it looks for stands in the \(level.rawValue), farther down than it tells of"
            }
        }
        if let now, let expires, now >= expires {
            explanation.match = nil
            explanation.notAdmitted = "its day is over, see expires:"
        }
        return explanation
    }
}

extension PlainMatcher {
    /// An explanation for people names no more than this many hidden stretches.
    private static let most = 20

    /// All lines that hold, each as far up as it does.
    fileprivate var holding: [Explanation.Line] {
        mutating get {
            var holding: [Explanation.Line] = []
            for section in [ListSection.match, .alsoRequire, .neverIf] {
                for line in watch.lines(of: section) {
                    for level in Level.allCases {
                        let isWanted = section != .neverIf
                        guard
                            let found = evidence(for: line.query, in: Query.Scope(level), isWanted: isWanted)
                        else { continue }
                        let spans = document.spans(of: found)
                        holding.append(
                            .init(
                                section: section.rawValue,
                                at: line.at,
                                line: line.text,
                                level: level,
                                spans: spans
                            )
                        )
                        break
                    }
                }
            }
            return holding
        }
    }

    /// The level at which the list holds although nothing follows from that.
    fileprivate var lowestHit: Level? {
        mutating get {
            for level in Level.allCases where line(holdingAt: level) != nil { return level }
            return nil
        }
    }

    /// What the lines of `ignore phrases` hide.
    fileprivate var masked: [Explanation.Masked] {
        mutating get {
            var masked: [Explanation.Masked] = []
            for line in watch.lines(of: .ignorePhrases) {
                for view in Document.views(of: .text) {
                    let field = document.field(of: view)
                    let hidden = occurrences(of: line.query, in: view, isMasked: false).prefix(Self.most)
                    masked += hidden.map { occurrence in
                        let source = document.words(of: field).source(
                            from: occurrence.start,
                            to: occurrence.end
                        )
                        return .init(span: document.span(source, in: field), at: line.at, line: line.text)
                    }
                }
            }
            return Array(masked.prefix(Self.most))
        }
    }

    /// The lines of `match` of which something was found, and of `also require` where a line of `match` holds.
    fileprivate var nearly: [Explanation.Near] {
        mutating get {
            let scope = Query.Scope([watch.alert, watch.digest].compactMap(\.self).max() ?? .text)
            var nearly: [Explanation.Near] = []
            for line in watch.lines(of: .match) {
                if evidence(for: line.query, in: scope) != nil {
                    let required = watch.lines(of: .alsoRequire).filter {
                        evidence(for: $0.query, in: scope) == nil
                    }
                    let missing = required.map { "\($0.text) (\($0.at))" }
                    if !missing.isEmpty {
                        nearly.append(.init(at: line.at, line: line.text, missing: missing))
                    }
                } else {
                    let lack = lack(of: line.query, in: scope)
                    if lack.isPartial {
                        nearly.append(.init(at: line.at, line: line.text, missing: lack.missing))
                    }
                }
            }
            return nearly.sorted { $0.missing.count < $1.missing.count }
        }
    }

    /// What a query that does not hold lacks, and whether anything of it was found.
    private mutating func lack(of query: Query, in scope: Query.Scope) -> (isPartial: Bool, missing: [String])
    {
        if evidence(for: query, in: scope) != nil { return (true, []) }
        switch query {
        case .all(let parts):
            return combined(parts, in: scope)
        case .any(let parts):
            let lacks = parts.map { lack(of: $0, in: scope) }.filter(\.isPartial)
            return lacks.min { $0.missing.count < $1.missing.count } ?? (false, [query.description])
        case .without(let part, let others):
            if evidence(for: part, in: scope) == nil { return lack(of: part, in: scope) }
            let present = others.filter { evidence(for: $0, in: scope, isWanted: false) != nil }
            return (true, present.map { "NOT \($0), which is there" })
        case .near(let left, let right, let distance, let ordered):
            let order = ordered ? ", in this order" : ""
            return pair(left, right, "at most \(distance) words apart\(order)", in: scope)
        case .sentence(let left, let right):
            return pair(left, right, "in one sentence", in: scope)
        case .scoped(let narrower, let part):
            let inner = lack(of: part, in: narrower)
            return (inner.isPartial, inner.missing.map { "\(narrower.rawValue):\($0)" })
        case .except(let left, let right) where evidence(for: left, in: scope) != nil:
            return (true, ["\(left) outside \(right)"])
        default:
            return (false, [query.description])
        }
    }

    private mutating func combined(
        _ parts: [Query],
        in scope: Query.Scope
    ) -> (isPartial: Bool, missing: [String]) {
        let lacks = parts.map { lack(of: $0, in: scope) }
        return (lacks.contains(where: \.isPartial), lacks.flatMap(\.missing))
    }

    private mutating func pair(
        _ left: Query,
        _ right: Query,
        _ rule: String,
        in scope: Query.Scope
    ) -> (isPartial: Bool, missing: [String]) {
        let both = combined([left, right], in: scope)
        return both.missing.isEmpty ? (true, ["\(left) and \(right) \(rule)"]) : both
    }
}
