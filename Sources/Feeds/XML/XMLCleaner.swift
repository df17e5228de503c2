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
        output.reserveCapacity(Self.stepLimit * 2)
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
        if !open.isEmpty {
            if run.count < TextRun.shortest {
                output.append(contentsOf: input.part(run.lowerBound, run.upperBound))
            } else {
                TextRun(run).write(to: &output)
            }
        }
        guard at < input.count else { return }
        switch input[at] {
        case UInt8(ascii: "&"): reference(inAttribute: false)
        case let byte where byte < 0x20 && !byte.isXMLSpace || byte == 0xEF: leaveOut()
        default: break
        }
    }

    private mutating func characterData() {
        let run = takeRun(inCDATA: true)
        if run.count >= TextRun.shortest {
            TextRun(run).write(to: &output)
        } else if !run.isEmpty {
            output.append("<![CDATA[")
            output.append(contentsOf: input.part(run.lowerBound, run.upperBound))
            output.append("]]>")
        }
        guard at < input.count else { return }
        if input.has("]]>", at: at) {
            at += 3
            isInCDATA = false
        } else if input[at] < 0x20 && !input[at].isXMLSpace || input.hasNoncharacter(at: at) {
            leaveOut()
        }
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

    /// Leaves out a character XML forbids.
    private mutating func leaveOut() {
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
            output.append(UInt8(ascii: "'"))
            at += 6
        } else if let known = entities.expand(input, at: at) {
            if !open.isEmpty { output.append(contentsOf: known.text) }
            at = known.end
        } else {
            repairs.insert(.ampersands)
            if !open.isEmpty || inAttribute { output.append("&#38;") }
            at += 1
        }
    }

    /// libxml2 keeps numeric references even where it drops named ones.
    mutating func write(scalar: UInt32, inAttribute: Bool) {
        guard !open.isEmpty || inAttribute else { return }
        switch scalar {
        case UInt32(UInt8(ascii: "&")): output.append("&#38;")
        case UInt32(UInt8(ascii: "<")): output.append("&#60;")
        case UInt32(UInt8(ascii: ">")) where output.last == UInt8(ascii: "]"): output.append("&#62;")
        case UInt32(UInt8(ascii: "\"")) where inAttribute: output.append("&#34;")
        case 0x09, 0x0A: output.append(UInt8(scalar))
        case 0...0x1F, 0xFFFE, 0xFFFF: repairs.insert(.controls)
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
        if !open.isEmpty { output.append("&#60;") }
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
        var at = start
        while at < end {
            if at + 8 <= end {
                let word = ByteWord(self, at: at)
                let ends =
                    inCDATA
                    ? word.marks(UInt8(ascii: "]"))
                    : word.marks(UInt8(ascii: "<")) | word.marks(UInt8(ascii: "&"))
                let marks = ends | word.marksControls | word.marks(0xEF)
                at += ByteWord.first(marks)
                if marks == 0 { continue }
            }
            let isEnd =
                switch self[at] {
                case UInt8(ascii: "<"), UInt8(ascii: "&"): !inCDATA
                case UInt8(ascii: "]"): inCDATA && has("]]>", at: at)
                case 0xEF: hasNoncharacter(at: at)
                case let byte: byte < 0x20 && !byte.isXMLSpace
                }
            if isEnd { return at }
            at += 1
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
