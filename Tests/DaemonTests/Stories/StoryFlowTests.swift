import FoundationEssentials
import News
import Storage
import TestSupport
import Testing

@testable import Daemon

/// A newsroom that many outlets report to.
struct Press {
    /// One report.
    struct Report: Sendable {
        var outlet: String
        var title: String
        var summary = ""
        var id = "1"
    }

    let newsroom: Newsroom
    let outlets: [String]

    /// Outlets, each with a feed, and what else the settings say.
    init(_ outlets: [String], list: String? = nil, settings: String = "") throws {
        newsroom = try Newsroom()
        self.outlets = outlets
        if let list { try newsroom.folder.write(list, to: "watchlists/truce.watch") }
        try write(settings: settings)
        for outlet in outlets { publish([], by: outlet) }
    }

    /// Writes the settings anew: the outlets' feeds, and more.
    func write(settings: String) throws {
        let feeds = outlets.map { outlet in
            "[[feed]]\nurl = \"\(newsroom.server.url("/" + Self.path(outlet)))\"\noutlet = \"\(outlet)\"\n"
        }
        try newsroom.write(settings: feeds.joined() + settings)
    }

    private static func path(_ outlet: String) -> String { outlet.lowercased().filter(\.isLetter) }

    /// Puts reports into an outlet's feed, in the place of what stood there.
    func publish(_ reports: [Report], by outlet: String) {
        let items = reports.map { report in
            "<item><guid>\(report.id)</guid><title>\(report.title)</title><description>\(report.summary)</description>"
                + "<link>https://\(Self.path(outlet)).example/\(report.id)</link></item>"
        }
        newsroom.reply(
            .text("<rss version=\"2.0\"><channel><title>x</title>\(items.joined())</channel></rss>"),
            at: "/" + Self.path(outlet)
        )
    }

    /// Each report comes out ten minutes after the one before, and is read at once.
    func tell(_ reports: [Report]) async throws {
        for report in reports {
            newsroom.pass(600)
            publish([report], by: report.outlet)
            try await newsroom.round()
        }
    }

    /// The store, as a command opens it.
    var store: SQLiteStore {
        get throws { try SQLiteStore(path: newsroom.folder.file("tocsin.sqlite"), exclusive: false) }
    }
}

@Suite(.timeLimit(.minutes(10))) struct `A story` {
    /// Five outlets on one day of talks: names in several spellings, a sentence that two of them share with half the
    /// press, and a line that one prints below everything.
    static let istanbul = [
        Press.Report(
            outlet: "Harbour Post",
            title: "Zelensky ready to meet Putin in Istanbul on Thursday, truce first",
            summary:
                "President Volodymyr Zelensky said he would wait for Vladimir Putin in Istanbul if a truce holds."
        ),
        Press.Report(
            outlet: "Rundblick",
            title: "Zelenskyy says he will wait for Putin in Istanbul on Thursday",
            summary:
                "The Kremlin did not respond to a request for comment. Ukraine wants a truce before talks in Istanbul."
        ),
        Press.Report(
            outlet: "Le Quai",
            title: "Zelenskiy to Putin: meet me in Istanbul on Thursday",
            summary:
                "Volodymyr Zelenskiy called for a truce from Monday and direct talks with Putin in Istanbul."
        ),
        Press.Report(
            outlet: "Northern Wire",
            title: "Putin and Zelensky could meet for Istanbul talks on Thursday",
            summary:
                "The Kremlin did not respond to a request for comment. A truce is to come before the Istanbul talks."
        ),
        Press.Report(
            outlet: "Daily Ledger",
            title: "Istanbul talks: Zelensky will wait for Putin on Thursday, wants truce",
            summary:
                "Subscribe to our newsletter. Zelensky hopes that Putin comes to Istanbul; a truce would help."
        ),
    ]

    /// Five outlets on one exchange of prisoners: each says something else below its headline, and two what they always say.
    static let exchange = [
        Press.Report(
            outlet: "Harbour Post",
            title: "Russia and Ukraine swap 200 prisoners each under Easter truce",
            summary: "Buses with freed soldiers crossed from Belarus. The Emirates had mediated."
        ),
        Press.Report(
            outlet: "Rundblick",
            title: "Prisoner swap: Ukraine and Russia exchange 200 captives during truce",
            summary: "Relatives waited in Chernihiv with photographs. This is a developing story."
        ),
        Press.Report(
            outlet: "Le Quai",
            title: "Ukraine says 200 soldiers are home after prisoner swap with Russia",
            summary:
                "President Zelenskyy thanked mediators and said that the truce must hold. Sign up for our newsletter."
        ),
        Press.Report(
            outlet: "Northern Wire",
            title: "Russian and Ukrainian prisoners freed in swap of 200 each",
            summary:
                "The Kremlin did not respond to a request for comment. It is the first swap since the truce began."
        ),
        Press.Report(
            outlet: "Daily Ledger",
            title: "Easter truce brings swap of 200 prisoners between Russia and Ukraine",
            summary: "Subscribe to our newsletter. Doctors said that many of the men had lost weight."
        ),
    ]

    @Test(arguments: [istanbul, exchange])
    func `rings once, and names all who tell it`(_ reports: [Press.Report]) async throws {
        let press = try Press(reports.map(\.outlet))
        try await press.newsroom.round()
        try await press.tell(reports)
        #expect(press.newsroom.told == [reports[0].title])
        let alert = try #require(try await press.store.alerts(list: nil, limit: 10).first)
        #expect(alert.others.map(\.outlet) == reports.dropFirst().map(\.outlet))
        #expect(press.newsroom.updated.count == 4, "who reads a log hears of each")
        #expect(alert.story != nil)
    }

    @Test func `is the same for every hit where stories are not followed`() async throws {
        let press = try Press(Self.istanbul.map(\.outlet), settings: "[alerts]\nstories = false\n")
        try await press.newsroom.round()
        try await press.tell(Self.istanbul)
        #expect(press.newsroom.told.count == 5)
        #expect(press.newsroom.updated.isEmpty)
    }

    @Test func `waits for a second outlet where its list wants two`() async throws {
        let press = try Press(
            ["Harbour Post", "Rundblick"],
            list: "min sources: 2\nmatch:\n    truce\n"
        )
        try await press.newsroom.round()
        try await press.tell([Self.istanbul[0]])
        #expect(press.newsroom.told.isEmpty)
        try await press.tell([Self.istanbul[1]])
        #expect(press.newsroom.told == [Self.istanbul[1].title])
        let alert = try #require(try await press.store.alerts(list: nil, limit: 10).first)
        #expect(alert.others.map(\.outlet) == ["Harbour Post"])
    }

    @Test func `does not take in what is another`() async throws {
        let press = try Press(["Harbour Post", "Rundblick"])
        try await press.newsroom.round()
        try await press.tell([
            Self.istanbul[0],
            Press.Report(
                outlet: "Rundblick",
                title: "Truce between two gangs of Marseille broken after market shooting",
                summary: "The Kremlin did not respond to a request for comment."
            ),
        ])
        #expect(press.newsroom.told.count == 2)
    }

    @Test func `rings again where a fact changes, and an alert says so`() async throws {
        let press = try Press(["Harbour Post", "Rundblick"])
        try await press.newsroom.round()
        try await press.tell([
            Press.Report(
                outlet: "Harbour Post",
                title: "Kyiv accepts truce plan of Ankara for Black Sea ports"
            ),
            Press.Report(outlet: "Rundblick", title: "Kyiv rejects truce plan of Ankara for Black Sea ports"),
        ])
        #expect(press.newsroom.told.count == 2)
        let alert = try #require(try await press.store.alerts(list: nil, limit: 1).first)
        #expect(alert.again == "a fact has changed: it is denied now")
        #expect(alert.others.isEmpty)
    }

    @Test func `of forty outlets makes one alert, and one line in half an hour`() async throws {
        let outlets = (0..<40).map {
            "Outlet \(Character(Unicode.Scalar(UInt8(65 + $0 % 26))))\($0 < 26 ? "" : "x")"
        }
        let press = try Press(outlets)
        let people = """
            [[channel]]
            name = "people"
            type = "mattermost"
            url = "\(press.newsroom.server.url("/hooks/abcdefghijklmnopqrstuvwxyz"))"
            """
        try press.write(settings: people)
        press.newsroom.reply(.text("ok"), at: "/hooks/abcdefghijklmnopqrstuvwxyz")
        try await press.newsroom.round()
        let openings = [
            "Ankara proposes", "Turkey offers", "Ankara puts forward", "Turkish minister proposes",
        ]
        let endings = ["Black Sea ports", "ports on the Black Sea", "Black Sea shipping and ports"]
        for (number, outlet) in outlets.enumerated() {
            let title = "\(openings[number % 4]) truce for \(endings[number % 3])"
            let summary = "Ankara has proposed a truce for Black Sea ports."
            press.publish([.init(outlet: outlet, title: title, summary: summary)], by: outlet)
            // The first is told before the others come, in two waves ten minutes apart.
            guard number == 0 || number == 20 || number == 39 else { continue }
            press.newsroom.pass(600)
            try await press.newsroom.round()
        }
        #expect(press.newsroom.told.count == 1)
        let alert = try #require(try await press.store.alerts(list: nil, limit: 10).first)
        #expect(Set(alert.others.map(\.outlet)).count == 39)
        let waiting = try await press.store.outbox(channel: "people", states: [.queued], limit: 100)
        #expect(waiting.map(\.isUpdate) == [true])
        #expect(waiting.first?.due == alert.found.addingTimeInterval(1_800), "half an hour after it was told")
        let reports = try await press.store.reports(ofAlert: alert.id)
        #expect(
            reports.map(\.entry.standing.rawValue).sorted() == Array(repeating: "folded", count: 39) + [
                "rang"
            ]
        )
    }
}
