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

    /// The headline, with the hits marked.
    public let headline: [Segment]
    /// The sentences below the headline in which the hits stand, with these marked.
    public let passages: [[Segment]]
    /// The figures in headline and sentences, with what they count.
    public let figures: [Fact]
    /// The names in them.
    public let names: [Fact]
    /// Who is quoted in the item, and with what.
    public let quotes: [Quote]
    /// All words of headline, summary and sentences.
    private let words: [HeadlineWords.Word]
    /// Letters and figures of the article, or of what stands for it; nil where that is too short to be known again.
    private let text: String?

    private static let mostSentences = 4
    private static let mostQuotes = 5
    /// Of a longer sentence only what stands around its first hit is shown.
    private static let longestSentence = 400
    private static let shortestText = 60

    /// Takes an item apart.
    ///
    /// - Parameters:
    ///   - item: The item.
    ///   - spans: The words that made lists hit it.
    public init(of item: Item, spans: [Span]) {
        headline = Passage(item.title, hits: Self.hits(of: spans, in: .title, of: item)).segments
        var passages: [[Segment]] = []
        for field in [Field.summary, .body] {
            let hits = Self.hits(of: spans, in: field, of: item)
            for sentence in Self.sentences(of: item.text(of: field), with: hits)
            where !passages.contains(sentence) {
                passages.append(sentence)
            }
        }
        self.passages = Array(passages.prefix(Self.mostSentences))
        let sentences = self.passages.map(\.plain)
        words =
            HeadlineWords(item.title).all + HeadlineWords(item.summary).all
            + sentences.flatMap { HeadlineWords($0).all }
        let texts = ([item.title] + sentences).map(HeadlineWords.init)
        figures = unique(
            texts.flatMap(\.figures).map {
                Fact(key: "\($0.value) \($0.counted.term)", text: "\($0.value) \($0.counted.text)")
            }
        )
        names = unique(texts.flatMap(\.names))
        quotes = Array((Quotes.all(in: item.summary) + Quotes.all(in: item.body)).prefix(Self.mostQuotes))
        let text = folded(item.body.isEmpty ? item.summary : item.body).unicodeScalars.filter {
            $0.properties.isAlphabetic || $0.properties.numericType != nil
        }
        self.text = text.count < Self.shortestText ? nil : String(text)
    }

    /// Whether both print one text, as outlets do that take it from one agency.
    public func hasTextOf(_ other: ReportDetails) -> Bool {
        text != nil && text == other.text
    }

    /// The passages without their marks.
    public var sentences: [String] { passages.map(\.plain) }

    /// Whether the item has a name, in whatever spelling.
    public func mentions(_ name: Fact) -> Bool {
        let wanted = HeadlineWords(name.text).all
        return wanted.allSatisfy { word in words.contains { $0.term == word.term || $0.isVariant(of: word) } }
    }

    /// Where in a text of an item as it is now the hits stand, in order, none overlapping.
    private static func hits(of spans: [Span], in field: Field, of item: Item) -> [Range<Int>] {
        let scalars = Array(item.text(of: field).unicodeScalars)
        var hits: [Range<Int>] = []
        for span in spans.filter({ $0.field == field }).sorted(by: { $0.start < $1.start }) {
            let range = span.start..<(span.start + span.length)
            // What has changed since it was hit is not marked.
            guard range.upperBound <= scalars.count, scalars[range].elementsEqual(span.text.unicodeScalars)
            else { continue }
            if let last = hits.last, range.lowerBound < last.upperBound {
                hits[hits.count - 1] = last.lowerBound..<max(last.upperBound, range.upperBound)
            } else {
                hits.append(range)
            }
        }
        return hits
    }

    /// The sentences of a text that hold hits.
    private static func sentences(of text: String, with hits: [Range<Int>]) -> [[Segment]] {
        guard !hits.isEmpty else { return [] }
        let words = Words(text).places
        let scalars = Array(text.unicodeScalars)
        let wanted = Set(
            words.filter { word in hits.contains { $0.overlaps(word.source) } }.map(\.sentence)
        )
        return wanted.sorted().compactMap { number in
            guard let first = words.firstIndex(where: { $0.sentence == number }) else { return nil }
            let next = words[first...].first { $0.sentence != number }
            let start = words[first].source.lowerBound
            let line = scalars[start..<(next?.source.lowerBound ?? scalars.count)].prefix { $0 != "\n" }
            let range = start..<end(of: line)
            let own = hits.filter(range.overlaps)
            return range.count > longestSentence
                ? Passage(text, hits: own).excerpt : Passage(text, hits: own).segments(of: range)
        }
    }
}

/// Where a sentence ends, without spaces and without a quotation mark that opens the next one.
private func end(of line: ArraySlice<Unicode.Scalar>) -> Int {
    func trimmed(_ line: ArraySlice<Unicode.Scalar>) -> ArraySlice<Unicode.Scalar> {
        line.dropLast(line.reversed().prefix(while: \.properties.isWhitespace).count)
    }
    let line = trimmed(line)
    guard let last = line.last, "“„«‘\"'([".unicodeScalars.contains(last),
        line.dropLast().last?.properties.isWhitespace == true
    else { return line.endIndex }
    return trimmed(line.dropLast()).endIndex
}

extension [Segment] {
    fileprivate var plain: String { map(\.text).joined() }
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
