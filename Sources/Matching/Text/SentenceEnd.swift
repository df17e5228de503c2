/// Tells where a sentence ends.
enum SentenceEnd {
    /// Whether a sentence ends between two words.
    ///
    /// - Parameters:
    ///   - gap: What stands between them.
    ///   - last: The word before.
    ///   - next: The first character of the word behind.
    /// - Returns: Whether a new sentence begins.
    static func divides(
        _ gap: ArraySlice<Unicode.Scalar>,
        after last: (word: WordScanner.RawWord, form: WordForm),
        before next: Unicode.Scalar
    ) -> Bool {
        if gap.count == 1, gap.first == " " { return false }
        if gap.contains(where: { $0 == ";" || $0 == "。" }) || hasSpacedBar(gap) { return true }
        guard closesWithStop(gap), startsSentence(next) else { return false }
        return last.word.kind != .initials && !abbreviations.contains(last.form.folded) && !isInitial(last)
    }

    /// `Mr` is not the end of a sentence, nor is `Gen`.
    private static let abbreviations: Set<String> = [
        "mr", "mrs", "ms", "dr", "st", "gen", "sen", "rep", "gov", "lt", "col", "sgt", "no", "vs", "jan",
        "feb",
        "mar", "apr", "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec", "prof", "pres", "min",
    ]

    private static let stops: Set<Unicode.Scalar> = [".", "!", "?", "…"]
    private static let closers: Set<Unicode.Scalar> = ["\"", "”", "’", "»", ")", "]"]
    private static let openers: Set<Unicode.Scalar> = ["\"", "“", "‘", "«", "(", "["]

    /// A stop, closing quotes, white space, opening quotes, and nothing more.
    private static func closesWithStop(_ gap: ArraySlice<Unicode.Scalar>) -> Bool {
        var rest = gap
        while let last = rest.last, openers.contains(last) { rest.removeLast() }
        let spaced = rest.count
        while let last = rest.last, last.properties.isWhitespace { rest.removeLast() }
        guard rest.count < spaced else { return false }
        while let last = rest.last, closers.contains(last) { rest.removeLast() }
        return rest.last.map(stops.contains) ?? false
    }

    private static func hasSpacedBar(_ gap: ArraySlice<Unicode.Scalar>) -> Bool {
        zip(gap, gap.dropFirst()).contains { $0 == "|" && $1.properties.isWhitespace }
    }

    private static func startsSentence(_ next: Unicode.Scalar) -> Bool {
        if next.properties.isUppercase { return true }
        return next.properties.numericType == .decimal || next.properties.numericType == .digit
    }

    /// Whether a word is a single capital, as before a surname.
    private static func isInitial(_ last: (word: WordScanner.RawWord, form: WordForm)) -> Bool {
        guard last.word.range.count == 1, let letter = last.form.exact.unicodeScalars.first else {
            return false
        }
        return letter.properties.isUppercase
    }
}
