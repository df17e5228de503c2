import Logging
import Testing

@testable import Daemon

@Suite(.timeLimit(.minutes(10))) struct `The log in the journal` {
    struct Row: Sendable, CustomTestStringConvertible {
        let name: String
        let value: String
        let bytes: [UInt8]
        let because: String

        var testDescription: String { because }
    }

    static let rows = [
        Row(
            name: "MESSAGE",
            value: "feed fails",
            bytes: Array("MESSAGE=feed fails\n".utf8),
            because: "a line"
        ),
        Row(name: "TOCSIN_feed", value: "a=b", bytes: Array("TOCSIN_FEED=a=b\n".utf8), because: "upper case"),
        Row(
            name: "TOCSIN_http.status",
            value: "500",
            bytes: Array("TOCSIN_HTTP_STATUS=500\n".utf8),
            because: "no dots in names"
        ),
        Row(
            name: "X",
            value: "a\nPRIORITY=0",
            bytes: Array("X\n".utf8) + [12, 0, 0, 0, 0, 0, 0, 0] + Array("a\nPRIORITY=0\n".utf8),
            because: "a line break cannot begin another field"
        ),
        Row(
            name: "X",
            value: String(repeating: "ї", count: 5_000),
            bytes: Array("X=\(String(repeating: "ї", count: 4_096))\n".utf8),
            because: "cut between two characters"
        ),
    ]

    @Test(arguments: rows)
    func `has a field for each fact`(_ row: Row) {
        var entry = JournalEntry()
        entry.add(row.name, row.value)
        #expect(entry.bytes == row.bytes)
    }

    @Test func `has the facts in its message, too`() async throws {
        let receiver = try DatagramReceiver()
        var log = try #require(JournalLog(level: .notice, socket: receiver.path))
        log[metadataKey: "feed"] = "https://example.org/feed"
        let logger = Logger(label: "test") { _ in log }
        logger.error("feed fails", metadata: ["reason": "no route\nto host"])
        let entry = await receiver.next()
        #expect(
            String(decoding: entry.prefix { $0 != 0 }, as: UTF8.self) == """
                MESSAGE=feed fails feed=https://example.org/feed reason="no route | to host"
                PRIORITY=3
                SYSLOG_IDENTIFIER=tocsin
                TOCSIN_FEED=https://example.org/feed
                TOCSIN_REASON
                \u{10}
                """
        )
    }
}
