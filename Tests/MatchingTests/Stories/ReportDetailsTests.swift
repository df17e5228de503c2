import Matching
import News
import Testing

@Suite struct `The details of a report` {
    private func details(_ title: String, _ summary: String, hits: [String] = []) -> ReportDetails {
        let spans = hits.compactMap { hit -> Span? in
            guard let range = summary.firstRange(of: hit) else { return nil }
            let start = summary.unicodeScalars.distance(from: summary.startIndex, to: range.lowerBound)
            return Span(field: .summary, start: start, length: hit.unicodeScalars.count, text: hit)
        }
        return ReportDetails(of: Item(identity: "1", title: title, summary: summary), spans: spans)
    }

    @Test func `hold the sentences with the hits, each once`() {
        let summary =
            "Nothing here. A truce was offered, and a truce was refused. Mr. Smith left. The truce waits."
        #expect(
            details("Talks", summary, hits: ["truce", "truce waits"]).sentences == [
                "A truce was offered, and a truce was refused.", "The truce waits.",
            ]
        )
        #expect(details("Talks", summary).sentences.isEmpty)
    }

    @Test func `mark the hits, but for those that an edit has taken away`() {
        let item = Item(identity: "1", title: "No truce yet", summary: "First. A truce waits.")
        let spans = [
            Span(field: .title, start: 3, length: 5, text: "truce"),
            Span(field: .summary, start: 9, length: 5, text: "truce"),
            Span(field: .summary, start: 9, length: 11, text: "truce waits"),
            Span(field: .summary, start: 0, length: 5, text: "Peace"),
            Span(field: .summary, start: 90, length: 5, text: "truce"),
        ]
        let details = ReportDetails(of: item, spans: spans)
        #expect(details.headline == [Segment("No "), Segment("truce", hit: true), Segment(" yet")])
        #expect(details.passages == [[Segment("A "), Segment("truce waits", hit: true), Segment(".")]])
    }

    @Test func `hold no more of a sentence without an end than stands around its hit`() {
        let long = String(repeating: "word ", count: 200)
        let details = details("Talks", long + "truce " + long, hits: ["truce"])
        #expect(details.passages.count == 1)
        #expect(details.passages[0].contains(Segment("truce", hit: true)))
        #expect(details.sentences[0].count < 300)
    }

    @Test func `hold no quotation mark that opens what follows`() {
        let text = "A truce is near. “No terms”, he said."
        #expect(details("Talks", text, hits: ["truce"]).sentences == ["A truce is near."])
    }

    static let agency =
        "The ministry said that 12 people had died in the strike, and that the search went on."

    static let texts: [(left: String, right: String, isOne: Bool, because: String)] = [
        (agency, agency, true, "the same"),
        (agency, agency.uppercased().replacing(",", with: ""), true, "but for capitals and commas"),
        (agency, agency.replacing("12", with: "17"), false, "a fact is another"),
        ("A truce.", "A truce.", false, "too short to be anybody's"),
        ("", "", false, "no text at all"),
    ]

    @Test(arguments: texts)
    func `tell whether two print one text`(
        _ row: (left: String, right: String, isOne: Bool, because: String)
    ) {
        let (left, right) = (details("Talks", row.left), details("Other talks", row.right))
        #expect(left.hasTextOf(right) == row.isOne, "\(row.because)")
    }

    @Test func `hold figures with what they count, and names`() {
        let details = details(
            "Strike on Odesa: 12 dead",
            "At least 30 people were hurt near Kherson, a truce notwithstanding.",
            hits: ["truce"]
        )
        #expect(details.figures.map(\.text) == ["12 dead", "30 people"])
        #expect(details.names.map(\.text) == ["Odesa", "Kherson"])
    }

    static let quotes: [(text: String, speaker: String?, because: String)] = [
        ("“We will wait in Istanbul”, said Zelensky.", "Zelensky", "the name behind the verb"),
        (
            "“We will wait in Istanbul,” Volodymyr Zelensky said on Monday.", "Volodymyr Zelensky",
            "the name before"
        ),
        ("“We will wait in Istanbul”, said Zelensky. He left.", "Zelensky", "a name ends with its sentence"),
        ("“We will wait in Istanbul”, said Mr. Smith", "Mr Smith", "an abbreviation ends none"),
        ("Zelensky said: \"We will wait in Istanbul\".", "Zelensky", "a quote that is announced"),
        ("«We will wait in Istanbul», сказал Песков", "Песков", "another script"),
        ("A sign read “We will wait in Istanbul”.", nil, "nobody said it"),
    ]

    @Test(arguments: quotes)
    func `hold who said what`(_ text: String, _ speaker: String?, _ because: String) throws {
        let quote = try #require(details("Talks", text).quotes.first)
        #expect(quote.text.hasPrefix("We will wait in Istanbul"))
        #expect(quote.speaker == speaker, "\(because)")
    }

    @Test(arguments: ["The “truce talks” go on", "“We will wait in Istanbul", "\"\"", ""])
    func `hold no quote of two words, or without an end`(_ text: String) {
        #expect(details("Talks", text).quotes.isEmpty)
    }
}
