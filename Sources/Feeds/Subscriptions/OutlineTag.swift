/// A start tag, as `XMLCleaner` writes it: well-formed, each value in double quotes, with three references at most.
struct OutlineTag {
    /// The element's name in small letters.
    let name: String
    /// Whether the element ends with its tag.
    let isEmpty: Bool
    /// The values by the names of their attributes in small letters; of two with one name the first counts.
    private var values: [String: String] = [:]

    /// Reads the tag that a cleaned text begins with; nil where it is none.
    init?(_ text: UnsafeBufferPointer<UInt8>) {
        guard text.count > 2, text[0] == UInt8(ascii: "<"), text[1] != UInt8(ascii: "/"),
            text[1] != UInt8(ascii: "?")
        else { return nil }
        isEmpty = text[text.count - 2] == UInt8(ascii: "/")
        var at = text.endOfName(from: 1)
        name = text.loweredText(1, at)
        while at < text.count, text[at] == 0x20 {
            let nameEnd = text.endOfName(from: at + 1)
            let valueStart = nameEnd + 2
            guard let quote = text.index(of: UInt8(ascii: "\""), from: valueStart) else { return }
            let key = text.loweredText(at + 1, nameEnd)
            if values[key] == nil { values[key] = text.part(valueStart, quote).dereferenced }
            at = quote + 1
        }
    }

    /// Whether there is an attribute of this name, in small letters, be it blank.
    func has(_ name: String) -> Bool { values[name] != nil }

    /// The value of an attribute, by its name in small letters; nil where it is absent or blank.
    subscript(name: String) -> String? { values[name]?.trimmedOrNil }
}

extension UnsafeBufferPointer<UInt8> {
    /// Where the name of an element or an attribute ends.
    fileprivate func endOfName(from start: Int) -> Int {
        var end = start
        while end < count, self[end] != 0x20, self[end] != UInt8(ascii: "="), self[end] != UInt8(ascii: ">"),
            self[end] != UInt8(ascii: "/")
        {
            end += 1
        }
        return end
    }

    fileprivate func loweredText(_ from: Int, _ to: Int) -> String {
        String(decoding: part(from, to), as: UTF8.self).asciiLowered
    }

    /// The text, its references replaced by what they stand for.
    var dereferenced: String {
        guard contains(UInt8(ascii: "&")) else { return String(decoding: self, as: UTF8.self) }
        var out: [UInt8] = []
        out.reserveCapacity(count)
        var at = 0
        while at < count {
            if self[at] == UInt8(ascii: "&"),
                let found = CharacterReference(in: self, at: at, strict: false)
            {
                out.append(scalar: found.first)
                if let second = found.second { out.append(scalar: second) }
                at = found.end
            } else {
                out.append(self[at])
                at += 1
            }
        }
        return String(decoding: out, as: UTF8.self)
    }
}
