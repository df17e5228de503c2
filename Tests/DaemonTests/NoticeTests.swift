import FoundationEssentials
import TestSupport
import Testing

@testable import Daemon

@Suite struct `Notices to the operator` {
    private static let settings = "[alerts]\noperator = \"log\"\nchannels = [\"log\"]"

    private func notices(_ newsroom: Newsroom) -> [String] {
        struct Line: Decodable {
            struct Content: Decodable { let notices: [Notice]? }
            struct Notice: Decodable {
                let kind: String
                let recovered: Bool
            }
            let data: Content
        }
        return newsroom.folder.text(of: "alerts.jsonl").split(separator: "\n").flatMap { line in
            let line = try? JSONDecoder().decode(Line.self, from: Data(line.utf8))
            return (line?.data.notices ?? []).map { ($0.recovered ? "over " : "") + $0.kind }
        }
    }

    private func rounds(_ count: Int, _ newsroom: Newsroom) async throws {
        for _ in 0..<count {
            newsroom.pass(3_600)
            try await newsroom.round()
        }
    }

    @Test func `a feed that is not there is told once, and once when it is back`() async throws {
        let newsroom = try Newsroom(settings: Self.settings)
        newsroom.serve("A war")
        try await rounds(1, newsroom)
        newsroom.reply(.text("<html>", status: 404), at: "/feed")
        try await rounds(6, newsroom)
        newsroom.serve("A war", "A truce")
        try await rounds(3, newsroom)
        #expect(notices(newsroom) == ["not-found", "over not-found"])
        #expect(newsroom.told.filter { $0 == "A truce" }.count == 1, "what came meanwhile is told")
        #expect(newsroom.folder.text(of: "alerts.jsonl").contains("the feed is not there"))
    }

    @Test func `a feed of which nothing is left since the last visit may have lost items`() async throws {
        let newsroom = try Newsroom(settings: Self.settings)
        newsroom.serve(items: (0..<5).map { ("\($0)", "War \($0)") })
        try await rounds(1, newsroom)
        newsroom.serve(items: (3..<8).map { ("\($0)", "War \($0)") })
        try await rounds(2, newsroom)
        #expect(notices(newsroom) == [])
        newsroom.serve(items: (20..<25).map { ("\($0)", "Truce \($0)") })
        try await rounds(2, newsroom)
        #expect(notices(newsroom) == ["gap"])
        let reports = try Reports(config: newsroom.folder.file("tocsin.toml"), environment: [:])
        let text = try await reports.feeds(holding: nil, failing: false, json: false, now: newsroom.now).text
        #expect(text.contains("items may have been missed"))
    }

    @Test func `a list with a mistake is told once a day`() async throws {
        let newsroom = try Newsroom(settings: Self.settings)
        newsroom.serve("A war")
        try newsroom.folder.write("name NEAR", to: "watchlists/broken.watch")
        try await rounds(3, newsroom)
        #expect(notices(newsroom) == ["list-rejected"])
        #expect(newsroom.folder.text(of: "alerts.jsonl").contains("broken.watch:1"))
        newsroom.pass(86_400)
        try await rounds(2, newsroom)
        #expect(notices(newsroom) == ["list-rejected", "list-rejected"])
    }

    @Test func `without an operator's channel the log says it`() async throws {
        let newsroom = try Newsroom()
        newsroom.reply(.text("<html>", status: 404), at: "/feed")
        try await rounds(4, newsroom)
        #expect(notices(newsroom) == [])
        #expect(newsroom.journal.all.contains { $0.contains("feed fails") })
    }

    @Test func `a feed's secrets go to its own server, and not where it moves`() async throws {
        let newsroom = try Newsroom()
        let other = try LoopbackServer { request in
            .text(request["x-api-key"] ?? request["authorization"] ?? "no secret", status: 404)
        }
        newsroom.reply(.redirect(302, to: other.url("/feed")), at: "/feed")
        try newsroom.folder.write("X-Api-Key: s3cret\n# a remark\n", to: "headers", mode: 0o600)
        try newsroom.folder.write("pa55", to: "password", mode: 0o600)
        try newsroom.folder.write(
            """
            [[feed]]
            url = "\(newsroom.server.url("/feed"))"
            headers_file = "headers"
            username = "me"
            password_file = "password"
            user_agent = "desk/1"
            """,
            to: "tocsin.toml"
        )
        try await newsroom.round()
        let first = try #require(newsroom.server.requests.first)
        #expect(first["x-api-key"] == "s3cret")
        #expect(first["authorization"] == "Basic \(Data("me:pa55".utf8).base64EncodedString())")
        #expect(first["user-agent"] == "desk/1")
        let second = try #require(other.requests.first)
        #expect(second["x-api-key"] == nil && second["authorization"] == nil)
        #expect(!newsroom.journal.all.contains { $0.contains("s3cret") || $0.contains("pa55") })
    }
}
