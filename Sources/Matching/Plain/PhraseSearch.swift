extension Document {
    /// The places of a phrase in a view, in order, none twice.
    func occurrences(of phrase: [PhraseWord], in view: View) -> [Occurrence] {
        let words = words(of: field(of: view))
        let end = end(of: view)
        var runs: [Occurrence]?
        for word in phrase {
            var longer: [Occurrence] = []
            for alternative in word.alternatives {
                longer += words.extend(runs, by: alternative, before: end)
            }
            if word.alternatives.count > 1 { longer = longer.inOrder }
            guard !longer.isEmpty else { return [] }
            runs = longer
        }
        return runs ?? []
    }
}

extension Words {
    /// Runs of words that go on with further words, in the same sentence; nil is the beginning of a phrase.
    fileprivate func extend(_ runs: [Occurrence]?, by tests: [WordTest], before end: Int) -> [Occurrence] {
        var runs = runs
        for test in tests {
            let tokens = tokens(for: test)
            let longer = runs.map { Self.extend($0, by: tokens, before: end) }
            runs = longer ?? tokens.filter { $0.end <= end }.map(Occurrence.init)
            runs = runs?.inOrder
        }
        return runs ?? []
    }

    private static func extend(_ runs: [Occurrence], by tokens: [Token], before end: Int) -> [Occurrence] {
        var longer: [Occurrence] = []
        for run in runs {
            let first = tokens.lowerBound { $0.start < run.end }
            for token in tokens[first...].prefix(while: { $0.start == run.end })
            where token.sentence == run.sentence && token.end <= end {
                longer.append(Occurrence(start: run.start, end: token.end, sentence: run.sentence))
            }
        }
        return longer
    }
}

extension Occurrence {
    fileprivate init(_ token: Words.Token) {
        self.init(start: token.start, end: token.end, sentence: token.sentence)
    }
}

extension [Occurrence] {
    /// The same places in order, none twice.
    fileprivate var inOrder: [Occurrence] {
        let isInOrder = zip(self, dropFirst()).allSatisfy { ($0.start, $0.end) < ($1.start, $1.end) }
        if isInOrder { return self }
        var result: [Occurrence] = []
        for next in sorted(by: { ($0.start, $0.end) < ($1.start, $1.end) }) {
            if let last = result.last, last.start == next.start, last.end == next.end { continue }
            result.append(next)
        }
        return result
    }
}
