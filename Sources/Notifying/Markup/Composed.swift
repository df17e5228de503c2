/// A text in which letters and their marks are one character wherever Unicode has one for both.
///
/// Some publishers send an "e" and an accent after it: a service counts two characters then, and whoever looks for "é"
/// does not find it. This is Unicode's normalization form C but for letters whose marks stand in an order of their own.
///
/// Swift takes texts for equal that are canonically equivalent, so that a table of composed characters finds each of them
/// by its parts.
func composed(_ text: String) -> String {
    var whole = String.UnicodeScalarView()
    for character in text {
        var parts = Array(character.unicodeScalars)[...]
        for count in stride(from: parts.count, to: 1, by: -1) {
            guard let one = composites[String(String.UnicodeScalarView(parts.prefix(count)))] else {
                continue
            }
            whole.append(one)
            parts = parts.dropFirst(count)
            break
        }
        whole.append(contentsOf: parts)
    }
    return String(whole)
}

/// Whether a character may belong into the one before it: a mark, or a part of a Korean syllable.
func mayBePart(_ scalar: Unicode.Scalar, _ category: Unicode.GeneralCategory) -> Bool {
    category == .nonspacingMark || category == .spacingMark || (0x1161...0x11C2).contains(scalar.value)
}

/// The composed characters by themselves, and so by their parts.
///
/// The ranges are those in which a character with parts is composed again: Latin, Greek, Cyrillic, Arabic, the scripts of
/// India and its neighbours, signs that are crossed out, kana, Korean. Of two that are equivalent the first is meant.
private let composites: [String: Unicode.Scalar] = {
    let ranges: [ClosedRange<UInt32>] = [
        0xC0...0x24F, 0x385...0x4F9, 0x622...0x626, 0x6C0...0x6D3, 0x929...0x934, 0x9CB...0x9CC,
        0xB48...0xB4C,
        0xB94...0xBCC, 0xC48...0xC48, 0xCC0...0xCCB, 0xD4A...0xD4C, 0xDDA...0xDDE, 0x1026...0x1026,
        0x1B06...0x1B43, 0x1E00...0x1FFE, 0x219A...0x22ED, 0x304C...0x30FE, 0xAC00...0xD7A3,
    ]
    var table: [String: Unicode.Scalar] = [:]
    for scalar in ranges.joined().compactMap(Unicode.Scalar.init) where table[String(scalar)] == nil {
        table[String(scalar)] = scalar
    }
    return table
}()
