/// One entry of systemd's journal, as its native protocol writes it: a field a line, or with its length before it.
struct JournalEntry: Sendable {
    /// How many characters of a value are kept: an entry must fit into one datagram.
    private static let valueLimit = 4_096

    /// What is sent to the journal's socket.
    private(set) var bytes: [UInt8] = []

    /// Adds a field.
    ///
    /// - Parameters:
    ///   - name: Its name; what the journal does not allow in one becomes a low line.
    ///   - value: Its value, whatever it holds.
    mutating func add(_ name: String, _ value: String) {
        var value = Array(String(String.UnicodeScalarView(value.unicodeScalars.prefix(Self.valueLimit))).utf8)
        if value.contains(UInt8(ascii: "\n")) {
            // A line with the name alone, the length in eight bytes, and the value as it is.
            let length = withUnsafeBytes(of: UInt64(value.count).littleEndian) { Array($0) }
            value = [UInt8(ascii: "\n")] + length + value
        } else {
            value.insert(UInt8(ascii: "="), at: 0)
        }
        bytes += Self.fieldName(name) + value + [UInt8(ascii: "\n")]
    }

    private static func fieldName(_ name: String) -> [UInt8] {
        name.utf8.prefix(64).map { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"): byte & ~0x20
            case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"): byte
            default: UInt8(ascii: "_")
            }
        }
    }
}
