/// Finds the tags of a web page that link to other documents.
///
/// It splits tags as browsers do (HTML, section 13.2.5), goes over each byte once, and skips comments and elements
/// whose text is no markup.
struct HTMLLinkScanner {
    /// A `<link>`, `<a>`, `<area>` or `<base>` with the attributes that matter, as they are written.
    struct Tag {
        enum Name {
            case link
            case anchor
            case base
        }

        let name: Name
        var relation: Range<Int>?
        var address: Range<Int>?
        var type: Range<Int>?
        var title: Range<Int>?
        /// Where the tag ends.
        var end = 0
    }

    let input: UnsafeBufferPointer<UInt8>
    private var at = 0
    private var hasNoMoreCDATA = false
    /// Elements without markup, by name hash, of which no end tag is left.
    private var neverClosed: Set<UInt64> = []

    init(input: UnsafeBufferPointer<UInt8>) { self.input = input }

    /// The next tag that links to something; nil where there is no more.
    mutating func next() -> Tag? {
        while let mark = input.index(of: UInt8(ascii: "<"), from: at) {
            at = mark + 1
            guard at < input.count else { return nil }
            if input[at].isLetter {
                if let tag = startTag() { return tag }
            } else if input[at] == UInt8(ascii: "/") {
                endTag()
            } else if input[at] == UInt8(ascii: "!") {
                declaration()
            } else if input[at] == UInt8(ascii: "?") {
                skip(to: ">")
            }
        }
        return nil
    }

    private mutating func startTag() -> Tag? {
        let name = takeName()
        var tag = Self.linking(name).map { Tag(name: $0) }
        while let attribute = takeAttribute() { tag?.keep(attribute, in: input) }
        // A tag without an end is none.
        guard at < input.count else { return nil }
        at += 1
        tag?.end = at
        let hash = name.loweredHash
        if Self.withoutMarkup.contains(hash), !neverClosed.contains(hash) { skipElement(name, hash: hash) }
        return tag
    }

    private mutating func endTag() {
        guard at + 1 < input.count, input[at + 1].isLetter else { return skip(to: ">") }
        at += 1
        _ = takeName()
        while takeAttribute() != nil {}
        at += 1
    }

    private mutating func takeName() -> UnsafeBufferPointer<UInt8> {
        let start = at
        while at < input.count, !input[at].endsTagName { at += 1 }
        return input.part(start, at)
    }

    // MARK: - Attributes

    /// Takes the next attribute of a tag, and goes to the tag's ">" where there is none.
    private mutating func takeAttribute() -> Attribute? {
        while at < input.count, input[at].isSpace || input[at] == UInt8(ascii: "/") { at += 1 }
        guard at < input.count, input[at] != UInt8(ascii: ">") else { return nil }
        let start = at
        // An equals sign in front belongs to the name.
        at += 1
        while at < input.count, !input[at].endsAttributeName { at += 1 }
        let name = start..<at
        skipSpace()
        guard at < input.count, input[at] == UInt8(ascii: "=") else {
            return Attribute(name: name, value: at..<at)
        }
        at += 1
        skipSpace()
        return Attribute(name: name, value: takeValue())
    }

    private mutating func takeValue() -> Range<Int> {
        guard at < input.count else { return at..<at }
        let quote = input[at]
        guard quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'") else {
            let start = at
            while at < input.count, !input[at].isSpace, input[at] != UInt8(ascii: ">") { at += 1 }
            return start..<at
        }
        let start = at + 1
        let end = input.index(of: quote, from: start) ?? input.count
        at = min(end + 1, input.count)
        return start..<end
    }

    private mutating func skipSpace() {
        while at < input.count, input[at].isSpace { at += 1 }
    }

    // MARK: - What is no markup

    private mutating func declaration() {
        if input.has("!-->", at: at) || input.has("!--->", at: at) {
            skip(to: ">")
        } else if input.has("!--", at: at) {
            at += 3
            skipComment()
        } else if !hasNoMoreCDATA, input.has("![cdata[", at: at) {
            // What authors of XHTML mean by it; to browsers it is a comment up to the first ">".
            if let end = input.find("]]>", from: at) { at = end + 3 } else { hasNoMoreCDATA = true }
        } else {
            skip(to: ">")
        }
    }

    private mutating func skipComment() {
        while let dashes = input.find("--", from: at) {
            at = dashes + 2
            if input.has(">", at: at) || input.has("!>", at: at) { return skip(to: ">") }
            at = dashes + 1
        }
        at = input.count
    }

    private mutating func skip(to end: StaticString) {
        at = input.find(end, from: at).map { $0 + end.utf8CodeUnitCount } ?? input.count
    }

    /// Goes to the end tag of an element; where it has none, the element is its tag alone.
    private mutating func skipElement(_ name: UnsafeBufferPointer<UInt8>, hash: UInt64) {
        var from = at
        while let mark = input.find("</", from: from) {
            from = mark + 2
            let end = from + name.count
            guard end < input.count, input.part(from, end).loweredHash == hash, input[end].endsTagName else {
                continue
            }
            at = mark
            return
        }
        neverClosed.insert(hash)
    }

    /// Elements whose text is no markup to a browser that runs scripts, and templates.
    private static let withoutMarkup: Set<UInt64> = {
        let names = "script style title textarea xmp iframe noembed noframes noscript template"
        return Set(names.split(separator: " ").map { Array($0.utf8).withUnsafeBufferPointer(\.nameHash) })
    }()

    private static func linking(_ name: UnsafeBufferPointer<UInt8>) -> Tag.Name? {
        switch name.count {
        case 1 where name.has("a", at: 0): .anchor
        case 4 where name.has("link", at: 0): .link
        case 4 where name.has("area", at: 0): .anchor
        case 4 where name.has("base", at: 0): .base
        default: nil
        }
    }
}

/// An attribute's name and value, as they are written.
private struct Attribute {
    let name: Range<Int>
    let value: Range<Int>
}

extension HTMLLinkScanner.Tag {
    /// Keeps an attribute that matters; of two with one name the first counts.
    fileprivate mutating func keep(_ attribute: Attribute, in input: UnsafeBufferPointer<UInt8>) {
        let name = input.part(attribute.name.lowerBound, attribute.name.upperBound)
        switch name.count {
        case 3 where name.has("rel", at: 0): relation = relation ?? attribute.value
        case 4 where name.has("href", at: 0): address = address ?? attribute.value
        case 4 where name.has("type", at: 0): type = type ?? attribute.value
        case 5 where name.has("title", at: 0): title = title ?? attribute.value
        default: break
        }
    }
}

extension UInt8 {
    fileprivate var endsTagName: Bool { isSpace || self == UInt8(ascii: "/") || self == UInt8(ascii: ">") }
    fileprivate var endsAttributeName: Bool { endsTagName || self == UInt8(ascii: "=") }
}
