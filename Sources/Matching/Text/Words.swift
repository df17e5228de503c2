/// The words of one text, folded, in order, each with the place it came from.
///
/// Words are counted; between two paragraphs the count jumps so far that nothing reaches across.
struct Words: Sendable {
    /// Where a word stands.
    struct Place: Sendable {
        /// Its number, with the jumps between paragraphs.
        var position: Int
        /// The number of its sentence.
        var sentence: Int
        /// Where it begins and ends in the original text, in Unicode scalars.
        var source: Range<Int>
    }

    /// A form at a place; several may stand at one place, and a compound covers more than one.
    struct Token: Sendable {
        var form: WordForm
        var start: Int
        var end: Int
        var sentence: Int
    }

    /// More than any query's distance.
    static let paragraphGap = 1000

    /// All words, in order.
    private(set) var places: [Place] = []
    private var tokens: [Token] = []
    private var index: [String: [Int32]] = [:]
    /// The distinct forms in the order of their bytes.
    private var forms: [String] = []

    /// Cuts a text.
    init(_ text: String) {
        var builder = WordsBuilder(text)
        builder.run()
        places = builder.places
        tokens = builder.tokens
        for (number, token) in tokens.enumerated() {
            index[token.form.folded, default: []].append(Int32(number))
        }
        forms = index.keys.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    }

    /// All ways in which each word can be found: as it is compared, then behind its elision or prefixes, then joined
    /// by hyphens to the words before it.
    var formsByWord: [[String]] {
        var forms: [Int: [String]] = [:]
        for token in tokens where !forms[token.end - 1, default: []].contains(token.form.folded) {
            forms[token.end - 1, default: []].append(token.form.folded)
        }
        return places.map { forms[$0.position] ?? [] }
    }

    /// The position behind the first so many words.
    func end(ofFirst count: Int) -> Int {
        count < places.count ? places[count].position : .max
    }

    /// Where in the original text the words between two positions stand.
    func source(from start: Int, to end: Int) -> Range<Int> {
        let first = places.lowerBound { $0.position < start }
        let last = places.lowerBound { $0.position < end }
        guard first < last else { return 0..<0 }
        return places[first].source.lowerBound..<places[last - 1].source.upperBound
    }

    /// All words that one word of a query stands for, in order.
    func tokens(for test: WordTest) -> [Token] {
        switch test {
        case .form(let form):
            return found(form)
        case .exact(let form):
            return found(form.folded).filter { $0.form.exact == form.exact }
        case .prefix(let prefix):
            let first = forms.lowerBound { $0.utf8.lexicographicallyPrecedes(prefix.utf8) }
            let hits = forms[first...].prefix { $0.utf8.starts(with: prefix.utf8) }
            return ordered(hits.flatMap { index[$0] ?? [] })
        case .pattern(let pattern):
            return ordered(forms.filter(pattern.matches).flatMap { index[$0] ?? [] })
        }
    }

    private func found(_ form: String) -> [Token] {
        ordered(index[form] ?? [])
    }

    /// A compound is noted after its last part, so the order of notes is not quite the order of places.
    private func ordered(_ numbers: [Int32]) -> [Token] {
        var found = numbers.map { tokens[Int($0)] }
        let isOrdered = zip(found, found.dropFirst()).allSatisfy { $0.start <= $1.start }
        if !isOrdered { found.sort { ($0.start, $0.end) < ($1.start, $1.end) } }
        return found
    }
}

extension Words {
    /// The folded words of a short text, without the further forms they can be found by.
    static func plain(_ text: String) -> [String] {
        let scalars = NormalText(text).scalars
        var scanner = WordScanner(scalars)
        var words: [String] = []
        while let word = scanner.next() {
            let whole = scalars[word.range]
            let raw = word.kind == .word ? whole.dropLast(WordForm.possessive(of: whole)) : whole
            words.append(WordForm(raw, word.kind).folded)
        }
        return words
    }
}
