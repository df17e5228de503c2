/// One way in which a word can be found.
struct WordForm: Hashable, Sendable {
    /// The word as it is compared.
    var folded: String
    /// The word as it is written, for those who ask for the exact case.
    var exact: String
}

extension WordForm {
    /// The form that a raw word always has.
    ///
    /// - Parameters:
    ///   - raw: A word without a possessive ending, in NFKC form.
    ///   - kind: How it is built.
    init(_ raw: ArraySlice<Unicode.Scalar>, _ kind: WordScanner.Kind) {
        var kept = Array(raw)
        switch kind {
        case .initials: kept.removeAll { $0 == "." }
        case .number: kept = Self.withoutThousands(kept)
        case .word: kept.removeAll { $0.isApostrophe }
        case .character: break
        }
        self.init(folded: Matching.folded(kept), exact: String(String.UnicodeScalarView(kept)))
    }

    /// The further forms of a word: behind a French or Italian elision, behind Arabic prefixes.
    static func stacked(on primary: WordForm, _ raw: ArraySlice<Unicode.Scalar>) -> [WordForm] {
        var forms: [WordForm] = []
        if let rest = behindElision(raw) { forms.append(WordForm(rest, .word)) }
        guard let first = primary.folded.unicodeScalars.first, (0x620...0x64A).contains(first.value) else {
            return forms
        }
        let letters = Array(primary.folded.unicodeScalars)
        for prefix in arabicPrefixes where letters.starts(with: prefix) && letters.count >= prefix.count + 3 {
            let rest = String(String.UnicodeScalarView(letters[prefix.count...]))
            forms.append(WordForm(folded: rest, exact: rest))
        }
        return forms
    }

    /// How many scalars a possessive takes at a word's end.
    static func possessive(of raw: ArraySlice<Unicode.Scalar>) -> Int {
        guard raw.count > 2, let last = raw.last, last == "s" || last == "S" else { return 0 }
        return raw[raw.endIndex - 2].isApostrophe ? 2 : 0
    }

    /// And, so, with, like, for, the, and their pairs.
    private static let arabicPrefixes = ["وال", "فال", "بال", "كال", "لل", "ال", "و", "ف", "ب", "ل", "ك"]
        .map { Array($0.unicodeScalars) }

    /// The same in UTF-8.
    static let arabicPrefixBytes = arabicPrefixes.map { Array(String(String.UnicodeScalarView($0)).utf8) }

    /// Longer words that lose their end before a vowel.
    private static let elided: Set<String> = [
        "dell", "all", "nell", "sull", "dall", "jusqu", "lorsqu", "puisqu", "quoiqu", "qu", "aujourd",
    ]

    private static func behindElision(_ raw: ArraySlice<Unicode.Scalar>) -> ArraySlice<Unicode.Scalar>? {
        guard let cut = raw.firstIndex(where: \.isApostrophe) else { return nil }
        let rest = raw[(cut + 1)...]
        let classes = ScalarClasses.shared
        guard rest.count >= 3, rest.allSatisfy({ classes[$0] == .letter || classes[$0] == .digit }) else {
            return nil
        }
        let article = raw[..<cut]
        guard article.allSatisfy({ classes[$0] == .letter || classes[$0] == .digit }) else { return nil }
        return article.count <= 2 || elided.contains(Matching.folded(article)) ? rest : nil
    }

    /// `1,000` is `1000`.
    private static func withoutThousands(_ number: [Unicode.Scalar]) -> [Unicode.Scalar] {
        guard number.contains(",") else { return number }
        let classes = ScalarClasses.shared
        return number.indices.filter { index in
            guard number[index] == ",", index + 3 < number.count else { return true }
            return classes[number[index + 1]] != .digit || classes[number[index + 2]] != .digit
                || classes[number[index + 3]] != .digit
        }.map { number[$0] }
    }
}
