import FoundationEssentials
import News
import Storage
import TestSupport
import Testing

@testable import Daemon

@Suite(.timeLimit(.minutes(10))) struct `The page of a story` {
    private static let agency =
        "At least 12 people died in the strike on Odesa, officials said; a truce had been agreed on Monday."

    private static let strike = [
        Press.Report(
            outlet: "Harbour Post",
            title: "Strike on Odesa kills 12 despite truce",
            summary: agency
        ),
        Press.Report(outlet: "Rundblick", title: "Strike on Odesa kills 17 despite truce", summary: agency),
        Press.Report(
            outlet: "Le Quai",
            title: "Strike on Odesa kills 12 &amp;lt;script&amp;gt; despite truce",
            summary: "“This truce is over today”, said Zelensky after the strike on Odesa that killed 12."
        ),
    ]

    /// A newsroom that has heard of the strike, and the answer to what is asked of it.
    private func ask(
        _ paths: [String],
        settings: String = "[status]\nlisten = \"127.0.0.1:0\"\n"
    ) async throws -> [StatusResponse] {
        let press = try Press(Self.strike.map(\.outlet), settings: settings)
        try await press.newsroom.round()
        try await press.tell(Self.strike)
        try await press.tell([.init(outlet: "Le Quai", title: "Strike on Odesa kills 12, truce is over")])
        let alert = try #require(try await press.store.alerts(list: nil, limit: 10).last)
        let story = try #require(alert.story?.description)
        let daemon = try await press.newsroom.daemon()
        var answers: [StatusResponse] = []
        for path in paths {
            let whole = path.replacing("ALERT", with: alert.id).replacing("ID", with: story)
            let request = StatusRequest(path: whole, headers: ["host": "localhost:1"])
            answers.append(try #require(await daemon.desk?.answer(request)))
        }
        return answers
    }

    private func text(_ path: String) async throws -> String {
        String(decoding: try #require(try await ask([path]).first).body, as: UTF8.self)
    }

    @Test func `has a row an outlet, with what it says and where it differs`() async throws {
        let page = try await text("/story/ID")
        let parts = [
            "3 outlets", "Harbour Post", "href=\"https://harbourpost.example/1\"", "<mark>truce</mark>",
            "Rundblick", "same text as Harbour Post", "<b class=\"own\">17</b>",
            "Le Quai", "<del dir=\"auto\">", "&lt;script&gt;",
        ]
        for part in parts { #expect(page.contains(part), "no \(part) in \(page)") }
        let places = Self.strike.compactMap { page.firstRange(of: "<b>\($0.outlet)</b>")?.lowerBound }
        #expect(places.count == 3)
        #expect(places == places.sorted(), "in order of time")
    }

    @Test func `holds no script, no style of its own and nothing from elsewhere`() async throws {
        for answer in try await ask(["/story/ID", "/stories", "/story/none"]) {
            let page = String(decoding: answer.body, as: UTF8.self)
            for forbidden in ["<script", "style=", "<style", "src=", "@import", "javascript:"] {
                #expect(!page.contains(forbidden), "\(forbidden)")
            }
        }
    }

    static let rows: [(path: String, status: Int, type: String, because: String)] = [
        ("/story/ID", 200, "text/html", "by its id"),
        ("/story/ALERT", 200, "text/html", "by an alert"),
        ("/story/ID.json", 200, "application/json", "as a program reads it"),
        ("/story/ID.atom", 200, "application/atom+xml", "as a feed reader does"),
        ("/story/ID.pdf", 404, "text/html", "a form that there is not"),
        ("/story/ID.json.json", 404, "text/html", "nor this one"),
        ("/story/000000000000", 404, "text/html", "an id of no story"),
        ("/story/.json", 404, "text/html", "no id"),
        ("/story/..", 404, "text/html", "no id either"),
        ("/story/%3Cscript%3E", 404, "text/html", "no id at all"),
        ("/stories", 200, "text/html", "all of them"),
    ]

    @Test(arguments: rows)
    func `is found`(_ row: (path: String, status: Int, type: String, because: String)) async throws {
        let answer = try #require(try await ask([row.path]).first)
        #expect(answer.status == row.status, "\(row.because)")
        #expect(answer.type.hasPrefix(row.type), "\(row.because)")
        let says = String(decoding: answer.body, as: UTF8.self).contains("There is no such story.")
        #expect(says == (row.status == 404), "\(row.because)")
    }

    @Test func `is linked from alerts, stories and feeds`() async throws {
        let paths = ["/", "/alerts", "/stories", "/alerts.atom", "/alerts.json", "/story/ID.json"]
        let answers = try await ask(paths).map { String(decoding: $0.body, as: UTF8.self) }
        struct Line: Decodable { let id: StoryID }
        let id = try JSONDecoder().decode(Line.self, from: Data(answers[5].utf8)).id
        for page in answers[0...2] { #expect(page.contains("<a href=\"/story/\(id)\">"), "\(page)") }
        #expect(answers[0].contains(">also reported by "))
        #expect(answers[2].contains("<td class=\"number\">3</td>"), "three outlets")
        let address = "http://localhost:1/story/\(id)"
        #expect(answers[3].contains("<link rel=\"related\" href=\"\(address)\" title=\"All reports\"/>"))
        #expect(answers[4].contains("\"story\":\"\(address)\""))
    }

    @Test func `is linked in feeds by the address of the settings`() async throws {
        let settings = "[status]\nlisten = \"127.0.0.1:0\"\nurl = \"https://desk.example\"\n"
        for answer in try await ask(["/alerts.atom", "/alerts.json"], settings: settings) {
            #expect(String(decoding: answer.body, as: UTF8.self).contains("https://desk.example/story/"))
        }
    }
}

@Suite struct `Words of one's own` {
    static let rows: [(facts: [String], text: String, marked: String, because: String)] = [
        (["17 dead"], "kills 17 <b>", "kills <b class=\"own\">17</b> &lt;b&gt;", "a figure without its noun"),
        (["Odesa"], "Odesa’s port", "<b class=\"own\">Odesa</b>’s port", "a name with an ending"),
        (["Man"], "a Mandate", "a Mandate", "a part of a word is none"),
        ([], "kills 17", "kills 17", "all have it"),
        (["…"], "so … on", "so … on", "a fact without a word"),
    ]

    @Test(arguments: rows)
    func `are marked`(_ row: (facts: [String], text: String, marked: String, because: String)) {
        #expect(OwnWords(row.facts).marked([Segment(row.text)]).text == row.marked, "\(row.because)")
    }
}
