/// A text that travels around libxml2: the parser sees a processing instruction in its place.
///
/// The cleaner leaves out every processing instruction of the document itself, so that there is no other.
struct TextRun {
    /// What the text is a part of; in the output, the target of the instruction.
    enum Source: UInt8 {
        /// The document itself.
        case document = 0x64
        /// Texts that the cleaner put together.
        case arena = 0x61
    }

    /// Shorter texts cost less as they are.
    static let shortest = 96
    private static let digits = 10
    private static let lengthDigits = 5

    let source: Source
    let range: Range<Int>

    /// A text of less than 2^30 bytes that begins before 2^30.
    init(_ range: Range<Int>, in source: Source) {
        self.range = range
        self.source = source
    }

    /// Reads an instruction; nil where it is none of ours.
    init?(target: UnsafePointer<UInt8>, data: UnsafePointer<UInt8>) {
        guard let source = Source(rawValue: target.pointee) else { return nil }
        var value = 0
        for index in 0..<Self.digits {
            guard data[index] & 0xC0 == 0x40 else { return nil }
            value = value << 6 | Int(data[index] & 0x3F)
        }
        let start = value >> (6 * Self.lengthDigits)
        range = start..<(start + value & (1 << (6 * Self.lengthDigits) - 1))
        self.source = source
    }

    /// Writes the instruction: offset and length in digits of six bits, from "@" on.
    func write(to output: inout [UInt8]) {
        let value = range.lowerBound << (6 * Self.lengthDigits) | range.count
        output.append("<?")
        output.append(source.rawValue)
        output.append(0x20)
        for digit in stride(from: 6 * (Self.digits - 1), through: 0, by: -6) {
            output.append(0x40 | UInt8(truncatingIfNeeded: value >> digit & 0x3F))
        }
        output.append("?>")
    }
}
