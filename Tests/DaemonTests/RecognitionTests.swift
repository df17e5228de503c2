import FoundationEssentials
import News
import Storage
import TestSupport
import Testing

@testable import Daemon

@Suite struct `Ids that change` {
    struct Row: Sendable, CustomTestStringConvertible {
        var because: String
        var known: [(String, String?)] = []
        var new: [(String, String?)]
        var count: Int?
        var renamed: [Int: Int] = [:]
        var isMigration = false

        var testDescription: String { because }
    }

    static let rows = [
        Row(
            because: "headline and address are known",
            known: [("A truce", "http://example.org/1"), ("A war", "http://example.org/2")],
            new: [("A truce", "https://example.org/1?utm_source=rss")],
            count: 30,
            renamed: [0: 0]
        ),
        Row(
            because: "a headline that comes every day is no sign",
            known: [("Briefing", "http://example.org/1")],
            new: [("Briefing", "http://example.org/2")]
        ),
        Row(
            because: "an address that serves a new story is no sign",
            known: [("A war", "http://example.org/live")],
            new: [("A truce", "http://example.org/live")]
        ),
        Row(
            because: "nothing is known",
            new: [("A truce", "http://example.org/1"), ("A war", nil)]
        ),
        Row(
            because: "all moved to another host",
            known: [("A", "http://old.org/1"), ("B", "http://old.org/2"), ("C", "http://old.org/3")],
            new: [
                ("C", "http://new.org/3"), ("B", "http://new.org/2"), ("A", "http://new.org/1"),
                ("D", "http://new.org/4"),
            ],
            renamed: [0: 2, 1: 1, 2: 0],
            isMigration: true
        ),
        Row(
            because: "all edited, and all ids renewed",
            known: [
                ("A truce", "http://a.org/1"), ("B falls", "http://a.org/2"), ("C talks", "http://a.org/3"),
            ],
            new: [
                ("A truce holds", "http://a.org/1"), ("B fell", "http://a.org/2"), ("C", "http://a.org/3"),
            ],
            renamed: [0: 0, 1: 1, 2: 2],
            isMigration: true
        ),
        Row(
            because: "pages that carry another story every day",
            known: [
                ("Truce", "http://a.org/world"), ("Derby", "http://a.org/sport"),
                ("Rain", "http://a.org/weather"),
            ],
            new: [
                ("War", "http://a.org/world"), ("Final", "http://a.org/sport"),
                ("Snow", "http://a.org/weather"),
            ]
        ),
        Row(
            because: "three of thirty are no migration",
            known: [("A", "http://old.org/1"), ("B", "http://old.org/2"), ("C", "http://old.org/3")],
            new: [("C", "http://new.org/3"), ("B", "http://new.org/2"), ("A", "http://new.org/1")],
            count: 30
        ),
        Row(
            because: "one headline over many stories tells nothing",
            known: [("Live", "http://a.org/1"), ("Live", "http://a.org/2"), ("Live", "http://a.org/3")],
            new: [("Live", "http://a.org/4"), ("Live", "http://a.org/5"), ("Live", "http://a.org/6")]
        ),
        Row(
            because: "without headline or address there is nothing to know it by",
            known: [("", "http://a.org/"), ("A", nil)],
            new: [("", "http://a.org/"), ("A", nil)]
        ),
    ]

    @Test(arguments: rows)
    func `finds items under new ids`(_ row: Row) {
        let known = row.known.enumerated().map { number, item in
            KnownItem(identity: "old\(number)", title: item.0, link: item.1)
        }
        let new = row.new.enumerated().map { Item(identity: "new\($0)", title: $1.0, link: $1.1) }
        let result = Recognition.knownItems(among: new, known, of: row.count ?? new.count)
        #expect(result.renamed == row.renamed.mapValues { known[$0] })
        #expect(result.isMigration == row.isMigration)
    }

    static let headlines: [(before: String, now: String, isSameLink: Bool, isAnother: Bool)] = [
        ("Ceasfire agreed", "Ceasefire agreed", false, false),
        ("Truce in Gaza", "Storm over Madrid closes airports", false, true),
        ("Truce in Gaza", "Storm over Madrid closes airports", true, false),
        ("Live: war in Ukraine", "Live: war in Ukraine, day 900", false, false),
        ("", "Storm over Madrid", false, false),
    ]

    @Test(arguments: headlines)
    func `tells another story under a known id from an edit`(
        _ row: (before: String, now: String, isSameLink: Bool, isAnother: Bool)
    ) {
        let earlier = Item(identity: "1", title: row.before, link: "http://example.org/1")
        let item = Item(
            identity: "1",
            title: row.now,
            link: row.isSameLink ? "https://example.org/1" : "http://example.org/2"
        )
        #expect(Recognition.isAnotherStory(item, than: earlier) == row.isAnother)
    }
}

@Suite(.timeLimit(.minutes(10))) struct `A publisher that changes ids` {
    private func serve(
        _ newsroom: Newsroom,
        _ items: [(id: String, title: String, link: String, text: String)]
    ) {
        let entries = items.map {
            "<item><guid isPermaLink=\"false\">\($0.id)</guid><title>\($0.title)</title><link>\($0.link)</link>"
                + "<description>\($0.text)</description></item>"
        }
        newsroom.reply(
            .text("<rss version=\"2.0\"><channel>\(entries.joined())</channel></rss>"),
            at: "/feed"
        )
        newsroom.pass(3_600)
    }

    @Test func `rings for what is new, and says so once`() async throws {
        let newsroom = try Newsroom()
        try await newsroom.round()
        let stories = ["Truce one", "Truce two", "Truce three"]
        serve(newsroom, stories.map { ("old \($0)", $0, "http://a.org/\($0.count)", "") })
        try await newsroom.round()
        #expect(newsroom.told == stories.reversed())
        // A list that is newer than the items would ring for them, were they taken for new ones.
        try newsroom.folder.write("truce\nwar", to: "watchlists/other.watch")
        serve(newsroom, stories.map { ("new \($0)", $0, "http://b.org/\($0.count)", "") })
        try await newsroom.round()
        #expect(newsroom.told == stories.reversed())
        #expect(newsroom.journal.all.count(where: { $0.contains("changed the ids") }) == 1)
        serve(newsroom, stories.map { ("new \($0)", $0, "http://b.org/\($0.count)", "and a war") })
        try await newsroom.round()
        #expect(newsroom.told == stories.reversed(), "an edit that says nothing new to a list")
        #expect(newsroom.journal.all.count(where: { $0.contains("changed the ids") }) == 1)
    }

    @Test func `rings for the next story under an id, each once`() async throws {
        let newsroom = try Newsroom()
        try await newsroom.round()
        for _ in 0..<2 {
            serve(newsroom, [("top", "Truce in Sudan", "http://a.org/1", "")])
            try await newsroom.round()
            serve(newsroom, [("top", "Rebels offer a truce to Bogota", "http://a.org/2", "")])
            try await newsroom.round()
        }
        #expect(newsroom.told == ["Truce in Sudan", "Rebels offer a truce to Bogota"])
    }
}
