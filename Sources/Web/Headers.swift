/// The headers of a response, in the order in which they came.
public struct Headers: Sendable, Hashable {
    /// The fields.
    public let fields: [Header]

    /// Headers in this order.
    public init(_ fields: [Header] = []) {
        self.fields = fields
    }

    /// The first value under a name, whatever its case.
    public subscript(name: String) -> String? {
        first(name)?.value
    }

    /// Every value under a name, as one comma-separated list; nil where there is none.
    public func list(_ name: String) -> String? {
        let values = fields.filter { $0.isNamed(name) }.map(\.value)
        return values.isEmpty ? nil : values.joined(separator: ", ")
    }

    /// The first field under a name, whatever its case.
    public func first(_ name: String) -> Header? {
        fields.first { $0.isNamed(name) }
    }
}

extension Header {
    func isNamed(_ other: String) -> Bool {
        guard name.utf8.count == other.utf8.count else { return false }
        return zip(name.utf8, other.utf8).allSatisfy { $0 == $1 || ($0.isLetter && $0 ^ $1 == 0x20) }
    }
}

extension UInt8 {
    fileprivate var isLetter: Bool { (0x61...0x7A).contains(self | 0x20) }
}
