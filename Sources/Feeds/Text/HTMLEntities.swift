/// HTML's named character references, looked up by the bytes of their names.
struct HTMLEntities: Sendable {
    static let standard = HTMLEntities(list: htmlEntityList, legacy: htmlLegacyEntityList)

    /// No name is longer.
    static let longestName = 32

    /// The one or two scalar values of a name, in the upper and lower half; the upper is 0 where there is one.
    private let values: [UInt64: UInt64]
    private let legacy: Set<UInt64>

    private init(list: StaticString, legacy: StaticString) {
        var values: [UInt64: UInt64] = [:]
        for entry in Self.parts(of: list, at: UInt8(ascii: ";")) {
            guard let equals = entry.firstIndex(of: UInt8(ascii: "=")) else { continue }
            var value: UInt64 = 0
            for byte in entry[(equals + 1)...] {
                if let digit = byte.hexValue {
                    value = (value & ~0xFFFF_FFFF) | (value << 4 & 0xFFFF_FFFF) | UInt64(digit)
                } else {
                    value <<= 32
                }
            }
            values[entry.part(0, equals).nameHash] = value
        }
        self.values = values
        self.legacy = Set(Self.parts(of: legacy, at: UInt8(ascii: ";")).map(\.nameHash))
    }

    private static func parts(of list: StaticString, at mark: UInt8) -> [UnsafeBufferPointer<UInt8>] {
        UnsafeBufferPointer(start: list.utf8Start, count: list.utf8CodeUnitCount)
            .split(separator: mark).map { UnsafeBufferPointer(rebasing: $0) }
    }

    /// What a name stands for: one scalar value or two.
    func scalars(of name: UnsafeBufferPointer<UInt8>) -> (UInt32, UInt32?)? {
        guard name.count <= Self.longestName, let value = values[name.nameHash] else { return nil }
        let upper = UInt32(value >> 32)
        let lower = UInt32(truncatingIfNeeded: value)
        return upper == 0 ? (lower, nil) : (upper, lower)
    }

    /// Whether browsers take the name without its semicolon, too.
    func isLegacy(_ name: UnsafeBufferPointer<UInt8>) -> Bool {
        name.count <= Self.longestName && legacy.contains(name.nameHash)
    }
}
