import Glibc

// ASCII as bytes: the parsers here work on UTF-8 and make strings only at the edge.

extension UInt8 {
    /// A blank of XML: space, tab, line feed, carriage return; and form feed, which HTML adds.
    var isSpace: Bool { self == 0x20 || (self >= 0x09 && self <= 0x0D && self != 0x0B) }
    var isDigit: Bool { self &- 0x30 < 10 }
    var isLetter: Bool { (self | 0x20) &- 0x61 < 26 }
    /// The small letter, where it is an ASCII capital.
    var lowered: UInt8 { self &- 0x41 < 26 ? self | 0x20 : self }
    /// The value of a hexadecimal digit.
    var hexValue: UInt32? {
        if isDigit { return UInt32(self &- 0x30) }
        let letter = (self | 0x20) &- 0x61
        return letter < 6 ? UInt32(letter) + 10 : nil
    }
}

extension UnsafeBufferPointer<UInt8> {
    /// The bytes from an offset on; the caller keeps both ends inside.
    func part(_ from: Int, _ to: Int) -> UnsafeBufferPointer<UInt8> {
        UnsafeBufferPointer(rebasing: self[from..<to])
    }

    /// Whether this text, in ASCII and small letters, stands at an offset.
    func has(_ text: StaticString, at offset: Int) -> Bool {
        let length = text.utf8CodeUnitCount
        guard offset >= 0, offset + length <= count else { return false }
        for index in 0..<length where self[offset + index].lowered != text.utf8Start[index] { return false }
        return true
    }

    /// Where a byte next stands.
    func index(of byte: UInt8, from offset: Int) -> Int? {
        guard offset < count, let start = baseAddress,
            let found = memchr(start + offset, Int32(byte), count - offset)
        else { return nil }
        return found - UnsafeMutableRawPointer(mutating: start)
    }

    /// Where this text, in ASCII and small letters, next stands.
    func find(_ text: StaticString, from offset: Int) -> Int? {
        let first = text.utf8Start[0]
        var at = offset
        if !first.isLetter {
            while let mark = index(of: first, from: at) {
                if has(text, at: mark) { return mark }
                at = mark + 1
            }
            return nil
        }
        while at + text.utf8CodeUnitCount <= count {
            if self[at].lowered == first, has(text, at: at) { return at }
            at += 1
        }
        return nil
    }

    /// The 64-bit FNV-1a hash: tables of names are keyed by it.
    var nameHash: UInt64 {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in self { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
        return hash
    }
}

extension UnsafeBufferPointer<UInt8> {
    /// The same of its small letters.
    var loweredHash: UInt64 {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in self { hash = (hash ^ UInt64(byte.lowered)) &* 0x100_0000_01B3 }
        return hash
    }
}

extension [UInt8] {
    /// Appends a scalar value as UTF-8; what is no scalar value becomes U+FFFD.
    mutating func append(scalar value: UInt32) {
        let scalar = Unicode.Scalar(value) ?? "\u{FFFD}"
        append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
    }

    mutating func append(_ text: StaticString) {
        append(contentsOf: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }
}

/// The scalar value a numeric reference stands for: HTML reads 128 to 159 as windows-1252.
func referredScalar(_ value: UInt32) -> UInt32 {
    guard (0x80...0x9F).contains(value) else { return value }
    return UInt32(windows1252[Int(value) - 0x80])
}

/// Windows-1252 from 0x80 to 0x9F; five bytes are not assigned.
let windows1252: [UInt16] = [
    0x20AC, 0xFFFD, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160, 0x2039, 0x0152,
    0xFFFD, 0x017D, 0xFFFD, 0xFFFD, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x02DC, 0x2122,
    0x0161, 0x203A, 0x0153, 0xFFFD, 0x017E, 0x0178,
]

extension String {
    /// Without white space at both ends; nil where nothing is left.
    var trimmedOrNil: String? {
        let bytes = utf8
        guard let first = bytes.firstIndex(where: { !$0.isSpace }),
            let last = bytes.lastIndex(where: { !$0.isSpace })
        else { return nil }
        return String(self[first...last])
    }

    /// Whether this text, in ASCII and small letters, stands anywhere in it, in whatever letters.
    func holds(_ text: StaticString) -> Bool {
        var copy = self
        return copy.withUTF8 { $0.find(text, from: 0) != nil }
    }

    /// Whether it begins with this text, in ASCII and small letters, in whatever letters.
    func begins(_ text: StaticString) -> Bool {
        var copy = self
        return copy.withUTF8 { $0.has(text, at: 0) }
    }

    /// In small letters, as far as ASCII goes.
    var asciiLowered: String {
        guard utf8.contains(where: { $0 != $0.lowered }) else { return self }
        return String(decoding: utf8.map(\.lowered), as: UTF8.self)
    }
}
