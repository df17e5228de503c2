import FoundationEssentials
import Logging
import News
import Notifying
import Storage
import Synchronization
import TestSupport
import Testing
import Web

@testable import Daemon

@Suite(.timeLimit(.minutes(10))) struct `A sign of life` {
    private let newsroom: Newsroom
    private let store: SQLiteStore

    init() throws {
        newsroom = try Newsroom(settings: "[alerts]\noperator = \"log\"\nheartbeat = \"24h\"")
        store = try SQLiteStore(path: newsroom.folder.file("tocsin.sqlite"))
    }

    private func heartbeat(_ store: any Store) async throws -> Heartbeat {
        let logger = Logger(label: "test") { [newsroom] _ in newsroom.journal }
        let path = newsroom.folder.file("tocsin.toml")
        let configuration = try Configuration.read(path: path, environment: [:])
        let web = try HTTPClient(userAgent: "test")
        let builder = HouseBuilder(store: store, web: web, logger: logger) { [newsroom] in newsroom.now }
        let house = try await builder.first(configuration)
        return Heartbeat(
            current: Current(house),
            store: store,
            health: StoreHealth(logger: logger, now: { [newsroom] in newsroom.now }),
            logger: logger,
            now: { [newsroom] in newsroom.now },
            onNews: {}
        )
    }

    /// The notices that the operator is owed.
    private func notices(settle: Bool = false) async throws -> [Notice] {
        let line = try await store.line(of: "log", now: newsroom.now + .seconds(60), limit: 100)
        if settle {
            let step = OutboxStep(channel: "log", merged: line.waiting.map(\.sequence))
            _ = try await store.write(step, now: newsroom.now)
        }
        return line.waiting.compactMap { if case .notice(let notice) = $0.subject { notice } else { nil } }
    }

    private func commit(_ alerts: [OwedAlert], failures: Int = 0) async throws {
        var state = try #require(try await store.claimAllFeeds(now: newsroom.now, lease: .zero).first).state
        state.failures = failures
        _ = try await store.commit(FeedVisit(at: newsroom.now, state: state, alerts: alerts))
    }

    @Test func `comes once in each interval, over restarts`() async throws {
        let first = try await heartbeat(store)
        await first.look()
        #expect(try await notices().isEmpty, "the start is said elsewhere")
        newsroom.pass(86_400)
        await first.look()
        await first.look()
        #expect(try await notices(settle: true).map(\.title) == ["tocsin: all is well"])
        newsroom.pass(43_200)
        let second = try await heartbeat(store)
        await second.look()
        #expect(try await notices().isEmpty)
        newsroom.pass(43_200)
        await second.look()
        #expect(try await notices().count == 1)
    }

    @Test func `is left out while the last one waits to be told`() async throws {
        let heartbeat = try await heartbeat(store)
        await heartbeat.look()
        for _ in 0..<3 {
            newsroom.pass(86_400)
            await heartbeat.look()
        }
        #expect(try await notices().count == 1)
    }

    @Test func `says what is not well`() async throws {
        let heartbeat = try await heartbeat(store)
        await heartbeat.look()
        newsroom.pass(86_400)
        let found = newsroom.now.addingTimeInterval(-900)
        try await commit([OwedAlert(.about("One", found: found), due: ["desk": found])], failures: 2)
        await heartbeat.look()
        let notice = try #require(try await notices().first)
        #expect(notice.title == "tocsin: 1 feed failing, 1 delivery waiting")
        #expect(notice.text == "1 feed, 1 alert in the last 24h. Failing: Example. Waiting: desk 1.")
    }

    @Test func `tells once of a list that has gone quiet`() async throws {
        let heartbeat = try await heartbeat(store)
        for day in 0..<8 {
            let alert = Alert.about("Truce \(day)", list: "truce", found: newsroom.now)
            try await commit([OwedAlert(alert, due: [:])])
            newsroom.pass(86_400)
        }
        newsroom.pass(4 * 86_400)
        await heartbeat.look()
        newsroom.pass(3_600)
        await heartbeat.look()
        let told = try await notices()
        #expect(
            told.map(\.title) == [
                "truce: the list has not rung for 5d", "tocsin: 1 list quiet",
            ]
        )
        #expect(told.last?.text.hasSuffix("Quiet for unusually long: truce.") == true)
    }

    @Test func `waits while the store fails`() async throws {
        let failing = FailingStore(store)
        let heartbeat = try await heartbeat(failing)
        newsroom.pass(86_400)
        failing.fail(StoreTrouble(.readOnly, reason: "attempt to write a readonly database"))
        await heartbeat.look()
        await heartbeat.look()
        #expect(newsroom.journal.all.count { $0.contains("the store fails") } == 1)
    }
}

@Suite(.timeLimit(.minutes(10))) struct `A ping` {
    @Test func `goes out while all is well, and the address is not said`() async throws {
        let newsroom = try Newsroom()
        let address = newsroom.server.url("/ping/4f1c-secret-word")
        try newsroom.folder.write(address, to: "ping-url", mode: 0o600)
        try newsroom.write(settings: "[alerts]\nping_file = \"ping-url\"")
        let logger = Logger(label: "test") { [newsroom] _ in newsroom.journal }
        let path = newsroom.folder.file("tocsin.toml")
        let web = try HTTPClient(userAgent: "test")
        let store = try SQLiteStore(path: newsroom.folder.file("tocsin.sqlite"))
        let builder = HouseBuilder(store: store, web: web, logger: logger) { .start }
        let house = try await builder.first(try Configuration.read(path: path, environment: [:]))
        let isWell = Flag(false)
        let ping = Ping(current: Current(house), web: web, logger: logger) { isWell.isSet }

        await ping.ping()
        #expect(newsroom.server.requests.isEmpty, "something is wrong here")
        isWell.set(true)
        await ping.ping()
        await ping.ping()
        newsroom.reply(.text("ok"), at: "/ping/4f1c-secret-word")
        await ping.ping()
        #expect(newsroom.server.requests.map(\.method) == ["GET", "GET", "GET"])
        #expect(
            newsroom.journal.all == [
                "warning the ping does not get through reason=it answered 404",
                "notice the ping gets through again",
            ]
        )
        await web.shutDown()
    }

    static let mistakes: [(settings: String, mistake: String)] = [
        ("heartbeat = \"24h\"", "heartbeat needs operator, the channel that hears it"),
        (
            "operator = \"log\"\nheartbeat = \"1m\"",
            "heartbeat in [alerts] must be a length of time from 1h to 31d"
        ),
        ("ping = \"example.org\"", "ping must be an address that begins with https:// or http://"),
        ("ping_every = \"1m\"", "ping_every needs ping or ping_file"),
    ]

    @Test(arguments: mistakes)
    func `is set up with care`(_ settings: String, _ mistake: String) throws {
        let newsroom = try Newsroom(settings: "[alerts]\n\(settings)")
        let error = #expect(throws: ConfigurationError.self) {
            try Configuration.read(path: newsroom.folder.file("tocsin.toml"), environment: [:])
        }
        #expect(error?.mistakes.map(\.message) == [mistake])
    }
}
