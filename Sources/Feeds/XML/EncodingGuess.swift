/// Guesses the encoding of a text whose label is missing or wrong, by how much each reading looks like writing.
///
/// A reading gains by letters that are frequent in their script, and loses by capitals within words, by words of two
/// scripts, by symbols between letters, and by characters that nobody writes.
enum EncodingGuess {
    /// A few words tell; more would only take longer.
    private static let sampleSize = 32 << 10

    /// Among readings that are the same the first counts.
    private static let singleByte = [
        "windows-1251", "koi8-u", "iso-8859-5", "ibm866", "windows-1252", "windows-1254", "windows-1250",
        "iso-8859-2",
        "iso-8859-15", "windows-1253", "iso-8859-7", "windows-1255", "windows-1256", "iso-8859-11",
    ]

    /// The encoding that fits best; nil where none looks like writing.
    static func best(for bytes: [UInt8]) -> EncodingLabel? {
        // The letter before the first foreign byte belongs to its word.
        let first = max(0, (bytes.firstIndex { $0 >= 0x80 } ?? 0) - 1)
        let sample = Array(bytes[first...].prefix(sampleSize))
        var best: (label: EncodingLabel, score: Double)?
        func offer(_ name: String, _ score: Double?) {
            guard let score, score > best?.score ?? 0, let label = EncodingLabel(name) else { return }
            best = (label, score)
        }
        for name in singleByte { offer(name, score(of: sample, as: name)) }
        for encoding in DoubleByteEncoding.all { offer(encoding.name, encoding.score(of: sample)) }
        return best?.label
    }

    /// Whether a text without a byte above 127 switches to Japanese (RFC 1468).
    static func isISO2022JP(_ bytes: [UInt8]) -> Bool {
        bytes.withUnsafeBufferPointer { text in
            guard let escape = text.index(of: 0x1B, from: 0), escape + 2 < text.count else { return false }
            return text[escape + 1] == UInt8(ascii: "$")
                && (text[escape + 2] == UInt8(ascii: "B") || text[escape + 2] == UInt8(ascii: "@"))
        }
    }

    private static func score(of sample: [UInt8], as name: String) -> Double? {
        guard let label = EncodingLabel(name), let text = convert(sample, from: label, isStrict: true) else {
            return nil
        }
        var reading = Reading()
        for scalar in String(decoding: text, as: UTF8.self).unicodeScalars { reading.take(scalar) }
        return reading.score
    }
}

/// How much a text looks like writing, character by character.
private struct Reading {
    private struct Letter {
        var scalar: Unicode.Scalar
        var script: Script
        var isCapital: Bool
    }

    private static let punctuation = Set("«»“”„‘’–—…€·\u{A0}".unicodeScalars)
    private static let signs = Set("°§©®№¿¡ºª".unicodeScalars)

    private var sum = 0.0
    private var count = 0
    /// The letter directly before.
    private var last: Letter?
    /// What it costs if a letter stands directly behind the symbol that was last.
    private var costOfSymbol = 0.0

    /// The mean of all characters that are not ASCII.
    var score: Double { count == 0 ? 0 : sum / Double(count) }

    mutating func take(_ scalar: Unicode.Scalar) {
        let isASCII = scalar.value < 0x80
        if !isASCII { count += 1 }
        guard let script = Script(scalar) else {
            takeSymbol(scalar, isASCII: isASCII)
            return
        }
        let letter = Letter(scalar: scalar, script: script, isCapital: scalar.properties.isUppercase)
        if !isASCII { sum += weight(of: letter) }
        sum -= costOfSymbol
        if let last { sum -= cost(of: letter, behind: last) }
        last = letter
        costOfSymbol = 0
    }

    private func weight(of letter: Letter) -> Double {
        let small = letter.scalar.properties.lowercaseMapping.unicodeScalars.first ?? letter.scalar
        return letter.script.weight(of: small) * (letter.isCapital ? 0.6 : 1)
    }

    private func cost(of letter: Letter, behind last: Letter) -> Double {
        let areASCII = letter.scalar.value < 0x80 && last.scalar.value < 0x80
        if areASCII { return 0 }
        var cost = 0.0
        if letter.script != last.script { cost += 1.5 }
        if letter.isCapital, !last.isCapital { cost += 2 }
        if last.scalar == "ς" { cost += 2 }
        // Two accents side by side are rare in Latin, and the rule where another script is read as Latin.
        if letter.script == .latin, letter.scalar.value >= 0x80, last.scalar.value >= 0x80 { cost += 1.5 }
        return cost
    }

    private mutating func takeSymbol(_ scalar: Unicode.Scalar, isASCII: Bool) {
        costOfSymbol = 0
        if !isASCII {
            let isMark = Self.punctuation.contains(scalar)
            if isMark {
                sum += 0.3
            } else if !Self.signs.contains(scalar) {
                sum -= scalar.properties.generalCategory == .control ? 3 : 1
            }
            if last != nil, !["’", "–", "—", "·"].contains(scalar) {
                costOfSymbol = 1.5
            } else if !isMark, !["¿", "¡", "№", "§", "©"].contains(scalar) {
                costOfSymbol = 1
            }
        }
        last = nil
    }
}

/// A script, with what is frequent in it.
private enum Script {
    case latin
    case greek
    case cyrillic
    case hebrew
    case arabic
    case thai

    init?(_ scalar: Unicode.Scalar) {
        switch scalar.value {
        case 0x41...0x5A, 0x61...0x7A, 0xC0...0xD6, 0xD8...0xF6, 0xF8...0x24F: self = .latin
        case 0x386, 0x388...0x3CE: self = .greek
        case 0x400...0x45F, 0x490...0x491: self = .cyrillic
        case 0x591...0x5F2: self = .hebrew
        case 0x620...0x652, 0x67E, 0x686, 0x698, 0x6AF: self = .arabic
        case 0xE01...0xE3A, 0xE40...0xE4E: self = .thai
        default: return nil
        }
    }

    /// What a small letter, or one without case, is worth.
    func weight(of letter: Unicode.Scalar) -> Double {
        let (frequent, usual) = Self.letters[self] ?? ([], [])
        if frequent.contains(letter) { return 1.4 }
        if usual.contains(letter) { return 0.8 }
        return self == .thai ? 1 : -0.3
    }

    private static let letters: [Script: (frequent: Set<Unicode.Scalar>, usual: Set<Unicode.Scalar>)] = [
        .latin: (
            Set("éèàêçäöüßñíóáãğışąęłśżěščřžőű".unicodeScalars),
            Set("âôîûùïëúõåøæœćńźýůășțâêİĺďťňľĄ".unicodeScalars)
        ),
        .greek: (Set("αοιετσνηυρπκμλςάέίόή".unicodeScalars), Set("δγθωχφβύώξζψ".unicodeScalars)),
        .cyrillic: (Set("оеаинтсрвлкмдпуі".unicodeScalars), Set("язьбгчйхыжшюїєцщ".unicodeScalars)),
        .hebrew: (Set("יוהלאתרבשמנ".unicodeScalars), Set("חדקעפסטגזצכםןךףץ".unicodeScalars)),
        .arabic: (Set("ايلنمروتبهعدق".unicodeScalars), Set("أإآءئؤةىسحشجفكخصزطغضذثظ".unicodeScalars)),
        .thai: ([], []),
    ]
}

/// An encoding of two bytes a character, with the lead bytes of what is written often in it.
private struct DoubleByteEncoding {
    let name: String
    /// Letters and frequent ideographs: what they are worth, by their lead byte.
    let leads: [(range: ClosedRange<UInt8>, weight: Double)]
    /// The second bytes that the encoding has.
    let trails: [ClosedRange<UInt8>]

    static let all = [
        DoubleByteEncoding(
            name: "gb18030",
            leads: [(0xA1...0xA3, 0.3), (0xA4...0xA5, -0.5), (0xB0...0xD7, 1), (0xD8...0xF7, -0.6)],
            trails: [0xA1...0xFE]
        ),
        DoubleByteEncoding(
            name: "big5",
            leads: [(0xA1...0xA3, 0.3), (0xA4...0xC6, 1), (0xC9...0xF9, -0.6)],
            trails: [0x40...0x7E, 0xA1...0xFE]
        ),
        DoubleByteEncoding(
            name: "shift_jis",
            leads: [
                (0x81...0x81, 0.3), (0x82...0x83, 1.3), (0x88...0x97, 1), (0x98...0x9F, -0.4),
                (0xE0...0xEA, -0.4),
            ],
            trails: [0x40...0x7E, 0x80...0xFC]
        ),
        DoubleByteEncoding(
            name: "euc-jp",
            leads: [(0xA1...0xA3, 0.3), (0xA4...0xA5, 1.3), (0xB0...0xCF, 1), (0xD0...0xF4, -0.4)],
            trails: [0xA1...0xFE]
        ),
        DoubleByteEncoding(
            name: "euc-kr",
            leads: [(0xA1...0xA3, 0.3), (0xB0...0xC8, 1.15)],
            trails: [0xA1...0xFE]
        ),
    ]

    /// The mean of all characters of two bytes; nil where there are too few, or the text cannot be read at all.
    func score(of sample: [UInt8]) -> Double? {
        guard let label = EncodingLabel(name), convert(sample, from: label, isStrict: true) != nil else {
            return nil
        }
        var sum = 0.0
        var count = 0
        var at = 0
        while at < sample.count {
            guard sample[at] >= 0x80 else {
                at += 1
                continue
            }
            count += 1
            let trail = at + 1 < sample.count ? sample[at + 1] : 0
            let isUsual = trails.contains { $0.contains(trail) }
            sum += isUsual ? leads.first { $0.range.contains(sample[at]) }?.weight ?? -1 : -1
            at += 2
        }
        // Two letters of any language make one ideograph of some other.
        return count < 3 ? nil : sum / Double(count)
    }
}
