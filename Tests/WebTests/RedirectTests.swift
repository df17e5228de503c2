import TestSupport
import Testing
import Web

/// Who follows a redirect: libcurl, or the client itself, where the request has secrets.
enum Follower: CaseIterable {
    case libcurl
    case client

    func request(_ scene: Scene, _ path: String = "/") -> Request {
        var request = scene.request(path)
        if self == .client { request.secretHeaders = [Header("X-Api-Key", "k1")] }
        return request
    }
}

@Suite(.timeLimit(.minutes(10))) struct `A redirect` {
    @Test(arguments: Follower.allCases)
    func `is followed and reported`(_ follower: Follower) async throws {
        let scene = try Scene { request in
            switch request.target {
            case "/a": .redirect(301, to: "/b?x")
            case "/b?x": .redirect(307, to: "c")
            default: .text("there", headers: [("X-Last", "yes")])
            }
        }
        let response = try await scene.client.send(follower.request(scene, "/a"))
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
        #expect(Set(server.requests.map(\.connection)) == [1])
        #expect(response.total >= response.timeToFirstByte)
    }

    @Test(arguments: [1, 5], Follower.allCases)
    func `in a circle ends at the limit`(_ limit: Int, _ follower: Follower) async throws {
        let scene = try Scene { _ in .redirect(to: "/") }
        var request = follower.request(scene)
        request.maxRedirects = limit
        #expect(await scene.failure(request) == .tooManyRedirects(limit: limit))
        #expect(scene.server.requests.count == limit + 1)
    }

    @Test(arguments: Follower.allCases)
    func `in a circle ends when the time for all of it is up`(_ follower: Follower) async throws {
        let scene = try Scene { _ in .redirect(to: "/") }
        var request = follower.request(scene)
        request.maxRedirects = 30_000
        request.timeouts.total = .milliseconds(50)
        let error = await scene.failure(request)
        guard case .timedOut = error else {
            Issue.record("\(String(describing: error))")
            return
        }
    }

    @Test(arguments: Follower.allCases)
    func `in a circle ends when its headers are too large`(_ follower: Follower) async throws {
        let scene = try Scene { _ in
            .answer(status: 302, headers: [("Location", "/"), ("X", String(repeating: "x", count: 60_000))])
        }
        #expect(await scene.failure(follower.request(scene)) == .headersTooLarge(limit: 256 << 10))
    }

    @Test(arguments: Follower.allCases)
    func `is the answer where none is followed`(_ follower: Follower) async throws {
        let scene = try Scene { _ in .redirect(308, to: "/elsewhere") }
        var request = follower.request(scene)
        request.maxRedirects = 0
        let response = try await scene.client.send(request)
        #expect(response.status == 308)
        #expect(response.headers["location"] == "/elsewhere")
        #expect(scene.server.requests.count == 1)
    }

    @Test(arguments: ["file:///etc/passwd", "gopher://127.0.0.1/", "ftp://127.0.0.1/"], Follower.allCases)
    func `to another scheme is refused`(_ url: String, _ follower: Follower) async throws {
        let scene = try Scene { _ in .redirect(to: url) }
        let scheme = String(url.prefix { $0 != ":" })
        #expect(await scene.failure(follower.request(scene)) == .forbiddenScheme(scheme))
    }

    @Test(arguments: Follower.allCases)
    func `from https to http is refused`(_ follower: Follower) async throws {
        let hall = try Hall()
        var request = hall.request("/to?\(hall.server.url("/end"))", caFile: hall.authority)
        request.secretHeaders = follower == .client ? [Header("X-Api-Key", "k1")] : []
        #expect(await hall.failure(request) == .insecureRedirect(to: hall.server.url("/end")))
        #expect(hall.server.requests.count == 1)
    }

    @Test(arguments: Follower.allCases)
    func `to a private address is refused`(_ follower: Follower) async throws {
        let scene = try Scene { _ in .redirect(to: "http://10.0.0.1/") }
        var request = follower.request(scene)
        request.url = "http://site.test/"
        request.proxy = scene.server.url("")
        request.allowsPrivateAddress = false
        #expect(await scene.failure(request) == .privateAddress("10.0.0.1"))
        #expect(scene.server.requests.count == 1)
    }

    @Test(arguments: Follower.allCases)
    func `is followed whatever its body`(_ follower: Follower) async throws {
        let scene = try Scene { request in
            let headers = [("Location", "/end"), ("Content-Encoding", "gzip")]
            let body = Array("no gzip, and too large".utf8)
            return request.target == "/"
                ? .answer(status: 302, headers: headers, body: body) : .text("end")
        }
        var request = follower.request(scene)
        request.bodyLimit = 4
        let response = try await scene.client.send(request)
        #expect(response.body == Array("end".utf8))
        #expect(response.cut == nil)
        #expect(scene.server.requests.map(\.target) == ["/", "/end"])
    }

    @Test(arguments: Follower.allCases)
    func `is followed as servers spell it`(_ follower: Follower) async throws {
        let scene = try Scene { request in
            request.target == "/"
                ? .answer(status: 302, headers: [("Location", ""), ("Location", "a b/\u{E9}?\u{E9} c")])
                : .text("")
        }
        let response = try await scene.client.send(follower.request(scene))
        #expect(scene.server.requests.map(\.target) == ["/", "/a%20b/%e9?%e9+c"])
        #expect(response.url == scene.server.url("/a%20b/%e9?%e9+c"))
        #expect(response.redirects.map(\.to) == [response.url])
    }

    @Test(arguments: Follower.allCases)
    func `to what is no address is an error`(_ follower: Follower) async throws {
        let scene = try Scene { _ in .redirect(to: "http://[") }
        #expect(await scene.failure(follower.request(scene)) == .invalidURL(scene.server.url()))
    }

    static let handIns: [(Request.Method, Int, again: String, isBodyKept: Bool)] = [
        (.post, 301, "GET", false), (.post, 302, "GET", false), (.post, 303, "GET", false),
        (.post, 307, "POST", true), (.post, 308, "POST", true),
        (.put, 301, "PUT", false), (.put, 308, "PUT", true),
        (.delete, 303, "DELETE", false), (.delete, 307, "DELETE", true),
        (.head, 303, "HEAD", false),
    ]

    @Test(arguments: handIns, Follower.allCases)
    func `changes the verb as libcurl has it`(
        _ row: (method: Request.Method, status: Int, again: String, isBodyKept: Bool),
        _ follower: Follower
    ) async throws {
        let scene = try Scene { request in
            request.target == "/" ? .redirect(row.status, to: "/end") : .text("")
        }
        var request = follower.request(scene)
        request.method = row.method
        request.body = Array("body".utf8)
        _ = try await scene.client.send(request)
        let last = try #require(scene.server.requests.last)
        #expect(last.target == "/end")
        #expect(last.method == row.again)
        #expect(last.text == (row.isBodyKept ? "body" : ""))
        #expect(last["content-type"] == nil)
    }

    @Test(arguments: Follower.allCases)
    func `to where nobody listens is an error`(_ follower: Follower) async throws {
        let closed = try LoopbackServer { _ in .hang() }
        closed.stop()
        let scene = try Scene { _ in .redirect(to: closed.url()) }
        let message = "connection refused by 127.0.0.1:\(closed.port); is the server running?"
        #expect(await scene.failure(follower.request(scene)) == .connect(message))
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
