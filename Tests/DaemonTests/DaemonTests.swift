import FoundationEssentials
import Glibc
import TestSupport
import Testing

@testable import Daemon

@Suite(.timeLimit(.minutes(10))) struct `From a feed to an alert` {
    @Test func `an item rings once, over rounds and restarts`() async throws {
        let newsroom = try Newsroom()
        newsroom.serve("A truce", "A war")
        #expect(try await newsroom.round() == Daemon.Round(visits: 1, failures: 0))
        #expect(newsroom.told == ["A truce"])
        newsroom.pass(3_600)
        try await newsroom.round()
        #expect(newsroom.told == ["A truce"])
    }

    @Test func `a new feed does not ring for its past, and then for everything new`() async throws {
        let newsroom = try Newsroom()
        newsroom.serve("An old truce", published: .start.addingTimeInterval(-86_400))
        try await newsroom.round()
        #expect(newsroom.told.isEmpty)
        newsroom.pass(3_600)
        newsroom.serve("An old truce", "Another old truce", published: .start.addingTimeInterval(-86_400))
        try await newsroom.round()
        #expect(
            newsroom.told == ["Another old truce"],
            "what was not there before is news, whatever its date"
        )
    }

    @Test func `an edit rings for a list that it newly hits, and for no other`() async throws {
        let newsroom = try Newsroom()
        newsroom.serve("A war", "A truce")
        try await newsroom.round()
        newsroom.serve("A war ends in a truce", "A truce holds")
        newsroom.pass(3_600)
        try await newsroom.round()
        #expect(newsroom.told == ["A truce", "A war ends in a truce"])
        #expect(newsroom.updated == ["A truce holds"], "who was told hears what has become of it")
    }

    @Test func `validators are sent back byte for byte, and a 304 changes nothing`() async throws {
        let newsroom = try Newsroom()
        newsroom.serve("A truce", etag: "W/\"caf\u{E9}\"")
        try await newsroom.round()
        newsroom.reply(.answer(status: 304), at: "/feed")
        newsroom.pass(3_600)
        #expect(try await newsroom.round() == Daemon.Round(visits: 1, failures: 0))
        #expect(newsroom.server.requests.map { $0["if-none-match"] } == [nil, "W/\"caf\u{E9}\""])
        #expect(newsroom.server.requests.map { $0["a-im"] } == [nil, "feed"])
        newsroom.pass(8 * 86_400)
        try await newsroom.round()
        #expect(
            newsroom.server.requests.last?["if-none-match"] == nil,
            "once a week the whole feed is asked for"
        )
    }

    @Test(arguments: [
        (status: 301, asked: ["/feed", "/new", "/feed", "/new", "/feed", "/new", "/new", "/new", "/feed"]),
        (
            status: 302,
            asked: ["/feed", "/new", "/feed", "/new", "/feed", "/new", "/feed", "/new", "/feed", "/feed"]
        ),
    ])
    func `a feed that has moved for good is asked at its new address once that has held`(
        _ row: (status: Int, asked: [String])
    ) async throws {
        let newsroom = try Newsroom()
        newsroom.reply(.redirect(row.status, to: newsroom.server.url("/new")), at: "/feed")
        let feed =
            "<rss version=\"2.0\"><channel><item><guid>1</guid><title>A truce</title></item></channel></rss>"
        newsroom.reply(.text(feed), at: "/new")
        for _ in 0..<4 {
            newsroom.pass(3_600)
            try await newsroom.round()
        }
        newsroom.reply(.text("", status: 404), at: "/new")
        newsroom.reply(.text(feed), at: "/feed")
        newsroom.pass(3_600)
        try await newsroom.round()
        newsroom.pass(3_600)
        try await newsroom.round()
        #expect(newsroom.server.requests.map(\.target).prefix(row.asked.count) == row.asked[...])
        #expect(newsroom.journal.all.contains { $0.contains("has moved for good") } == (row.status == 301))
    }

    @Test func `the report says how every feed does and when it is asked next, those that fail first`()
        async throws
    {
        let newsroom = try Newsroom()
        try newsroom.write(
            settings: "[[feed]]\nurl = \"\(newsroom.server.url("/absent"))\"\noutlet = \"Gazette\""
        )
        newsroom.serve("A truce", "A <b>war</b>\u{1B}[31m")
        try await newsroom.round()
        newsroom.pass(3_600)
        try await newsroom.round()
        let reports = try Reports(config: newsroom.folder.file("tocsin.toml"), environment: [:])
        let text = try await reports.feeds(holding: nil, failing: false, json: false, now: newsroom.now).text
        let lines = text.split(separator: "\n").map { $0.drop { $0 == " " } }
        #expect(lines.first == "Gazette  \(newsroom.server.url("/absent"))")
        #expect(lines[1].hasPrefix("fails, 2 times in a row: the server answered 404 Not Found"))
        #expect(text.contains("Example  \(newsroom.server.url("/feed"))\n    well; asked"))
        #expect(text.contains("items a day: asked after"))
        #expect(text.contains("2 new in a day, latest"))
        #expect(!text.contains("\u{1B}"), "a feed cannot reach the terminal")
        #expect(text.hasSuffix("2 feeds, 1 failing\n"))

        let failing = try await reports.feeds(holding: nil, failing: true, json: true, now: newsroom.now).text
        #expect(failing.split(separator: "\n").count == 1)
        #expect(failing.contains("\"failures\":2") && failing.contains("\"outlet\":\"Gazette\""))
        let none = try await reports.feeds(holding: "nowhere", failing: false, json: false, now: newsroom.now)
        #expect(none.text == "no feed's address or title holds nowhere\n")
    }

    @Test func `a feed that moves on proves that anew`() async throws {
        let newsroom = try Newsroom()
        let feed =
            "<rss version=\"2.0\"><channel><item><guid>1</guid><title>A truce</title></item></channel></rss>"
        newsroom.reply(.redirect(301, to: newsroom.server.url("/new")), at: "/feed")
        newsroom.reply(.text(feed), at: "/new")
        newsroom.reply(.text(feed), at: "/newer")
        func rounds(_ count: Int) async throws -> [String] {
            let before = newsroom.server.requests.count
            for _ in 0..<count {
                newsroom.pass(3_600)
                try await newsroom.round()
            }
            return newsroom.server.requests.dropFirst(before).map(\.target)
        }
        _ = try await rounds(3)
        newsroom.reply(.redirect(301, to: newsroom.server.url("/newer")), at: "/new")
        #expect(try await rounds(1) == ["/new", "/newer"])
        let chain = ["/feed", "/new", "/newer"]
        #expect(try await rounds(3) == chain + chain + ["/newer"])
    }

    @Test func `a page that is no feed is no new address`() async throws {
        let newsroom = try Newsroom()
        newsroom.reply(.redirect(301, to: newsroom.server.url("/parked")), at: "/feed")
        newsroom.reply(.text("<html><body>This domain is for sale</body></html>"), at: "/parked")
        for _ in 0..<5 {
            newsroom.pass(86_400)
            try await newsroom.round()
        }
        #expect(newsroom.server.requests.filter { $0.target == "/feed" }.count == 5)
    }

    @Test func `a feed that is gone is asked once more a day later, and then left alone`() async throws {
        let newsroom = try Newsroom()
        newsroom.reply(.text("", status: 410), at: "/feed")
        for hours in [0, 1, 24, 25, 24 * 300] {
            newsroom.pass(TimeInterval(hours * 3_600))
            try await newsroom.round()
        }
        #expect(newsroom.server.requests.count == 2)
        #expect(newsroom.journal.all.count(where: { $0.contains("410 Gone") }) == 2, "at first, and for good")
        newsroom.serve("A truce")
        newsroom.pass(366 * 86_400)
        try await newsroom.round()
        #expect(newsroom.server.requests.count == 3)
        #expect(newsroom.journal.all.last?.contains("well again") == true)
    }

    @Test func `an answer that holds only what is new takes nothing away`() async throws {
        let newsroom = try Newsroom()
        newsroom.serve("A truce", "A war", etag: "\"1\"")
        try await newsroom.round()
        let delta =
            "<rss version=\"2.0\"><channel><item><guid>9</guid><title>The truce holds</title></item></channel></rss>"
        newsroom.reply(.text(delta, status: 226, headers: [("ETag", "\"2\""), ("IM", "feed")]), at: "/feed")
        newsroom.pass(3_600)
        try await newsroom.round()
        newsroom.serve("A truce", "A war", etag: "\"3\"")
        newsroom.pass(3_600)
        try await newsroom.round()
        #expect(newsroom.told == ["A truce", "The truce holds"])
        #expect(newsroom.server.requests.map { $0["if-none-match"] } == [nil, "\"1\"", "\"2\""])
    }

    @Test func `a feed that fails is told once, and once when it is well`() async throws {
        let newsroom = try Newsroom()
        newsroom.reply(.text("", status: 500), at: "/feed")
        for _ in 0..<3 {
            #expect(try await newsroom.round().failures == 1)
            newsroom.pass(86_400)
        }
        newsroom.serve("A truce", published: newsroom.now)
        try await newsroom.round()
        let lines = newsroom.journal.all.filter { $0.contains("feed ") }.map { $0.prefix { $0 != "=" } }
        #expect(lines == ["notice feed fails feed", "notice feed is well again failures"])
        #expect(newsroom.told == ["A truce"])
    }

    @Test func `what a feed repeats below its headlines does not ring`() async throws {
        let newsroom = try Newsroom()
        func serve(_ numbers: ClosedRange<Int>) {
            let items = numbers.map {
                "<item><guid>\($0)</guid><title>Headline \($0)</title><description>&lt;p&gt;Text \($0)&lt;/p&gt;&lt;p&gt;Follow the truce on our channel&lt;/p&gt;</description></item>"
            }
            newsroom.reply(.text("<rss><channel>\(items.joined())</channel></rss>"), at: "/feed")
        }
        serve(1...5)
        try await newsroom.round()
        serve(5...6)
        newsroom.pass(3_600)
        try await newsroom.round()
        #expect(newsroom.told.isEmpty, "two items are too few to tell, but the feed is known")
    }

    @Test func `a document that is cut short rings for what came, and is asked for whole`() async throws {
        let newsroom = try Newsroom()
        let text =
            "<rss version=\"2.0\"><channel><item><guid>1</guid><title>A truce</title></item><item><guid>2</guid><ti"
        newsroom.reply(.text("<rss version=\"2.0\"><channel></channel></rss>"), at: "/feed")
        try await newsroom.round()
        newsroom.reply(.text(text, headers: [("ETag", "\"cut\"")]), at: "/feed")
        try await newsroom.round()
        #expect(newsroom.told == ["A truce"])
        try await newsroom.round()
        #expect(newsroom.server.requests.last?["if-none-match"] == nil)
    }
}

@Suite(.timeLimit(.minutes(10))) struct `A channel that is away` {
    private static let hook = """
        [[channel]]
        name = "hook"
        type = "webhook"
        url = "%"
        """

    private func newsroom() throws -> Newsroom {
        let newsroom = try Newsroom()
        try newsroom.write(
            settings: Self.hook.split(separator: "%").joined(separator: newsroom.server.url("/hook"))
        )
        return newsroom
    }

    @Test func `gets everything later, in order, and holds up no other`() async throws {
        let newsroom = try newsroom()
        newsroom.reply(.text("", status: 503), at: "/hook")
        newsroom.serve("Truce one", "Truce two")
        try await newsroom.round()
        #expect(newsroom.told == ["Truce one", "Truce two"])

        newsroom.reply(.text(""), at: "/hook")
        newsroom.pass(3_600)
        newsroom.serve("Truce one", "Truce two", "Truce three")
        try await newsroom.round()
        let posts = newsroom.server.requests.filter { $0.method == "POST" }
        #expect(posts.count == 4, "the first was tried before")
        #expect(posts[0]["webhook-id"] == posts[1]["webhook-id"])
        #expect(posts[0].body == posts[1].body)
        #expect(Set(posts.map { $0["webhook-id"] }).count == 3)
        for (post, title) in zip(posts.dropFirst(), ["Truce one", "Truce two", "Truce three"]) {
            #expect(post.text.contains("\"title\":\"\(title)\""))
        }
    }

    @Test func `is left alone as long as it asks`() async throws {
        let newsroom = try newsroom()
        newsroom.reply(.text("", status: 429, headers: [("Retry-After", "600")]), at: "/hook")
        newsroom.serve("A truce")
        try await newsroom.round()
        newsroom.pass(599)
        try await newsroom.round()
        #expect(newsroom.server.requests.count { $0.method == "POST" } == 1)
        newsroom.pass(2)
        try await newsroom.round()
        #expect(newsroom.server.requests.count { $0.method == "POST" } == 2)
    }

    @Test func `that refuses an alert for good leaves it in the outbox as a dead letter`() async throws {
        let newsroom = try newsroom()
        newsroom.reply(.text("", status: 400), at: "/hook")
        newsroom.serve("A truce")
        try await newsroom.round()
        let outbox = try OutboxCommand(config: newsroom.folder.file("tocsin.toml"), environment: [:])
        let output = try await outbox.list(channel: nil, .dead, limit: 10, json: false)
        #expect(output.text.contains("hook  dead"))
        #expect(output.text.contains("answered 400"))
        #expect(output.text.contains("A truce"))
        #expect(newsroom.journal.all.contains { $0.hasPrefix("error channel refuses an alert for good") })
    }
}

@Suite(.timeLimit(.minutes(10))) struct `The running daemon` {
    /// Runs it beside a test, and ends it with the test.
    private func running(_ newsroom: Newsroom, _ work: (Daemon) async throws -> Void) async throws {
        let daemon = try await newsroom.daemon()
        let task = Task { try await daemon.run(signals: false) }
        do {
            try await work(daemon)
        } catch {
            task.cancel()
            throw error
        }
        task.cancel()
        try await task.value
    }

    private func hooked() throws -> Newsroom {
        let newsroom = try Newsroom()
        let hook =
            "[[channel]]\nname = \"hook\"\ntype = \"webhook\"\nurl = \"\(newsroom.server.url("/hook"))\""
        try newsroom.write(settings: hook)
        newsroom.reply(.text(""), at: "/hook")
        return newsroom
    }

    @Test func `does not start where its status port is taken, and says so; a single round needs none`()
        async throws
    {
        let newsroom = try Newsroom()
        let (socket, taken) = try #require(ListenAddress("127.0.0.1:0")).listen()
        defer { close(socket) }
        try newsroom.write(settings: "[status]\nlisten = \"\(taken)\"")
        newsroom.serve("A truce")
        let daemon = try await newsroom.daemon()
        let error = await #expect(throws: ListenError.self) { try await daemon.run(signals: false) }
        #expect(
            error?.description == """
                the status cannot be served at \(taken): Address already in use
                [status] listen in the settings names another port, or "" for none
                """
        )
        #expect(newsroom.told.isEmpty, "nothing was polled")
        _ = try await daemon.runOnce()
        #expect(newsroom.told == ["A truce"])
    }

    @Test func `polls and tells by itself, and ends when it is asked to`() async throws {
        let newsroom = try hooked()
        newsroom.serve("A truce")
        try await running(newsroom) { _ in
            let requests = await newsroom.server.requests(2)
            #expect(requests.map(\.target) == ["/feed", "/hook"])
            #expect(requests.first?["user-agent"] == "tocsin/0.1.0 (news alerts; no contact given)")
        }
        #expect(newsroom.journal.all.last == "notice tocsin stops")
    }

    @Test func `takes up changed lists and settings, and keeps the old ones on a mistake`() async throws {
        let newsroom = try hooked()
        newsroom.serve("A truce")
        try await running(newsroom) { daemon in
            _ = await newsroom.server.requests(2)
            try newsroom.folder.write("(truce", to: "watchlists/truce.watch")
            try newsroom.folder.write("armistice", to: "watchlists/armistice.watch")
            #expect(await daemon.reload(), "a list with a mistake stays as it was, the rest is taken up")
            newsroom.serve("A truce", "A second truce", "An armistice")
            newsroom.pass(3_600)
            #expect(await daemon.reload())
            let posts = await newsroom.server.requests(5).filter { $0.method == "POST" }
            #expect(posts.count == 3)
            #expect(posts.last?.text.contains("An armistice") == true)

            try newsroom.folder.write("[poll]\nmim = 3", to: "tocsin.toml")
            #expect(await daemon.reload() == false)
        }
        #expect(
            newsroom.journal.all.contains {
                $0.hasPrefix("error the old settings stay in force reason=")
                    && $0.hasSuffix("tocsin.toml:2: unknown key mim in [poll]; did you mean min?")
            }
        )
        #expect(
            newsroom.journal.all.contains { $0.hasPrefix("error a list has a mistake and is left as it was") }
        )
    }

    @Test func `breaks off a poll that hangs when it is asked to end`() async throws {
        let newsroom = try Newsroom()
        newsroom.reply(.hang(), at: "/feed")
        try await running(newsroom) { _ in _ = await newsroom.server.requests(1) }
        newsroom.serve("A truce")
        try await newsroom.round()
        #expect(newsroom.told == ["A truce"], "the visit that was broken off is made again")
    }
}
