internal import News

extension Watch {
    /// What this list says of an item.
    ///
    /// The headline is tried first, then the lead, then all of the text; the first that satisfies a line of `match`
    /// and all of `also require` is the hit's level.
    public func verdict(on document: Document) -> Verdict {
        guard document.isExample || admits(document.item) else { return .silent }
        var matcher = PlainMatcher(self, document)
        for level in Level.allCases {
            guard let found = matcher.line(holdingAt: level) else { continue }
            if let veto = matcher.veto(at: level) { return .vetoed(at: veto.at, line: veto.text) }
            guard let decision = decision(for: level) else { return .silent }
            return .hit(
                Match(
                    list: id,
                    decision: decision,
                    level: level,
                    at: found.line.at,
                    line: found.line.text,
                    spans: document.spans(of: found.evidence)
                )
            )
        }
        return .silent
    }

    /// Whether the item's feed and language are among those the list is confined to.
    func admits(_ item: Item) -> Bool {
        let isFeed = feeds.isEmpty || feeds.contains { Filter(subject: .feed, value: $0).holds(for: item) }
        let isLanguage =
            languages.isEmpty || languages.contains { Filter(subject: .lang, value: $0).holds(for: item) }
        return isFeed && isLanguage
    }

    /// What follows from a hit at a level.
    func decision(for level: Level) -> Decision? {
        if let alert, level <= alert { return .alert }
        if let digest, level <= digest { return .digest }
        return nil
    }
}

extension PlainMatcher {
    /// The first line of `match` that holds together with all of `also require`.
    mutating func line(holdingAt level: Level) -> (line: Watch.Line, evidence: [Evidence])? {
        let scope = Query.Scope(level)
        for line in watch.lines(of: .match) {
            guard let found = evidence(for: line.query, in: scope) else { continue }
            guard let required = requiredEvidence(in: scope) else { return nil }
            return (line, found + required)
        }
        return nil
    }

    /// The first line of `never if` that holds.
    mutating func veto(at level: Level) -> Watch.Line? {
        let scope = Query.Scope(level)
        return watch.lines(of: .neverIf).first { evidence(for: $0.query, in: scope, isWanted: false) != nil }
    }

    private mutating func requiredEvidence(in scope: Query.Scope) -> [Evidence]? {
        var all: [Evidence] = []
        for line in watch.lines(of: .alsoRequire) {
            guard let found = evidence(for: line.query, in: scope) else { return nil }
            all += found
        }
        return all
    }
}

extension Query.Scope {
    /// The scope that a level looks at.
    init(_ level: Level) {
        switch level {
        case .title: self = .title
        case .lead: self = .lead
        case .text: self = .text
        }
    }
}
