/// The attributes of a start tag, as libxml2 lays them out: five pointers each.
///
/// Ownership: the pointers are lent by the parser and valid only inside its start callback.
struct XMLAttributes {
    private let pointers: UnsafeMutablePointer<UnsafePointer<UInt8>?>?
    private let count: Int

    init(pointers: UnsafeMutablePointer<UnsafePointer<UInt8>?>?, count: Int) {
        self.pointers = pointers
        self.count = count
    }

    /// The value of an attribute without a namespace, trimmed; nil where it is absent or blank.
    subscript(name: StaticString) -> String? { value(name, prefix: nil)?.trimmedOrNil }

    /// The value of `xml:name`, as written.
    func xml(_ name: StaticString) -> String? { value(name, prefix: "xml") }

    /// The value of `rdf:name`, trimmed.
    func rdf(_ name: StaticString) -> String? { value(name, prefix: "rdf")?.trimmedOrNil }

    private func value(_ name: StaticString, prefix: StaticString?) -> String? {
        guard let pointers else { return nil }
        for index in 0..<count {
            let fields = pointers + index * 5
            guard let local = fields[0], isEqual(local, name), let from = fields[3], let to = fields[4] else {
                continue
            }
            if let prefix {
                guard let actual = fields[1], isEqual(actual, prefix) else { continue }
            } else if fields[1] != nil {
                continue
            }
            return text(UnsafeBufferPointer(start: from, count: to - from))
        }
        return nil
    }

    private func isEqual(_ text: UnsafePointer<UInt8>, _ name: StaticString) -> Bool {
        let length = name.utf8CodeUnitCount
        for index in 0..<length where text[index].lowered != name.utf8Start[index] { return false }
        return text[length] == 0
    }

    /// libxml2 leaves an ampersand in an attribute as "&#38;" for a later pass that never comes.
    private func text(_ bytes: UnsafeBufferPointer<UInt8>) -> String {
        guard bytes.contains(UInt8(ascii: "&")) else { return String(decoding: bytes, as: UTF8.self) }
        var out: [UInt8] = []
        var at = 0
        while at < bytes.count {
            out.append(bytes[at])
            at += bytes.has("&#38;", at: at) ? 5 : 1
        }
        return String(decoding: out, as: UTF8.self)
    }
}
