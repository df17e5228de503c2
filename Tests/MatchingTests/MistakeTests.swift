import Matching
import Testing

@Suite struct `Mistakes in a watch file` {
    /// What a person typed as the only line of `match:`, and what is said about it.
    static let lines = [
        (
            "Putin Zelensky AND meeting",
            """
            mine.watch:2:11: Putin and Zelensky stand side by side
                    Putin Zelensky AND meeting
                          ^ write Putin AND Zelensky, Putin OR Zelensky, Putin NEAR/5 Zelensky or "Putin Zelensky"
            """
        ),
        (
            "truce AND Kyiv OR Moscow",
            """
            mine.watch:2:11: AND or NOT is mixed with OR
                    truce AND Kyiv OR Moscow
                          ^ put parentheses around the AND part or around the OR part: (a AND b) OR c
            """
        ),
        (
            "(truce",
            """
            mine.watch:2:5: the parenthesis is never closed
                    (truce
                    ^ add the closing )
            """
        ),
        (
            "truce)",
            """
            mine.watch:2:10: the parenthesis was never opened
                    truce)
                         ^ remove it, or add an opening (
            """
        ),
        (
            "\"truce",
            """
            mine.watch:2:5: the phrase is never closed
                    "truce
                    ^ add the closing " after the phrase's last word
            """
        ),
        (
            "{putn}",
            """
            mine.watch:2:5: there is no name {putn}
                    {putn}
                    ^ did you mean {putin}?
            """
        ),
        (
            "truce NEAR/3 (a AND b)",
            """
            mine.watch:2:11: NEAR/3 takes words, phrases and OR lists only
                    truce NEAR/3 (a AND b)
                          ^ move AND, NOT, ATLEAST and fields out of it
            """
        ),
        (
            "ab*",
            """
            mine.watch:2:5: ab* has fewer than 3 letters before its *
                    ab*
                    ^ write more letters, or list the forms
            """
        ),
        (
            "truce near/3 Kyiv",
            """
            mine.watch:2:11: near/3 is written in small letters
                    truce near/3 Kyiv
                          ^ write NEAR/3
            """
        ),
        (
            "truce NEAR/500 Kyiv",
            """
            mine.watch:2:11: 500 words are too far apart, the limit is 100
                    truce NEAR/500 Kyiv
                          ^ write a smaller number, or AND
            """
        ),
        (
            "NOT truce",
            """
            mine.watch:2:5: NOT has nothing to take away from
                    NOT truce
                    ^ write what must be there first: ceasefire NOT exercise
            """
        ),
        (
            "titel:truce",
            """
            mine.watch:2:5: there is no field titel:
                    titel:truce
                    ^ known: title, lead, text, summary, body, feed, url, author, tag, lang, outlet; \
            for the word, write it in quotes
            """
        ),
        (
            "truce AND",
            """
            mine.watch:2:14: something is missing after AND
                    truce AND
                             ^ add a word, a phrase or a {name}, or remove the operator
            """
        ),
    ]

    @Test(arguments: lines)
    func `are told with place and remedy`(_ line: String, _ message: String) {
        let names = [SourceFile(name: "people.names", bytes: Array("putin:\n    Putin\n".utf8))]
        let list = compile("match:\n    \(line)\n", as: "mine.watch", names: names)
        #expect(list.mistakes.map(\.description) == [message])
        #expect(list.watches.isEmpty)
        #expect(list.brokenLists == ["mine"])
    }

    @Test func `are told all at once, in the order of their lines`() {
        let text = """
            name: Truce
            prioritty: high
            alert: sometimes
            match:
                truce NEAR Kyiv
                {putn}
            never iff:
                "book review
            """
        #expect(
            compile(text, as: "mine.watch").mistakes.map(\.description) == [
                """
                mine.watch:2:1: there is no key or section prioritty
                    prioritty: high
                    ^ did you mean priority?
                """,
                """
                mine.watch:3:1: alert cannot be sometimes
                    alert: sometimes
                    ^ write title, lead, text or never
                """,
                """
                mine.watch:5:11: NEAR needs a number
                        truce NEAR Kyiv
                              ^ write NEAR/5, or "near" for the word
                """,
                """
                mine.watch:6:5: there is no name {putn}
                        {putn}
                        ^ define it, or check its spelling
                """,
                """
                mine.watch:7:1: there is no key or section never iff
                    never iff:
                    ^ did you mean never if?
                """,
            ]
        )
    }

    /// A whole file, and where and what its first mistake is.
    static let files: [(text: String, place: String, kind: WatchlistError.Kind)] = [
        ("", "mine.watch:1:1", .nothingToMatch),
        ("# only a comment\n", "mine.watch:1:1", .nothingToMatch),
        ("name: Truce\nmatch:\n", "mine.watch:2:1", .nothingToMatch),
        ("match truce\nmatch:\n    truce\n", "mine.watch:1:1", .neitherKeyNorSection),
        ("    truce\nmatch:\n    truce\n", "mine.watch:1:5", .outsideSection),
        ("match: truce\nnever if:\n    x\n", "mine.watch:1:1", .sectionOnOneLine("match")),
        ("name: A\nname: B\nmatch:\n    x\n", "mine.watch:2:1", .duplicateKey("name")),
        ("name:\nmatch:\n    x\n", "mine.watch:1:1", .missingValue("name")),
        (
            "define {a}:\n    {b}\ndefine {b}:\n    {a}\nmatch:\n    {a}\n", "mine.watch:4:5",
            .nameCycle(["a", "b", "a"])
        ),
        (
            "min sources: 1\nmatch:\n    x\n", "mine.watch:1:1",
            .badValue(key: "min sources", value: "1", allowed: "a number of outlets, 2 to 100")
        ),
        (
            "sources: many\nmatch:\n    x\n", "mine.watch:1:1",
            .badValue(key: "sources", value: "many", allowed: "a number of outlets, 2 to 100")
        ),
        (
            "expires: soon\nmatch:\n    x\n", "mine.watch:1:1",
            .badValue(key: "expires", value: "soon", allowed: "a day such as 2026-12-31")
        ),
        (
            "match:\n    truce\nshould match:\n    Peace at last\n", "mine.watch:4:5",
            .exampleIsMissed("no line holds")
        ),
        (
            "match:\n    truce\nshould not match:\n    A truce\n", "mine.watch:4:5",
            .exampleIsHit("mine.watch:2 holds on “truce”: truce")
        ),
        (
            "match:\n    truce\nignore phrases:\n    \"trade truce\"\nshould match:\n    A trade truce\n",
            "mine.watch:6:5",
            .exampleIsMissed("no line holds, and mine.watch:4 hides “trade truce”: \"trade truce\"")
        ),
    ]

    @Test(arguments: files)
    func `have a place and a kind`(_ text: String, _ place: String, _ kind: WatchlistError.Kind) {
        let first = compile(text, as: "mine.watch").mistakes.first
        #expect(first.map { "\($0.file):\($0.line):\($0.column)" } == place)
        #expect(first?.kind == kind)
    }

    @Test func `are told of bytes that are no text, and of a file that is too large`() {
        let latin1 = SourceFile(
            name: "mine.watch",
            bytes: Array("match:\n    tr".utf8) + [0xEA] + Array("ve\n".utf8)
        )
        let list = compileWatchlist([latin1], names: [], now: testDay, plainText: plainText)
        #expect(list.mistakes.first?.kind == .notUTF8)
        #expect(list.mistakes.first.map { [$0.line, $0.column] } == [2, 7])

        let large = SourceFile(name: "mine.watch", bytes: Array(repeating: UInt8(ascii: "x"), count: 65_537))
        #expect(
            compileWatchlist([large], names: [], now: testDay, plainText: plainText).mistakes.first?.kind
                == .fileTooLarge(65_537)
        )
    }

    @Test func `in one list leave the others alone`() {
        let good = SourceFile(name: "good.watch", bytes: Array("truce".utf8))
        let bad = SourceFile(name: "bad.watch", bytes: Array("(truce".utf8))
        let lists = compileWatchlist([bad, good], names: [], now: testDay, plainText: plainText)
        #expect(lists.watches.map(\.id) == ["good"])
        #expect(lists.brokenLists == ["bad"])
    }
}
