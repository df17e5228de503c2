import Glibc
import TestSupport
import Testing

@testable import Daemon

@Suite(.timeLimit(.minutes(10))) struct `The service manager` {
    struct Row: Sendable, CustomTestStringConvertible {
        let variables: [String: String]
        let watchdog: Duration?
        let because: String

        var testDescription: String { because }
    }

    static let rows = [
        Row(variables: [:], watchdog: nil, because: "no watchdog in the unit"),
        Row(variables: ["WATCHDOG_USEC": "60000000"], watchdog: .seconds(60), because: "a minute"),
        Row(
            variables: ["WATCHDOG_USEC": "60000000", "WATCHDOG_PID": "\(getpid())"],
            watchdog: .seconds(60),
            because: "a minute for this process"
        ),
        Row(
            variables: ["WATCHDOG_USEC": "60000000", "WATCHDOG_PID": "1"],
            watchdog: nil,
            because: "inherited: meant for another process"
        ),
        Row(variables: ["WATCHDOG_USEC": "0"], watchdog: nil, because: "zero is no time"),
        Row(variables: ["WATCHDOG_USEC": "soon"], watchdog: nil, because: "not a number"),
    ]

    @Test(arguments: rows)
    func `says within which time it wants a sign of life`(_ row: Row) throws {
        let environment = row.variables.merging(["NOTIFY_SOCKET": "/run/notify"]) { $1 }
        #expect(try #require(ServiceManager(environment: environment)).watchdog == row.watchdog)
    }

    @Test(arguments: [
        (nil, "started by hand"), ("", "empty"), ("/", "no file"), ("notify", "a relative path"),
        ("vsock:2:1", "an address of another family"), ("/" + String(repeating: "x", count: 200), "too long"),
    ])
    func `is not there`(_ socket: String?, because: String) {
        #expect(ServiceManager(environment: socket.map { ["NOTIFY_SOCKET": $0] } ?? [:]) == nil, "\(because)")
    }

    @Test func `hears in datagrams of lines`() async throws {
        let receiver = try DatagramReceiver()
        let manager = try #require(ServiceManager(environment: ["NOTIFY_SOCKET": receiver.path]))
        manager.tellReady("2 feeds\nand more")
        #expect(await receiver.nextText() == "READY=1\nSTATUS=2 feeds and more")
        manager.tellReloading()
        #expect(await receiver.nextText().hasPrefix("RELOADING=1\nMONOTONIC_USEC="))
        manager.tellAlive()
        #expect(await receiver.nextText() == "WATCHDOG=1")
        manager.tellStopping()
        #expect(await receiver.nextText() == "STOPPING=1\nSTATUS=ends what is under way")
    }
}
