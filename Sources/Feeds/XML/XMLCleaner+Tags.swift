// Tags: written anew, so that each is well-formed and each has its partner.

extension XMLCleaner {
    /// The name that begins here; nil where no XML name does.
    func tagName(at start: Int) -> Range<Int>? {
        guard start < input.count, input[start].beginsName else { return nil }
        var end = start + 1
        while end < input.count, input[end].isInName { end += 1 }
        guard end < input.count else { return start..<end }
        let next = input[end]
        let isEnded =
            next.isSpace || next == UInt8(ascii: ">") || next == UInt8(ascii: "/")
            || next == UInt8(ascii: "<")
        return isEnded ? start..<end : nil
    }

    mutating func startTag(_ name: Range<Int>) throws(FeedError) {
        endText()
        let start = at
        let mark = output.count
        // "<" and the name, as they stand there.
        output.append(contentsOf: input.part(start, name.upperBound))
        at = name.upperBound
        var attributes = 0
        while true {
            guard at - start <= Self.tagLimit else { throw .tagTooLong(line: line(of: start)) }
            guard at < input.count else { return output.removeLast(output.count - mark) }
            let byte = input[at]
            if byte == UInt8(ascii: ">") || byte == UInt8(ascii: "<") { break }
            if byte == UInt8(ascii: "/"), at + 1 < input.count, input[at + 1] == UInt8(ascii: ">") { break }
            if byte.isSpace || !byte.beginsName {
                if !byte.isSpace { repairs.insert(.attributes) }
                at += 1
                continue
            }
            attributes += 1
            guard attributes <= Self.attributeLimit else { throw .tooManyAttributes(line: line(of: start)) }
            try attribute(tagStart: start)
        }
        finishStartTag(name)
    }

    private mutating func finishStartTag(_ name: Range<Int>) {
        switch input[at] {
        case UInt8(ascii: "/"):
            output.append("/>")
            at += 2
            if open.isEmpty {
                open.append(name)
                close()
            }
            return
        case UInt8(ascii: ">"): at += 1
        default: repairs.insert(.tags)
        }
        output.append(UInt8(ascii: ">"))
        open.append(name)
        if open.count > Self.depthLimit {
            isTooDeep = true
            repairs.insert(.depth)
        }
    }

    private mutating func attribute(tagStart: Int) throws(FeedError) {
        let start = at
        while at < input.count, input[at].isInName { at += 1 }
        let name = input.part(start, at)
        var next = at
        while next < input.count, input[next].isSpace { next += 1 }
        guard next < input.count, input[next] == UInt8(ascii: "=") else {
            repairs.insert(.attributes)
            return
        }
        next += 1
        while next < input.count, input[next].isSpace { next += 1 }
        at = next
        guard at < input.count else { return }
        output.append(UInt8(ascii: " "))
        output.append(contentsOf: name)
        output.append("=\"")
        try attributeValue(tagStart: tagStart)
        output.append(UInt8(ascii: "\""))
    }

    private mutating func attributeValue(tagStart: Int) throws(FeedError) {
        let quote = input[at]
        let isQuoted = quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'")
        if isQuoted { at += 1 } else { repairs.insert(.attributes) }
        while at < input.count {
            guard at - tagStart <= Self.tagLimit else { throw .tagTooLong(line: line(of: tagStart)) }
            let byte = input[at]
            if isQuoted ? byte == quote : byte.isSpace || byte == UInt8(ascii: ">") { break }
            switch byte {
            case UInt8(ascii: "&"): reference(inAttribute: true)
            case UInt8(ascii: "<"), UInt8(ascii: "\""):
                if byte == UInt8(ascii: "<") { repairs.insert(.attributes) }
                write(scalar: UInt32(byte), inAttribute: true)
                at += 1
            case 0..<0x20:
                output.append(0x20)
                at += 1
            default: copyValue(to: quote, isQuoted: isQuoted)
            }
        }
        if isQuoted, at < input.count { at += 1 }
    }

    /// Copies what needs no care of an attribute's value.
    private mutating func copyValue(to quote: UInt8, isQuoted: Bool) {
        let start = at
        let end = min(input.count, at + Self.tagLimit)
        while at < end {
            let byte = input[at]
            if byte < 0x20 || byte == UInt8(ascii: "&") || byte == UInt8(ascii: "<")
                || byte == UInt8(ascii: "\"")
            {
                break
            }
            if isQuoted ? byte == quote : byte.isSpace || byte == UInt8(ascii: ">") { break }
            at += 1
        }
        output.append(contentsOf: input.part(start, at))
    }

    mutating func endTag() {
        guard let name = tagName(at: at + 2) else { return bareLessThan() }
        var end = name.upperBound
        while end < input.count, input[end] != UInt8(ascii: ">"), input[end] != UInt8(ascii: "<") { end += 1 }
        if end < input.count, input[end] == UInt8(ascii: ">") { end += 1 } else { repairs.insert(.tags) }
        let start = at
        at = end
        if let last = open.last, isSame(last, name), end == name.upperBound + 1,
            input[end - 1] == UInt8(ascii: ">")
        {
            endText()
            output.append(contentsOf: input.part(start, end))
            return close()
        }
        guard let place = open.lastIndex(where: { isSame($0, name) }) else {
            repairs.insert(.tags)
            return
        }
        if place != open.count - 1 { repairs.insert(.tags) }
        endText()
        while open.count > place, let last = open.last {
            output.append("</")
            output.append(contentsOf: input.part(last.lowerBound, last.upperBound))
            output.append(UInt8(ascii: ">"))
            close()
        }
    }

    private func isSame(_ one: Range<Int>, _ other: Range<Int>) -> Bool {
        guard one.count == other.count else { return false }
        for offset in 0..<one.count where input[one.lowerBound + offset] != input[other.lowerBound + offset] {
            return false
        }
        return true
    }
}

extension UInt8 {
    fileprivate var beginsName: Bool { isLetter || self == UInt8(ascii: "_") || self >= 0x80 }
    fileprivate var isInName: Bool {
        beginsName || isDigit || self == UInt8(ascii: ":") || self == UInt8(ascii: "-")
            || self == UInt8(ascii: ".")
    }
}
