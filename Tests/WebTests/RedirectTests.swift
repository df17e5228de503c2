import TestSupport
import Testing
import Web

@Suite(.timeLimit(.minutes(1))) struct `A redirect` {
    @Test func `is followed and reported`() async throws {
        let scene = try Scene { request in
            switch request.target {
            case "/a": .redirect(301, to: "/b?x")
            case "/b?x": .redirect(307, to: "c")
            default: .text("there", headers: [("X-Last", "yes")])
            }
        }
        let response = try await scene.send("/a")
        let server = scene.server
        #expect(
            response.redirects == [
                .init(status: 301, to: server.url("/b?x")), .init(status: 307, to: server.url("/c")),
            ]
        )
        #expect(response.url == server.url("/c"))
        #expect(response.headers["x-last"] == "yes")
        #expect(response.headers["location"] == nil)
        #expect(response.body == Array("there".utf8))
    }

    @Test(arguments: [1, 5])
    func `in a circle ends at the limit`(_ limit: Int) async throws {
        let scene = try Scene { _ in .redirect(to: "/") }
        var request = scene.request()
        request.maxRedirects = limit
        #expect(await scene.failure(request) == .tooManyRedirects(limit: limit))
        #expect(scene.server.requests.count == limit + 1)
    }

    @Test func `is the answer where none is followed`() async throws {
        let scene = try Scene { _ in .redirect(308, to: "/elsewhere") }
        var request = scene.request()
        request.maxRedirects = 0
        let response = try await scene.client.send(request)
        #expect(response.status == 308)
        #expect(response.headers["location"] == "/elsewhere")
        #expect(scene.server.requests.count == 1)
    }

    @Test(arguments: ["file:///etc/passwd", "gopher://127.0.0.1/", "ftp://127.0.0.1/"])
    func `to another scheme is refused`(_ url: String) async throws {
        let scene = try Scene { _ in .redirect(to: url) }
        let scheme = String(url.prefix { $0 != ":" })
        #expect(await scene.failure(scene.request()) == .forbiddenScheme(scheme))
    }

    @Test func `to where nobody listens is an error`() async throws {
        let closed = try LoopbackServer { _ in .hang() }
        closed.stop()
        let scene = try Scene { _ in .redirect(to: closed.url()) }
        let message = "connection refused by 127.0.0.1:\(closed.port); is the server running?"
        #expect(await scene.failure(scene.request()) == .connect(message))
    }

    @Test func `carries credentials to no other host`() async throws {
        let other = try LoopbackServer { _ in .text("") }
        let scene = try Scene { _ in .redirect(to: "http://localhost:\(other.port)/") }
        var request = scene.request()
        request.headers = [Header("Authorization", "Bearer secret")]
        _ = try await scene.client.send(request)
        #expect(scene.server.requests.first?["authorization"] == "Bearer secret")
        #expect(other.requests.map { $0["authorization"] } == [nil])
    }

    struct Move: Sendable, CustomTestStringConvertible {
        var because: String
        var from = "https://a.org/feed"
        var hops: [Response.Redirect]
        var to: String?

        var testDescription: String { because }
    }

    static let moves = [
        Move(because: "none", hops: [], to: nil),
        Move(because: "one for good", hops: [.init(status: 301, to: "https://b.org/")], to: "https://b.org/"),
        Move(
            because: "two for good",
            hops: [.init(status: 301, to: "https://b.org/"), .init(status: 308, to: "HTTPS://c.org/")],
            to: "HTTPS://c.org/"
        ),
        Move(
            because: "one of them for now",
            hops: [.init(status: 301, to: "https://b.org/"), .init(status: 302, to: "https://c.org/")],
            to: nil
        ),
        Move(
            because: "encryption is given up at once",
            hops: [.init(status: 301, to: "http://b.org/")],
            to: nil
        ),
        Move(
            because: "encryption is given up on the way",
            from: "http://a.org/feed",
            hops: [.init(status: 301, to: "https://b.org/"), .init(status: 301, to: "http://c.org/")],
            to: nil
        ),
        Move(
            because: "encryption is gained",
            from: "http://a.org/feed",
            hops: [.init(status: 308, to: "https://a.org/feed")],
            to: "https://a.org/feed"
        ),
        Move(
            because: "there never was any",
            from: "http://a.org/feed",
            hops: [.init(status: 301, to: "http://b.org/")],
            to: "http://b.org/"
        ),
    ]

    @Test(arguments: moves)
    func `is for good where every one on the way is and encryption stays`(_ move: Move) {
        let response = Response(status: 200, redirects: move.hops)
        #expect(response.permanentAddress(askedAt: move.from) == move.to)
    }
}
