public import News

/// What one item says of a story, in pieces that can be held beside those of others.
public struct ReportDetails: Hashable, Sendable {
    /// A piece that two items share where their keys are the same.
    public struct Fact: Hashable, Sendable {
        /// What it is compared as.
        public let key: String
        /// As it is written.
        public let text: String

        /// Whether both are compared as the same.
        public static func == (left: Fact, right: Fact) -> Bool { left.key == right.key }

        /// Takes up what it is compared as.
        public func hash(into hasher: inout Hasher) { hasher.combine(key) }
    }

    /// The sentences below the headline in which the hits stand.
    public let sentences: [String]
    /// The figures in headline and sentences, with what they count.
    public let figures: [Fact]
    /// The names in them.
    public let names: [Fact]
    /// Who is quoted in the item, and with what.
    public let quotes: [Quote]
    /// All words of headline, summary and sentences.
    private let words: [HeadlineWords.Word]

    private static let mostSentences = 4
    private static let mostQuotes = 5

    /// Takes an item apart.
    ///
    /// - Parameters:
    ///   - item: The item.
    ///   - spans: The words that made lists hit it.
    public init(of item: Item, spans: [Span]) {
        var sentences: [String] = []
        for field in [Field.summary, .body] {
            let places = spans.filter { $0.field == field }.map(\.start)
            for sentence in Self.sentences(of: item.text(of: field), at: places)
            where !sentences.contains(sentence) {
                sentences.append(sentence)
            }
        }
        self.sentences = Array(sentences.prefix(Self.mostSentences))
        words =
            HeadlineWords(item.title).all + HeadlineWords(item.summary).all
            + self.sentences.flatMap { HeadlineWords($0).all }
        let texts = ([item.title] + self.sentences).map(HeadlineWords.init)
        figures = unique(
            texts.flatMap(\.figures).map {
                Fact(key: "\($0.value) \($0.counted.term)", text: "\($0.value) \($0.counted.text)")
            }
        )
        names = unique(texts.flatMap(\.names))
        quotes = Array((Quotes.all(in: item.summary) + Quotes.all(in: item.body)).prefix(Self.mostQuotes))
    }

    /// Whether the item has a name, in whatever spelling.
    public func mentions(_ name: Fact) -> Bool {
        let wanted = HeadlineWords(name.text).all
        return wanted.allSatisfy { word in words.contains { $0.term == word.term || $0.isVariant(of: word) } }
    }

    /// The sentences of a text that hold one of these places, counted in Unicode scalars.
    private static func sentences(of text: String, at places: [Int]) -> [String] {
        guard !places.isEmpty else { return [] }
        let words = Words(text).places
        let scalars = Array(text.unicodeScalars)
        let wanted = Set(
            words.filter { word in places.contains { word.source.contains($0) } }.map(\.sentence)
        )
        return wanted.sorted().compactMap { number in
            guard let first = words.firstIndex(where: { $0.sentence == number }) else { return nil }
            let next = words[first...].first { $0.sentence != number }
            let range = words[first].source.lowerBound..<(next?.source.lowerBound ?? scalars.count)
            let line = String(String.UnicodeScalarView(scalars[range])).split(separator: "\n").first ?? ""
            return String(line.drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
        }
    }
}

private func unique(_ facts: [ReportDetails.Fact]) -> [ReportDetails.Fact] {
    var seen: Set<ReportDetails.Fact> = []
    return facts.filter { seen.insert($0).inserted }
}

extension HeadlineWords {
    /// Words with a capital of their own; one that begins a sentence has it from there.
    fileprivate var names: [ReportDetails.Fact] {
        all.dropFirst().filter { $0.mayBeName && $0.term != 0 }.map { word in
            ReportDetails.Fact(key: "\(word.term)", text: word.text)
        }
    }
}
