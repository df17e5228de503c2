import FoundationEssentials
import Glibc
import Synchronization
import TestSupport
import Testing

@testable import Daemon

@Suite(.timeLimit(.minutes(10))) struct `The status port` {
    /// A client that speaks byte by byte.
    private struct Caller {
        let descriptor: Int32

        init(port: UInt16) {
            descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
            var address = sockaddr_in()
            address.sin_family = sa_family_t(AF_INET)
            address.sin_port = port.bigEndian
            inet_pton(AF_INET, "127.0.0.1", &address.sin_addr)
            _ = withUnsafePointer(to: &address) { pointer in
                pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                    connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
                }
            }
        }

        func say(_ text: String) {
            _ = Array(text.utf8).withUnsafeBytes {
                send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
        }

        /// All that comes until the other side ends.
        func listen() -> String {
            var all: [UInt8] = []
            var piece = [UInt8](repeating: 0, count: 1 << 16)
            while true {
                let count = recv(descriptor, &piece, piece.count, 0)
                guard count > 0 else { return String(decoding: all, as: UTF8.self) }
                all += piece.prefix(count)
            }
        }

        func leave() { close(descriptor) }
    }

    /// Runs a server while a test speaks to it.
    private func serve(
        _ answer: @escaping StatusLoop.Answer = { StatusResponse("\($0.path)\n") },
        _ work: (_ port: UInt16) async throws -> Void
    ) async throws {
        let address = try #require(ListenAddress("127.0.0.1:0"))
        let (socket, bound) = try address.listen()
        let loop = try #require(StatusLoop(listener: socket, answer: answer))
        try await work(bound.port)
        loop.stop()
        await loop.join()
    }

    static let rows: [(sent: String, status: String, because: String)] = [
        ("GET /a HTTP/1.1\r\nHost: x\r\n\r\n", "200", "a request"),
        ("GET /a?b=c HTTP/1.0\r\n\r\n", "200", "an old client sends no host"),
        ("GET /a HTTP/1.1\r\n\r\n", "400", "a new one must"),
        ("GET /a HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n", "400", "two hosts are a trick"),
        ("GET http://x/a HTTP/1.1\r\nHost: x\r\n\r\n", "400", "this is no proxy"),
        ("GET /a HTTP/2.0\r\nHost: x\r\n\r\n", "400", "another version"),
        ("GET /a b HTTP/1.1\r\nHost: x\r\n\r\n", "400", "a blank in the path"),
        ("GET /a HTTP/1.1\r\nHost: x\r\nbroken\r\n\r\n", "400", "a line that is no header"),
        ("GET /a HTTP/1.1\r\nHost : x\r\n\r\n", "400", "a blank before the colon"),
        ("POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nabc", "405", "nothing can be changed here"),
        ("GET /\(String(repeating: "a", count: 20_000))", "431", "a head without end"),
        ("\u{16}\u{03}\u{01}\r\n\r\n", "400", "TLS at a port that speaks none"),
    ]

    @Test(arguments: rows)
    func `answers what it understands`(_ row: (sent: String, status: String, because: String)) async throws {
        try await serve { port in
            let caller = Caller(port: port)
            defer { caller.leave() }
            caller.say(row.sent)
            #expect(caller.listen().hasPrefix("HTTP/1.1 \(row.status) "), "\(row.because)")
        }
    }

    @Test func `answers a request that comes in pieces`() async throws {
        try await serve { port in
            let caller = Caller(port: port)
            defer { caller.leave() }
            for piece in ["GE", "T /pie", "ces HTTP/1.1\r\nHost: x\r", "\n\r", "\n"] { caller.say(piece) }
            #expect(caller.listen().hasSuffix("\r\n\r\n/pieces\n"))
        }
    }

    @Test func `sends no body where only the head is wanted`() async throws {
        try await serve { port in
            let caller = Caller(port: port)
            defer { caller.leave() }
            caller.say("HEAD /a HTTP/1.1\r\nHost: x\r\n\r\n")
            let answer = caller.listen()
            #expect(answer.contains("Content-Length: 3\r\n"))
            #expect(answer.hasSuffix("\r\n\r\n"))
        }
    }

    @Test func `forbids scripts, and other pages to frame its own`() async throws {
        try await serve { port in
            let caller = Caller(port: port)
            defer { caller.leave() }
            caller.say("GET / HTTP/1.1\r\nHost: x\r\n\r\n")
            let answer = caller.listen()
            #expect(answer.contains("Content-Security-Policy: default-src 'none'; style-src 'self';"))
            #expect(answer.contains("frame-ancestors 'none'"))
        }
    }

    @Test func `answers while a thousand clients say nothing`() async throws {
        try await serve { port in
            let silent = (0..<1_000).map { _ in Caller(port: port) }
            defer { for caller in silent { caller.leave() } }
            for caller in silent.prefix(500) { caller.say("GET / HTTP/1.1\r\nHost: ") }
            for _ in 0..<20 {
                let caller = Caller(port: port)
                caller.say("GET /still HTTP/1.1\r\nHost: x\r\n\r\n")
                #expect(caller.listen().hasSuffix("/still\n"))
                caller.leave()
            }
        }
    }

    @Test func `answers while others do not take their answers`() async throws {
        let long = String(repeating: "a", count: 8 << 20)
        try await serve {
            $0.path == "/long" ? StatusResponse(long) : StatusResponse("short\n")
        } _: { port in
            let deaf = (0..<8).map { _ in Caller(port: port) }
            defer { for caller in deaf { caller.leave() } }
            for caller in deaf { caller.say("GET /long HTTP/1.1\r\nHost: x\r\n\r\n") }
            let caller = Caller(port: port)
            caller.say("GET /short HTTP/1.1\r\nHost: x\r\n\r\n")
            #expect(caller.listen().hasSuffix("short\n"))
            caller.leave()
        }
    }

    @Test func `makes no more than two answers at once`() async throws {
        let running = Mutex((now: 0, most: 0))
        try await serve { _ in
            running.withLock { $0 = ($0.now + 1, max($0.most, $0.now + 1)) }
            for _ in 0..<50 { await Task.yield() }
            running.withLock { $0.now -= 1 }
            return StatusResponse("done\n")
        } _: { port in
            let callers = (0..<20).map { _ in Caller(port: port) }
            for caller in callers { caller.say("GET / HTTP/1.1\r\nHost: x\r\n\r\n") }
            for caller in callers {
                #expect(caller.listen().hasSuffix("done\n"))
                caller.leave()
            }
        }
        #expect(running.withLock { $0.most } <= 2)
        #expect(running.withLock { $0.now } == 0)
    }

    @Test func `lets everybody go at its end`() async throws {
        var waiting: Caller?
        try await serve { port in waiting = Caller(port: port) }
        #expect(waiting?.listen() == "")
        waiting?.leave()
    }

    static let addresses: [(text: String, shown: String?, isLoopback: Bool, because: String)] = [
        ("127.0.0.1:8787", "127.0.0.1:8787", true, "the default"),
        ("localhost:8787", "127.0.0.1:8787", true, "a name for it"),
        ("[::1]:8787", "[::1]:8787", true, "the same in IPv6"),
        ("0.0.0.0:80", "0.0.0.0:80", false, "all addresses"),
        ("[::]:80", "[::]:80", false, "all addresses in IPv6"),
        ("10.0.0.7:80", "10.0.0.7:80", false, "a private network"),
        ("::1:8787", nil, false, "where does the address end?"),
        ("[127.0.0.1]:80", nil, false, "brackets are for IPv6"),
        ("example.org:80", nil, false, "a name may have many addresses"),
        ("127.0.0.1", nil, false, "no port"),
        ("127.0.0.1:99999", nil, false, "no such port"),
        (":8787", nil, false, "all addresses must be asked for"),
    ]

    @Test(arguments: addresses)
    func `listens where it is told`(
        _ row: (text: String, shown: String?, isLoopback: Bool, because: String)
    ) {
        let address = ListenAddress(row.text)
        #expect(address?.description == row.shown, "\(row.because)")
        #expect(address?.isLoopback ?? false == row.isLoopback, "\(row.because)")
    }
}
