import FoundationEssentials
import Logging
import News
import Storage
import Synchronization
import TestSupport
import Testing

@testable import Daemon

@Suite(.timeLimit(.minutes(10))) struct `Signs of life` {
    private let newsroom: Newsroom
    private let receiver: DatagramReceiver

    init() throws {
        newsroom = try Newsroom()
        receiver = try DatagramReceiver()
    }

    private func daemon(watchdog microseconds: Int? = nil) async throws -> Daemon {
        var environment = ["NOTIFY_SOCKET": receiver.path]
        environment["WATCHDOG_USEC"] = microseconds.map(String.init)
        let configuration = try Configuration.read(
            path: newsroom.folder.file("tocsin.toml"),
            environment: [:]
        )
        let logger = Logger(label: "test") { [newsroom] _ in newsroom.journal }
        return try await Daemon(configuration, environment: environment, logger: logger) { [newsroom] in
            newsroom.now
        }
    }

    @Test func `begin when feeds are taken from the store, and tell of reloads, good and bad`() async throws {
        let daemon = try await daemon()
        let run = Task { try await daemon.run(signals: false) }
        let ready = "READY=1\nSTATUS=1 feed, 1 list, 0 alerts today"
        #expect(await receiver.nextText() == ready)

        await daemon.reload()
        #expect(await receiver.nextText().hasPrefix("RELOADING=1\nMONOTONIC_USEC="))
        #expect(await receiver.nextText() == ready)
        #expect(await receiver.nextText() == "STATUS=1 feed, 1 list, 0 alerts today")

        try newsroom.folder.write("[pol]\n", to: "tocsin.toml")
        await daemon.reload()
        #expect(await receiver.texts(until: "READY").count == 2, "a refused reload is over, too")
        #expect(await receiver.nextText().hasSuffix("; the last reload was refused, the journal says why"))

        try newsroom.write(settings: "")
        await daemon.reload()
        _ = await receiver.texts(until: "READY")
        #expect(await receiver.nextText() == "STATUS=1 feed, 1 list, 0 alerts today")
        run.cancel()
        try await run.value
    }

    @Test func `go on while poller, courier and store answer`() async throws {
        let daemon = try await daemon(watchdog: 4_000)
        let run = Task { try await daemon.run(signals: false) }
        var signs = 0
        while signs < 10 { if await receiver.nextText() == "WATCHDOG=1" { signs += 1 } }
        run.cancel()
        try await run.value
    }

    @Test func `cease when a part does not answer, which the log names once, and come back`() async throws {
        let configuration = try Configuration.read(
            path: newsroom.folder.file("tocsin.toml"),
            environment: [:]
        )
        let store = try SQLiteStore(path: newsroom.folder.file("other.sqlite"))
        let logger = Logger(label: "test") { [newsroom] _ in newsroom.journal }
        let house = try await HouseBuilder(
            store: store,
            web: configuration.fetcher().web,
            logger: logger,
            now: { .start }
        ).first(configuration)
        let asked = Mutex<[Flag]>([])
        let readiness = Bell()
        let signs = LifeSigns(
            to: ServiceManager(environment: ["NOTIFY_SOCKET": receiver.path, "WATCHDOG_USEC": "4000"]),
            watchdog: Watchdog([.init("store") { flag in asked.withLock { $0.append(flag) } }]),
            readiness: readiness,
            current: Current(house),
            store: store,
            logger: logger,
            now: { .start }
        )
        let run = Task { try await signs.run() }
        readiness.ring()
        #expect(await receiver.nextText().hasPrefix("READY=1"))
        #expect(
            await receiver.nextText() == "WATCHDOG=1",
            "the first look asks, and has nothing to complain of"
        )
        while newsroom.journal.all.isEmpty { await Task.yield() }
        for flag in asked.withLock({ $0 }) { flag.set(true) }
        #expect(await receiver.nextText() == "WATCHDOG=1", "nothing was told in between")
        run.cancel()
        try await run.value
        #expect(
            newsroom.journal.all.prefix(2) == [
                "error a part of the daemon does not answer part=store",
                "notice a part of the daemon answers again part=store",
            ]
        )
    }
}
