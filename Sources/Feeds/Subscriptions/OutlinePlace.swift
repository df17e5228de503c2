/// An element of a list that outlines can be put into.
struct OutlinePlace {
    /// How a new last child is written into it.
    struct Layout {
        /// What the child takes the place of.
        var range: Range<Int>
        /// What is written before and behind the child.
        var before = ""
        var after = ""
        /// How the child's lines begin.
        var indent: String
        /// What lines one level further in begin with, behind that.
        var unit: String
        var lineBreak: String
    }

    /// How many elements are around it.
    let depth: Int
    let startTag: Range<Int>
    /// Where the tag of the element around it begins.
    let parent: Int
    /// Where its end tag begins; nil where it is open still, its end where it has none.
    var endTag: Int?
    /// Whether it is an empty tag: `<body/>`.
    let isEmptyTag: Bool
    /// Where its last child begins.
    var child: Int?

    var isOpen: Bool { endTag == nil }

    func layout(in input: UnsafeBufferPointer<UInt8>) -> Layout {
        let end = endTag ?? startTag.upperBound
        let ownIndent = input.indent(of: startTag.lowerBound)
        let unit = unit(in: input, ownIndent: ownIndent)
        let endIndent = input.indent(of: end)
        let inner = child.flatMap(input.indent(of:))
        var layout = Layout(
            range: end..<end,
            indent: inner ?? (ownIndent ?? endIndent ?? "") + unit,
            unit: unit,
            lineBreak: input.lineBreak
        )
        let newLine = layout.lineBreak + layout.indent
        if isEmptyTag {
            let name = input.part(startTag.lowerBound + 1, end).prefix {
                !$0.isSpace && $0 != UInt8(ascii: "/")
            }
            layout.range = input.withoutSpaceBefore(end - 2)..<end
            layout.before = ">" + newLine
            layout.after =
                layout.lineBreak + (ownIndent ?? "") + "</\(String(decoding: name, as: UTF8.self))>"
        } else if let endIndent {
            // At the start of the end tag's line, which keeps its indentation.
            let lineStart = end - endIndent.utf8.count
            layout.range = lineStart..<lineStart
            layout.before = layout.indent
            layout.after = layout.lineBreak
        } else if inner != nil {
            layout.before = newLine
        } else if child == nil, let ownIndent {
            layout.before = newLine
            layout.after = layout.lineBreak + ownIndent
        } else {
            layout.lineBreak = ""
            layout.indent = ""
            layout.unit = ""
        }
        return layout
    }

    /// What this element is further in than the one around it, or what people usually write.
    private func unit(in input: UnsafeBufferPointer<UInt8>, ownIndent: String?) -> String {
        let own = ownIndent ?? ""
        let outer = input.indent(of: parent) ?? ""
        if own.utf8.count > outer.utf8.count, own.hasPrefix(outer) {
            return String(own.dropFirst(outer.utf8.count))
        }
        return own.hasPrefix("\t") ? "\t" : "  "
    }
}

extension UnsafeBufferPointer<UInt8> {
    /// The blanks in front of what stands here; nil where something else is on its line before it.
    fileprivate func indent(of offset: Int) -> String? {
        var start = offset
        while start > 0, self[start - 1] == 0x20 || self[start - 1] == 0x09 { start -= 1 }
        guard start == 0 || self[start - 1] == 0x0A || self[start - 1] == 0x0D else { return nil }
        return String(decoding: part(start, offset), as: UTF8.self)
    }

    /// Where the white space before an offset begins.
    fileprivate func withoutSpaceBefore(_ offset: Int) -> Int {
        var start = offset
        while start > 0, self[start - 1].isSpace { start -= 1 }
        return start
    }

    /// How the document ends its lines.
    fileprivate var lineBreak: String {
        guard let end = index(of: 0x0A, from: 0) else { return "\n" }
        return end > 0 && self[end - 1] == 0x0D ? "\r\n" : "\n"
    }
}
