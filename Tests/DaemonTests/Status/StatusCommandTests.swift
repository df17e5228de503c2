import FoundationEssentials
import News
import Storage
import TestSupport
import Testing

@testable import Daemon

@Suite(.timeLimit(.minutes(10))) struct `A command for the status` {
    private func status(_ newsroom: Newsroom, json: Bool = false) async throws -> String {
        try await StatusCommand(config: newsroom.folder.file("tocsin.toml"), environment: [:])
            .run(json: json, now: newsroom.now).text
    }

    @Test func `tells how all is while no daemon runs`() async throws {
        let newsroom = try Newsroom()
        try await newsroom.round()
        newsroom.pass(3_600)
        newsroom.serve("a truce")
        try await newsroom.round()
        let text = try await status(newsroom)
        #expect(
            text.hasPrefix(
                "All is well. 1 feed, all well. 1 alert in 24 hours. Nothing waits to be delivered.\n"
            )
        )
        #expect(text.contains("The settings have no status port, so nobody knows whether a daemon runs.\n"))
        #expect(text.contains("    truce: 1 in 24 hours, 1 in 14 days"))
        #expect(text.contains("truce: a truce (Example)\n"))
        #expect(!text.contains("What is broken"))
    }

    @Test func `begins with what is broken`() async throws {
        let newsroom = try Newsroom()
        newsroom.reply(.text("", status: 404), at: "/feed")
        try await newsroom.round()
        try newsroom.folder.write("(never closed", to: "watchlists/broken.watch")
        let text = try await status(newsroom)
        #expect(text.hasPrefix("Someone must look. 1 feed, 1 unwell."))
        #expect(text.contains("What is broken\n    List \(newsroom.folder.file("watchlists/broken.watch"))"))
        #expect(text.contains("    1 feed is not well\n"))
        #expect(text.contains("\(newsroom.server.url("/feed")): the server answered 404"))
    }

    @Test func `is one object for programs`() async throws {
        struct Line: Decodable {
            struct Feeds: Decodable {
                let all: Int
            }

            let verdict: String
            let daemon: String
            let feeds: Feeds
        }
        let newsroom = try Newsroom()
        try await newsroom.round()
        let line = try JSONDecoder().decode(
            Line.self,
            from: Data(try await status(newsroom, json: true).utf8)
        )
        #expect(line.verdict == "well")
        #expect(line.daemon == "unknown")
        #expect(line.feeds.all == 1)
    }

    @Test func `numbers are easy to read`() {
        #expect([0, 999, 1_000, 1_234_567].map(grouped) == ["0", "999", "1,000", "1,234,567"])
        #expect(plural(1, "feed") == "1 feed")
        #expect(plural(2, "delivery", "deliveries") == "2 deliveries")
    }
}
