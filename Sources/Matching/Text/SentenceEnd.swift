/// Tells where a sentence ends.
enum SentenceEnd {
    /// Whether a sentence ends between two words.
    ///
    /// - Parameters:
    ///   - gap: What stands between them.
    ///   - isAbbreviated: Whether the word before is one that a full stop belongs to.
    ///   - isBeforeCapital: Whether the word behind begins as a sentence does; see `begins(with:)`.
    /// - Returns: Whether a new sentence begins.
    static func divides(
        _ gap: ArraySlice<Unicode.Scalar>,
        after isAbbreviated: @autoclosure () -> Bool,
        isBeforeCapital: Bool
    ) -> Bool {
        if gap.count == 1, gap.first == " " { return false }
        if gap.contains(where: { $0 == ";" || $0 == "。" }) || hasSpacedBar(gap) { return true }
        return isBeforeCapital && closesWithStop(gap) && !isAbbreviated()
    }

    /// `Mr` is not the end of a sentence, nor is `Gen`.
    static let abbreviations: Set<String> = [
        "mr", "mrs", "ms", "dr", "st", "gen", "sen", "rep", "gov", "lt", "col", "sgt", "no", "vs", "jan",
        "feb",
        "mar", "apr", "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec", "prof", "pres", "min",
    ]

    /// A stop, closing quotes, white space, opening quotes, and nothing more.
    private static func closesWithStop(_ gap: ArraySlice<Unicode.Scalar>) -> Bool {
        var rest = gap
        while let last = rest.last, isOpener(last) { rest.removeLast() }
        let spaced = rest.count
        while let last = rest.last, isSpace(last) { rest.removeLast() }
        guard rest.count < spaced else { return false }
        while let last = rest.last, isCloser(last) { rest.removeLast() }
        return rest.last.map(isStop) ?? false
    }

    private static func isSpace(_ scalar: Unicode.Scalar) -> Bool {
        scalar.value < 0x80
            ? scalar == " " || (0x09...0x0D).contains(scalar.value) : scalar.properties.isWhitespace
    }

    private static func isStop(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case ".", "!", "?", "…": true
        default: false
        }
    }

    private static func isCloser(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "\"", "”", "’", "»", ")", "]": true
        default: false
        }
    }

    private static func isOpener(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "\"", "“", "‘", "«", "(", "[": true
        default: false
        }
    }

    private static func hasSpacedBar(_ gap: ArraySlice<Unicode.Scalar>) -> Bool {
        zip(gap, gap.dropFirst()).contains { $0 == "|" && isSpace($1) }
    }

    /// Whether a sentence may begin with this character: a capital or a digit.
    static func begins(with scalar: Unicode.Scalar) -> Bool {
        if scalar.properties.isUppercase { return true }
        return scalar.properties.numericType == .decimal || scalar.properties.numericType == .digit
    }
}
