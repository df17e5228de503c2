/// What the scanner of texts knows of one character, in one word of memory.
struct CharacterTraits: Sendable {
    private var bits: UInt32

    /// What it is to the cutting of words.
    var kind: ScalarClass { ScalarClass(rawValue: UInt8(truncatingIfNeeded: bits & 7)) ?? .other }
    /// Whether it is a letter or a digit.
    var isWordPart: Bool { (bits &- 1) & 7 < 2 }
    /// Whether a text that holds it must be normalised before it is scanned.
    var isHard: Bool { bits & 8 != 0 }
    /// Whether it is compared as several characters, or as none.
    var isSpecial: Bool { bits & 16 != 0 }
    /// Whether it is one of the forms of the apostrophe.
    var isApostrophe: Bool { bits & 32 != 0 }
    /// Whether it joins two words.
    var isHyphen: Bool { bits & 64 != 0 }
    /// Whether a sentence or a paragraph may end with it.
    var mayDivide: Bool { bits & 128 != 0 }
    /// Whether a sentence may begin with it.
    var beginsSentence: Bool { bits & 1 << 31 != 0 }
    /// Whether it is a letter or a digit that is compared as one character of at most two bytes.
    var isPlainLetter: Bool { bits & 1 << 29 != 0 }
    /// The one character as which it is compared.
    var folded: UInt32 { bits >> 8 & 0x1F_FFFF }

    /// The traits of a Chinese character or a Korean syllable of the main blocks, without a look into any table.
    init(plain scalar: UInt32) {
        let kind: ScalarClass = scalar < 0xAC00 ? .ideograph : .letter
        bits = UInt32(kind.rawValue) | scalar << 8
    }

    /// Whether `init(plain:)` is right for a character.
    static func isPlain(_ scalar: UInt32) -> Bool {
        (0x4E00...0x9FFF).contains(scalar) || (0xAC00...0xD7A3).contains(scalar)
    }

    /// The traits of a character.
    init(_ scalar: Unicode.Scalar) {
        let kind = ScalarClasses.shared[scalar]
        let folding = ScalarTable.folding[scalar]
        bits = UInt32(kind.rawValue) | (folding?.first ?? scalar).value << 8
        if Self.isHard(scalar, kind) { bits |= 8 }
        if let folding, folding.count != 1 { bits |= 16 }
        if SentenceEnd.begins(with: scalar) { bits |= 1 << 31 }
        if isWordPart, !isHard, !isSpecial, folded < 0x800 { bits |= 1 << 29 }
        if scalar.isApostrophe { bits |= 32 }
        if scalar.isHyphen { bits |= 64 }
        switch scalar {
        case "\n", ".", "!", "?", "…", ";", "。", "|": bits |= 128
        default: break
        }
    }

    private static func isHard(_ scalar: Unicode.Scalar, _ kind: ScalarClass) -> Bool {
        switch scalar.value {
        case ..<0xA0: false
        case 0xAD, 0x200B, 0x1161...0x11FF: true
        // Compatibility characters that stand between words before normalisation as after it.
        case 0xA0, 0x2002, 0x2003, 0x2007, 0x2009, 0x200A, 0x2011, 0x2026, 0x202F: false
        default: kind == .mark || ScalarTable.compatibility[scalar] != nil
        }
    }
}

extension CharacterTraits {
    /// The traits of the characters of alphabetic scripts and of punctuation, ready to be looked up; all others are
    /// put together when they are met.
    static let common: [CharacterTraits] = (0..<commonEnd).map {
        CharacterTraits(Unicode.Scalar($0) ?? "\u{FFFD}")
    }

    /// The first character without an entry in `common`.
    static let commonEnd: UInt32 = 0x3100
}

extension UnsafeBufferPointer<CharacterTraits> {
    /// What matters of the character that begins at a place of a text in UTF-8; the buffer is `CharacterTraits.common`.
    @inline(__always)
    func traits(of text: UnsafeBufferPointer<UInt8>, at place: Int) -> CharacterTraits {
        let first = text[place]
        if first < 0x80 { return self[Int(first)] }
        let value = decodedScalar(text, place)
        if value < CharacterTraits.commonEnd { return self[Int(value)] }
        if CharacterTraits.isPlain(value) { return CharacterTraits(plain: value) }
        return CharacterTraits(Unicode.Scalar(value) ?? "\u{FFFD}")
    }
}
