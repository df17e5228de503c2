/// The folders of a list that a feed with some tags belongs into, as far as there are any.
struct OutlineFolders {
    /// The body, and in it the folder of the first tag, in that the one of the second, and so on.
    private var places: [OutlinePlace] = []
    private let tags: [String]
    /// Whether the root declares the prefix of tocsin's own attribute.
    private(set) var declaresTocsin = false

    /// Finds the folders; the first of two with the same name counts.
    ///
    /// - Throws: `OPMLError` where the document is not well-formed or has no body.
    init(in input: UnsafeBufferPointer<UInt8>, root: Int, tags: [String]) throws(OPMLError) {
        self.tags = tags
        var scanner = OutlineScanner(input: input, root: root)
        while let piece = try scanner.next() {
            if scanner.repairs.contains(.tags) {
                throw .notEditable(line: scanner.line(), why: "a tag has no partner or no end")
            }
            if scanner.repairs.contains(.attributes) {
                throw .notEditable(line: scanner.line(), why: "an attribute is not well-formed")
            }
            switch piece {
            case .tag(let tag): start(tag, scanner)
            case .text, .other: end(scanner)
            }
        }
        guard scanner.isWhole else {
            throw .notEditable(line: scanner.line(), why: "the list is not closed, or nested too deep")
        }
        guard !places.isEmpty else { throw .notEditable(line: scanner.line(), why: "the list has no <body>") }
    }

    /// Where the feed is put.
    var innermost: OutlinePlace { places[places.count - 1] }
    /// The tags that no folder has.
    var newTags: ArraySlice<String> { tags.dropFirst(places.count - 1) }

    private mutating func start(_ tag: OutlineTag, _ scanner: OutlineScanner) {
        if scanner.depth == 0 { declaresTocsin = tag["xmlns:tocsin"] != nil }
        guard let last = places.last else {
            if tag.name == "body", scanner.depth == 1 { enter(tag, scanner) }
            return
        }
        guard last.isOpen, scanner.depth == last.depth + 1 else { return }
        places[places.count - 1].child = scanner.start
        let name = tag["text"] ?? tag["title"]
        guard tag.name == "outline", !tag.has("xmlurl"), let wanted = newTags.first, name?.oneLine == wanted
        else { return }
        enter(tag, scanner)
    }

    private mutating func enter(_ tag: OutlineTag, _ scanner: OutlineScanner) {
        places.append(
            OutlinePlace(
                depth: scanner.depth,
                startTag: scanner.start..<scanner.end,
                parent: scanner.parentStart,
                endTag: tag.isEmpty ? scanner.end : nil,
                isEmptyTag: tag.isEmpty
            )
        )
    }

    private mutating func end(_ scanner: OutlineScanner) {
        guard scanner.openCount < scanner.depth,
            let place = places.lastIndex(where: { $0.isOpen }), places[place].depth == scanner.openCount
        else { return }
        places[place].endTag = scanner.start
    }
}
