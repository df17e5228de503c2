import News

/// The words in which an outlet differs from others, as they are marked in what it says.
struct OwnWords {
    private let words: Set<Substring>

    /// - Parameter facts: Names, and figures with what they count: "12 dead".
    init(_ facts: [String]) {
        words = Set(facts.compactMap { Self.runs(of: $0).first { $0.isWord }?.text })
    }

    /// A passage with its hits marked, and what only some outlets have.
    func marked(_ passage: [Segment]) -> HTML {
        let parts = passage.map { piece -> HTML in
            guard !piece.hit else { return "<mark>\(piece.text)</mark>" }
            let runs = Self.runs(of: piece.text).map { run -> HTML in
                words.contains(run.text)
                    ? "<b class=\"own\">\(String(run.text))</b>" : HTML(escaping: String(run.text))
            }
            return "\(runs)"
        }
        return "\(parts)"
    }

    /// Words, and what stands between them.
    private static func runs(of text: String) -> [(text: Substring, isWord: Bool)] {
        var runs: [(text: Substring, isWord: Bool)] = []
        var rest = text[...]
        while let first = rest.first {
            let isWord = first.isLetter || first.isNumber
            let run = rest.prefix { ($0.isLetter || $0.isNumber) == isWord }
            runs.append((run, isWord))
            rest = rest[run.endIndex...]
        }
        return runs
    }
}
