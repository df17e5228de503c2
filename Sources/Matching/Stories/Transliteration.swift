/// Cyrillic letters in Latin ones, so that names meet across scripts: roughly as English newspapers write them.
enum Transliteration {
    /// Whether a folded letter is one of those that are written in Latin.
    @inline(__always)
    static func covers(_ value: UInt32) -> Bool {
        (0x430...0x45F).contains(value) || value == 0x491
    }

    /// One or two Latin letters, 0 for none.
    static func letters(for value: UInt32) -> (UInt8, UInt8) {
        value == 0x491 ? (UInt8(ascii: "g"), 0) : table[Int(value - 0x430)]
    }

    /// From а to џ.
    private static let table: [(UInt8, UInt8)] = [
        "a", "b", "v", "g", "d", "e", "zh", "z", "i", "i", "k", "l", "m", "n", "o", "p", "r", "s", "t", "u",
        "f", "kh",
        "ts", "ch", "sh", "sh", "", "i", "", "e", "iu", "ia", "e", "e", "d", "g", "e", "z", "i", "i", "i",
        "l", "n",
        "ch", "k", "i", "u", "dz",
    ].map { (letters: String) in
        let bytes = Array(letters.utf8)
        return (bytes.first ?? 0, bytes.count > 1 ? bytes[1] : 0)
    }
}
