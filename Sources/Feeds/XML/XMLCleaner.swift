/// Goes once over a damaged document and hands on XML that libxml2 reads without loss.
///
/// libxml2's own recovery drops text: `&` and what follows it, entities it was not told of, everything after a
/// NUL. So the cleaner escapes and decodes here, balances the tags, leaves out declarations, comments and the
/// whole DOCTYPE, so that no entity is ever declared, and refuses tags that would take libxml2 quadratic time.
struct XMLCleaner {
    static let attributeLimit = 500
    static let tagLimit = 64 << 10
    static let depthLimit = 256
    private static let stepLimit = 64 << 10

    let input: UnsafeBufferPointer<UInt8>
    var at: Int
    /// Clean XML that was not handed on yet.
    var output: [UInt8] = []
    /// Texts that had to be put together, which the output refers to.
    private(set) var arena: [UInt8] = []
    /// Where the text begins that the output does not refer to yet.
    private var pending = 0
    /// The names of the open elements, as ranges of the input.
    var open: [Range<Int>] = []
    var repairs = XMLRepairs()
    private(set) var isRootClosed = false
    var isTooDeep = false
    private var isInCDATA = false
    private var hasDoctype = false
    private var entities = DeclaredEntities()

    init(input: UnsafeBufferPointer<UInt8>, start: Int) {
        self.input = input
        at = start
        output.reserveCapacity(min(input.count - start, 40 << 10))
    }

    /// Cleans a piece; false when there is no more.
    mutating func step() throws(FeedError) -> Bool {
        guard at < input.count, !isRootClosed, !isTooDeep else { return false }
        if isInCDATA {
            characterData()
        } else if input[at] == UInt8(ascii: "<") {
            try markup()
        } else {
            text()
        }
        return true
    }

    /// The line of an offset, for messages.
    func line(of offset: Int) -> Int {
        input[..<min(offset, input.count)].reduce(1) { $1 == 0x0A ? $0 + 1 : $0 }
    }

    mutating func close() {
        open.removeLast()
        isRootClosed = open.isEmpty
    }

    // MARK: - Text

    private mutating func text() {
        let run = takeRun(inCDATA: false)
        let isWhole = at < input.count && input[at] == UInt8(ascii: "<") && pending == arena.count
        if isWhole, run.count < TextRun.shortest, !open.isEmpty {
            output.append(contentsOf: input.part(run.lowerBound, run.upperBound))
        } else {
            keep(run)
        }
        guard at < input.count else { return }
        if input[at] == UInt8(ascii: "&") {
            reference(inAttribute: false)
        } else {
            leaveOutForbidden()
        }
    }

    private mutating func characterData() {
        keep(takeRun(inCDATA: true))
        guard at < input.count else { return }
        if input.has("]]>", at: at) {
            at += 3
            isInCDATA = false
        } else {
            leaveOutForbidden()
        }
    }

    /// Takes a stretch of text up: where it is long, by where it stands.
    private mutating func keep(_ run: Range<Int>) {
        guard !open.isEmpty, !run.isEmpty else { return }
        if run.count >= TextRun.shortest, pending == arena.count {
            TextRun(run, in: .document).write(to: &output)
        } else {
            arena.append(contentsOf: input.part(run.lowerBound, run.upperBound))
        }
    }

    /// Refers to the text that was put together since the last tag.
    mutating func endText() {
        guard pending < arena.count else { return }
        TextRun(pending..<arena.count, in: .arena).write(to: &output)
        pending = arena.count
    }

    /// Begins anew, after the output was handed on.
    mutating func clear() {
        output.removeAll(keepingCapacity: true)
        arena.removeAll(keepingCapacity: true)
        pending = 0
    }

    /// Goes over text that needs no care, at most a step of it, in whole characters.
    private mutating func takeRun(inCDATA: Bool) -> Range<Int> {
        let start = at
        let end = min(input.count, at + Self.stepLimit)
        at = input.endOfCleanText(from: at, to: end, inCDATA: inCDATA)
        if at == end, end < input.count {
            while at > start, input[at] & 0xC0 == 0x80 { at -= 1 }
        }
        return start..<at
    }

    /// Leaves out a character that XML forbids, where one stands here.
    private mutating func leaveOutForbidden() {
        guard input[at] < 0x20 && !input[at].isXMLSpace || input.hasNoncharacter(at: at) else { return }
        repairs.insert(.controls)
        at += input[at] == 0xEF ? 3 : 1
    }

    // MARK: - References

    mutating func reference(inAttribute: Bool) {
        if let found = CharacterReference(in: input, at: at, strict: true) {
            if !hasDoctype, found.isForeignToXML(input[at + 1]) { repairs.insert(.entities) }
            at = found.end
            write(scalar: found.first, inAttribute: inAttribute)
            if let second = found.second { write(scalar: second, inAttribute: inAttribute) }
        } else if input.has("&apos;", at: at) {
            write(scalar: UInt32(UInt8(ascii: "'")), inAttribute: inAttribute)
            at += 6
        } else if let known = entities.expand(input, at: at) {
            if inAttribute {
                output.append(contentsOf: known.text)
            } else if !open.isEmpty {
                arena.append(contentsOf: known.text)
            }
            at = known.end
        } else {
            repairs.insert(.ampersands)
            write(scalar: UInt32(UInt8(ascii: "&")), inAttribute: inAttribute)
            at += 1
        }
    }

    /// Writes a character; in an attribute, where libxml2 reads it, in a form that it keeps.
    mutating func write(scalar: UInt32, inAttribute: Bool) {
        switch scalar {
        case 0x09, 0x0A: break
        case 0...0x1F, 0xFFFE, 0xFFFF:
            repairs.insert(.controls)
            return
        default: break
        }
        guard inAttribute else {
            if !open.isEmpty { arena.append(scalar: scalar) }
            return
        }
        switch scalar {
        case UInt32(UInt8(ascii: "&")): output.append("&#38;")
        case UInt32(UInt8(ascii: "<")): output.append("&#60;")
        case UInt32(UInt8(ascii: "\"")): output.append("&#34;")
        default: output.append(scalar: scalar)
        }
    }

    // MARK: - Markup

    private mutating func markup() throws(FeedError) {
        let next = at + 1 < input.count ? input[at + 1] : 0
        if next == UInt8(ascii: "/") {
            endTag()
        } else if next == UInt8(ascii: "?") {
            skip(to: "?>")
        } else if next == UInt8(ascii: "!") {
            declaration()
        } else if let name = tagName(at: at + 1) {
            try startTag(name)
        } else {
            bareLessThan()
        }
    }

    mutating func bareLessThan() {
        if at + 1 < input.count { repairs.insert(.tags) }
        write(scalar: UInt32(UInt8(ascii: "<")), inAttribute: false)
        at += 1
    }

    private mutating func skip(to end: StaticString) {
        at = input.find(end, from: at + 2).map { $0 + end.utf8CodeUnitCount } ?? input.count
    }

    private mutating func declaration() {
        if input.has("<!--", at: at) {
            at += 2
            skip(to: "-->")
        } else if input.has("<![cdata[", at: at) {
            at += 9
            guard !open.isEmpty else { return }
            isInCDATA = true
        } else if input.has("<!doctype", at: at) {
            // A second one is an error; a full search for the end of each would take quadratic time.
            guard !hasDoctype else { return skip(to: ">") }
            let end = endOfDoctype(in: input, at: at)
            entities.read(input, from: at, to: end)
            hasDoctype = true
            at = end
        } else {
            bareLessThan()
        }
    }
}

extension CharacterReference {
    /// Whether XML does not know the name without a DTD.
    fileprivate func isForeignToXML(_ mark: UInt8) -> Bool {
        guard mark != UInt8(ascii: "#") else { return false }
        return ![0x26, 0x3C, 0x3E, 0x22, 0x27].contains(first)
    }
}

extension UInt8 {
    fileprivate var isXMLSpace: Bool { self == 0x20 || self == 0x0A || self == 0x0D || self == 0x09 }
}

extension UnsafeBufferPointer<UInt8> {
    /// Whether U+FFFE or U+FFFF stands here.
    fileprivate func hasNoncharacter(at offset: Int) -> Bool {
        count > offset + 2 && self[offset] == 0xEF && self[offset + 1] == 0xBF && self[offset + 2] >= 0xBE
    }

    /// Where the text ends that means itself: at a mark of XML, or at a character XML forbids.
    fileprivate func endOfCleanText(from start: Int, to end: Int, inCDATA: Bool) -> Int {
        if inCDATA {
            return endOfRun(
                from: start,
                to: end,
                marks: { $0.marks(UInt8(ascii: "]")) },
                isEnd: { has("]]>", at: $0) }
            )
        }
        return endOfRun(
            from: start,
            to: end,
            marks: { $0.marks(UInt8(ascii: "<")) | $0.marks(UInt8(ascii: "&")) },
            isEnd: { self[$0] == UInt8(ascii: "<") || self[$0] == UInt8(ascii: "&") }
        )
    }

    /// Where a text ends.
    ///
    /// - Parameters:
    ///   - start: Where it begins.
    ///   - end: Where it ends at the latest.
    ///   - marks: Marks the bytes that may end it.
    ///   - isEnd: Whether a mark of XML does end it.
    /// - Returns: The offset of what ends it, or `end`.
    @inline(__always)
    private func endOfRun(
        from start: Int,
        to end: Int,
        marks: (ByteWord) -> UInt64,
        isEnd: (Int) -> Bool
    ) -> Int {
        var at = start
        while at < end {
            while at &+ 8 <= end {
                let word = ByteWord(self, at: at)
                let found = marks(word) | word.marksControls | (word.isASCII ? 0 : word.marks(0xEF))
                at &+= ByteWord.first(found)
                if found != 0 { break }
            }
            guard at < end else { break }
            let byte = self[at]
            if byte < 0x20 ? !byte.isXMLSpace : byte == 0xEF ? hasNoncharacter(at: at) : isEnd(at) { break }
            at &+= 1
        }
        return at
    }
}

/// Where a DOCTYPE ends, with the declarations in its brackets; where it has no end, at its first ">".
func endOfDoctype(in input: UnsafeBufferPointer<UInt8>, at start: Int) -> Int {
    var isInBrackets = false
    var at = start
    while at < input.count {
        switch input[at] {
        case UInt8(ascii: "\""), UInt8(ascii: "'"):
            at = input[(at + 1)...].firstIndex(of: input[at]) ?? input.count
        case UInt8(ascii: "<") where input.has("<!--", at: at):
            at = input.find("-->", from: at + 4).map { $0 + 2 } ?? input.count
        case UInt8(ascii: "["): isInBrackets = true
        case UInt8(ascii: "]"): isInBrackets = false
        case UInt8(ascii: ">") where !isInBrackets: return at + 1
        default: break
        }
        at += 1
    }
    return input[start...].firstIndex(of: UInt8(ascii: ">")).map { $0 + 1 } ?? input.count
}
