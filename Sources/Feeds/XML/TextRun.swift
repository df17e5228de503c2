/// A stretch of a document's text that travels around libxml2: the parser sees a processing instruction in its place.
///
/// The cleaner leaves out every processing instruction of the document itself, so that there is no other.
struct TextRun {
    /// Shorter stretches cost less as they are.
    static let shortest = 48
    /// The target of the instruction.
    static let target = UInt8(ascii: "t")

    private static let digits = 8
    private static let lengthDigits = 3

    /// Where the stretch stands in the document.
    let range: Range<Int>

    /// A stretch of at most 2^18 bytes.
    init(_ range: Range<Int>) { self.range = range }

    /// Reads the data of an instruction; nil where it is none of ours.
    init?(data: UnsafePointer<UInt8>) {
        var value = 0
        for index in 0..<Self.digits {
            guard data[index] & 0xC0 == 0x40 else { return nil }
            value = value << 6 | Int(data[index] & 0x3F)
        }
        let start = value >> (6 * Self.lengthDigits)
        range = start..<(start + value & (1 << (6 * Self.lengthDigits) - 1))
    }

    /// Writes the instruction: offset and length in digits of six bits, from "@" on.
    func write(to output: inout [UInt8]) {
        let value = range.lowerBound << (6 * Self.lengthDigits) | range.count
        output.append("<?t ")
        for digit in stride(from: 6 * (Self.digits - 1), through: 0, by: -6) {
            output.append(0x40 | UInt8(truncatingIfNeeded: value >> digit & 0x3F))
        }
        output.append("?>")
    }
}
