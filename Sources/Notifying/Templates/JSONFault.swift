/// Where a text stops being JSON, for the person who wrote its template: decoders only say that it is none.
struct JSONFault: Hashable, Sendable, CustomStringConvertible {
    /// Counts from 1.
    let line: Int
    /// What stands there, its first characters; empty at the end of a line.
    let text: String

    /// Where it is: `line 2, at "}"`.
    var description: String {
        text.isEmpty ? "line \(line), where the line ends too early" : "line \(line), at \"\(text)\""
    }

    /// The first fault of a text; nil where none is found.
    init?(in bytes: [UInt8]) {
        var reader = JSONReader(bytes)
        guard !reader.readsAll() else { return nil }
        let place = reader.place
        line = 1 + bytes[..<place].count { $0 == UInt8(ascii: "\n") }
        let rest = String(decoding: bytes[place...].prefix(80), as: UTF8.self)
        text = visible(String(rest.prefix { !$0.isNewline })).clamped(to: 20)
    }
}

/// Reads JSON up to where it stops being such, and keeps nothing of it.
private struct JSONReader {
    private static let deepest = 500

    private let bytes: [UInt8]
    private(set) var place = 0
    private var depth = 0

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    mutating func readsAll() -> Bool {
        guard readsValue() else { return false }
        skipBlanks()
        return place == bytes.count
    }

    private mutating func readsValue() -> Bool {
        skipBlanks()
        switch current {
        case UInt8(ascii: "{"): return reads(listUpTo: "}") { $0.readsMember() }
        case UInt8(ascii: "["): return reads(listUpTo: "]") { $0.readsValue() }
        case UInt8(ascii: "\""): return readsString()
        case UInt8(ascii: "t"): return reads("true")
        case UInt8(ascii: "f"): return reads("false")
        case UInt8(ascii: "n"): return reads("null")
        default: return readsNumber()
        }
    }

    private mutating func readsMember() -> Bool {
        skipBlanks()
        guard readsString() else { return false }
        skipBlanks()
        return reads(":") && readsValue()
    }

    /// Reads what stands in brackets, with commas between.
    private mutating func reads(
        listUpTo end: String,
        _ readsEntry: (inout JSONReader) -> Bool
    ) -> Bool {
        depth += 1
        guard depth <= Self.deepest else { return false }
        defer { depth -= 1 }
        place += 1
        skipBlanks()
        if reads(end) { return true }
        repeat {
            guard readsEntry(&self) else { return false }
            skipBlanks()
        } while reads(",")
        return reads(end)
    }

    private mutating func readsString() -> Bool {
        guard reads("\"") else { return false }
        while let byte = current, byte >= 0x20 {
            place += byte == UInt8(ascii: "\\") ? 2 : 1
            if byte == UInt8(ascii: "\"") { return true }
        }
        place = min(place, bytes.count)
        return false
    }

    private mutating func readsNumber() -> Bool {
        let start = place
        while let byte = current, "0123456789+-.eE".utf8.contains(byte) { place += 1 }
        return place > start
    }

    private mutating func reads(_ text: String) -> Bool {
        guard bytes[place...].starts(with: text.utf8) else { return false }
        place += text.utf8.count
        return true
    }

    private mutating func skipBlanks() {
        while let byte = current, " \n\r\t".utf8.contains(byte) { place += 1 }
    }

    private var current: UInt8? { place < bytes.count ? bytes[place] : nil }
}
