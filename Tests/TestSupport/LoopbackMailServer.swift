import Glibc
import Synchronization

/// What a `LoopbackMailServer` does about a line.
public enum LoopbackMailReply: Sendable {
    /// Lines, without their ends.
    case say(String)
    /// The end of the connection.
    case close
    /// Nothing, until the client or the server closes the connection.
    case hang
}

/// A mail server for tests, on 127.0.0.1 and a port of its own, that takes every mail but where its script says
/// otherwise.
///
/// It serves one connection at a time, on a thread of its own, and remembers what it was told; `stop` ends and
/// joins the thread, as does letting go of the server.
public final class LoopbackMailServer: Sendable {
    /// The port.
    public let port: UInt16
    private let counter: MailCounter
    private let thread: Mutex<pthread_t?>

    /// Starts a server.
    ///
    /// - Parameter script: The replies to lines that begin with a key, the longest first; `CONNECT` stands for a
    ///   new connection, `LOGIN` for what follows `AUTH`, and `.` for the end of a mail.
    /// - Throws: `LoopbackError` where it cannot be started.
    public init(_ script: [String: LoopbackMailReply] = [:]) throws {
        let listener: Int32
        (listener, port) = try listenOnLoopback()
        let counter = MailCounter(listener, script)
        self.counter = counter
        guard let thread = startThread({ counter.run() }) else {
            close(listener)
            throw LoopbackError(action: "start a thread")
        }
        self.thread = Mutex(thread)
    }

    deinit { stop() }

    /// The server's address.
    public var url: String { "smtp://127.0.0.1:\(port)" }

    /// Every line so far but those of mails, in order.
    public var lines: [String] { counter.state.withLock { $0.lines } }

    /// Every mail that was handed over, with single dots where the client doubled them.
    public var mails: [String] { counter.state.withLock { $0.mails } }

    /// Waits until a line that begins so has come.
    public func line(_ prefix: String) async {
        await withCheckedContinuation { continuation in
            let isThere = counter.state.withLock { state in
                let isThere = state.lines.contains { $0.hasPrefix(prefix) }
                if !isThere { state.waiters.append((prefix, continuation)) }
                return isThere
            }
            if isThere { continuation.resume() }
        }
    }

    /// Closes every connection and waits until the thread has ended.
    public func stop() {
        counter.close()
        if let thread = thread.withLock({ $0.take() }) { pthread_join(thread, nil) }
    }
}

/// The part of the server that its thread works with.
private final class MailCounter: Sendable {
    struct State {
        var isClosed = false
        var connection: Int32?
        var lines: [String] = []
        var mails: [String] = []
        var waiters: [(line: String, continuation: CheckedContinuation<Void, Never>)] = []
    }

    private static let manners: [(prefix: String, reply: LoopbackMailReply)] = [
        ("CONNECT", .say("220 loopback")),
        ("EHLO", .say("250-loopback\r\n250-SIZE 1000000\r\n250 AUTH PLAIN LOGIN")),
        ("AUTH", .say("334 ")),
        ("LOGIN", .say("235 welcome")),
        ("DATA", .say("354 go on")),
        ("QUIT", .say("221 good bye")),
    ]

    let state = Mutex(State())
    private let listener: Int32
    private let script: [String: LoopbackMailReply]

    init(_ listener: Int32, _ script: [String: LoopbackMailReply]) {
        self.listener = listener
        self.script = script
    }

    /// Wakes the thread from whatever it waits for; it closes the sockets.
    func close() {
        state.withLock { state in
            guard !state.isClosed else { return }
            state.isClosed = true
            shutdown(listener, Int32(SHUT_RDWR))
            if let connection = state.connection { shutdown(connection, Int32(SHUT_RDWR)) }
        }
    }

    func run() {
        while true {
            let connection = accept(listener, nil, nil)
            guard connection >= 0 else { break }
            let isWanted = state.withLock { state in
                state.connection = connection
                return !state.isClosed
            }
            if isWanted { serve(connection) }
            state.withLock { state in
                state.connection = nil
                Glibc.close(connection)
            }
        }
        Glibc.close(listener)
    }

    private func serve(_ connection: Int32) {
        var reader = LineReader(connection)
        guard perform(reply(to: "CONNECT"), on: connection) else { return }
        var isLogin = false
        while let line = reader.next() {
            note(line)
            guard perform(reply(to: isLogin ? "LOGIN" : line), on: connection) else { return }
            isLogin = line.hasPrefix("AUTH")
            guard line == "DATA", case .say(let words) = reply(to: line), words.hasPrefix("354") else {
                continue
            }
            guard let mail = reader.mail() else { return }
            state.withLock { $0.mails.append(mail) }
            note(".")
            guard perform(reply(to: "."), on: connection) else { return }
        }
    }

    private func note(_ line: String) {
        let waiters = state.withLock { state in
            state.lines.append(line)
            defer { state.waiters.removeAll { line.hasPrefix($0.line) } }
            return state.waiters.filter { line.hasPrefix($0.line) }
        }
        for waiter in waiters { waiter.continuation.resume() }
    }

    private func reply(to line: String) -> LoopbackMailReply {
        let key = script.keys.filter { line.hasPrefix($0) }.max { $0.count < $1.count }
        if let key, let reply = script[key] { return reply }
        return Self.manners.first { line.hasPrefix($0.prefix) }?.reply ?? .say("250 well")
    }

    /// Does what was decided; false where the connection ends with it.
    private func perform(_ reply: LoopbackMailReply, on connection: Int32) -> Bool {
        switch reply {
        case .say(let words):
            let bytes = Array((words + "\r\n").utf8)
            return send(connection, bytes, bytes.count, Int32(MSG_NOSIGNAL)) == bytes.count
        case .close:
            return false
        case .hang:
            var byte: UInt8 = 0
            while recv(connection, &byte, 1, 0) > 0 {}
            return false
        }
    }
}

/// Takes what comes over a connection apart into lines; one character for each byte.
private struct LineReader {
    private let connection: Int32
    private var buffer: ArraySlice<UInt8> = []

    init(_ connection: Int32) {
        self.connection = connection
    }

    /// The next line, without its end; nil after the end of the connection.
    mutating func next() -> String? {
        while true {
            if let end = buffer.firstIndex(of: 10) {
                defer { buffer = buffer[(end + 1)...] }
                let line = buffer[..<end]
                let text = (line.last == 13 ? line.dropLast() : line).map { Unicode.Scalar($0) }
                return String(String.UnicodeScalarView(text))
            }
            var piece = [UInt8](repeating: 0, count: 1 << 16)
            let count = recv(connection, &piece, piece.count, 0)
            guard count > 0 else { return nil }
            buffer = ArraySlice(buffer + piece.prefix(count))
        }
    }

    /// The lines up to the one that ends a mail; nil where the connection ends first.
    mutating func mail() -> String? {
        var mail = ""
        while let line = next() {
            guard line != "." else { return mail }
            mail += (line.hasPrefix(".") ? String(line.dropFirst()) : line) + "\r\n"
        }
        return nil
    }
}
