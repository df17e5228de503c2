/// Reads a text once, byte by byte, and notes the words that a vocabulary knows.
///
/// It finds what `WordsBuilder` finds, in the same places; ordinary letters go through without leaving their bytes,
/// and all that is rare (apostrophes, initials, Arabic prefixes) goes through the same code as there.
struct TextScanner {
    private typealias Kind = WordScanner.Kind

    /// A word that the next one may be joined to by a hyphen.
    private struct Link {
        var folded: Int
        var exact: Int
        var low: Int32
    }

    private let text: UnsafeBufferPointer<UInt8>
    /// Whether the text is in NFKC form, as far as that matters.
    private let isNormal: Bool
    private let vocabulary: Vocabulary
    /// One bit for each hash that a word of the vocabulary may have.
    private let filter: UnsafeBufferPointer<UInt64>
    private let filterMask: UInt64
    private let hasWildcards: Bool
    private let hasExact: Bool
    private let found: UnsafeMutablePointer<FoundWords>
    private let common: UnsafeBufferPointer<CharacterTraits>
    /// The folded bytes of the words that hyphens join, one behind the other; and the same as written.
    private let folded: UnsafeMutablePointer<UInt8>
    private let exact: UnsafeMutablePointer<UInt8>
    private var foldedEnd = 0
    private var exactEnd = 0
    /// The last three words, as far as single hyphens hold them together, and how many those are.
    private var beforeBefore = Link(folded: 0, exact: 0, low: 0)
    private var before = Link(folded: 0, exact: 0, low: 0)
    private var last = Link(folded: 0, exact: 0, low: 0)
    private var links = 0

    private var place = 0
    private var position: Int32 = 0
    private var sentence: Int32 = 0
    private var sentenceStart: Int32 = 0
    private var words = 0
    private var gap: [Unicode.Scalar] = []
    /// The last word.
    private var lastKind = Kind.word
    private var lastFolded = 0
    private var lastRaw = 0..<0

    /// Reads a text.
    ///
    /// - Parameters:
    ///   - string: The text.
    ///   - vocabulary: The words to look for.
    ///   - found: Told where they stand, in bytes of the text or of its normalised form.
    /// - Returns: The normalised form where it had to be made.
    static func scan(_ string: String, _ vocabulary: Vocabulary, into found: inout FoundWords) -> NormalText?
    {
        var string = string
        found.clear()
        if string.isEmpty { return nil }
        if string.withUTF8({ scan($0, isNormal: false, vocabulary, &found) }) {
            found.settle()
            return nil
        }
        let normal = NormalText(string)
        found.clear()
        normal.utf8.withUnsafeBufferPointer { _ = scan($0, isNormal: true, vocabulary, &found) }
        found.settle()
        return normal
    }

    private static func scan(
        _ text: UnsafeBufferPointer<UInt8>,
        isNormal: Bool,
        _ vocabulary: Vocabulary,
        _ found: UnsafeMutablePointer<FoundWords>
    ) -> Bool {
        // No character takes more than one and a half times its bytes when it is folded.
        let room = text.count / 2 * 3 + 16
        return withUnsafeTemporaryAllocation(of: UInt8.self, capacity: vocabulary.hasExact ? room * 2 : room)
        {
            buffer in
            CharacterTraits.common.withUnsafeBufferPointer { common in
                vocabulary.filter { filter, mask in
                    guard let start = buffer.baseAddress else { return true }
                    var scanner = TextScanner(
                        text: text,
                        isNormal: isNormal,
                        vocabulary: vocabulary,
                        filter: filter,
                        filterMask: mask,
                        found: found,
                        common: common,
                        folded: start,
                        exact: vocabulary.hasExact ? start + room : start
                    )
                    return scanner.run()
                }
            }
        }
    }

    private init(
        text: UnsafeBufferPointer<UInt8>,
        isNormal: Bool,
        vocabulary: Vocabulary,
        filter: UnsafeBufferPointer<UInt64>,
        filterMask: UInt64,
        found: UnsafeMutablePointer<FoundWords>,
        common: UnsafeBufferPointer<CharacterTraits>,
        folded: UnsafeMutablePointer<UInt8>,
        exact: UnsafeMutablePointer<UInt8>
    ) {
        self.text = text
        self.isNormal = isNormal
        self.vocabulary = vocabulary
        self.filter = filter
        self.filterMask = filterMask
        self.found = found
        self.common = common
        self.folded = folded
        self.exact = exact
        hasWildcards = vocabulary.hasWildcards
        hasExact = vocabulary.hasExact
    }

    /// Reads to the end; false where a character needs the text to be normalised.
    private mutating func run() -> Bool {
        while true {
            guard let traits = skipGap() else { return false }
            guard place < text.count else {
                endSentence()
                return true
            }
            let start = place
            let isDone =
                switch traits.kind {
                case .letter: hasInitials(traits) ? noteInitials() : scanWord()
                case .digit: scanNumber()
                default: scanCharacter(traits)
                }
            guard isDone else { return false }
            assert(place > start)
        }
    }

    @inline(__always)
    private func traits(at place: Int) -> CharacterTraits {
        common.traits(of: text, at: place)
    }

    private func isWordPart(at place: Int) -> Bool {
        place < text.count && traits(at: place).isWordPart
    }

    private func scalar(at place: Int) -> Unicode.Scalar {
        Unicode.Scalar(decodedScalar(text, place)) ?? "\u{FFFD}"
    }

    private func scalars(in range: Range<Int>) -> [Unicode.Scalar] {
        var scalars: [Unicode.Scalar] = []
        scalars.reserveCapacity(range.count)
        var place = range.lowerBound
        while place < range.upperBound {
            scalars.append(scalar(at: place))
            place += scalarLength(text[place])
        }
        return scalars
    }

    // MARK: - Between words

    /// Goes to the next word, and tells how it begins; nil where the text must be normalised.
    private mutating func skipGap() -> CharacterTraits? {
        let start = place
        var count = 0
        var mayDivide = false
        var traits = common[0]
        while place < text.count {
            traits = self.traits(at: place)
            if traits.isHard, !isNormal { return nil }
            guard traits.kind == .other || traits.kind == .mark else { break }
            mayDivide = mayDivide || traits.mayDivide
            place += scalarLength(text[place])
            count += 1
        }
        guard words > 0, place < text.count else { return traits }
        let isJoined = count == 1 && self.traits(at: start).isHyphen
        if !isJoined { links = 0 }
        if mayDivide { divide(start..<place) }
        if links == 0 {
            foldedEnd = 0
            exactEnd = 0
        }
        return traits
    }

    /// Counts what a gap ends: a paragraph, a sentence, nothing.
    private mutating func divide(_ range: Range<Int>) {
        gap.removeAll(keepingCapacity: true)
        var place = range.lowerBound
        while place < range.upperBound {
            let scalar = scalar(at: place)
            if scalar == "\n" {
                endSentence()
                position += Int32(Words.paragraphGap)
                sentenceStart = position
                return
            }
            gap.append(scalar)
            place += scalarLength(text[place])
        }
        let begins = traits(at: range.upperBound).beginsSentence
        if SentenceEnd.divides(gap[...], after: isAbbreviated, isBeforeCapital: begins) { endSentence() }
    }

    private mutating func endSentence() {
        found.pointee.endSentence(of: position - sentenceStart)
        sentence += 1
        sentenceStart = position
    }

    private var isAbbreviated: Bool {
        if lastKind == .initials { return true }
        if !lastRaw.isEmpty, scalarLength(text[lastRaw.lowerBound]) == lastRaw.count,
            scalar(at: lastRaw.lowerBound).properties.isUppercase
        {
            return true
        }
        let word = UnsafeBufferPointer(start: folded + lastFolded, count: foldedEnd - lastFolded)
        return (2...4).contains(word.count)
            && SentenceEnd.abbreviations.contains(String(decoding: word, as: UTF8.self))
    }

    // MARK: - Words

    /// Letters and digits, with inner apostrophes.
    private mutating func scanWord() -> Bool {
        let start = place
        let out = foldedEnd
        var apostrophes = 0
        var lastApostrophe = (place: 0, out: 0)
        var isPlain = true
        while true {
            scanLetters()
            guard place < text.count else { break }
            let traits = traits(at: place)
            if traits.isWordPart {
                if traits.isHard, !isNormal { return false }
                fold(traits)
            } else if traits.kind == .mark {
                guard isNormal else { return false }
                isPlain = false
            } else if traits.isApostrophe, isWordPart(at: place + scalarLength(text[place])) {
                if traits.isHard, !isNormal { return false }
                apostrophes += 1
                lastApostrophe = (place, foldedEnd)
            } else {
                break
            }
            place += scalarLength(text[place])
        }
        var end = place
        if apostrophes == 1, text[place - 1] | 0x20 == UInt8(ascii: "s"),
            lastApostrophe.place + scalarLength(text[lastApostrophe.place]) == place - 1
        {
            end = lastApostrophe.place
            foldedEnd = lastApostrophe.out
            apostrophes = 0
        }
        if !isPlain || apostrophes > 0 {
            foldedEnd = out
            noteRare(start..<place, .word)
        } else {
            if foldedEnd > out, Self.isArabic(folded[out]) { noteBehindPrefixes(of: start..<end, from: out) }
            note(start..<place, written: start..<end, .word, from: out)
        }
        return true
    }

    /// Reads letters and digits of one or two bytes, up to the first character that is anything else or that takes
    /// more than a look into the table.
    @inline(__always)
    private mutating func scanLetters() {
        var place = self.place
        var out = foldedEnd
        while place < text.count {
            let first = text[place]
            if first < 0x80 {
                let traits = common[Int(first)]
                guard traits.isPlainLetter else { break }
                folded[out] = UInt8(truncatingIfNeeded: traits.folded)
                out &+= 1
                place &+= 1
            } else if first < 0xE0 {
                let traits = common[Int(first & 0x1F) << 6 | Int(text[place &+ 1] & 0x3F)]
                guard traits.isPlainLetter else { break }
                let value = traits.folded
                if value < 0x80 {
                    folded[out] = UInt8(truncatingIfNeeded: value)
                    out &+= 1
                } else {
                    folded[out] = 0xC0 | UInt8(truncatingIfNeeded: value >> 6)
                    folded[out &+ 1] = 0x80 | UInt8(truncatingIfNeeded: value & 0x3F)
                    out &+= 2
                }
                place &+= 2
            } else {
                break
            }
        }
        self.place = place
        foldedEnd = out
    }

    /// Adds what a character is compared as.
    @inline(__always)
    private mutating func fold(_ traits: CharacterTraits) {
        if traits.isSpecial {
            for scalar in ScalarTable.folding[scalar(at: place)] ?? [] { append(scalar.value) }
        } else {
            append(traits.folded)
        }
    }

    @inline(__always)
    private mutating func append(_ value: UInt32) {
        if value < 0x80 {
            folded[foldedEnd] = UInt8(truncatingIfNeeded: value)
            foldedEnd &+= 1
        } else if value < 0x800 {
            folded[foldedEnd] = 0xC0 | UInt8(truncatingIfNeeded: value >> 6)
            folded[foldedEnd &+ 1] = 0x80 | UInt8(truncatingIfNeeded: value & 0x3F)
            foldedEnd &+= 2
        } else {
            for byte in UTF8.encode(Unicode.Scalar(value) ?? "\u{FFFD}") ?? UTF8.encodedReplacementCharacter {
                folded[foldedEnd] = byte
                foldedEnd &+= 1
            }
        }
    }

    /// Whether a folded word that begins with this byte may have Arabic prefixes.
    private static func isArabic(_ first: UInt8) -> Bool {
        first == 0xD8 || first == 0xD9
    }

    /// Notes an Arabic word without each prefix that it may have; see `WordForm.stacked`.
    private mutating func noteBehindPrefixes(of raw: Range<Int>, from out: Int) {
        for prefix in WordForm.arabicPrefixBytes {
            let rest = out + prefix.count
            guard rest < foldedEnd,
                prefix.elementsEqual(UnsafeBufferPointer(start: folded + out, count: prefix.count))
            else { continue }
            let word = UnsafeBufferPointer(start: folded + rest, count: foldedEnd - rest)
            guard word.count(where: { $0 & 0xC0 != 0x80 }) >= 3 else { continue }
            // What stands behind a prefix is written as it is compared.
            let link = Link(folded: rest, exact: exactEnd, low: Int32(raw.lowerBound))
            if hasExact {
                (exact + exactEnd).update(from: folded + rest, count: word.count)
                exactEnd += word.count
            }
            look(up: link, start: position, high: raw.upperBound)
            exactEnd = link.exact
        }
    }

    /// `2026`, `1,000`, `3.5`, `18th`.
    private mutating func scanNumber() -> Bool {
        let start = place
        let link = Link(folded: foldedEnd, exact: exactEnd, low: Int32(truncatingIfNeeded: place))
        guard takeDigits() else { return false }
        while place + 1 < text.count, text[place] == UInt8(ascii: ".") || text[place] == UInt8(ascii: ","),
            traits(at: place + 1).kind == .digit
        {
            if text[place] == UInt8(ascii: ".") || !isThousand(at: place + 1) {
                take(common[Int(text[place])])
            }
            place += 1
            guard takeDigits() else { return false }
        }
        var hasLetters = false
        var isPlain = true
        while place < text.count {
            let traits = traits(at: place)
            guard traits.kind == .letter || (traits.kind == .mark && hasLetters) else { break }
            if traits.isHard, !isNormal { return false }
            if traits.kind == .letter {
                hasLetters = true
                take(traits)
            } else {
                guard isNormal else { return false }
                isPlain = false
            }
            place += scalarLength(text[place])
        }
        if isPlain {
            look(up: link, start: position, high: place)
            finish(link, start..<place, .number, high: place)
        } else {
            foldedEnd = link.folded
            exactEnd = link.exact
            noteRare(start..<place, .number)
        }
        return true
    }

    private mutating func takeDigits() -> Bool {
        while place < text.count {
            let traits = traits(at: place)
            guard traits.kind == .digit else { break }
            if traits.isHard, !isNormal { return false }
            take(traits)
            place += scalarLength(text[place])
        }
        return true
    }

    /// Adds the character at `place`, as it is compared and as it is written.
    private mutating func take(_ traits: CharacterTraits) {
        fold(traits)
        guard hasExact else { return }
        for byte in text[place..<(place + scalarLength(text[place]))] {
            exact[exactEnd] = byte
            exactEnd &+= 1
        }
    }

    /// Whether three digits follow a comma, which then does not count.
    private func isThousand(at place: Int) -> Bool {
        var place = place
        for _ in 0..<3 {
            guard place < text.count, traits(at: place).kind == .digit else { return false }
            place += scalarLength(text[place])
        }
        return true
    }

    /// A character of a script that puts no spaces between words.
    private mutating func scanCharacter(_ traits: CharacterTraits) -> Bool {
        let start = place
        let out = foldedEnd
        fold(traits)
        place += scalarLength(text[place])
        let isPlain = place >= text.count || self.traits(at: place).kind != .mark
        while place < text.count, self.traits(at: place).kind == .mark {
            guard isNormal else { return false }
            place += scalarLength(text[place])
        }
        if isPlain {
            note(start..<place, written: start..<place, .character, from: out)
        } else {
            foldedEnd = out
            noteRare(start..<place, .character)
        }
        return true
    }

    /// Whether a letter is followed by a full stop and another letter.
    @inline(__always)
    private func hasInitials(_ traits: CharacterTraits) -> Bool {
        let stop = place + scalarLength(text[place])
        return stop + 1 < text.count && text[stop] == UInt8(ascii: ".")
            && self.traits(at: stop + 1).kind == .letter
    }

    /// Two letters or more with a full stop after each, and perhaps a last letter without one.
    private mutating func noteInitials() -> Bool {
        let start = place
        var end = place
        var letters = 0
        while end < text.count, traits(at: end).kind == .letter {
            if !isNormal, traits(at: end).isHard { return false }
            let stop = end + scalarLength(text[end])
            guard stop < text.count else { break }
            if !isNormal, traits(at: stop).isHard || scalar(at: stop) == "…" { return false }
            guard text[stop] == UInt8(ascii: ".") else { break }
            end = stop + 1
            letters += 1
        }
        guard letters >= 2 else { return scanWord() }
        if end < text.count, traits(at: end).kind == .letter {
            let behind = end + scalarLength(text[end])
            if !isNormal, traits(at: end).isHard || (behind < text.count && traits(at: behind).isHard) {
                return false
            }
            if !isWordPart(at: behind) { end = behind }
        }
        place = end
        noteRare(start..<end, .initials)
        return true
    }

    // MARK: - Notes

    /// Notes a word whose folded bytes stand ready.
    @inline(__always)
    private mutating func note(_ raw: Range<Int>, written: Range<Int>, _ kind: Kind, from out: Int) {
        let link = Link(folded: out, exact: exactEnd, low: Int32(truncatingIfNeeded: raw.lowerBound))
        if hasExact {
            (exact + exactEnd).update(
                from: text.baseAddress.unsafelyUnwrapped + written.lowerBound,
                count: written.count
            )
            exactEnd += written.count
        }
        look(up: link, start: position, high: written.upperBound)
        finish(link, raw, kind, high: written.upperBound)
    }

    /// Notes a word that is built in a rare way, in all its forms.
    private mutating func noteRare(_ raw: Range<Int>, _ kind: Kind) {
        let scalars = scalars(in: raw)
        let cut = kind == .word ? WordForm.possessive(of: scalars[...]) : 0
        let written = scalars.dropLast(cut)
        let form = WordForm(written, kind)
        let high = raw.upperBound - scalars.suffix(cut).reduce(0) { $0 + UTF8.width($1) }
        let link = Link(folded: foldedEnd, exact: exactEnd, low: Int32(raw.lowerBound))
        if kind == .word {
            for further in WordForm.stacked(on: form, written) {
                put(further)
                look(up: link, start: position, high: high)
                foldedEnd = link.folded
                exactEnd = link.exact
            }
        }
        put(form)
        look(up: link, start: position, high: high)
        finish(link, raw, kind, high: high)
    }

    private mutating func put(_ form: WordForm) {
        for byte in form.folded.utf8 {
            folded[foldedEnd] = byte
            foldedEnd += 1
        }
        guard hasExact else { return }
        for byte in form.exact.utf8 {
            exact[exactEnd] = byte
            exactEnd += 1
        }
    }

    /// Notes the compounds that a word completes, and counts it.
    @inline(__always)
    private mutating func finish(_ link: Link, _ raw: Range<Int>, _ kind: Kind, high: Int) {
        lastKind = kind
        lastRaw = raw
        lastFolded = link.folded
        if kind == .character {
            links = 0
        } else {
            if links > 0 {
                (beforeBefore, before) = (before, last)
                links = min(links &+ 1, 3)
                last = link
                noteCompounds(high: high)
            } else {
                links = 1
                last = link
            }
        }
        if words == Limits.leadWords { found.pointee.endLead(at: position) }
        words &+= 1
        position &+= 1
    }

    private mutating func noteCompounds(high: Int) {
        look(up: before, start: position - 1, high: high)
        if links == 3 { look(up: beforeBefore, start: position - 2, high: high) }
    }

    /// Notes the terms that the bytes from a place on stand for.
    @inline(__always)
    private mutating func look(up link: Link, start: Int32, high: Int) {
        let word = UnsafeBufferPointer(start: folded + link.folded, count: foldedEnd &- link.folded)
        guard !word.isEmpty else { return }
        let hash = WordTable.hash(word)
        let bit = hash & filterMask
        if filter[Int(truncatingIfNeeded: bit >> 6)] >> (bit & 63) & 1 == 1,
            let number = vocabulary.number(of: word, hash)
        {
            note(number, link, start, high)
        }
        if hasWildcards { noteWildcards(word, link, start, high) }
    }

    @inline(never)
    private mutating func note(_ number: Int, _ link: Link, _ start: Int32, _ high: Int) {
        let written = UnsafeBufferPointer(start: exact + link.exact, count: exactEnd - link.exact)
        let place = place(link, start, high)
        let found = found
        vocabulary.terms(ofWord: number, writtenAs: written) { found.pointee.note($0, place) }
    }

    @inline(never)
    private mutating func noteWildcards(
        _ word: UnsafeBufferPointer<UInt8>,
        _ link: Link,
        _ start: Int32,
        _ high: Int
    ) {
        let place = place(link, start, high)
        let found = found
        vocabulary.wildcards(for: word) { found.pointee.note($0, place) }
    }

    @inline(__always)
    private func place(_ link: Link, _ start: Int32, _ high: Int) -> Place {
        Place(start: start, end: position + 1, sentence: sentence, low: link.low, high: Int32(high))
    }
}
