import FoundationEssentials
import Logging
import Storage
import Synchronization
import TestSupport
import Testing

@testable import Daemon

@Suite(.timeLimit(.minutes(10))) struct `A store that fails` {
    private let full = StoreTrouble(.full, reason: "database or disk is full")

    private func health(_ journal: Journal) -> StoreHealth {
        StoreHealth(logger: Logger(label: "test") { _ in journal }, pause: .zero, now: { .start })
    }

    @Test func `is tried until it works, and told once`() async throws {
        let journal = Journal()
        let health = health(journal)
        let left = Mutex(3)
        let result = try await health.persist { [full] in
            let isFailing = left.withLock { left in
                left -= 1
                return left >= 0
            }
            if isFailing { throw full }
            return "written"
        }
        #expect(result == "written")
        #expect(health.illness == nil)
        #expect(
            journal.all == [
                "error the store fails: nothing is polled or sent until it works, and nothing is lost "
                    + "reason=database or disk is full: make room on the disk of [store] path",
                "notice the store works again after=0s",
            ]
        )
    }

    @Test func `is not waited for once the daemon ends`() async {
        let health = health(Journal())
        health.close()
        await #expect(throws: full) { try await health.persist { [full] in throw full } }
    }

    @Test func `is not blamed for mistakes of the program`() async {
        struct Mistake: Error {}
        let journal = Journal()
        await #expect(throws: Mistake.self) { try await health(journal).persist { throw Mistake() } }
        #expect(journal.all.isEmpty)
    }

    @Test func `loses nothing, floods nobody, and needs no restart`() async throws {
        let newsroom = try Newsroom()
        let hook =
            "[[channel]]\nname = \"hook\"\ntype = \"webhook\"\nurl = \"\(newsroom.server.url("/hook"))\"\n"
        try newsroom.write(settings: hook + "[alerts]\nchannels = [\"hook\"]\noperator = \"hook\"")
        newsroom.reply(.text(""), at: "/hook")
        newsroom.serve("A truce")
        let store = FailingStore(try SQLiteStore(path: newsroom.folder.file("tocsin.sqlite")))
        let daemon = try await newsroom.daemon(store: store)
        store.fail(full)
        let task = Task { try await daemon.run(signals: false) }
        let requests = await newsroom.server.requests(2)
        #expect(requests.map(\.target).sorted() == ["/feed", "/hook"])
        #expect(requests.contains { $0.text.contains("tocsin: the store fails") }, "told past the outbox")

        store.fail(nil)
        await daemon.reload()
        await newsroom.journal.wait(for: "the store works again")
        let later = await newsroom.server.requests(3)
        #expect(later[2].text.contains("\"title\":\"A truce\""), "the visit was kept, not made again")
        task.cancel()
        try await task.value
        #expect(newsroom.journal.all.count { $0.contains("the store fails") } == 1)
    }
}
