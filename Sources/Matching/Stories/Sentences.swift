/// Sentences below headlines, as stories tell those that outlets print below anything.
enum Sentences {
    /// A piece of fewer bytes ends with an abbreviation, not with a sentence.
    private static let shortest = 12

    /// Cuts a text after each stop with a space behind it.
    static func pieces(of text: String) -> [String] {
        var pieces: [String] = []
        var piece: [UInt8] = []
        var isAtStop = false
        for byte in text.utf8 {
            if byte == UInt8(ascii: " "), isAtStop, piece.count > shortest {
                pieces.append(String(decoding: piece, as: UTF8.self))
                piece.removeAll(keepingCapacity: true)
            } else {
                piece.append(byte)
            }
            switch byte {
            case UInt8(ascii: "."), UInt8(ascii: "!"), UInt8(ascii: "?"): isAtStop = true
            case UInt8(ascii: "\""), UInt8(ascii: ")"): break
            default: isAtStop = false
            }
        }
        return piece.isEmpty ? pieces : pieces + [String(decoding: piece, as: UTF8.self)]
    }

    /// What a sentence of these words is known by; 0 for a single word.
    static func key(of terms: [UInt64]) -> UInt64 {
        guard terms.count > 1 else { return 0 }
        let key = terms.reduce(UInt64(terms.count)) { key, term in
            let mixed = (key ^ term) &* 0x9E37_79B9_7F4A_7C15
            return mixed ^ mixed >> 29
        }
        return max(1, key)
    }
}
