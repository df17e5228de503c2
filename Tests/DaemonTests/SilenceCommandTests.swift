import FoundationEssentials
import News
import Notifying
import Storage
import TestSupport
import Testing

@testable import Daemon

@Suite struct `A command for silences` {
    private let folder: TemporaryFolder
    private let store: SQLiteStore

    init() throws {
        folder = try TemporaryFolder()
        try folder.write("truce", to: "watchlists/ceasefire.watch")
        try folder.write("priority: urgent\nmatch:\n    talks", to: "watchlists/talks.watch")
        try folder.write("(never closed", to: "watchlists/broken.watch")
        try folder.write("", to: "tocsin.toml")
        store = try SQLiteStore(path: folder.file("tocsin.sqlite"))
    }

    private func command(_ environment: [String: String] = ["USER": "anna"]) throws -> SilenceCommand {
        try SilenceCommand(config: folder.file("tocsin.toml"), environment: environment)
    }

    private func begin(
        _ list: String,
        for length: String = "2h",
        by author: String? = nil,
        _ environment: [String: String] = ["USER": "anna"]
    ) async throws -> Output {
        try await command(environment).begin(
            list,
            for: length,
            reason: "covered live",
            by: author,
            json: false,
            now: .start
        )
    }

    @Test func `silences a list, shows it, and ends it`() async throws {
        #expect(try await command().list(json: false, now: .start).text == "no list is silenced\n")
        let until = localTime(.start.addingTimeInterval(7_200))
        let begun = try await begin("ceasefire")
        #expect(
            begun
                == Output(
                    "ceasefire is silenced until \(until): its alerts wait and are told together then; "
                        + "tocsin silence end 1 ends it\n"
                )
        )
        #expect(
            try await command().list(json: false, now: .start).text == """
                1  ceasefire  until \(until), by anna since \(localTime(.start)); 0 deliveries wait
                    covered live

                """
        )
        #expect(
            try await command().list(json: true, now: .start).text
                == #"{"author":"anna","id":1,"list":"ceasefire","reason":"covered live","#
                + #""since":"2025-07-21T10:00:00Z","until":"2025-07-21T12:00:00Z","waiting":0}"# + "\n"
        )
        #expect(
            try await command().end("1", json: false, now: .start.addingTimeInterval(60)).text
                == "ceasefire is no longer silenced: nothing has waited\n"
        )
        #expect(
            try await command().end("1", json: false, now: .start.addingTimeInterval(60)).complaints
                == ["there is no silence 1 in force; tocsin silence list shows them"]
        )
    }

    /// Who is named on the command line and in the environment, and who is taken for the author.
    static let authors: [(by: String?, environment: [String: String], author: String)] = [
        ("berta", ["USER": "anna"], "berta"), (nil, ["USER": "root", "SUDO_USER": "anna"], "anna"),
        (nil, ["USER": "anna"], "anna"), (nil, [:], "somebody"),
    ]

    @Test(arguments: authors)
    func `knows who wants it`(_ by: String?, _ environment: [String: String], _ author: String) async throws {
        _ = try await begin("ceasefire", by: by, environment)
        #expect(try await store.silences(now: .start).map(\.author) == [author])
    }

    @Test func `says that an urgent list is silent, too`() async throws {
        let sentence = ["talks is urgent, and silent all the same"]
        #expect(try await begin("talks").complaints == sentence)
        #expect(try await begin("*").complaints == sentence)
        #expect(try await begin("ceasefire").complaints == [])
        #expect(try await begin("broken").status == .fine, "a list with mistakes may still be in force")
    }

    @Test func `refuses what it cannot do`() async throws {
        #expect(
            try await begin("ceasfire").complaints == ["there is no list ceasfire; did you mean ceasefire?"]
        )
        #expect(
            try await begin("sanctions-*").complaints
                == ["there is no list sanctions-*; known: broken, ceasefire, talks"]
        )
        for length in ["", "2", "0h", "59s", "31d", "-1h", "soon"] {
            #expect(try await begin("ceasefire", for: length).status == .usage)
        }
        #expect(try await store.silences(now: .start).isEmpty)
        #expect(try await command().end("one", json: false, now: .start).status == .input)
    }

    @Test func `shows in the outbox what waits for its end`() async throws {
        try await store.register([Feed(url: "https://example.org/feed", outlet: "Example")], now: .start)
        let state = try #require(try await store.claimAllFeeds(now: .start, lease: .zero).first).state
        let alerts = [OwedAlert(.about("One"), due: ["console": .start])]
        _ = try await store.commit(FeedVisit(at: .start, state: state, alerts: alerts))
        _ = try await begin("ceasefire")
        let outbox = try OutboxCommand(config: folder.file("tocsin.toml"), environment: [:])
        let end = Date.start.addingTimeInterval(7_200)
        let held = ", held for the end of a silence at \(localTime(end))"
        func text(_ now: Date) async throws -> String {
            try await outbox.list(channel: nil, .open, limit: 10, json: false, now: now).text
        }
        #expect(try await text(.start).contains(held))
        #expect(try await !text(end).contains(held))
        #expect(
            try await command().end("1", json: false, now: .start.addingTimeInterval(60)).text
                == "ceasefire is no longer silenced: 1 delivery that waited is told within half a minute\n"
        )
    }
}
