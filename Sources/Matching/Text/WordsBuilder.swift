/// Walks through a text once and notes its words.
struct WordsBuilder {
    private(set) var places: [Words.Place] = []
    private(set) var tokens: [Words.Token] = []

    private let text: NormalText
    private var scanner: WordScanner
    private var position = 0
    private var sentence = 0
    /// The last words, oldest first, as long as a single hyphen holds them together.
    private var chain: [WordForm] = []
    private var last: (word: WordScanner.RawWord, form: WordForm)?

    init(_ text: String) {
        self.text = NormalText(text)
        scanner = WordScanner(self.text.scalars)
    }

    /// Notes everything.
    mutating func run() {
        while let word = scanner.next() { note(word) }
    }

    private mutating func note(_ word: WordScanner.RawWord) {
        passGap(before: word)
        let whole = text.scalars[word.range]
        let raw = word.kind == .word ? whole.dropLast(WordForm.possessive(of: whole)) : whole
        let form = WordForm(raw, word.kind)
        let source = Int(text.starts[raw.startIndex])..<Int(text.ends[raw.endIndex - 1])
        places.append(Words.Place(position: position, sentence: sentence, source: source))
        add(form, reachingBack: 0)
        if word.kind == .word {
            for further in WordForm.stacked(on: form, raw) { add(further, reachingBack: 0) }
        }
        chain.append(form)
        if word.kind == .character { chain = [] }
        if chain.count > 3 { chain.removeFirst() }
        for parts in stride(from: 2, through: chain.count, by: 1) {
            let compound = chain.suffix(parts)
            add(
                WordForm(
                    folded: compound.map(\.folded).joined(),
                    exact: compound.map(\.exact).joined()
                ),
                reachingBack: parts - 1
            )
        }
        position += 1
        last = (word, form)
    }

    private mutating func add(_ form: WordForm, reachingBack count: Int) {
        guard !form.folded.isEmpty else { return }
        let start = position - count
        tokens.append(Words.Token(form: form, start: start, end: position + 1, sentence: sentence))
    }

    /// Counts what lies between the last word and the next: sentences, paragraphs, hyphens.
    private mutating func passGap(before word: WordScanner.RawWord) {
        guard let last else { return }
        let gap = text.scalars[last.word.range.upperBound..<word.range.lowerBound]
        if gap.count != 1 || !gap.allSatisfy(\.isHyphen) { chain = [] }
        if gap.contains("\n") {
            position += Words.paragraphGap
            sentence += 1
        } else if SentenceEnd.divides(
            gap,
            after: isAbbreviated(last),
            isBeforeCapital: SentenceEnd.begins(with: text.scalars[word.range.lowerBound])
        ) {
            sentence += 1
        }
    }

    /// Whether a full stop belongs to a word: initials, `Mr`, a single capital as before a surname.
    private func isAbbreviated(_ last: (word: WordScanner.RawWord, form: WordForm)) -> Bool {
        if last.word.kind == .initials || SentenceEnd.abbreviations.contains(last.form.folded) { return true }
        guard last.word.range.count == 1, let letter = last.form.exact.unicodeScalars.first else {
            return false
        }
        return letter.properties.isUppercase
    }
}
