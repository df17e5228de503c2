internal import News

/// A list tried on its own examples.
struct Trial {
    /// How many examples there were.
    private(set) var examples = 0
    /// Those that came out otherwise.
    private(set) var mistakes: [WatchlistError] = []

    /// Tries all examples of a list.
    ///
    /// - Parameters:
    ///   - watch: The list.
    ///   - number: Its number in the engine.
    ///   - engine: All lists, compiled.
    ///   - compiler: What holds the examples.
    ///   - plainText: Turns the HTML of an example into text.
    init(
        of watch: Watch,
        _ number: Int,
        in engine: Engine,
        _ compiler: ListCompiler,
        plainText: (String) -> String
    ) {
        for section in [ListSection.shouldMatch, .shouldNotMatch] {
            for line in compiler.examples(section) {
                examples += 1
                let item = Document.item(example: line[line.example], plainText: plainText)
                let isHit = engine.isHit(item, ofExampleFor: number)
                if isHit == (section == .shouldMatch) { continue }
                let document = Document(example: item)
                guard let kind = Self.mistake(watch, document, section) else { continue }
                mistakes.append(line.mistake(kind, at: line.example.lowerBound))
            }
        }
    }

    private static func mistake(
        _ watch: Watch,
        _ document: Document,
        _ section: ListSection
    ) -> WatchlistError.Kind? {
        let verdict = watch.verdict(on: document)
        switch (verdict, section) {
        case (.hit(let match), .shouldNotMatch):
            let words = match.spans.map { "“\($0.text)”" }.joined(separator: ", ")
            let found = words.isEmpty ? "" : " on \(words)"
            return .exampleIsHit("\(match.at) holds\(found): \(match.line)")
        case (.vetoed(let at, let line), .shouldMatch):
            return .exampleIsMissed("\(at) vetoes it: \(line)")
        case (.silent, .shouldMatch):
            return .exampleIsMissed(reason(watch.explanation(of: document)))
        default:
            return nil
        }
    }

    private static func reason(_ explanation: Explanation) -> String {
        if let mask = explanation.masked.first {
            return "no line holds, and \(mask.at) hides “\(mask.span.text)”: \(mask.line)"
        }
        if let line = explanation.nearly.first, let missing = line.missing.first {
            return "no line holds; \(line.at) lacks \(missing)"
        }
        return "no line holds"
    }
}
