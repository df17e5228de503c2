/// What a story is known by: the same wherever and whenever the item that opened it is read.
public struct StoryID: RawRepresentable, Hashable, Comparable, Sendable, Codable, CustomStringConvertible {
    private static let alphabet = Array("0123456789abcdefghjkmnpqrstvwxyz")
    private static let length = 12

    /// Sixty bits; never negative.
    public let rawValue: Int64

    /// The id with these bits; those above the sixtieth do not count.
    public init(rawValue: Int64) {
        self.rawValue = rawValue & (1 << 60 - 1)
    }

    /// The id of the story that an item opens.
    public init(openedBy item: Item) {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in "\(item.feedURL)\n\(item.identity)".utf8 {
            hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3
        }
        self.init(rawValue: Int64(bitPattern: hash ^ (hash >> 60)))
    }

    /// Reads an id as it is written; nil where it is none.
    public init?(_ text: String) {
        guard text.count == Self.length else { return nil }
        var bits: Int64 = 0
        for character in text.lowercased() {
            guard let digit = Self.alphabet.firstIndex(of: character) else { return nil }
            bits = bits << 5 | Int64(digit)
        }
        self.init(rawValue: bits)
    }

    /// The ids that begin with some characters; nil where none can.
    public static func ids(beginning text: String) -> ClosedRange<StoryID>? {
        guard !text.isEmpty, text.count <= length else { return nil }
        let rest = length - text.count
        guard let first = StoryID(text + String(repeating: "0", count: rest)),
            let last = StoryID(text + String(repeating: "z", count: rest))
        else { return nil }
        return first...last
    }

    /// Whether the left id stands before the right one.
    public static func < (left: StoryID, right: StoryID) -> Bool { left.rawValue < right.rawValue }

    /// Twelve characters that nobody mistakes for one another.
    public var description: String {
        String(
            (0..<Self.length).reversed().map {
                Self.alphabet[Int(truncatingIfNeeded: rawValue >> (5 * $0)) & 31]
            }
        )
    }

    /// Reads the twelve characters.
    public init(from decoder: any Decoder) throws {
        let text = try decoder.singleValueContainer().decode(String.self)
        guard let id = StoryID(text) else {
            throw DecodingError.dataCorrupted(
                .init(codingPath: decoder.codingPath, debugDescription: "\(text) is no story")
            )
        }
        self = id
    }

    /// Writes the twelve characters.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}
