import FoundationEssentials
import Matching
import Testing

@Suite struct `Lint` {
    private static let lists: [(list: String, place: String, warnings: [String])] = [
        ("match:\n    US AND talks\n", "2:5", ["US also finds the common word us"]),
        ("match:\n    talks, WHO\n", "2:12", ["WHO also finds the common word who"]),
        ("match:\n    =US AND talks, NATOX, who\n", "", []),
        ("define {a}:\n    IT\nmatch:\n    {a}\n", "2:5", ["IT also finds the common word it"]),
        ("match:\n    war* AND Kyiv\n", "2:5", ["war* finds every word that begins with these letters"]),
        ("match:\n    truce*, \"the war*\"\n", "", []),
        (
            "match:\n    truce\nnever if:\n    game\n", "4:5",
            ["this veto silences an item for a word anywhere in its text"]
        ),
        ("match:\n    truce\nnever if:\n    title:game, lang:tr\n    title:art AND film\n", "", []),
        (
            "match:\n    \"trade truce\", truce\nignore phrases:\n    \"trade truce\"\n", "2:6",
            ["\"trade truce\" can never hit: test.watch:4 hides it"]
        ),
        ("match:\n    truce\nignore phrases:\n    \"trade truce\"\n", "", []),
        (
            "match:\n    truce\n    truce NEAR/5 Kyiv\n", "3:5", ["line 2 hits all that this line could hit"]
        ),
        (
            "match:\n    \"a truce in Kyiv\"\n    truce*\n", "2:5",
            ["line 3 hits all that this line could hit"]
        ),
        ("match:\n    truce OR talks\n    truce\n", "3:5", ["line 2 hits all that this line could hit"]),
        ("match:\n    truce\n    Truce\n", "3:5", ["line 2 hits all that this line could hit"]),
        ("match:\n    title:truce\n    lead:talks\n    body:truce AND talks\n", "", []),
        ("expires: 2020-01-01\nmatch:\n    truce\n", "1:1", ["the list no longer rings: its day is over"]),
    ]

    @Test(arguments: lists)
    func `warns of what is probably not meant`(_ list: String, _ place: String, _ warnings: [String]) {
        let compiled = compile(list)
        #expect(compiled.mistakes.isEmpty)
        #expect(compiled.warnings.map(\.kind.problemForTests) == warnings, "\(compiled.warnings)")
        for warning in compiled.warnings {
            #expect("\(warning.line):\(warning.column)" == place)
            #expect(warning.description.contains(": warning: "))
        }
    }

    @Test func `looks through names files, too`() {
        let names = [SourceFile(name: "lib/a.names", bytes: Array("health:\n    WHO\n".utf8))]
        let compiled = compile("match:\n    {health}\n", names: names)
        #expect(compiled.warnings.map { "\($0.file):\($0.line)" } == ["lib/a.names:2"])
    }
}

extension WatchlistError.Kind {
    /// The sentence of the message, which stands between its place and the line.
    fileprivate var problemForTests: String {
        let message = WatchlistError(kind: self, file: "f", line: 1, column: 1, text: "").description
        let first = message.split(separator: "\n").first.map(String.init) ?? ""
        return first.replacing("f:1:1: warning: ", with: "")
    }
}
