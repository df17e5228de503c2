/// Makes gzip files without a library, which tests of decoding need.
enum Gzip {
    /// Bytes as they are, in a gzip wrapping.
    static func stored(_ bytes: [UInt8]) -> [UInt8] {
        let size = UInt16(bytes.count)
        return header + [1] + little(size) + little(~size) + bytes + little(crc(bytes))
            + little(UInt32(bytes.count))
    }

    /// About so many zeros, in a file that claims nothing about them: it has no trailer.
    static func zeros(_ count: Int) -> [UInt8] {
        var bits = Bits()
        bits.append([1, 1, 0])  // the last block, with the fixed codes
        bits.append([0, 0, 1, 1, 0, 0, 0, 0])  // a zero
        for _ in 0..<(count / 258) {
            // Repeat 258 bytes, from a distance of one.
            bits.append([1, 1, 0, 0, 0, 1, 0, 1, 0, 0, 0, 0, 0])
        }
        bits.append([0, 0, 0, 0, 0, 0, 0])
        return header + bits.bytes
    }

    private static let header: [UInt8] = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3]

    private struct Bits {
        var bytes: [UInt8] = []
        var used: UInt8 = 8

        mutating func append(_ bits: [UInt8]) {
            for bit in bits {
                if used == 8 {
                    bytes.append(0)
                    used = 0
                }
                bytes[bytes.count - 1] |= bit << used
                used += 1
            }
        }
    }

    private static func little(_ number: some FixedWidthInteger) -> [UInt8] {
        withUnsafeBytes(of: number.littleEndian) { Array($0) }
    }

    private static func crc(_ bytes: [UInt8]) -> UInt32 {
        var sum = ~UInt32(0)
        for byte in bytes {
            sum ^= UInt32(byte)
            for _ in 0..<8 { sum = sum & 1 == 1 ? (sum >> 1) ^ 0xEDB8_8320 : sum >> 1 }
        }
        return ~sum
    }
}
