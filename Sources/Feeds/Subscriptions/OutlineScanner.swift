/// Goes over an OPML document tag by tag, and knows where in it each stands.
///
/// It reads what `XMLCleaner` writes and not what libxml2 makes of that: cleaned, a document has lost its lines, by
/// which people are told of their mistakes.
struct OutlineScanner {
    /// What stands somewhere in the document.
    enum Piece {
        case tag(OutlineTag)
        case text([UInt8])
        /// An end tag, or something that means nothing.
        case other
    }

    private var cleaner: XMLCleaner
    /// Where the last piece begins.
    private(set) var start: Int
    /// How many elements were open before it.
    private(set) var depth = 0
    private var lineStart = 0
    private var lineNumber = 1

    init(input: UnsafeBufferPointer<UInt8>, root: Int) {
        cleaner = XMLCleaner(input: input, start: root)
        start = root
    }

    var input: UnsafeBufferPointer<UInt8> { cleaner.input }
    /// Where the last piece ends.
    var end: Int { cleaner.at }
    /// How many elements are open behind the last piece.
    var openCount: Int { cleaner.open.count }
    /// Where the tag of the element around the last piece begins; its start where there is none around it.
    var parentStart: Int { cleaner.open.prefix(depth).last.map { $0.lowerBound - 1 } ?? start }
    /// What had to be repaired so far.
    var repairs: XMLRepairs { cleaner.repairs }
    /// Whether the root element is whole.
    var isWhole: Bool { cleaner.isRootClosed }

    /// The line of the last piece.
    mutating func line() -> Int {
        lineNumber += input.part(lineStart, start).count { $0 == 0x0A }
        lineStart = start
        return lineNumber
    }

    /// The next piece; nil where there is no more.
    mutating func next() throws(OPMLError) -> Piece? {
        cleaner.clear()
        start = cleaner.at
        depth = cleaner.open.count
        do {
            guard try cleaner.step() else { return nil }
        } catch {
            throw OPMLError(error)
        }
        return cleaner.output.withUnsafeBufferPointer { written in
            if let tag = OutlineTag(written) { return .tag(tag) }
            return written.has("</", at: 0) || written.isEmpty && cleaner.arena.isEmpty ? .other : .text(text)
        }
    }

    /// The text of the last step.
    private var text: [UInt8] {
        cleaner.output.withUnsafeBufferPointer { written in
            guard written.count > 4, written[0] == UInt8(ascii: "<"), let start = written.baseAddress,
                let run = TextRun(target: start + 2, data: start + 4)
            else { return Array(written) }
            return Array(input.part(run.range.lowerBound, run.range.upperBound))
        } + cleaner.arena
    }
}
