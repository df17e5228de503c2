/// Eight bytes of a text as one word, the first in the lowest bits, for scans that look at all of them at once.
///
/// Marks are the top bits of bytes. Each test marks the first byte that passes rightly; behind that one it may mark
/// too many, so that only the first mark of a word may be used ("Hacker's Delight", 6-1).
struct ByteWord {
    private static let ones: UInt64 = 0x0101_0101_0101_0101
    private static let tops: UInt64 = 0x8080_8080_8080_8080

    private let bytes: UInt64

    /// The eight bytes at an offset; the caller keeps them inside.
    @inline(__always)
    init(_ text: UnsafeBufferPointer<UInt8>, at offset: Int) {
        let raw = UnsafeRawBufferPointer(text)
        bytes = UInt64(littleEndian: raw.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
    }

    /// Marks the bytes that equal this one.
    @inline(__always)
    func marks(_ byte: UInt8) -> UInt64 {
        Self.zeros(bytes ^ (Self.ones &* UInt64(byte)))
    }

    /// Marks the bytes that equal this one or the next, of which it is the even one.
    @inline(__always)
    func marksPair(_ even: UInt8) -> UInt64 {
        Self.zeros((bytes | Self.ones) ^ (Self.ones &* UInt64(even | 1)))
    }

    /// Marks the bytes that equal this one and stand above the same byte in another word.
    @inline(__always)
    func marks(_ byte: UInt8, with other: ByteWord) -> UInt64 {
        let pattern = Self.ones &* UInt64(byte)
        return Self.zeros((bytes ^ pattern) | (other.bytes ^ pattern))
    }

    /// Marks the control characters below the space.
    @inline(__always)
    var marksControls: UInt64 {
        (bytes &- Self.ones &* 0x20) & ~bytes & Self.tops
    }

    /// Whether all bytes are ASCII.
    @inline(__always)
    var isASCII: Bool { bytes & Self.tops == 0 }

    /// Whether thirty-two bytes are ASCII.
    @inline(__always)
    static func areASCII(_ text: UnsafeBufferPointer<UInt8>, at offset: Int) -> Bool {
        let raw = UnsafeRawBufferPointer(text)
        var all: UInt64 = 0
        for place in 0..<4 { all |= raw.loadUnaligned(fromByteOffset: offset &+ place &* 8, as: UInt64.self) }
        return all & tops == 0
    }

    /// Whether the bytes are four characters of two bytes each, in UTF-8.
    @inline(__always)
    var isFourOfTwo: Bool {
        // The lead is 110xxxxx and not C0 or C1, what follows is 10xxxxxx.
        guard bytes & 0xC0E0_C0E0_C0E0_C0E0 == 0x80C0_80C0_80C0_80C0 else { return false }
        return Self.zeros((bytes & 0x001E_001E_001E_001E) | 0xFF00_FF00_FF00_FF00) == 0
    }

    @inline(__always)
    private static func zeros(_ word: UInt64) -> UInt64 {
        (word &- ones) & ~word & tops
    }

    /// The number of the first byte that is marked; eight where none is.
    @inline(__always)
    static func first(_ marks: UInt64) -> Int { marks.trailingZeroBitCount >> 3 }
}
