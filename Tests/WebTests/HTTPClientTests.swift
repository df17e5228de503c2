import TestSupport
import Testing
import Web

/// A client and a server that answers as told.
struct Scene {
    let server: LoopbackServer
    let client: HTTPClient

    init(limits: ConnectionLimits = ConnectionLimits(), _ handler: @escaping LoopbackServer.Handler) throws {
        server = try LoopbackServer(handler)
        client = try HTTPClient(userAgent: "tocsin-tests/1.0", limits: limits)
    }

    func request(_ path: String = "/") -> Request {
        Request(url: server.url(path), allowsPrivateAddress: true)
    }

    func send(_ path: String = "/") async throws(TransferError) -> Response {
        try await client.send(request(path))
    }

    /// The error that a request ends with; nil where it ends well.
    func failure(_ request: Request) async -> TransferError? {
        do throws(TransferError) {
            _ = try await client.send(request)
            return nil
        } catch {
            return error
        }
    }
}

@Suite(.timeLimit(.minutes(10))) struct `A web client` {
    @Test func `fetches a page`() async throws {
        let scene = try Scene { _ in .text("hello", headers: [("ETag", "\"1\""), ("X-Odd", "a: b")]) }
        let response = try await scene.send("/feed?x=1#part")
        #expect(response.status == 200)
        #expect(response.body == Array("hello".utf8))
        #expect(response.headers["etag"] == "\"1\"")
        #expect(response.headers["x-odd"] == "a: b")
        #expect(response.cut == nil)
        #expect(response.url == scene.server.url("/feed?x=1#part"))
        let request = try #require(scene.server.requests.first)
        #expect(request.method == "GET")
        #expect(request.target == "/feed?x=1")
        #expect(request["user-agent"] == "tocsin-tests/1.0")
        #expect(request["accept-encoding"]?.contains("gzip") == true)
    }

    @Test(arguments: [Request.Method.post, .put, .delete])
    func `hands in a body`(_ method: Request.Method) async throws {
        let scene = try Scene { .text("", status: 201, headers: [("X-Got", "\($0.body.count)")]) }
        var request = scene.request("/hook")
        request.method = method
        request.headers = [Header("Content-Type", "application/json"), Header("Accept", "")]
        request.body = Array(#"{"a": "\u0000"}"#.utf8) + [0, 255]
        let response = try await scene.client.send(request)
        #expect(response.status == 201)
        let got = try #require(scene.server.requests.first)
        #expect(got.method == method.rawValue)
        #expect(got.body == request.body)
        #expect(got["content-type"] == "application/json")
        #expect(got["accept"] == nil)
        #expect(got["expect"] == nil)
    }

    @Test func `asks for the headers only`() async throws {
        let scene = try Scene { _ in .text("hello") }
        var request = scene.request()
        request.method = .head
        let response = try await scene.client.send(request)
        #expect(response.headers["content-length"] == "5")
        #expect(response.body.isEmpty)
    }

    @Test func `sends validators back byte for byte`() async throws {
        let etag = "W/\"\u{E9}\u{C3}\u{A9}\"-gzip"
        let scene = try Scene { _ in
            .text("", headers: [("ETag", etag), ("Last-Modified", "Sunday, 06-Nov-94")])
        }
        let first = try await scene.send()
        var again = scene.request()
        again.headers = Validators(of: first).headers
        _ = try await scene.client.send(again)
        let second = try #require(scene.server.requests.last)
        #expect(second["if-none-match"] == etag)
        #expect(second["if-modified-since"] == "Sunday, 06-Nov-94")
    }

    @Test func `keeps a connection, and gives each hand-in its own`() async throws {
        let scene = try Scene { _ in .text("") }
        for _ in 0..<3 { _ = try await scene.send() }
        var post = scene.request()
        post.method = .post
        for _ in 0..<2 { _ = try await scene.client.send(post) }
        #expect(scene.server.requests.map(\.connection) == [1, 1, 1, 2, 3])
    }

    @Test func `asks again when a kept connection was dead`() async throws {
        let scene = try Scene { request in
            request.connection == 1 && request.target == "/second" ? .reset() : .text("well")
        }
        _ = try await scene.send("/first")
        let response = try await scene.send("/second")
        #expect(response.body == Array("well".utf8))
    }

    @Test func `goes by another name where a request says so`() async throws {
        let scene = try Scene { _ in .text("") }
        var request = scene.request()
        for name in ["other/2.0", "", nil, "a\nX: b"] {
            request.userAgent = name
            let isSendable = name?.contains("\n") != true
            #expect(await scene.failure(request) == (isSendable ? nil : .invalidHeader("User-Agent")))
        }
        #expect(scene.server.requests.map { $0["user-agent"] } == ["other/2.0", nil, "tocsin-tests/1.0"])
    }

    @Test func `keeps no cookies`() async throws {
        let scene = try Scene { request in
            request.target == "/in"
                ? .answer(status: 302, headers: [("Set-Cookie", "a=b"), ("Location", "/out")]) : .text("")
        }
        _ = try await scene.send("/in")
        _ = try await scene.send("/later")
        #expect(scene.server.requests.map { $0["cookie"] } == [nil, "a=b", nil])
    }

    @Test func `sends a hundred requests at a time`() async throws {
        let scene = try Scene(limits: ConnectionLimits(total: 20, perHost: 10)) { .text($0.target) }
        let bodies = await withTaskGroup { group in
            for number in 0..<100 { group.addTask { try? await scene.send("/\(number)").body } }
            return await group.reduce(into: Set<[UInt8]?>()) { $0.insert($1) }
        }
        #expect(bodies == Set((0..<100).map { Array("/\($0)".utf8) }))
        #expect(Set(scene.server.requests.map(\.connection)).count <= 10)
    }

    @Test func `goes through a proxy, and spells names for it`() async throws {
        let scene = try Scene { _ in .text("by proxy") }
        var request = Request(url: "http://\u{442}\u{435}\u{441}\u{442}.example/feed")
        request.proxy = scene.server.url("")
        #expect(try await scene.client.send(request).body == Array("by proxy".utf8))
        #expect(scene.server.requests.first?.target == "http://xn--e1aybc.example/feed")
        request.url = "http://localhost/"
        #expect(await scene.failure(request) == .privateAddress("localhost"))
    }

    @Test func `refuses a bundle of certificates that is not there`() {
        #expect(throws: TransferError.self) { try HTTPClient(userAgent: "x", caFile: "/nowhere/ca.pem") }
    }

    static let addresses: [(String, TransferError)] = [
        ("file:///etc/passwd", .forbiddenScheme("file")),
        ("gopher://127.0.0.1/", .forbiddenScheme("gopher")),
        ("example.org/feed", .invalidURL("example.org/feed")),
        ("http://", .invalidURL("http://")),
        ("http://a b/", .invalidURL("http://a b/")),
        ("http://127.0.0.1/\0", .invalidURL("http://127.0.0.1/\0")),
        ("", .invalidURL("")),
    ]

    @Test(arguments: addresses)
    func `refuses what is no web address`(_ url: String, _ error: TransferError) async throws {
        let scene = try Scene { _ in .text("") }
        #expect(await scene.failure(Request(url: url, allowsPrivateAddress: true)) == error)
    }

    @Test func `refuses a header with a line break in it`() async throws {
        let scene = try Scene { _ in .text("") }
        var request = scene.request()
        request.headers = [Header("X-A", "b\r\nX-C: d")]
        #expect(await scene.failure(request) == .invalidHeader("X-A"))
    }
}
