import TestSupport
import Testing

@testable import Web

/// A server's rule that redirects to what follows `/to?`, which may hold another `/to?`, and else answers.
let onward: LoopbackServer.Handler = { request in
    request.target.hasPrefix("/to?") ? .redirect(to: String(request.target.dropFirst(4))) : .text("")
}

@Suite(.timeLimit(.minutes(10))) struct `A secret` {
    struct Kind: Sendable, CustomTestStringConvertible {
        let because: String
        let name: String
        let value: String
        let add: @Sendable (inout Request) -> Void

        var testDescription: String { because }
    }

    static let kinds = [
        Kind(because: "a header", name: "X-Api-Key", value: "k1") {
            $0.secretHeaders = [Header("X-Api-Key", "k1")]
        },
        Kind(because: "a cookie", name: "Cookie", value: "sid=1") {
            $0.secretHeaders = [Header("Cookie", "sid=1")]
        },
        Kind(because: "two cookies", name: "Cookie", value: "sid=1; t=2") {
            $0.secretHeaders = [Header("Cookie", "sid=1"), Header("cookie", "t=2")]
        },
        Kind(because: "basic, in UTF-8", name: "Authorization", value: "Basic Wm/Dqzpww6Q6c3M=") {
            $0.credentials = Credentials(user: "Zo\u{EB}", password: "p\u{E4}:ss")
        },
        Kind(because: "basic instead of a token", name: "Authorization", value: "Basic azo=") {
            $0.headers = [Header("Authorization", "Bearer t")]
            $0.secretHeaders = [Header("authorization", "Bearer u")]
            $0.credentials = Credentials(user: "k", password: "")
        },
        Kind(because: "a token among the headers", name: "Authorization", value: "Bearer t") {
            $0.headers = [Header("Authorization", "Bearer t")]
            $0.secretHeaders = [Header("X-Api-Key", "k1")]
        },
        Kind(because: "a cookie among the headers", name: "Cookie", value: "sid=1") {
            $0.headers = [Header("cookie", "sid=1")]
            $0.credentials = Credentials(user: "k", password: "")
        },
    ]

    @Test(arguments: kinds)
    func `goes along within its origin`(_ kind: Kind) async throws {
        let scene = try Scene(onward)
        var request = scene.request("/to?/to?\(scene.server.url("/end"))")
        kind.add(&request)
        let response = try await scene.client.send(request)
        #expect(response.url == scene.server.url("/end"))
        #expect(scene.server.requests.map { $0[kind.name] } == [kind.value, kind.value, kind.value])
        let isOnce = scene.server.requests.allSatisfy { request in
            request.headers.count { $0.name.lowercased() == kind.name.lowercased() } == 1
        }
        #expect(isOnce)
    }

    @Test(arguments: kinds)
    func `is gone on another port, and does not come back`(_ kind: Kind) async throws {
        let other = try LoopbackServer(onward)
        let scene = try Scene(onward)
        var request = scene.request("/to?\(other.url("/to?"))\(scene.server.url("/to?/end"))")
        kind.add(&request)
        let response = try await scene.client.send(request)
        #expect(response.url == scene.server.url("/end"))
        #expect(other.requests.map { $0[kind.name] } == [nil])
        #expect(scene.server.requests.map { $0[kind.name] } == [kind.value, nil, nil])
    }

    @Test(arguments: kinds)
    func `is gone on another host, and does not come back`(_ kind: Kind) async throws {
        let scene = try Scene(onward)
        let away = "http://localhost:\(scene.server.port)/to?"
        var request = scene.request("/to?\(away)\(scene.server.url("/end"))")
        kind.add(&request)
        _ = try await scene.client.send(request)
        #expect(scene.server.requests.map { $0[kind.name] } == [kind.value, nil, nil])
    }

    @Test(arguments: kinds)
    func `is gone under another scheme`(_ kind: Kind) async throws {
        let hall = try Hall()
        var request = Request(url: hall.server.url("/to?\(hall.front.url("/end"))"))
        request.allowsPrivateAddress = true
        request.caFile = hall.authority
        kind.add(&request)
        let response = try await hall.client.send(request)
        #expect(response.url == hall.front.url("/end"))
        #expect(hall.server.requests.map { $0[kind.name] } == [kind.value, nil])
    }

    @Test func `is none of a proxy's business`() async throws {
        let scene = try Scene { _ in .text("", status: 403) }
        var request = Request(url: "https://site.test/")
        request.proxy = scene.server.url("")
        request.secretHeaders = [Header("X-Api-Key", "k1"), Header("Cookie", "sid=1")]
        request.credentials = Credentials(user: "u", password: "p")
        #expect(await scene.failure(request) != nil)
        let names = try #require(scene.server.requests.first).headers.map { $0.name.lowercased() }
        #expect(scene.server.requests.map(\.method) == ["CONNECT"])
        #expect(Set(names).isDisjoint(with: ["x-api-key", "cookie", "authorization"]))
    }

    @Test func `goes along with the cookies that are set on the way`() async throws {
        let scene = try Scene { request in
            request.target == "/in"
                ? .answer(status: 302, headers: [("Set-Cookie", "a=b"), ("Location", "/out")]) : .text("")
        }
        var request = scene.request("/in")
        request.secretHeaders = [Header("X-Api-Key", "k1"), Header("Cookie", "sid=1")]
        _ = try await scene.client.send(request)
        _ = try await scene.client.send(request)
        #expect(
            scene.server.requests.map { $0["cookie"] } == ["sid=1", "a=b; sid=1", "sid=1", "a=b; sid=1"]
        )
        #expect(scene.server.requests.allSatisfy { $0["x-api-key"] == "k1" })
    }

    @Test func `goes along when the request is made again from the start`() async throws {
        let other = try LoopbackServer { _ in
            .answer(headers: [("Content-Encoding", "gzip")], body: Array("damaged".utf8))
        }
        let scene = try Scene(onward)
        var request = scene.request("/to?\(other.url())")
        request.secretHeaders = [Header("X-Api-Key", "k1")]
        _ = await scene.failure(request)
        #expect(scene.server.requests.map { $0["x-api-key"] } == ["k1", "k1"])
        #expect(other.requests.map { $0["x-api-key"] } == [nil, nil])
    }

    @Test func `shows in no text`() async throws {
        let scene = try Scene { _ in .text("") }
        var request = scene.request("/s3cret?s3cret")
        request.headers = [Header("X-Plain", "s3cret")]
        request.secretHeaders = [Header("X-Api-Key", "s3cret")]
        request.credentials = Credentials(user: "s3cret", password: "s3cret")
        request.body = Array("s3cret".utf8)
        var dumped = ""
        dump(request, to: &dumped)
        dump(request.credentials, to: &dumped)
        for text in ["\(request)", String(reflecting: request), dumped, "\(request.credentials as Any)"] {
            #expect(!text.contains("s3cret"))
        }
        #expect("\(request)" == "GET http://127.0.0.1:\(scene.server.port)")
        request.secretHeaders = [Header("X-Api-Key", "s3cret\n")]
        #expect(await scene.failure(request) == .invalidHeader("X-Api-Key"))
        request.secretHeaders = [Header("X-Api-Key: s3cret", "")]
        #expect(await scene.failure(request) == .invalidHeader("•••"))
        #expect(scene.server.requests.isEmpty)
    }

    @Test(arguments: [("a:b", "c"), ("a\n", "c"), ("a", "c\0"), ("a", "\u{85}")])
    func `that basic authentication cannot carry makes no credentials`(_ user: String, _ password: String) {
        #expect(Credentials(user: user, password: password) == nil)
    }

    struct Pair: Sendable, CustomTestStringConvertible {
        let because: String
        let from: String
        let to: String
        let isShared: Bool

        var testDescription: String { "\(from), \(to) (\(because))" }
    }

    static let pairs = [
        Pair(because: "one origin", from: "http://a.org/x", to: "HTTP://A.org:80/y?z", isShared: true),
        Pair(because: "one origin", from: "https://a.org:8443/", to: "https://a.org:8443/b", isShared: true),
        Pair(because: "encryption is gained", from: "http://a.org/", to: "https://a.org/", isShared: true),
        Pair(because: "encryption is lost", from: "https://a.org/", to: "http://a.org/", isShared: false),
        Pair(because: "an odd port", from: "http://a.org:8080/", to: "https://a.org/", isShared: false),
        Pair(because: "an odd port", from: "http://a.org/", to: "https://a.org:8443/", isShared: false),
        Pair(because: "another port", from: "http://a.org/", to: "http://a.org:8080/", isShared: false),
        Pair(because: "a host below", from: "https://a.org/", to: "https://www.a.org/", isShared: false),
        Pair(because: "a host above", from: "https://www.a.org/", to: "https://a.org/", isShared: false),
        Pair(because: "a look-alike", from: "https://a.org/", to: "https://a.org@b.org/", isShared: false),
        Pair(because: "encrypted elsewhere", from: "http://a.org/", to: "https://b.org/", isShared: false),
    ]

    @Test(arguments: pairs)
    func `is shared within an origin and with its encrypted twin`(_ pair: Pair) throws {
        let from = try #require(Target(pair.from))
        let to = try #require(Target(pair.to))
        #expect(from.sharesSecrets(with: to) == pair.isShared)
    }
}
