import FoundationEssentials
import TestSupport
import Testing

@testable import Daemon
@testable import Storage

@Suite(.timeLimit(.minutes(10))) struct `tocsin doctor` {
    private let newsroom: Newsroom

    init() throws {
        newsroom = try Newsroom(settings: "[alerts]\noperator = \"log\"\n")
    }

    private func doctor(isOffline: Bool = true, now: Date = .start) async -> Output {
        let doctor = Doctor(
            config: newsroom.folder.file("tocsin.toml"),
            environment: [:],
            isOffline: isOffline
        )
        return await doctor.run(json: false) { now }
    }

    @Test func `finds nothing where all is well, and works without a network`() async throws {
        let running = try SQLiteStore(path: newsroom.folder.file("tocsin.sqlite"))
        let output = await doctor()
        #expect(output.status == .fine)
        let topics = output.text.split(separator: "\n").dropLast().map { $0.split(separator: " ")[1] }
        #expect(topics == ["settings", "files", "lists", "disk", "store", "daemon"])
        #expect(output.text.contains("a tocsin runs on the store"))
        #expect(output.text.contains("1 read, and not everyone can write them"))
        #expect(newsroom.server.requests.isEmpty)
        try running.close()
    }

    @Test func `writes nothing`() async throws {
        _ = await doctor()
        let names = try FileManager.default.contentsOfDirectory(atPath: newsroom.folder.path)
        #expect(names.sorted() == ["tocsin.toml", "watchlists"])
    }

    @Test func `tells mistakes of the user before those of the world`() async throws {
        try newsroom.folder.write("not a database, ".repeated(100), to: "tocsin.sqlite")
        #expect(await doctor().status == .world)
        try newsroom.folder.write("(truce", to: "watchlists/truce.watch")
        let output = await doctor()
        #expect(output.status == .input)
        #expect(output.text.contains("mistake  lists"))
        #expect(output.text.contains("failure  store"))
        #expect(output.text.contains("file is not a database"))
        #expect(output.text.hasSuffix("2 faults, 0 warnings\n"))
    }

    @Test func `tells what everyone can write, and what everyone can read`() async throws {
        let hook = "[[channel]]\nname = \"hook\"\ntype = \"webhook\"\nurl_file = \"url\"\n"
        try newsroom.write(settings: hook)
        try newsroom.folder.write("https://example.org/", to: "url", mode: 0o604)
        #expect(await doctor().text.contains("can be read by everyone on this machine: chmod o= it"))
        try newsroom.folder.write("https://example.org/", to: "url", mode: 0o602)
        #expect(await doctor().text.contains("chmod o-w \(newsroom.folder.file("url"))"))
    }

    @Test func `asks feeds and servers of channels, and sends no message`() async throws {
        let hook =
            "[[channel]]\nname = \"hook\"\ntype = \"webhook\"\nurl = \"\(newsroom.server.url("/hook/s3cret-word"))\"\n"
        let away =
            "[[channel]]\nname = \"away\"\ntype = \"webhook\"\nurl = \"http://127.0.0.1:1/s3cret-word\"\n"
        try newsroom.write(settings: hook + away)
        newsroom.reply(.text("", status: 404), at: "/feed")
        let output = await doctor(isOffline: false)
        #expect(newsroom.server.requests.map { "\($0.method) \($0.target)" } == ["GET /feed", "HEAD /"])
        #expect(output.status == .world)
        #expect(output.text.contains("/feed: the server answered 404 Not Found"))
        #expect(output.text.contains("hook: its server answers, nothing was sent"))
        #expect(output.text.contains("away: connection refused by 127.0.0.1:1"))
        #expect(output.text.contains("log: only tocsin send-test log can tell"))
        #expect(!output.text.contains("s3cret"))
    }

    /// By how many seconds other machines are ahead, and what is said of the own clock.
    static let clocks: [(ahead: [Double], text: String?, because: String)] = [
        ([], nil, "nobody said the time"),
        ([0.4, -0.7], "right to within a few seconds", "servers round"),
        ([0, 86_400, 1], "right to within a few seconds", "one server may be wrong"),
        ([60, 61, 59], "this machine's clock is 60s slow", "worth a warning"),
        ([-3_600, -3_601], "this machine's clock is 1h fast", "a fault"),
    ]

    @Test(arguments: clocks)
    func `compares the clock`(_ ahead: [Double], _ text: String?, _ because: String) {
        #expect(WebExam.clock(ahead)?.text == text, "\(because)")
    }

    static let rooms: [(bytes: Int, level: Finding.Level)] = [
        (5_000_000_000, .fine), (150_000_000, .warning), (1_000_000, .failure),
    ]

    @Test(arguments: rooms)
    func `looks at the room on the disk`(_ bytes: Int, _ level: Finding.Level) {
        #expect(StoreExam.room(bytes, of: "/var/lib/tocsin").level == level)
    }

    @Test func `tells where no daemon runs`() async throws {
        try SQLiteStore(path: newsroom.folder.file("tocsin.sqlite"), exclusive: false).close()
        #expect(await doctor().text.contains("no tocsin runs on the store"))
    }

    static let schemas: [(schema: Int, isOurs: Bool, level: Finding.Level, text: String)] = [
        (4, true, .fine, "a.sqlite: 3.0 kB, schema 4"),
        (3, true, .warning, "a.sqlite: 3.0 kB, schema 3, which is older than this tocsin's 4"),
        (5, true, .mistake, "a.sqlite: 3.0 kB, schema 5, which is newer than this tocsin's 4"),
        (0, false, .mistake, "a.sqlite is the database of another program"),
    ]

    @Test(arguments: schemas)
    func `tells who wrote the store`(_ schema: Int, _ isOurs: Bool, _ level: Finding.Level, _ text: String) {
        let facts = DatabaseFile.Facts(
            schema: schema,
            knownSchema: 4,
            isOurs: isOurs,
            bytes: 2_000,
            logBytes: 1_000,
            freeBytes: 0
        )
        let finding = StoreExam.schema(facts, "a.sqlite")
        #expect(finding.level == level)
        #expect(finding.text == text)
    }
}

extension String {
    fileprivate func repeated(_ count: Int) -> String { String(repeating: self, count: count) }
}
