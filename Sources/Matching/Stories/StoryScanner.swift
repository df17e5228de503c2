/// Reads a text byte by byte and cuts it into the words that stories are compared by.
///
/// It is plainer than the scanner of watch lists: nobody asks for a word here, so that initials, hyphens and accents may
/// be lost, as long as all outlets lose them in the same way. Cyrillic is written in Latin letters, and characters of
/// scripts without spaces count in pairs.
struct StoryScanner {
    private let text: UnsafeBufferPointer<UInt8>
    private let isNormal: Bool
    private let limit: Int
    private let common: Set<UInt64>
    private let table: UnsafeBufferPointer<CharacterTraits>
    /// The words as they are compared, one behind the other.
    private let out: UnsafeMutablePointer<UInt8>
    private var end = 0
    private var place = 0
    private var words: [StoryWords.Word] = []
    /// Where the last word begins in `out`, or -1.
    private var last = -1
    private var lastIdeograph: UInt32 = 0
    /// Whether a sentence may begin here.
    private var isBeginning = true

    /// Cuts a text.
    ///
    /// - Parameters:
    ///   - string: The text.
    ///   - limit: After how many words to stop.
    ///   - common: Words that tell nothing.
    /// - Returns: The words in their order.
    static func words(of string: String, limit: Int, common: Set<UInt64>) -> [StoryWords.Word] {
        var string = string
        if let words = string.withUTF8({ scan($0, isNormal: false, limit, common) }) { return words }
        return NormalText(string).utf8.withUnsafeBufferPointer { scan($0, isNormal: true, limit, common) }
            ?? []
    }

    /// The words, or nil where a character needs the text to be normalised.
    private static func scan(
        _ text: UnsafeBufferPointer<UInt8>,
        isNormal: Bool,
        _ limit: Int,
        _ common: Set<UInt64>
    ) -> [StoryWords.Word]? {
        // Folding makes a text longer by half at most; hashing reads eight bytes more.
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: text.count / 2 * 3 + 32) { buffer in
            CharacterTraits.common.withUnsafeBufferPointer { table in
                guard let out = buffer.baseAddress else { return [] }
                out.initialize(repeating: 0, count: buffer.count)
                var scanner = StoryScanner(
                    text: text,
                    isNormal: isNormal,
                    limit: limit,
                    common: common,
                    table: table,
                    out: out
                )
                return scanner.run() ? scanner.words : nil
            }
        }
    }

    private init(
        text: UnsafeBufferPointer<UInt8>,
        isNormal: Bool,
        limit: Int,
        common: Set<UInt64>,
        table: UnsafeBufferPointer<CharacterTraits>,
        out: UnsafeMutablePointer<UInt8>
    ) {
        self.text = text
        self.isNormal = isNormal
        self.limit = limit
        self.common = common
        self.table = table
        self.out = out
        words.reserveCapacity(24)
    }

    /// Reads to the end; false where a character needs the text to be normalised.
    private mutating func run() -> Bool {
        while place < text.count, words.count < limit {
            let traits = self.traits(at: place)
            if traits.isHard, !isNormal { return false }
            switch traits.kind {
            case .letter:
                guard scanWord() else { return false }
            case .digit: scanNumber()
            case .ideograph: scanIdeograph(traits)
            case .other, .mark: passGap(traits)
            }
        }
        return true
    }

    @inline(__always)
    private func traits(at place: Int) -> CharacterTraits {
        table.traits(of: text, at: place)
    }

    private func isWordPart(at place: Int) -> Bool {
        place < text.count && traits(at: place).isWordPart
    }

    private mutating func passGap(_ traits: CharacterTraits) {
        if traits.mayDivide || text[place] == UInt8(ascii: ":") || text[place] == UInt8(ascii: "\"") {
            isBeginning = true
        }
        lastIdeograph = 0
        place += scalarLength(text[place])
    }

    // MARK: - Words

    /// Letters and digits, with inner apostrophes; an article before one is a word of its own.
    private mutating func scanWord() -> Bool {
        let start = place
        let first = end
        var letters = 0
        var possessive: Int?
        var isCyrillic = false
        while place < text.count {
            let traits = self.traits(at: place)
            if traits.isHard, !isNormal { return false }
            if traits.isWordPart {
                isCyrillic = isCyrillic || Transliteration.covers(traits.folded)
                fold(traits)
                letters += 1
            } else if traits.isApostrophe, letters > 2, isWordPart(at: place + scalarLength(text[place])) {
                possessive = end
            } else if traits.kind != .mark {
                break
            }
            place += scalarLength(text[place])
        }
        if let possessive, end == possessive + 1, out[possessive] == UInt8(ascii: "s") { end = possessive }
        let isCapital = isCapital(at: start)
        let length = WordStem.length(
            of: UnsafeMutableBufferPointer(start: out + first, count: end - first),
            isCyrillic
        )
        end = first + length
        note(from: first, isCapital: isCapital, hasOwnCase: !isBeginning, tellsNothing: letters < 2)
        return true
    }

    /// `2026`, `1,000`, `3.5`, `18th`; a single digit counts days, parts and hits.
    private mutating func scanNumber() {
        let first = end
        while place < text.count {
            let traits = self.traits(at: place)
            if traits.isWordPart {
                fold(traits)
            } else if text[place] == UInt8(ascii: ".") || text[place] == UInt8(ascii: ","),
                place + 1 < text.count,
                self.traits(at: place + 1).kind == .digit
            {
                if text[place] == UInt8(ascii: ".") { append(text[place]) }
            } else {
                break
            }
            place += scalarLength(text[place])
        }
        note(from: first, isCapital: false, hasOwnCase: false, tellsNothing: end - first < 2)
    }

    /// A character of a script that puts no spaces between words, with the one before it.
    private mutating func scanIdeograph(_ traits: CharacterTraits) {
        let before = lastIdeograph
        lastIdeograph = traits.folded
        place += scalarLength(text[place])
        guard before != 0 else { return }
        let first = end
        appendScalar(before)
        appendScalar(lastIdeograph)
        note(from: first, isCapital: false, hasOwnCase: false, tellsNothing: false)
        last = -1
        end = first
    }

    private func isCapital(at place: Int) -> Bool {
        let first = text[place]
        if first < 0x80 { return first & 0x20 == 0 }
        return Unicode.Scalar(decodedScalar(text, place))?.properties.isUppercase ?? false
    }

    /// Adds a word whose bytes stand ready.
    private mutating func note(from first: Int, isCapital: Bool, hasOwnCase: Bool, tellsNothing: Bool) {
        let term = tellsNothing ? 0 : hash(first..<end)
        let joined = last >= 0 && end - last > 4 ? hash(last..<end) : 0
        words.append(
            StoryWords.Word(
                term: common.contains(term) ? 0 : term,
                joined: joined,
                isCapital: isCapital,
                hasOwnCase: hasOwnCase
            )
        )
        last = first
        lastIdeograph = 0
        isBeginning = false
    }

    private func hash(_ range: Range<Int>) -> UInt64 {
        max(1, WordTable.hash(UnsafeBufferPointer(start: out + range.lowerBound, count: range.count)))
    }

    // MARK: - Letters

    /// Adds what a character is compared as, in Latin letters if it is Cyrillic.
    @inline(__always)
    private mutating func fold(_ traits: CharacterTraits) {
        if traits.isSpecial {
            let scalar = Unicode.Scalar(decodedScalar(text, place)) ?? "\u{FFFD}"
            for folded in ScalarTable.folding[scalar] ?? [] { appendScalar(folded.value) }
        } else if traits.folded < 0x80 {
            append(UInt8(truncatingIfNeeded: traits.folded))
        } else {
            appendScalar(traits.folded)
        }
    }

    private mutating func appendScalar(_ value: UInt32) {
        if Transliteration.covers(value) {
            let pair = Transliteration.letters(for: value)
            if pair.0 != 0 { append(pair.0) }
            if pair.1 != 0 { append(pair.1) }
        } else {
            for byte in UTF8.encode(Unicode.Scalar(value) ?? "\u{FFFD}") ?? UTF8.encodedReplacementCharacter {
                append(byte)
            }
        }
    }

    @inline(__always)
    private mutating func append(_ byte: UInt8) {
        out[end] = byte
        end &+= 1
    }
}
