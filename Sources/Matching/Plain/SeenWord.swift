public import News

/// A word of an item as the lists see it.
public struct SeenWord: Sendable, Hashable, Codable {
    /// The word and where it stands.
    public var span: Span
    /// What it is found by, the word itself first.
    public var forms: [String]
    /// The number of its sentence in its field, from 0.
    public var sentence: Int
    /// Whether a paragraph begins with it; NEAR does not reach across.
    public var beginsParagraph: Bool
}

extension Document {
    /// The id of the item.
    public var identity: String { item.identity }

    /// The words of a field, in order.
    public func seenWords(in field: Field) -> [SeenWord] {
        let words = words(of: field)
        var last: Words.Place?
        return zip(words.places, words.formsByWord).map { place, forms in
            defer { last = place }
            return SeenWord(
                span: span(place.source, in: field),
                forms: forms,
                sentence: place.sentence,
                beginsParagraph: last.map { place.position > $0.position + 1 } ?? true
            )
        }
    }
}
