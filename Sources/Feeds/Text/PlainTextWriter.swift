/// Reads HTML byte by byte and writes its words.
///
/// Every scan that can fail to find its end remembers so, which keeps the whole linear on hostile input.
struct PlainTextWriter {
    private let input: UnsafeBufferPointer<UInt8>
    private let lineBreaks: LineBreaks
    private let markup: Markup
    private(set) var output: [UInt8] = []
    private var at = 0
    private var gap = Gap.none
    /// No tag that starts from here on is ever closed.
    private var hasNoMoreTags = false
    private var quotesAreBroken = false
    private var hasNoMoreComments = false
    /// Whether an ampersand was written.
    private var hasAmpersand = false
    /// Dropped elements, by name hash, of which no end tag is left.
    private var neverClosed: Set<UInt64> = []

    private enum Gap {
        case none
        case space
        case paragraph
    }

    init(input: UnsafeBufferPointer<UInt8>, lineBreaks: LineBreaks, markup: Markup) {
        self.input = input
        self.lineBreaks = lineBreaks
        self.markup = markup
        output.reserveCapacity(input.count)
    }

    /// Whether the text, once decoded, still holds escaped markup.
    var isEscapedTwice: Bool {
        hasAmpersand
            && output.withUnsafeBufferPointer { text in
                var from = 0
                while let mark = text.index(of: UInt8(ascii: "&"), from: from) {
                    if text.has("&lt;", at: mark) || text.has("&amp;#", at: mark) { return true }
                    if text.has("&#", at: mark), CharacterReference(in: text, at: mark, strict: true) != nil {
                        return true
                    }
                    from = mark + 1
                }
                return false
            }
    }

    mutating func run() {
        while at < input.count {
            let byte = input[at]
            switch byte {
            case UInt8(ascii: "<") where markup != .none: tag()
            case UInt8(ascii: "&") where markup != .none: reference()
            case 0x0A where lineBreaks == .paragraph: leave(.paragraph)
            case 0...0x20: leave(.space)
            case 0xC2, 0xE2, 0xE3: rareSpace(byte)
            case 0x7F: at += 1
            default: copyRun()
            }
        }
    }

    private mutating func leave(_ wanted: Gap, length: Int = 1) {
        if gap != .paragraph { gap = wanted }
        at += length
    }

    private mutating func fillGap() {
        guard gap != .none else { return }
        if !output.isEmpty { output.append(gap == .space ? 0x20 : 0x0A) }
        gap = .none
    }

    private mutating func copyRun() {
        fillGap()
        let end = input.endOfPlainText(from: at)
        output.append(contentsOf: input.part(at, end))
        at = end
    }

    /// NBSP and the other blanks of Unicode are white space; C1 controls are windows-1252 gone astray.
    private mutating func rareSpace(_ lead: UInt8) {
        let second = at + 1 < input.count ? input[at + 1] : 0
        let third = at + 2 < input.count ? input[at + 2] : 0
        if lead == 0xC2 {
            if second == 0xA0 || second == 0x85 { return leave(.space, length: 2) }
            if (0x80...0x9F).contains(second) {
                at += 2
                return write(scalar: referredScalar(UInt32(second)))
            }
        } else if lead == 0xE2, second == 0x80 {
            if (0x80...0x8A).contains(third) || third == 0xAF { return leave(.space, length: 3) }
            if third == 0xA8 || third == 0xA9 { return leave(.paragraph, length: 3) }
        } else if lead == 0xE3, second == 0x80, third == 0x80 {
            return leave(.space, length: 3)
        }
        copyRun()
    }

    private mutating func write(scalar: UInt32) {
        switch scalar {
        case 0x0A where lineBreaks == .paragraph: leave(.paragraph, length: 0)
        case 0x09, 0x0A, 0x0C, 0x0D, 0x20, 0xA0, 0x2000...0x200A, 0x2028, 0x2029, 0x202F, 0x3000:
            leave(.space, length: 0)
        case 0...0x1F, 0x7F...0x9F: break
        default:
            fillGap()
            hasAmpersand = hasAmpersand || scalar == UInt32(UInt8(ascii: "&"))
            output.append(scalar: scalar)
        }
    }

    private mutating func reference() {
        guard let found = CharacterReference(in: input, at: at, strict: false) else {
            hasAmpersand = true
            return copyRun()
        }
        at = found.end
        write(scalar: found.first)
        if let second = found.second { write(scalar: second) }
    }
}

// MARK: - Tags

extension PlainTextWriter {
    private mutating func tag() {
        let next = at + 1 < input.count ? input[at + 1] : 0
        if next.isLetter { return element(nameAt: at + 1, isEnd: false) }
        if next == UInt8(ascii: "/"), at + 2 < input.count, input[at + 2].isLetter {
            return element(nameAt: at + 2, isEnd: true)
        }
        guard markup == .all, next == UInt8(ascii: "!") || next == UInt8(ascii: "?") else { return copyRun() }
        if input.has("<![cdata[", at: at) {
            at += 9
        } else if !hasNoMoreComments, input.has("<!--", at: at) {
            comment()
        } else {
            skipTag(from: at + 1)
        }
    }

    private mutating func comment() {
        if let end = input.find("-->", from: at + 2) {
            at = end + 3
        } else {
            hasNoMoreComments = true
        }
    }

    private mutating func element(nameAt start: Int, isEnd: Bool) {
        var end = start
        while end < input.count, end - start < 16, !input[end].endsTagName { end += 1 }
        let name = input.part(start, end)
        let hash = name.loweredHash
        let kind = HTMLTag.named(hash)
        let isWhole = end == input.count || input[end].endsTagName
        if markup == .titles, kind == nil || !isWhole { return copyRun() }
        let isSelfClosed = skipTag(from: end, isKnown: kind != nil)
        switch kind {
        case .block: leave(.paragraph, length: 0)
        case .dropped where markup == .all:
            if !isEnd, !isSelfClosed { drop(name, hash: hash) }
        default: break
        }
    }

    /// Goes to the end of the tag; tells whether it closes itself.
    @discardableResult
    private mutating func skipTag(from start: Int, isKnown: Bool = true) -> Bool {
        guard !hasNoMoreTags, let end = tagEnd(from: start) else {
            hasNoMoreTags = true
            // A text that was cut in the middle of a tag, or "a <b" that never was one.
            if isKnown { at = input.count } else { copyRun() }
            return true
        }
        at = end + 1
        return end > start && input[end - 1] == UInt8(ascii: "/")
    }

    private mutating func tagEnd(from start: Int) -> Int? {
        guard !quotesAreBroken else { return input[start...].firstIndex(of: UInt8(ascii: ">")) }
        var quote: UInt8 = 0
        var isValue = false
        for index in start..<input.count {
            let byte = input[index]
            if quote != 0 {
                if byte == quote { quote = 0 }
            } else if byte == UInt8(ascii: ">") {
                return index
            } else if isValue, byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") {
                quote = byte
            }
            if !byte.isSpace { isValue = byte == UInt8(ascii: "=") }
        }
        quotesAreBroken = true
        return input[start...].firstIndex(of: UInt8(ascii: ">"))
    }

    /// Leaves out a dropped element; where it is never closed, only its tag.
    private mutating func drop(_ name: UnsafeBufferPointer<UInt8>, hash: UInt64) {
        guard !neverClosed.contains(hash) else { return }
        var depth = 1
        var from = at
        while let mark = input.index(of: UInt8(ascii: "<"), from: from) {
            let isEnd = mark + 1 < input.count && input[mark + 1] == UInt8(ascii: "/")
            let start = isEnd ? mark + 2 : mark + 1
            from = mark + 1
            guard isName(name, at: start) else { continue }
            depth += isEnd ? -1 : 1
            if depth == 0 {
                at = start
                skipTag(from: start)
                return
            }
        }
        neverClosed.insert(hash)
    }

    private func isName(_ name: UnsafeBufferPointer<UInt8>, at start: Int) -> Bool {
        let end = start + name.count
        guard end <= input.count, end == input.count || input[end].endsTagName else { return false }
        for index in 0..<name.count where input[start + index].lowered != name[index].lowered { return false }
        return true
    }
}

extension UnsafeBufferPointer<UInt8> {
    /// Where a text that is copied as it is ends; it holds at least the byte that it begins with.
    ///
    /// Single spaces between words belong to it; a space at its end does not, for it may turn out to be more.
    func endOfPlainText(from start: Int) -> Int {
        var end = start &+ 1
        while end < count {
            while end &+ 17 <= count {
                let first = Self.special(ByteWord(self, at: end), next: ByteWord(self, at: end &+ 1))
                let second = Self.special(ByteWord(self, at: end &+ 8), next: ByteWord(self, at: end &+ 9))
                guard first | second == 0 else {
                    end &+= first != 0 ? ByteWord.first(first) : 8 &+ ByteWord.first(second)
                    break
                }
                end &+= 16
            }
            guard end < count, goesOn(at: end) else { break }
            end &+= 1
        }
        return end > start + 1 && self[end - 1] == 0x20 ? end - 1 : end
    }

    /// Whether a text that is copied as it is goes on with the byte here.
    @inline(__always)
    private func goesOn(at place: Int) -> Bool {
        let byte = self[place]
        return !byte.isSpecial || byte == 0x20 && place &+ 1 < count && self[place &+ 1] > 0x20
            || byte >= 0xC2 && !beginsRareSpace(at: place)
    }

    /// Whether all of it is copied as it is, the first byte being none that is not.
    var isPlainText: Bool {
        guard let first, !first.isSpecial || first >= 0xC2 && !beginsRareSpace(at: 0) else { return isEmpty }
        return endOfPlainText(from: 0) == count
    }

    /// Whether the bytes here may be white space beyond ASCII, or a C1 control.
    private func beginsRareSpace(at start: Int) -> Bool {
        let second = start + 1 < count ? self[start + 1] : 0
        switch self[start] {
        case 0xC2: return second <= 0xA0
        case 0xE2:
            return second == 0x80
                && (start + 2 >= count || self[start + 2] <= 0x8A || self[start + 2] >= 0xA8)
        default: return second == 0x80
        }
    }

    /// Control characters, `&`, `<`, DEL, the lead bytes of rare white space, and spaces before another.
    @inline(__always)
    private static func special(_ word: ByteWord, next: ByteWord) -> UInt64 {
        let common =
            word.marksControls | word.marks(UInt8(ascii: "&")) | word.marks(UInt8(ascii: "<"))
            | word.marks(0x7F) | word.marks(0x20, with: next)
        return word.isASCII ? common : common | word.marks(0xC2) | word.marksPair(0xE2)
    }
}

extension UInt8 {
    fileprivate var isSpecial: Bool {
        self <= 0x20 || self == UInt8(ascii: "&") || self == UInt8(ascii: "<") || self == 0x7F || self == 0xC2
            || self | 1 == 0xE3
    }

    fileprivate var endsTagName: Bool {
        isSpace || self == UInt8(ascii: ">") || self == UInt8(ascii: "/") || self == UInt8(ascii: "<")
    }
}
