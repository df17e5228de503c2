/// The internal entities of a DOCTYPE that are plain text.
///
/// Entities that hold markup or other entities are not expanded, values are short and the sum of all
/// expansions is bounded: no document grows by being read.
struct DeclaredEntities {
    private static let valueLimit = 256
    private static let countLimit = 256

    private var values: [UInt64: [UInt8]] = [:]
    private var budget = 1 << 20

    /// Reads the declarations between two offsets.
    mutating func read(_ input: UnsafeBufferPointer<UInt8>, from start: Int, to end: Int) {
        let text = input.part(start, end)
        var at = 0
        while values.count < Self.countLimit, let mark = text.find("<!entity", from: at) {
            at = mark + 8
            let rest = text[at...].drop(while: \.isSpace)
            let name = rest.prefix(64).prefix {
                !$0.isSpace && $0 != UInt8(ascii: "%") && $0 != UInt8(ascii: ">")
            }
            let value = text[name.endIndex...].drop(while: \.isSpace)
            guard !name.isEmpty, let quote = value.first,
                quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'")
            else { continue }
            let inner = value.dropFirst().prefix(Self.valueLimit + 1).prefix { $0 != quote }
            at = inner.endIndex
            guard inner.count <= Self.valueLimit, !inner.contains(where: \.isMarkup) else { continue }
            values[UnsafeBufferPointer(rebasing: name).nameHash] = Array(inner)
        }
    }

    /// What a reference at an ampersand stands for, and where the text goes on; nil for unknown names.
    mutating func expand(_ input: UnsafeBufferPointer<UInt8>, at start: Int) -> (text: [UInt8], end: Int)? {
        guard !values.isEmpty else { return nil }
        let limit = min(input.count, start + 66)
        guard let end = input[(start + 1)..<limit].firstIndex(of: UInt8(ascii: ";")),
            let value = values[input.part(start + 1, end).nameHash], value.count <= budget
        else { return nil }
        budget -= value.count
        return (value, end + 1)
    }
}

extension UInt8 {
    fileprivate var isMarkup: Bool {
        self == UInt8(ascii: "<") || self == UInt8(ascii: "&") || self == UInt8(ascii: "%")
            || self == UInt8(ascii: "\"") || self < 0x20
    }
}
