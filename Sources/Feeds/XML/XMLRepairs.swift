/// What was put right on the way to the XML parser.
struct XMLRepairs: OptionSet {
    let rawValue: Int

    static let junk = XMLRepairs(rawValue: 1)
    static let controls = XMLRepairs(rawValue: 2)
    static let ampersands = XMLRepairs(rawValue: 4)
    static let entities = XMLRepairs(rawValue: 8)
    static let tags = XMLRepairs(rawValue: 16)
    static let attributes = XMLRepairs(rawValue: 32)
    static let cut = XMLRepairs(rawValue: 64)
    static let depth = XMLRepairs(rawValue: 128)

    /// What is said of a document whose end is missing.
    static let cutSentence = "the document ends before the feed is closed"

    /// A sentence each.
    var sentences: [String] {
        let all: [(XMLRepairs, String)] = [
            (.junk, "what stood before the feed was skipped"),
            (.controls, "control characters were left out"),
            (.ampersands, "ampersands were escaped"),
            (.entities, "HTML entities were read without a DTD"),
            (.tags, "tags that do not match were mended"),
            (.attributes, "attributes were mended"),
            (.cut, Self.cutSentence),
            (.depth, "reading stopped at elements nested deeper than \(XMLCleaner.depthLimit)"),
        ]
        return all.filter { contains($0.0) }.map(\.1)
    }
}
