/// A character reference, `&name;` or `&#number;`, found in a text.
struct CharacterReference {
    /// What it stands for.
    let first: UInt32
    /// The second scalar value of the few names that stand for two.
    let second: UInt32?
    /// Where the text goes on.
    let end: Int

    /// Reads the reference at an ampersand; nil where there is none.
    ///
    /// - Parameters:
    ///   - text: The text.
    ///   - start: The offset of the ampersand.
    ///   - strict: Whether the semicolon is needed, as XML says.
    init?(in text: UnsafeBufferPointer<UInt8>, at start: Int, strict: Bool) {
        let name = start + 1
        guard name < text.count else { return nil }
        if let common = Self.common(in: text, at: name) {
            self = common
        } else if text[name] == UInt8(ascii: "#") {
            self.init(numberIn: text, at: name + 1, strict: strict)
        } else {
            self.init(nameIn: text, at: name, strict: strict)
        }
    }

    private init(_ scalar: UInt8, end: Int) {
        first = UInt32(scalar)
        second = nil
        self.end = end
    }

    /// Those that XML has in common with HTML, of which escaped HTML is full.
    private static func common(in text: UnsafeBufferPointer<UInt8>, at name: Int) -> CharacterReference? {
        guard name + 3 <= text.count else { return nil }
        switch (text[name], text[name + 1], text[name + 2]) {
        case (UInt8(ascii: "l"), UInt8(ascii: "t"), UInt8(ascii: ";")):
            return CharacterReference(UInt8(ascii: "<"), end: name + 3)
        case (UInt8(ascii: "g"), UInt8(ascii: "t"), UInt8(ascii: ";")):
            return CharacterReference(UInt8(ascii: ">"), end: name + 3)
        case (UInt8(ascii: "a"), UInt8(ascii: "m"), UInt8(ascii: "p")):
            guard name + 4 <= text.count, text[name + 3] == UInt8(ascii: ";") else { return nil }
            return CharacterReference(UInt8(ascii: "&"), end: name + 4)
        default: return nil
        }
    }

    private init?(numberIn text: UnsafeBufferPointer<UInt8>, at start: Int, strict: Bool) {
        let isHex = start < text.count && text[start] | 0x20 == UInt8(ascii: "x")
        var at = isHex ? start + 1 : start
        let firstDigit = at
        var value: UInt32 = 0
        while at < text.count, let digit = text[at].hexValue, isHex || digit < 10 {
            value = min(value * (isHex ? 16 : 10) + digit, 0x11_0000)
            at += 1
        }
        let isClosed = at < text.count && text[at] == UInt8(ascii: ";")
        guard at > firstDigit, isClosed || !strict else { return nil }
        first = referredScalar(value)
        second = nil
        end = isClosed ? at + 1 : at
    }

    private init?(nameIn text: UnsafeBufferPointer<UInt8>, at start: Int, strict: Bool) {
        var at = start
        let limit = min(text.count, start + HTMLEntities.longestName + 1)
        while at < limit, text[at].isLetter || text[at].isDigit { at += 1 }
        let isClosed = at < text.count && text[at] == UInt8(ascii: ";")
        let name = text.part(start, at)
        let next = at < text.count ? text[at] : 0
        // "?a=1&copy=2" is an address, not a copyright sign.
        guard isClosed || (!strict && next != UInt8(ascii: "=") && HTMLEntities.standard.isLegacy(name)),
            let scalars = HTMLEntities.standard.scalars(of: name)
        else { return nil }
        first = scalars.0
        second = scalars.1
        end = isClosed ? at + 1 : at
    }
}
