/// One word of a query: what it may stand for in a text.
struct PhraseWord: Hashable, Sendable {
    /// The word as typed.
    let text: String
    /// Each a run of words side by side: `cease-fire` is `cease fire` or `ceasefire`.
    let alternatives: [[WordTest]]
}

extension PhraseWord {
    /// Reads a word; nil where there is nothing but punctuation.
    init?(_ text: String) throws(WatchlistError.Kind) {
        let isExact = text.hasPrefix("=") && text.count > 1
        let word = Self.trimmed(isExact ? text.dropFirst() : text[...])
        let isOpen = word.hasSuffix("*")
        let stem = word.prefix(word.count - word.reversed().prefix { $0 == "*" }.count)
        if stem.contains("*") { throw .wildcardInside(text) }
        if isExact, isOpen || stem.contains("?") { throw .wildcardInExact(text) }
        if isOpen, Self.isShort(stem) { throw .wildcardTooShort(text) }
        let parts = stem.split { $0.unicodeScalars.contains(where: Self.joins) }
        let runs = parts.enumerated().map { number, part in
            Self.tests(part, isOpen: isOpen && number == parts.count - 1, isExact: isExact)
        }
        let run = runs.flatMap { $0 }
        guard !run.isEmpty else { return nil }
        self.text = text
        if parts.count > 1 {
            alternatives = [run, Self.tests(parts.joined()[...], isOpen: isOpen, isExact: isExact)]
        } else {
            alternatives = [run]
        }
    }

    /// Dashes separate in a text; in a query they are what a text editor made of a hyphen.
    private static let dashes: Set<Unicode.Scalar> = ["–", "—"]

    private static func joins(_ scalar: Unicode.Scalar) -> Bool {
        scalar.isHyphen || dashes.contains(scalar)
    }

    /// A word without the punctuation around it.
    private static func trimmed(_ word: Substring) -> Substring {
        let isPunctuation = { (character: Character) in ".,;:!".contains(character) }
        var rest = word.drop(while: isPunctuation)
        while let last = rest.last, isPunctuation(last) {
            if last == ".", isInitials(rest) { break }
            rest.removeLast()
        }
        return rest
    }

    /// `U.S.`, and in a query also `U.S` and `U.`.
    private static func isInitials(_ word: Substring) -> Bool {
        let letters = word.split(separator: ".", omittingEmptySubsequences: false)
        guard letters.count > 1 else { return false }
        return letters.dropLast().allSatisfy { $0.count == 1 && $0.allSatisfy(\.isLetter) }
            && letters.suffix(1).allSatisfy { $0.count < 2 && $0.allSatisfy(\.isLetter) }
    }

    private static func isShort(_ stem: Substring) -> Bool {
        let classes = ScalarClasses.shared
        let kinds = NormalText(String(stem)).scalars.map { classes[$0] }
        guard !kinds.contains(.ideograph) else { return false }
        return kinds.count { $0 == .letter || $0 == .digit } + stem.count { $0 == "?" } < 3
    }

    /// The words of a part without hyphens, in the way a text is cut.
    private static func tests(_ part: Substring, isOpen: Bool, isExact: Bool) -> [WordTest] {
        if part.contains("?"), part.contains(where: { $0 != "?" }) { return [pattern(part, isOpen: isOpen)] }
        let joined = isInitials(part) ? part.filter { $0 != "." }[...] : part
        let scalars = NormalText(String(joined)).scalars
        var scanner = WordScanner(scalars)
        var tests: [WordTest] = []
        var last: WordScanner.Kind?
        while let word = scanner.next() {
            let whole = scalars[word.range]
            let raw = word.kind == .word ? whole.dropLast(WordForm.possessive(of: whole)) : whole
            let form = WordForm(raw, word.kind)
            guard !form.folded.isEmpty else { continue }
            tests.append(isExact ? .exact(form) : .form(form.folded))
            last = word.kind
        }
        if isOpen, last != .character, case .form(let form)? = tests.last {
            tests[tests.count - 1] = .prefix(form)
        }
        return tests
    }

    private static func pattern(_ part: Substring, isOpen: Bool) -> WordTest {
        let pieces = part.split(separator: "?", omittingEmptySubsequences: false).map { piece in
            Array(
                folded(piece.unicodeScalars.filter { !$0.isApostrophe }.map(String.init).joined())
                    .unicodeScalars
            )
        }
        var scalars: [Unicode.Scalar?] = []
        for (number, piece) in pieces.enumerated() {
            if number > 0 { scalars.append(nil) }
            scalars += piece.map(Optional.some)
        }
        return .pattern(WordPattern(scalars: scalars, isOpen: isOpen))
    }
}
