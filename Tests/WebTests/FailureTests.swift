import TestSupport
import Testing
import Web

@Suite(.timeLimit(.minutes(10))) struct `A request fails` {
    struct Row: Sendable, CustomTestStringConvertible {
        let because: String
        let reply: LoopbackReply
        let isExpected: @Sendable (TransferError) -> Bool

        var testDescription: String { because }
    }

    static let rows = [
        Row(because: "reset before the answer", reply: .reset()) {
            if case .connectionLost = $0 { true } else { false }
        },
        Row(because: "closed before the answer", reply: .raw([])) {
            if case .connectionLost = $0 { true } else { false }
        },
        Row(because: "silence", reply: .hang()) { $0 == .timedOut(.waiting) },
        Row(because: "silence among the headers", reply: .hang(after: text("HTTP/1.1 200 OK\r\n"))) {
            $0 == .timedOut(.receiving)
        },
        Row(because: "no HTTP", reply: .raw(text("SSH-2.0-OpenSSH\r\n"))) {
            if case .protocolError = $0 { true } else { false }
        },
        Row(because: "a header line too large", reply: .text("", headers: [("X", big(120_000))])) {
            if case .headersTooLarge = $0 { true } else { false }
        },
        Row(
            because: "too many headers",
            reply: .text("", headers: Array(repeating: ("X", big(1_000)), count: 300))
        ) {
            $0 == .headersTooLarge(limit: 256 << 10)
        },
    ]

    @Test(arguments: rows)
    func `with a reason`(_ row: Row) async throws {
        let scene = try Scene { _ in row.reply }
        var request = scene.request()
        request.timeouts.total = .milliseconds(400)
        let error = try #require(await scene.failure(request))
        #expect(row.isExpected(error), "\(error)")
        #expect(error.isInDoubt)
    }

    @Test func `when it is cancelled`() async throws {
        let scene = try Scene { _ in .hang() }
        let task = Task { await scene.failure(scene.request()) }
        _ = await scene.server.requests(1)
        task.cancel()
        #expect(await task.value == .cancelled)
    }

    @Test func `when it was cancelled before it began`() async throws {
        let scene = try Scene { _ in .hang() }
        let task = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            return await scene.failure(scene.request())
        }
        #expect(await task.value == .cancelled)
        #expect(scene.server.requests.isEmpty)
    }

    @Test func `when it is cancelled in the queue, and holds up nobody`() async throws {
        let scene = try Scene(limits: ConnectionLimits(total: 1, perHost: 1)) { request in
            request.target == "/first" ? .hang() : .text("")
        }
        let first = Task { await scene.failure(scene.request("/first")) }
        _ = await scene.server.requests(1)
        let queued = Task { await scene.failure(scene.request("/queued")) }
        queued.cancel()
        #expect(await queued.value == .cancelled)
        first.cancel()
        #expect(await first.value == .cancelled)
        #expect(await scene.failure(scene.request("/last")) == nil)
        #expect(scene.server.requests.map(\.target) == ["/first", "/last"])
    }

    @Test func `when the client shuts down`() async throws {
        let scene = try Scene(limits: ConnectionLimits(total: 5, perHost: 5)) { _ in .hang() }
        let tasks = (0..<20).map { _ in Task { await scene.failure(scene.request()) } }
        _ = await scene.server.requests(5)
        await scene.client.shutDown()
        for task in tasks { #expect(await task.value == .shutDown) }
        #expect(await scene.failure(scene.request()) == .shutDown)
        await scene.client.shutDown()
    }

    @Test(arguments: [false, true])
    func `at an address that is private`(_ hasSecrets: Bool) async throws {
        let scene = try Scene { _ in .text("secret") }
        let names = ["127.0.0.1", "localhost", "0x7f.1", "0.0.0.0"]
        for name in names {
            var request = Request(url: "http://\(name):\(scene.server.port)/")
            request.secretHeaders = hasSecrets ? [Header("X-Api-Key", "k1")] : []
            let error = await scene.failure(request)
            guard case .privateAddress = error else {
                Issue.record("\(name): \(String(describing: error))")
                continue
            }
            #expect(error?.isInDoubt == false)
        }
        #expect(scene.server.requests.isEmpty)
    }

    @Test func `at a private address that another request has connected to`() async throws {
        let scene = try Scene { _ in .text("secret") }
        _ = try await scene.send("/allowed")
        #expect(
            await scene.failure(Request(url: scene.server.url("/refused"))) == .privateAddress("127.0.0.1")
        )
        #expect(scene.server.requests.map(\.target) == ["/allowed"])
    }

    private static func text(_ text: String) -> [UInt8] { Array(text.utf8) }

    private static func big(_ count: Int) -> String { String(repeating: "x", count: count) }
}
