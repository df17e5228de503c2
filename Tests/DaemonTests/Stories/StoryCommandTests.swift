import FoundationEssentials
import News
import Storage
import TestSupport
import Testing

@testable import Daemon

@Suite(.timeLimit(.minutes(10))) struct `tocsin story` {
    private func command(_ press: Press) throws -> StoryCommand {
        try StoryCommand(config: press.newsroom.folder.file("tocsin.toml"), environment: [:])
    }

    private func told(settings: String = "") async throws -> Press {
        let press = try Press(`A story`.istanbul.map(\.outlet), settings: settings)
        try await press.newsroom.round()
        try await press.tell(`A story`.istanbul)
        return press
    }

    @Test func `shows one row an outlet, in order of time, with what became of it`() async throws {
        let press = try await told()
        let alert = try #require(try await press.store.alerts(list: nil, limit: 1).first)
        let story = try #require(alert.story)
        let record = try #require(try await press.store.story(named: story.description))
        let report = try #require(StoryReport(record, outlets: [:], statusURL: "https://desk.example"))
        #expect(report.outlets.map(\.outlet) == `A story`.istanbul.map(\.outlet))
        #expect(report.outlets.map(\.headline) == `A story`.istanbul.map(\.title))
        #expect(
            report.outlets.map(\.findings.first?.standing) == [.rang, .folded, .folded, .folded, .folded]
        )
        #expect(report.outlets.allSatisfy { $0.findings.first?.alert == alert.id })
        #expect(report.alerts.map(\.alert) == [alert.id])
        #expect(report.link == "https://desk.example/story/\(story)")
        #expect(report.outlets[1].sentences.count == 1)
        #expect(!report.outlets[2].names.contains("Istanbul"), "all have it")
        #expect(report.outlets[2].names.contains("Monday"), "one has it")
    }

    @Test func `finds a story by its beginning, or by an alert`() async throws {
        let press = try await told()
        let alert = try #require(try await press.store.alerts(list: nil, limit: 1).first)
        let story = try #require(alert.story?.description)
        let command = try command(press)
        for name in [story, String(story.prefix(5)), alert.id] {
            #expect(try await command.show(name, as: .text).text.hasPrefix("\(story)  "))
        }
        #expect(try await command.show("none", as: .text).status == .input)
        let list = try await command.list(limit: 10, json: false).text
        #expect(list.hasSuffix("\(story)  truce: \(`A story`.istanbul[0].title) (5 outlets)\n"))
    }

    @Test func `writes JSON and Atom that programs can read`() async throws {
        let press = try await told()
        let story = try #require(try await press.store.stories(limit: 1).first?.id.description)
        let command = try command(press)
        struct Line: Decodable {
            struct Row: Decodable { let outlet: String }
            let id: StoryID
            let outlets: [Row]
        }
        let json = try await command.show(story, as: .json).text
        let line = try JSONDecoder().decode(Line.self, from: Data(json.utf8))
        #expect(line.outlets.count == 5)
        #expect(line.id.description == story)
        let atom = try press.newsroom.folder.write(
            try await command.show(story, as: .atom).text,
            to: "story.xml"
        )
        let parsed = ParseCommand(file: atom, url: nil, headers: nil, contentType: nil)
            .run(json: true)
        #expect(parsed.status == .fine)
        #expect(parsed.text.contains(`A story`.istanbul[4].title))
        #expect(parsed.text.contains("folded into alert"))
    }

    @Test func `is named where an alert or an item is explained`() async throws {
        let press = try await told()
        let config = press.newsroom.folder.file("tocsin.toml")
        let alert = try #require(try await press.store.alerts(list: nil, limit: 1).first)
        let story = try #require(alert.story)
        let shown = try await Reports(config: config, environment: [:]).alert(id: alert.id, json: false).text
        #expect(shown.contains("story \(story)"))
        #expect(shown.contains("because Rundblick reports what Harbour Post did"))
        let explain = ExplainCommand(
            .stored("https://rundblick.example/1", config: config),
            watchlists: nil,
            lists: [],
            environment: [:]
        )
        let text = try await explain.run(json: false).text
        #expect(
            text.contains(
                "truce: folded into story \(story), alert \(alert.id), because Rundblick reports what Harbour Post did\n"
            )
        )
    }

    @Test func `keeps headlines that were taken back`() async throws {
        let press = try await told()
        try await press.tell([
            .init(outlet: "Le Quai", title: "Zelenskiy waits for Putin in Istanbul, truce or not")
        ])
        let story = try #require(try await press.store.stories(limit: 1).first?.id.description)
        let record = try #require(try await press.store.story(named: story))
        let report = try #require(StoryReport(record, outlets: [:], statusURL: nil))
        #expect(report.outlets[2].edits.map(\.headline) == [`A story`.istanbul[2].title])
    }

    @Test func `has a link where the settings name an address`() async throws {
        let press = try await told(settings: "[status]\nlisten = \"\"\nurl = \"https://desk.example/\"\n")
        let alert = try #require(try await press.store.alerts(list: nil, limit: 1).first)
        let story = try #require(alert.story)
        #expect(alert.storyLink == "https://desk.example/story/\(story)")
        #expect(press.newsroom.folder.text(of: "alerts.jsonl").contains("\"story\":\"\(story)\""))
    }
}
