import FoundationEssentials

/// A JSON value, written in the code as it is sent; a key whose value is nil is left out.
indirect enum JSON: Hashable, Sendable {
    case null
    case bool(Bool)
    case number(Int)
    case string(String)
    case array([JSON])
    case object([String: JSON])

    /// The value as bytes, the same every time.
    ///
    /// - Returns: Compact JSON with sorted keys.
    /// - Throws: What the encoder throws.
    func bytes() throws -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return Array(try encoder.encode(self))
    }
}

extension JSON: Encodable {
    func encode(to encoder: any Encoder) throws {
        var value = encoder.singleValueContainer()
        switch self {
        case .null: try value.encodeNil()
        case .bool(let bool): try value.encode(bool)
        case .number(let number): try value.encode(number)
        case .string(let string): try value.encode(string)
        case .array(let items): try value.encode(items)
        case .object(let members): try value.encode(members)
        }
    }
}

extension JSON: ExpressibleByStringInterpolation, ExpressibleByIntegerLiteral, ExpressibleByBooleanLiteral {
    init(stringLiteral value: String) { self = .string(value) }

    init(integerLiteral value: Int) { self = .number(value) }

    init(booleanLiteral value: Bool) { self = .bool(value) }
}

extension JSON: ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral {
    init(arrayLiteral elements: JSON...) { self = .array(elements) }

    init(dictionaryLiteral elements: (String, JSON?)...) {
        self = .object(
            Dictionary(uniqueKeysWithValues: elements.compactMap { key, value in value.map { (key, $0) } })
        )
    }
}

extension JSON {
    /// How many characters the texts under a key hold, wherever in the value they stand.
    func length(under key: String) -> Int {
        switch self {
        case .null, .bool, .number, .string: 0
        case .array(let items): items.reduce(0) { $0 + $1.length(under: key) }
        case .object(let members):
            members.reduce(0) { sum, member in
                guard member.key == key, case .string(let text) = member.value else {
                    return sum + member.value.length(under: key)
                }
                return sum + text.unicodeScalars.count
            }
        }
    }
}

extension [UInt8] {
    /// The bytes of a JSON object with one more member, in front: what is put in at each attempt only.
    ///
    /// Its value may hold no character that means something in JSON; the settings make sure of that.
    func adding(_ key: String, _ value: String) -> [UInt8] {
        let separator = count > 2 ? "," : ""
        return Array("{\"\(key)\":\"\(value)\"\(separator)".utf8) + dropFirst()
    }
}
