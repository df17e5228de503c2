import TestSupport
import Testing
import Web

@Suite(.timeLimit(.minutes(10))) struct `A body` {
    struct Row: Sendable, CustomTestStringConvertible {
        let because: String
        let reply: LoopbackReply
        let body: String
        let cut: CutReason?

        var testDescription: String { because }
    }

    static let hello = Array("hello".utf8)
    static let gzip = [("Content-Encoding", "gzip")]

    static let rows = [
        Row(because: "whole", reply: .answer(body: hello), body: "hello", cut: nil),
        Row(
            because: "in chunks",
            reply: .chunked(pieces: [Array("hel".utf8), Array("lo".utf8)]),
            body: "hello",
            cut: nil
        ),
        Row(because: "until the connection ends", reply: .raw(head() + hello), body: "hello", cut: nil),
        Row(because: "empty", reply: .answer(status: 204), body: "", cut: nil),
        Row(because: "as large as may be", reply: .answer(body: zeros(1_000)), body: zeroText, cut: nil),
        Row(
            because: "one byte larger than may be",
            reply: .answer(body: zeros(1_001)),
            body: zeroText,
            cut: .bodyLimit(1_000)
        ),
        Row(
            because: "endless",
            reply: .drip(piece: zeros(300), milliseconds: 0),
            body: zeroText,
            cut: .bodyLimit(1_000)
        ),
        Row(
            because: "gzip",
            reply: .answer(headers: gzip, body: Gzip.stored(hello)),
            body: "hello",
            cut: nil
        ),
        Row(
            because: "a gzip bomb",
            reply: .answer(headers: gzip, body: Gzip.zeros(64 << 20)),
            body: zeroText,
            cut: .bodyLimit(1_000)
        ),
        Row(
            because: "gzip with bytes after its end",
            reply: .answer(headers: gzip, body: Gzip.stored(hello) + hello),
            body: "hello",
            cut: .undecodable
        ),
        Row(
            because: "shorter than announced",
            reply: .cut(body: hello, missing: 9),
            body: "hello",
            cut: .connectionLost
        ),
        Row(
            because: "reset half-way",
            reply: .reset(after: head("Content-Length: 99") + hello),
            body: "hello",
            cut: .connectionLost
        ),
        Row(
            because: "in chunks without the last",
            reply: .raw(head("Transfer-Encoding: chunked") + chunk),
            body: "hello",
            cut: .connectionLost
        ),
        Row(
            because: "silent half-way",
            reply: .hang(after: head("Content-Length: 99") + hello),
            body: "hello",
            cut: .timedOut
        ),
        Row(
            because: "after an informational answer",
            reply: .raw(Array("HTTP/1.1 103 Early Hints\r\nLink: <a>\r\n\r\n".utf8) + head() + hello),
            body: "hello",
            cut: nil
        ),
    ]

    @Test(arguments: rows)
    func `is taken as far as it comes`(_ row: Row) async throws {
        let scene = try Scene { _ in row.reply }
        var request = scene.request()
        request.bodyLimit = 1_000
        request.timeouts.total = row.cut == .timedOut ? .milliseconds(300) : .seconds(30)
        let response = try await scene.client.send(request)
        #expect(response.body == Array(row.body.utf8))
        #expect(response.cut == row.cut)
        #expect(scene.server.requests.count == 1)
    }

    @Test(arguments: ["gzip", "x-unknown"])
    func `with a coding that is none is asked for without`(_ coding: String) async throws {
        let scene = try Scene { _ in .answer(headers: [("Content-Encoding", coding)], body: Self.hello) }
        #expect(try await scene.send().body == Self.hello)
        #expect(scene.server.requests.map { $0["accept-encoding"] == "identity, gzip;q=0" } == [false, true])
    }

    @Test func `of an answer to a hand-in is left as it is`() async throws {
        let scene = try Scene { _ in .answer(headers: [("Content-Encoding", "x-unknown")], body: Self.hello) }
        var request = scene.request()
        request.method = .post
        #expect(try await scene.client.send(request).body == Self.hello)
        #expect(scene.server.requests.count == 1)
    }

    private static func head(_ line: String = "X-A: b") -> [UInt8] {
        Array("HTTP/1.1 200 OK\r\n\(line)\r\n\r\n".utf8)
    }

    private static func zeros(_ count: Int) -> [UInt8] { [UInt8](repeating: 0, count: count) }

    private static let zeroText = String(repeating: "\0", count: 1_000)
    private static let chunk = Array("5\r\nhello\r\n".utf8)
}
