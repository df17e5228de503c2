import News
import TestSupport
import Testing

@testable import Daemon

@Suite(.timeLimit(.minutes(10))) struct `An alert by e-mail` {
    private func newsroom(_ server: LoopbackMailServer) throws -> Newsroom {
        let newsroom = try Newsroom()
        try newsroom.write(
            settings: """
                [[channel]]
                name = "mail"
                type = "email"
                url = "\(server.url)"
                from = "tocsin@example.org"
                to = ["ada@example.org", "bob@example.org"]
                """
        )
        newsroom.serve("A truce")
        return newsroom
    }

    private func outbox(_ newsroom: Newsroom) async throws -> String {
        let outbox = try OutboxCommand(config: newsroom.folder.file("tocsin.toml"), environment: [:])
        return try await outbox.list(channel: "mail", .all, limit: 10, json: false).text
    }

    @Test func `is told once, and to whom it was not is said`() async throws {
        let server = try LoopbackMailServer(["RCPT TO:<bob": .say("550 no bob")])
        let newsroom = try newsroom(server)
        try await newsroom.round()
        try await newsroom.round()
        #expect(server.mails.count == 1)
        #expect(server.mails.first?.contains("Subject: [truce] A truce\r\n") == true)
        let remark = "not for bob@example.org: answered 550 no bob"
        #expect(
            newsroom.journal.all.contains(
                "warning channel does not reach everyone channel=mail reason=\(remark)"
            )
        )
        #expect(try await outbox(newsroom).contains("delivered"))
        #expect(try await outbox(newsroom).contains(remark))
    }

    @Test func `waits for a server that wants it later`() async throws {
        let server = try LoopbackMailServer([".": .say("451 4.7.1 later")])
        let newsroom = try newsroom(server)
        try await newsroom.round()
        #expect(try await outbox(newsroom).contains("queued"))
        #expect(
            newsroom.journal.all.contains("notice channel rests channel=mail reason=answered 451 4.7.1 later")
        )
        #expect(newsroom.told == ["A truce"], "the other channel waits for nobody")
    }
}
