import Testing

@testable import Matching

@Suite struct `A headline says otherwise` {
    struct Row: Sendable, CustomTestStringConvertible {
        let earlier: [String]
        let headline: String
        let change: String?
        let because: String

        var testDescription: String { "“\(headline)” (\(because))" }

        init(_ earlier: String..., then headline: String, _ change: String?, because: String) {
            (self.earlier, self.headline, self.change, self.because) = (earlier, headline, change, because)
        }
    }

    static let rows = [
        Row(
            "Strike on Odesa: 12 dead",
            then: "Strike on Odesa: 17 dead",
            "17, not 12 (dead)",
            because: "another number of the same"
        ),
        Row(
            "Strike on Odesa: 12 dead",
            "Strike on Odesa: 17 dead",
            then: "12 dead in strike on Odesa",
            nil,
            because: "a number that was told before is no news"
        ),
        Row("12 dead in Odesa", then: "Odesa: 30 injured", nil, because: "another thing is counted"),
        Row("Two dead in Odesa", then: "2 dead in Odesa", nil, because: "a figure that is spelt out"),
        Row("1,000 flee Odesa", then: "1000 flee Odesa", nil, because: "thousands with a comma"),
        Row("Vote of 2025 is off", then: "Vote of 2026 is off", nil, because: "years are no counts"),
        Row(
            "Talks set for 2 June in Istanbul",
            then: "Talks set for 4 June in Istanbul",
            "4, not 2 (June)",
            because: "another day"
        ),
        Row(
            "Kyiv accepts truce plan of Ankara",
            then: "Kyiv rejects truce plan of Ankara",
            "it is denied now",
            because: "the contrary of the same"
        ),
        Row(
            "Kremlin denies date for truce talks",
            then: "Kremlin confirms date for truce talks",
            "it is not denied any more",
            because: "the contrary, the other way round"
        ),
        Row(
            "Kyiv rejects truce plan",
            then: "Kyiv turns down truce plan",
            nil,
            because: "two ways of saying no"
        ),
        Row(
            "Kyiv accepts truce plan",
            "Kyiv rejects truce plan",
            then: "Kyiv refuses truce plan",
            nil,
            because: "the denial has been told"
        ),
        Row(
            "Kyiv accepts truce plan",
            then: "Moscow does not comment",
            nil,
            because: "a denial of something else"
        ),
        Row(
            "Talks of envoys to be held in Istanbul on Monday",
            then: "Talks of envoys to be held in Geneva on Monday",
            "Geneva, not Istanbul",
            because: "a name stands in another's place"
        ),
        Row(
            "Talks of Zelensky and envoys to be held on Monday",
            then: "Talks of Zelenskyy and envoys to be held on Monday",
            nil,
            because: "a name in another spelling"
        ),
        Row(
            "Envoys meet in Istanbul for truce talks",
            then: "Istanbul hosts truce talks of Moscow and Kyiv",
            nil,
            because: "other words are no other names"
        ),
        Row(
            "Talks Of Envoys To Be Held In Istanbul",
            then: "Talks Of Envoys To Be Held In Secret",
            nil,
            because: "where all words have capitals none is a name"
        ),
        Row("A truce", then: "A truce", nil, because: "a copy"),
        Row("", then: "", nil, because: "there is nothing"),
        Row(
            "Удар по Одессе: 12 погибших",
            then: "Удар по Одессе: 17 погибших",
            "17, not 12 (погибших)",
            because: "in another script"
        ),
        Row(
            "Кремль подтвердил дату переговоров",
            then: "Кремль опроверг дату переговоров",
            "it is denied now",
            because: "a denial in another script"
        ),
    ]

    @Test(arguments: rows)
    func `where a fact has changed, not where words have`(_ row: Row) {
        #expect(HeadlineChange(row.headline, after: row.earlier)?.text == row.change, "\(row.because)")
    }
}
