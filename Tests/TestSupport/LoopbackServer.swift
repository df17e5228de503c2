import Glibc
import Synchronization

/// What a client asked of a `LoopbackServer`.
public struct LoopbackRequest: Sendable {
    /// The verb.
    public var method: String
    /// What stands between verb and version: the path, with its query.
    public var target: String
    /// The headers, in order; one character for each byte of a value.
    public var headers: [(name: String, value: String)]
    /// The body.
    public var body: [UInt8]
    /// The number of the connection it came over, from 1.
    public var connection: Int

    /// The first value under a name, whatever its case.
    public subscript(name: String) -> String? {
        headers.first { $0.name.lowercased() == name.lowercased() }?.value
    }

    /// The body as text.
    public var text: String { String(decoding: body, as: UTF8.self) }
}

/// What a `LoopbackServer` does about a request.
///
/// A `Connection: close` among the headers ends the connection after the answer.
public enum LoopbackReply: Sendable {
    /// An answer with its length announced.
    case answer(status: Int = 200, headers: [(String, String)] = [], body: [UInt8] = [])
    /// An answer in chunks.
    case chunked(status: Int = 200, headers: [(String, String)] = [], pieces: [[UInt8]])
    /// An answer that never ends, a piece each so many milliseconds; 0 is as fast as the client reads.
    case drip(headers: [(String, String)] = [], piece: [UInt8], milliseconds: Int32)
    /// An answer that ends so many bytes before the length it announces.
    case cut(status: Int = 200, headers: [(String, String)] = [], body: [UInt8], missing: Int)
    /// Bytes as they are, then the end of the connection.
    case raw([UInt8])
    /// Bytes as they are, then a reset connection.
    case reset(after: [UInt8] = [])
    /// Bytes as they are, then silence until the client or the server closes the connection.
    case hang(after: [UInt8] = [])

    /// An answer of text.
    public static func text(_ text: String, status: Int = 200, headers: [(String, String)] = []) -> Self {
        .answer(status: status, headers: headers, body: Array(text.utf8))
    }

    /// A redirect.
    public static func redirect(_ status: Int = 302, to location: String) -> Self {
        .answer(status: status, headers: [("Location", location)])
    }
}

/// A web server for tests, on 127.0.0.1 and a port of its own, that answers as a closure says.
///
/// It speaks HTTP/1.1, keeps connections open, and remembers every request. Each connection has a thread;
/// `stop` ends and joins them all, as does letting go of the server.
public final class LoopbackServer: Sendable {
    /// Decides what is done about a request; called on the connection's thread.
    public typealias Handler = @Sendable (LoopbackRequest) -> LoopbackReply

    /// The port.
    public let port: UInt16
    private let acceptor: Acceptor
    private let thread: Mutex<pthread_t?>

    /// Starts a server.
    public init(_ handler: @escaping Handler) throws {
        let listener: Int32
        (listener, port) = try listenOnLoopback()
        acceptor = Acceptor(listener, handler)
        thread = Mutex(try acceptor.start())
    }

    deinit { stop() }

    /// The address of a path on the server.
    public func url(_ path: String = "/") -> String { "http://127.0.0.1:\(port)\(path)" }

    /// Every request so far, in order.
    public var requests: [LoopbackRequest] { acceptor.log.withLock { $0.requests } }

    /// Waits until so many requests have come.
    public func requests(_ count: Int) async -> [LoopbackRequest] {
        await withCheckedContinuation { continuation in
            let isThere = acceptor.log.withLock { log in
                if log.requests.count < count { log.waiters.append((count, continuation)) }
                return log.requests.count >= count
            }
            if isThere { continuation.resume() }
        }
        return requests
    }

    /// Closes every connection and waits until every thread has ended.
    public func stop() {
        acceptor.close()
        if let thread = thread.withLock({ $0.take() }) { pthread_join(thread, nil) }
    }
}

/// Why a server on this machine did not start.
public struct LoopbackError: Error, CustomStringConvertible {
    let action: String
    let code = errno

    /// The reason.
    public var description: String {
        "the loopback server cannot \(action): \(String(cString: strerror(code)))"
    }
}

/// The part of the server that its threads share.
private final class Acceptor: Sendable {
    struct Log {
        var requests: [LoopbackRequest] = []
        var waiters: [(count: Int, continuation: CheckedContinuation<Void, Never>)] = []
    }

    private struct Connections {
        var isClosed = false
        var last = 0
        /// Sockets in use, which only their own thread closes.
        var open: [Int: Int32] = [:]
        var threads: [Int: pthread_t] = [:]
        var finished: [Int] = []
    }

    let log = Mutex(Log())
    private let connections = Mutex(Connections())
    private let listener: Int32
    private let handler: LoopbackServer.Handler

    init(_ listener: Int32, _ handler: @escaping LoopbackServer.Handler) {
        self.listener = listener
        self.handler = handler
    }

    func start() throws -> pthread_t {
        guard let thread = startThread({ self.run() }) else {
            Glibc.close(listener)
            throw LoopbackError(action: "start a thread")
        }
        return thread
    }

    /// Wakes every thread that waits for a socket; the sockets are closed by the threads.
    func close() {
        connections.withLock { connections in
            guard !connections.isClosed else { return }
            connections.isClosed = true
            shutdown(listener, Int32(SHUT_RDWR))
            for descriptor in connections.open.values { shutdown(descriptor, Int32(SHUT_RDWR)) }
        }
        let waiters = log.withLock { log in
            defer { log.waiters = [] }
            return log.waiters
        }
        for waiter in waiters { waiter.continuation.resume() }
    }

    private func run() {
        while true {
            let descriptor = accept(listener, nil, nil)
            if descriptor < 0, errno == EINTR || errno == ECONNABORTED { continue }
            guard descriptor >= 0 else { break }
            serve(descriptor)
            joinFinished()
        }
        Glibc.close(listener)
        for thread in connections.withLock({ $0.threads.values.map(\.self) }) { pthread_join(thread, nil) }
    }

    private func serve(_ descriptor: Int32) {
        connections.withLock { connections in
            connections.last += 1
            let number = connections.last
            let thread =
                connections.isClosed
                ? nil
                : startThread {
                    Connection(descriptor, number, self).run()
                    self.end(number, descriptor)
                }
            guard let thread else {
                Glibc.close(descriptor)
                return
            }
            connections.open[number] = descriptor
            connections.threads[number] = thread
        }
    }

    private func end(_ number: Int, _ descriptor: Int32) {
        connections.withLock { connections in
            connections.open[number] = nil
            connections.finished.append(number)
            Glibc.close(descriptor)
        }
    }

    private func joinFinished() {
        let threads = connections.withLock { connections in
            defer { connections.finished = [] }
            return connections.finished.compactMap { connections.threads.removeValue(forKey: $0) }
        }
        for thread in threads { pthread_join(thread, nil) }
    }

    func reply(to request: LoopbackRequest) -> LoopbackReply {
        let waiters = log.withLock { log in
            log.requests.append(request)
            let count = log.requests.count
            defer { log.waiters.removeAll { $0.count <= count } }
            return log.waiters.filter { $0.count <= count }
        }
        for waiter in waiters { waiter.continuation.resume() }
        return handler(request)
    }
}

/// One connection, on its own thread.
private struct Connection {
    private let descriptor: Int32
    private let number: Int
    private let acceptor: Acceptor
    private var buffer: [UInt8] = []

    init(_ descriptor: Int32, _ number: Int, _ acceptor: Acceptor) {
        self.descriptor = descriptor
        self.number = number
        self.acceptor = acceptor
        var yes: Int32 = 1
        setsockopt(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &yes, socklen_t(MemoryLayout<Int32>.size))
    }

    /// Answers requests until one side has had enough.
    consuming func run() {
        while let request = nextRequest() {
            let wantsClose = request["connection"]?.lowercased() == "close"
            guard perform(acceptor.reply(to: request), request.method), !wantsClose else { return }
        }
    }

    private mutating func nextRequest() -> LoopbackRequest? {
        guard let head = take(through: Array("\r\n\r\n".utf8)) else { return nil }
        let lines = String(String.UnicodeScalarView(head.map { Unicode.Scalar($0) }))
            .split(separator: "\r\n").map(String.init)
        let words = lines.first?.split(separator: " ") ?? []
        guard words.count == 3 else { return nil }
        let headers = lines.dropFirst().compactMap { line -> (name: String, value: String)? in
            guard let colon = line.firstIndex(of: ":") else { return nil }
            let value = line[line.index(after: colon)...].drop { $0 == " " }
            return (String(line[..<colon]), String(value))
        }
        var request = LoopbackRequest(
            method: String(words[0]),
            target: String(words[1]),
            headers: headers,
            body: [],
            connection: number
        )
        guard let body = take(Int(request["content-length"] ?? "0") ?? 0) else { return nil }
        request.body = body
        return request
    }

    /// Does what was decided; false where the connection ends with it.
    private mutating func perform(_ reply: LoopbackReply, _ method: String) -> Bool {
        switch reply {
        case .answer(let status, let headers, let body):
            let all = headers + [("Content-Length", "\(body.count)")]
            return send(head(status, all) + (method == "HEAD" ? [] : body)) && !closes(headers)
        case .chunked(let status, let headers, let pieces):
            guard send(head(status, headers + [("Transfer-Encoding", "chunked")])) else { return false }
            return pieces.allSatisfy { send(chunk($0)) } && send(chunk([])) && !closes(headers)
        case .drip(let headers, let piece, let milliseconds):
            guard send(head(200, headers + [("Transfer-Encoding", "chunked")])) else { return false }
            while send(chunk(piece)), !isClosed(within: milliseconds) {}
            return false
        case .cut(let status, let headers, let body, let missing):
            _ = send(head(status, headers + [("Content-Length", "\(body.count + missing)")]) + body)
            return false
        case .raw(let bytes):
            _ = send(bytes)
            return false
        case .reset(let bytes):
            _ = send(bytes)
            var now = linger(l_onoff: 1, l_linger: 0)
            setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &now, socklen_t(MemoryLayout<linger>.size))
            return false
        case .hang(let bytes):
            _ = send(bytes)
            while receive() {}
            return false
        }
    }

    private func head(_ status: Int, _ headers: [(String, String)]) -> [UInt8] {
        let lines = ["HTTP/1.1 \(status) Scripted"] + headers.map { "\($0.0): \($0.1)" }
        let text = lines.map { $0 + "\r\n" }.joined() + "\r\n"
        // One byte for each character, where that is possible, so that a test can send any byte.
        let bytes = text.unicodeScalars.compactMap { UInt8(exactly: $0.value) }
        return bytes.count == text.unicodeScalars.count ? bytes : Array(text.utf8)
    }

    private func chunk(_ piece: [UInt8]) -> [UInt8] {
        Array("\(String(piece.count, radix: 16))\r\n".utf8) + piece + Array("\r\n".utf8)
    }

    private func closes(_ headers: [(String, String)]) -> Bool {
        headers.contains { $0.0.lowercased() == "connection" && $0.1.lowercased() == "close" }
    }

    private func send(_ bytes: [UInt8]) -> Bool {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes {
                Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return false }
            rest = rest.dropFirst(count)
        }
        return true
    }

    private func isClosed(within milliseconds: Int32) -> Bool {
        guard milliseconds > 0 else { return false }
        var waiting = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        return poll(&waiting, 1, milliseconds) > 0
    }

    private mutating func receive() -> Bool {
        var piece = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = recv(descriptor, &piece, piece.count, 0)
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return false }
            buffer += piece.prefix(count)
            return true
        }
    }

    private mutating func take(_ count: Int) -> [UInt8]? {
        while buffer.count < count {
            guard receive() else { return nil }
        }
        defer { buffer.removeFirst(count) }
        return Array(buffer.prefix(count))
    }

    private mutating func take(through mark: [UInt8]) -> [UInt8]? {
        while true {
            if let start = buffer.indices.first(where: { buffer[$0...].starts(with: mark) }) {
                return take(start + mark.count)
            }
            guard receive() else { return nil }
        }
    }
}

/// A socket that listens on 127.0.0.1, at a port of its own.
func listenOnLoopback() throws -> (listener: Int32, port: UInt16) {
    let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let isListening = withUnsafeMutableBytes(of: &address) { bytes in
        guard let start = bytes.assumingMemoryBound(to: sockaddr.self).baseAddress else { return false }
        return bind(listener, start, length) == 0 && listen(listener, 1_024) == 0
            && getsockname(listener, start, &length) == 0
    }
    guard isListening else {
        close(listener)
        throw LoopbackError(action: "listen")
    }
    return (listener, UInt16(bigEndian: address.sin_port))
}

/// Ownership: the box is retained for the thread, which releases it when the work is done.
private final class Work: Sendable {
    let run: @Sendable () -> Void

    init(_ run: @escaping @Sendable () -> Void) {
        self.run = run
    }
}

func startThread(_ run: @escaping @Sendable () -> Void) -> pthread_t? {
    var thread = pthread_t()
    let work = Unmanaged.passRetained(Work(run))
    guard pthread_create(&thread, nil, runWork, work.toOpaque()) == 0 else {
        work.release()
        return nil
    }
    return thread
}

private func runWork(_ work: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
    if let work { Unmanaged<Work>.fromOpaque(work).takeRetainedValue().run() }
    return nil
}
