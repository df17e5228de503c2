/// Cuts a text into raw words.
struct WordScanner {
    /// How a raw word is built.
    enum Kind {
        /// Letters, digits, marks and inner apostrophes.
        case word
        /// Starts with a digit: `1,000`, `3.5`, `18th`.
        case number
        /// Dotted initials: `U.S.`
        case initials
        /// One character of a script without spaces.
        case character
    }

    /// A word as it stands in the text.
    struct RawWord {
        var range: Range<Int>
        var kind: Kind
    }

    private let scalars: [Unicode.Scalar]
    private let classes: [ScalarClass]
    private var place = 0

    init(_ scalars: [Unicode.Scalar]) {
        let known = ScalarClasses.shared
        self.scalars = scalars
        self.classes = scalars.map { known[$0] }
    }

    /// The next word, or nil at the end.
    mutating func next() -> RawWord? {
        while place < classes.count {
            let start = place
            let kind: Kind
            switch classes[place] {
            case .other, .mark:
                place += 1
                continue
            case .ideograph:
                kind = .character
                place += 1
                skipMarks()
            case .digit:
                kind = .number
                skipNumber()
            case .letter:
                kind = skipInitials() ? .initials : .word
                if kind == .word { skipWord() }
            }
            return RawWord(range: start..<place, kind: kind)
        }
        return nil
    }

    private func isClass(_ wanted: ScalarClass, at index: Int) -> Bool {
        index < classes.count && classes[index] == wanted
    }

    private func isLetterOrDigit(_ index: Int) -> Bool {
        isClass(.letter, at: index) || isClass(.digit, at: index)
    }

    private mutating func skipMarks() {
        while isClass(.mark, at: place) { place += 1 }
    }

    private mutating func skipNumber() {
        while isClass(.digit, at: place) { place += 1 }
        while place < scalars.count, scalars[place] == "." || scalars[place] == ",",
            isClass(.digit, at: place + 1)
        {
            place += 1
            while isClass(.digit, at: place) { place += 1 }
        }
        while isClass(.letter, at: place) {
            place += 1
            skipMarks()
        }
    }

    /// Two letters or more with a full stop after each, and perhaps a last letter without one.
    private mutating func skipInitials() -> Bool {
        var end = place
        while isClass(.letter, at: end), end + 1 < scalars.count, scalars[end + 1] == "." { end += 2 }
        guard end - place >= 4 else { return false }
        if isClass(.letter, at: end), !isLetterOrDigit(end + 1) { end += 1 }
        place = end
        return true
    }

    private mutating func skipWord() {
        skipLetters()
        while place < scalars.count, scalars[place].isApostrophe, isLetterOrDigit(place + 1) {
            place += 1
            skipLetters()
        }
    }

    private mutating func skipLetters() {
        while isLetterOrDigit(place) {
            place += 1
            skipMarks()
        }
    }
}
