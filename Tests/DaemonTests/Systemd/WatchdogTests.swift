import Synchronization
import Testing

@testable import Daemon

@Suite struct `The watchdog` {
    @Test func `names what has not answered, and asks again only when all have`() {
        let asked = Mutex<[String]>([])
        let flags = Mutex<[String: Flag]>([:])
        let watchdog = Watchdog(
            ["poller", "store"].map { name in
                Watchdog.Part(name) { flag in
                    asked.withLock { $0.append(name) }
                    flags.withLock { $0[name] = flag }
                }
            }
        )
        func answer(_ name: String) { flags.withLock { $0[name]?.set(true) } }

        #expect(watchdog.look() == [], "nobody was asked before")
        #expect(watchdog.look() == ["poller", "store"])
        answer("poller")
        #expect(watchdog.look() == ["store"])
        #expect(asked.withLock { $0 } == ["poller", "store"], "a part that hangs is not asked twice")
        answer("store")
        #expect(watchdog.look() == [])
        #expect(asked.withLock { $0 } == ["poller", "store", "poller", "store"])
        #expect(watchdog.look() == ["poller", "store"])
    }
}
