import FoundationEssentials
import News
import TestSupport
import Testing

@testable import Daemon

@Suite struct `Explain` {
    private let folder: TemporaryFolder

    private static let list = """
        match:
            {party} NEAR/9 cease-fire
            title:truce
        ignore phrases:
            "trade truce"
        never if:
            title:game
        define {party}:
            Kyiv, Kremlin
        """

    init() throws {
        folder = try TemporaryFolder()
        try folder.write(Self.list, to: "watchlists/truce.watch")
    }

    private func explain(_ subject: ExplainCommand.Subject, json: Bool = false) async throws -> Output {
        let command = ExplainCommand(
            subject,
            watchlists: folder.file("watchlists"),
            lists: [],
            environment: [:]
        )
        return try await command.run(json: json)
    }

    private static let typed: [(text: String, said: String)] = [
        (
            "Kremlin: U.S. cease-fire plan is dead. Talks end || <p>Kyiv<p>replies",
            """
            title: kremlin us cease fire[ceasefire] plan is dead | talks end
            summary: kyiv ¶ replies
            truce: rings at once, for truce.watch:2 in the title
                holds in the title  truce.watch:2  {party} NEAR/9 cease-fire
                    “Kremlin”, “cease-fire”

            """
        ),
        (
            "A trade truce",
            """
            title: a trade truce
            truce: silent: no line holds outside the words that are hidden
                hidden  “trade truce”, by truce.watch:5  "trade truce"

            """
        ),
        (
            "Truce: the game",
            """
            title: truce the game
            truce: silent, for truce.watch:7 forbids it: title:game
                holds in the title  truce.watch:3  title:truce
                    “Truce”
                forbids a hit in the title  truce.watch:7  title:game
                    “game”

            """
        ),
        (
            "Kyiv waits",
            """
            title: kyiv waits
            truce: silent: no line holds, but some nearly do
                nearly  truce.watch:2  {party} NEAR/9 cease-fire
                    missing: cease-fire

            """
        ),
        ("", "there is no word in the item\ntruce: silent: no line holds\n"),
    ]

    @Test(arguments: typed)
    func `tells what the lists see and why`(_ text: String, _ said: String) async throws {
        #expect(try await explain(.typed(text)).text == said)
    }

    @Test func `finds one item of a file by its id, address or number`() async throws {
        let file = try folder.write(
            """
            {"id":"a","title":"A truce","url":"https://example.org/a"}
            {"id":"b","title":"Rain"}

            """,
            to: "items.jsonl"
        )
        for name in ["a", "https://example.org/a", "1"] {
            #expect(try await explain(.file(file, item: name)).text.hasPrefix("title: a truce\ntruce: rings"))
        }
        #expect(try await explain(.file(file, item: nil)).text.contains("title: rain\n"))
        let refusal = try await explain(.file(file, item: "7"))
        #expect(
            refusal.complaints == ["\(file) has no item 7: give its id, its address or its number, 1 to 2"]
        )
        let missing = try await explain(.file(folder.file("no"), item: nil))
        #expect(missing.complaints == ["\(folder.file("no")): there is no such file"])
    }

    @Test func `says the same to programs`() async throws {
        let line = try await explain(.typed("l’accord"), json: true).text
        #expect(line.contains("\"forms\":[\"laccord\",\"accord\"]"))
        #expect(line.contains("\"list\":\"truce\""))
        #expect(line.hasSuffix("}\n"))
    }

    @Test func `finds an item of the store by its alert`() async throws {
        let newsroom = try Newsroom()
        newsroom.serve("A truce", "Rain")
        try await newsroom.round()
        let config = newsroom.folder.file("tocsin.toml")
        let reports = try Reports(config: config, environment: [:])
        let line = try await reports.alerts(list: nil, limit: 1, json: true).text
        let id = try #require(line.firstMatch(of: /"id":"([0-9a-z]{16})"/)).1
        func explain(_ name: String) async throws -> Output {
            let command = ExplainCommand(
                .stored(name, config: config),
                watchlists: nil,
                lists: [],
                environment: [:]
            )
            return try await command.run(json: false)
        }
        let output = try await explain(String(id.prefix(6)))
        #expect(output.text.hasPrefix("title: a truce\ntruce: rings at once"), "\(output)")
        #expect(
            try await explain("nothing").complaints.first?.hasPrefix("the store holds no item nothing")
                == true
        )
    }
}
