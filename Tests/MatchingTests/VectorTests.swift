import Matching
import Testing

/// One line of the watch language against one headline.
struct Vector: CustomTestStringConvertible {
    let query: String
    let text: String
    let holds: Bool
    let rule: String

    init(_ query: String, _ text: String, _ holds: Bool, because rule: String) {
        self.query = query
        self.text = text
        self.holds = holds
        self.rule = rule
    }

    var testDescription: String { "\(query) on “\(text)”: \(rule)" }
}

@Suite struct `The watch language` {
    /// The vectors that the language's specification comes with.
    static let vectors = [
        Vector(
            "ceasefire",
            "Cease-fire holds",
            true,
            because: "hyphenated document word also indexed joined"
        ),
        Vector(
            "ceasefire",
            "a cease fire agreement",
            false,
            because: "spaced form needs cease-fire in the query"
        ),
        Vector(
            "cease-fire",
            "CEASE FIRE agreement",
            true,
            because: "hyphen in query = joined | hyphenated | spaced"
        ),
        Vector("cease-fire", "ceasefire", true, because: "idem"),
        Vector("ceasefire", "ceasefires agreed", false, because: "no stemming"),
        Vector("ceasefire*", "ceasefires agreed", true, because: "trailing wildcard"),
        Vector("Turkiye", "in Türkiye today", true, because: "accents folded both ways"),
        Vector("Türkiye", "TURKIYE", true, because: "idem"),
        Vector("Erdogan", "Erdoğan’s offer", true, because: "possessive removed"),
        Vector("Zelensky", "Zelensky's team", true, because: "ASCII possessive"),
        Vector("accord", "l'accord d'Istanbul", true, because: "French elision stacked"),
        Vector("OBrien", "O'Brien said", true, because: "inner apostrophe dropped"),
        Vector("\"embassy talks\"", "embassy, talks", true, because: "phrase crosses comma"),
        Vector("\"embassy talks\"", "“Embassy” (talks)", true, because: "phrase crosses quotes/brackets"),
        Vector(
            "\"embassy talks\"",
            "at the embassy. Talks resumed",
            false,
            because: "phrase stops at sentence end"
        ),
        Vector(
            "\"State Department\"",
            "U.S. State Department",
            true,
            because: "acronym dot is not a sentence end"
        ),
        Vector(
            "\"embassy talks\"",
            "<p>embassy</p><p>talks</p>",
            false,
            because: "phrase stops at paragraph"
        ),
        Vector("\"embassy talks\"", "<b>embassy</b> <i>talks</i>", true, because: "inline tags do not split"),
        Vector("center", "<div class=\"center-wrap\">x</div>", false, because: "attributes never match"),
        Vector(
            "Putin NEAR/0 Zelensky",
            "Putin–Zelensky summit",
            true,
            because: "NEAR/0 = adjacent; en dash separates words"
        ),
        Vector("Putin NEAR/1 Zelensky", "Putin and Zelensky", true, because: "n = words in between"),
        Vector("Putin NEAR/0 Zelensky", "Putin and Zelensky", false, because: "idem"),
        Vector("Putin BEFORE/3 Zelensky", "Zelensky told Putin", false, because: "BEFORE is ordered"),
        Vector(
            "(Putin NEAR/8 Zelensky) NEAR/3 meet",
            "Zelensky may meet Putin",
            true,
            because: "third term inside the span is distance 0"
        ),
        Vector("Putin NEAR/5 Zelensky", "Putin</p><p>Zelensky", false, because: "NEAR stops at paragraph"),
        Vector("=US AND Russia", "Tell us about Russia", false, because: "=US exact case"),
        Vector("=US AND Russia", "U.S. and Russia", true, because: "U.S. == US"),
        Vector("WHO", "who won", true, because: "without = case is ignored"),
        Vector(
            "truce EXCEPT \"trade truce\"",
            "trade truce holds",
            false,
            because: "EXCEPT masks that occurrence only"
        ),
        Vector(
            "truce EXCEPT \"trade truce\"",
            "trade truce talks as Kyiv truce ends",
            true,
            because: "another occurrence still counts"
        ),
        Vector("停火", "俄乌停火协议", true, because: "CJK: character phrase"),
        Vector("зеленськ*", "ЗЕЛЕНСЬКИЙ у Києві", true, because: "Cyrillic case fold + wildcard"),
        Vector("\"припинен* вогню\"", "про припинення вогню", true, because: "wildcard inside phrase"),
        Vector("هدنة", "والهدنة مستمرة", true, because: "Arabic clitics stacked"),
        Vector("\"وقف إطلاق النار\"", "لوقف إطلاق النار", true, because: "Arabic preposition prefix"),
        Vector("перемирье", "перемирьё", true, because: "ё = е"),
        Vector("1,000", "1000 troops", true, because: "thousands comma"),
        Vector("18th", "18TH package", true, because: "ordinals"),
        Vector("{zelensky}", "Olena Zelenska visits", false, because: "name list, not a prefix"),
        Vector("{zelensky}", "Selenskyj in Berlin", true, because: "name list"),
        Vector("ATLEAST/2 truce", "truce after truce", true, because: "count"),
        Vector("title:truce", "truce", true, because: "field"),
        Vector("ｶﾞｻﾞ", "ガザ", true, because: "NFKC width"),
        Vector("Straße", "STRASSE", true, because: "full case fold"),
        Vector("naïve", "nai\u{308}ve", true, because: "NFD input"),
        Vector("وقف", "و\u{64E}ق\u{652}ف\u{64F} النار", true, because: "Arabic vowel marks ignored"),
        Vector("Москва", "Москва\u{301}", true, because: "stress mark ignored"),
        Vector("й", "и", false, because: "Cyrillic й is a letter, not an accent"),
        Vector("か", "が", false, because: "kana voicing is kept"),
        Vector("stop", "non-stop flight", true, because: "parts of a hyphenated word are words too"),
    ]

    @Test(arguments: vectors)
    func `decides as specified`(_ vector: Vector) throws {
        let names = vector.query.contains("{") ? try shippedNames() : []
        let list = compile("match:\n    \(vector.query)\n", names: names)
        #expect(list.mistakes.isEmpty)
        let hit = verdict(vector.query, plainText(vector.text), names: names)?.match
        #expect((hit != nil) == vector.holds)
    }

    /// Rows of the specification that the vectors leave out.
    static let more = [
        Vector("truce SENTENCE Kyiv", "Truce near. Kyiv waits", false, because: "two sentences"),
        Vector("truce SENTENCE Kyiv", "Truce near, Kyiv waits", true, because: "one sentence"),
        Vector("truce NEAR/3 Kyiv", "Truce near. Kyiv waits", true, because: "NEAR crosses sentence ends"),
        Vector("truce NEAR/0 truce", "truce", false, because: "one word never plays two parts"),
        Vector("truce NOT trade", "trade truce", false, because: "NOT looks at the whole scope"),
        Vector("(truce OR armistice) AND Kyiv", "Kyiv armistice", true, because: "parentheses"),
        Vector("truce holds", "the truce holds", true, because: "nothing but words is one phrase"),
        Vector("truce holds", "the truce still holds", false, because: "nothing but words is one phrase"),
        Vector("zelensk?", "Zelenska", true, because: "? is one character"),
        Vector("zelensk?", "Zelensky’s", true, because: "the possessive is removed first"),
        Vector("zelensk?", "Zelenskyy", false, because: "? is one character"),
        Vector("ATLEAST/3 truce", "truce after truce", false, because: "count"),
        Vector("\"Gen Smith\"", "Gen. Smith", true, because: "no sentence ends after a title"),
        Vector("\"talks stop\"", "talks; stop", false, because: "a semicolon ends a sentence"),
        Vector("\"talks stop\"", "talks | stop", false, because: "so does a spaced bar"),
        Vector("=WHO", "Who wins", false, because: "= asks for the exact case"),
        Vector("lang:uk AND мир", "мир", false, because: "the item has no language"),
        Vector("ceasefire, truce", "a truce", true, because: "a comma means OR"),
        Vector("sanktion*", "Sanktionspaket", true, because: "a wildcard at the end"),
        Vector("İstanbul", "istanbul", true, because: "the dotted capital is an i"),
        Vector("ceasefire", "cease\u{AD}fire", true, because: "a soft hyphen is no hyphen"),
        Vector("هدنة", "هُدْنَة", true, because: "vowel marks are dropped"),
        Vector("Putin", "Путин", false, because: "scripts are never folded into each other"),
    ]

    @Test(arguments: more)
    func `decides by the rest of its rules`(_ vector: Vector) {
        #expect(compile("match:\n    \(vector.query)\n").mistakes.isEmpty)
        #expect((verdict(vector.query, vector.text)?.match != nil) == vector.holds)
    }
}
