/// What a character is to the cutting of words.
enum ScalarClass: UInt8 {
    /// Stands between words.
    case other
    /// Part of a word: a letter, or a number that is not a decimal digit.
    case letter
    /// Part of a number.
    case digit
    /// Belongs to the letter before it.
    case mark
    /// A word by itself: its script puts no spaces between words.
    case ideograph
}

/// The class of every character, and which letters shed accents.
struct ScalarClasses: Sendable {
    private var classes: [ScalarClass]
    private var sheds: Set<UInt32> = []
    /// The highest character that has a class; above it there is nothing but private use.
    private static let end: UInt32 = 0x3_2000

    static let shared = ScalarClasses()

    private init() {
        classes = [ScalarClass](repeating: .other, count: Int(Self.end))
        fill(UnicodeTables.letters, with: .letter)
        fill(UnicodeTables.digits, with: .digit)
        fill(UnicodeTables.marks, with: .mark)
        // To Unicode the Ukrainian apostrophe is a letter; here it is one of the apostrophes.
        classes[0x2BC] = .other
        for value in Self.unspaced.joined() where classes[Int(value)] == .letter {
            classes[Int(value)] = .ideograph
        }
        for run in UnicodeTables.accented.split(whereSeparator: \.isWhitespace).map(ScalarRun.init) {
            sheds.formUnion(run.first..<run.first + run.count)
        }
    }

    subscript(_ scalar: Unicode.Scalar) -> ScalarClass {
        scalar.value < Self.end ? classes[Int(scalar.value)] : .other
    }

    /// Whether a combining accent after this letter is dropped.
    func shedsAccents(_ scalar: Unicode.Scalar) -> Bool {
        sheds.contains(scalar.value)
    }

    /// Kana, Han, Thai, Lao, Khmer, Burmese.
    private static let unspaced: [ClosedRange<UInt32>] = [
        0x3040...0x30FF, 0x3400...0x9FFF, 0xF900...0xFAFF, 0x0E00...0x0EFF, 0x1780...0x17FF, 0x1000...0x109F,
        0x2_0000...0x3_1FFF,
    ]

    private mutating func fill(_ notation: String, with value: ScalarClass) {
        for run in notation.split(whereSeparator: \.isWhitespace).map(ScalarRun.init) {
            for scalar in run.first..<run.first + run.count where scalar < Self.end {
                classes[Int(scalar)] = value
            }
        }
    }
}
