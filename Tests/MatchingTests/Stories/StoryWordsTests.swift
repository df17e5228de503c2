import Testing

@testable import Matching

@Suite struct `Words of stories` {
    struct Row: Sendable, CustomTestStringConvertible {
        let one: String
        let other: String
        let isSame: Bool
        let because: String

        var testDescription: String { "“\(one)”, “\(other)” (\(because))" }
    }

    static let rows = [
        Row(one: "Bans", other: "ban", isSame: true, because: "case and plural"),
        Row(one: "studies", other: "study", isSame: true, because: "the plural of -y"),
        Row(one: "bus", other: "bu", isSame: false, because: "no plural"),
        Row(one: "Snowden’s", other: "Snowden", isSame: true, because: "a possessive"),
        Row(one: "O'Brien", other: "OBrien", isSame: false, because: "a particle of one letter stands alone"),
        Row(one: "l'accord", other: "accord", isSame: true, because: "an elision"),
        Row(one: "Beyoncé", other: "Beyonce", isSame: true, because: "accents"),
        Row(one: "Beyonce\u{301}", other: "Beyoncé", isSame: true, because: "an accent of its own"),
        Row(one: "1,000", other: "1000", isSame: true, because: "thousands"),
        Row(one: "7.1", other: "71", isSame: false, because: "a decimal"),
        Row(one: "Macron", other: "Макрон", isSame: true, because: "the same name in another script"),
        Row(one: "Макроном", other: "Макрону", isSame: true, because: "cases"),
        Row(one: "Zelensky", other: "Зеленського", isSame: true, because: "script and case"),
        Row(one: "Kharkiv", other: "Харків", isSame: true, because: "two letters for one"),
        Row(one: "Ukraine", other: "Украине", isSame: true, because: "a last vowel"),
        Row(one: "الهدنة", other: "هدنة", isSame: true, because: "an article"),
        Row(one: "Straße", other: "Strasse", isSame: true, because: "a letter that folds into two"),
    ]

    private func terms(_ text: String) -> [UInt64] {
        StoryWords(title: text, summary: "", publisher: "").all.map(\.term).filter { $0 != 0 }
    }

    @Test(arguments: rows)
    func `are compared without their endings`(_ row: Row) {
        #expect(!terms(row.one).isEmpty)
        #expect((terms(row.one) == terms(row.other)) == row.isSame)
    }

    @Test(arguments: ["The", "и", "der", "que", "не", "a", "7", "к", "dont", "Don't", "it's"])
    func `tell nothing where they stand in any text`(_ word: String) {
        #expect(terms(word).isEmpty)
    }

    @Test func `are joined with the word before`() {
        let words = StoryWords(title: "Mt. Gox", summary: "", publisher: "").all
        #expect(words.last?.joined == terms("MtGox").first)
    }

    @Test func `know whether a capital is their own`() {
        func own(_ title: String) -> [Bool] {
            StoryWords(title: title, summary: "", publisher: "").all.map(\.hasOwnCase)
        }
        #expect(
            own("Storm hits port of Hamburg: Trains stop") == [false, true, true, true, true, false, true]
        )
        #expect(own("Storm Hits Hamburg") == [false, false, false], "a house that writes all words large")
        #expect(own("In 2026 we saw") == [false, false, true, true])
    }

    static let publishers = [
        ("Storm hits Hamburg - BBC News", "BBC News", "Storm hits Hamburg"),
        ("Storm hits Hamburg | KTVN Channel 2 - Reno", "KTVN", "Storm hits Hamburg | KTVN Channel 2 - Reno"),
        ("Storm hits Hamburg — Reuters", "reuters", "Storm hits Hamburg"),
        ("Storm hits Hamburg - what we know", "BBC News", "Storm hits Hamburg - what we know"),
        ("All-time high", "time", "All-time high"),
        ("BBC News", "BBC News", "BBC News"),
        ("Storm hits Hamburg -", "BBC", "Storm hits Hamburg -"),
    ]

    @Test(arguments: publishers)
    func `do not hold the publisher at the end`(_ title: String, _ publisher: String, _ rest: String) {
        #expect(Headline.withoutPublisher(title, publisher) == rest)
    }
}
