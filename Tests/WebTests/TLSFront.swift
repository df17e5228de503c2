import Glibc
import Synchronization

/// A server that speaks TLS on 127.0.0.1 and hands every byte on to a `LoopbackServer`.
///
/// It uses the OpenSSL that libcurl has brought into the process. One thread serves all connections; `stop`
/// ends and joins it, as does letting go of the front.
final class TLSFront: Sendable {
    let port: UInt16
    private let listener: Int32
    private let thread: Mutex<pthread_t?>

    /// Starts a front; certificate and key are the paths of files in PEM.
    init(to upstream: UInt16, certificate: String, key: String) throws {
        let library = try TLSLibrary()
        let context = try library.context(certificate, key)
        var address = loopback(port: 0)
        let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        guard withSocketAddress(&address, { bind(listener, $0, $1) == 0 && listen(listener, 64) == 0 }) else {
            throw TLSFrontError.noSocket
        }
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        _ = withSocketAddress(&address) { bytes, _ in getsockname(listener, bytes, &length) == 0 }
        self.listener = listener
        port = UInt16(bigEndian: address.sin_port)
        thread = Mutex(nil)
        let work = Unmanaged.passRetained(Pump(library, context, listener, upstream))
        var thread = pthread_t()
        guard pthread_create(&thread, nil, runPump, work.toOpaque()) == 0 else {
            work.release()
            throw TLSFrontError.noThread
        }
        self.thread.withLock { $0 = thread }
    }

    deinit { stop() }

    /// The address of a path on the server.
    func url(_ path: String = "/", host: String = "127.0.0.1") -> String { "https://\(host):\(port)\(path)" }

    /// Closes every connection and waits until the thread has ended.
    func stop() {
        guard let thread = thread.withLock({ $0.take() }) else { return }
        shutdown(listener, Int32(SHUT_RDWR))
        pthread_join(thread, nil)
    }
}

enum TLSFrontError: Error {
    case noLibrary
    case badCertificate
    case noSocket
    case noThread
}

/// The work of a front's thread.
///
/// Ownership: it is retained for the thread, and frees the context and closes every socket at the end.
private final class Pump {
    private struct Pair {
        let session: TLSLibrary.Pointer
        let client: Int32
        let upstream: Int32
    }

    private let library: TLSLibrary
    private let context: TLSLibrary.Pointer
    private let listener: Int32
    private let port: UInt16
    private var pairs: [Pair] = []

    init(_ library: TLSLibrary, _ context: TLSLibrary.Pointer, _ listener: Int32, _ port: UInt16) {
        self.library = library
        self.context = context
        self.listener = listener
        self.port = port
    }

    func run() {
        var waiting: [pollfd]
        repeat {
            let descriptors = [listener] + pairs.flatMap { [$0.client, $0.upstream] }
            waiting = descriptors.map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
            poll(&waiting, nfds_t(waiting.count), -1)
            let ready = Set(waiting.filter { $0.revents != 0 }.map(\.fd))
            pairs = pairs.filter { pair in
                let isAlive =
                    (!ready.contains(pair.client) || passRequest(pair))
                    && (!ready.contains(pair.upstream) || passAnswer(pair))
                if !isAlive { close(pair) }
                return isAlive
            }
        } while waiting[0].revents == 0 || acceptOne()
        for pair in pairs { close(pair) }
        Glibc.close(listener)
        library.freeContext(context)
    }

    /// False when the listener was shut down.
    private func acceptOne() -> Bool {
        let client = accept(listener, nil, nil)
        guard client >= 0 else { return false }
        let session = library.newSession(context)
        guard let session, library.setSocket(session, client) == 1, library.handshake(session) == 1 else {
            library.freeSession(session)
            Glibc.close(client)
            return true
        }
        let upstream = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        var address = loopback(port: port)
        _ = withSocketAddress(&address) { connect(upstream, $0, $1) == 0 }
        pairs.append(Pair(session: session, client: client, upstream: upstream))
        return true
    }

    private func passRequest(_ pair: Pair) -> Bool {
        var piece = [UInt8](repeating: 0, count: 1 << 15)
        let count = library.read(pair.session, &piece, Int32(piece.count))
        return count > 0 && send(pair.upstream, piece, Int(count), Int32(MSG_NOSIGNAL)) == Int(count)
    }

    private func passAnswer(_ pair: Pair) -> Bool {
        var piece = [UInt8](repeating: 0, count: 1 << 15)
        let count = recv(pair.upstream, &piece, piece.count, 0)
        return count > 0 && library.write(pair.session, piece, Int32(count)) == Int32(count)
    }

    private func close(_ pair: Pair) {
        _ = library.endSession(pair.session)
        library.freeSession(pair.session)
        Glibc.close(pair.client)
        Glibc.close(pair.upstream)
    }
}

/// The functions of OpenSSL that a server needs.
private struct TLSLibrary {
    typealias Pointer = UnsafeMutableRawPointer

    let newContext: @convention(c) (Pointer?) -> Pointer?
    let freeContext: @convention(c) (Pointer?) -> Void
    let method: @convention(c) () -> Pointer?
    let useCertificate: @convention(c) (Pointer?, UnsafePointer<CChar>?) -> Int32
    let useKey: @convention(c) (Pointer?, UnsafePointer<CChar>?, Int32) -> Int32
    let newSession: @convention(c) (Pointer?) -> Pointer?
    let freeSession: @convention(c) (Pointer?) -> Void
    let setSocket: @convention(c) (Pointer?, Int32) -> Int32
    let handshake: @convention(c) (Pointer?) -> Int32
    let read: @convention(c) (Pointer?, UnsafeMutableRawPointer?, Int32) -> Int32
    let write: @convention(c) (Pointer?, UnsafeRawPointer?, Int32) -> Int32
    let endSession: @convention(c) (Pointer?) -> Int32

    init() throws {
        newContext = try function("SSL_CTX_new")
        freeContext = try function("SSL_CTX_free")
        method = try function("TLS_server_method")
        useCertificate = try function("SSL_CTX_use_certificate_chain_file")
        useKey = try function("SSL_CTX_use_PrivateKey_file")
        newSession = try function("SSL_new")
        freeSession = try function("SSL_free")
        setSocket = try function("SSL_set_fd")
        handshake = try function("SSL_accept")
        read = try function("SSL_read")
        write = try function("SSL_write")
        endSession = try function("SSL_shutdown")
    }

    func context(_ certificate: String, _ key: String) throws -> Pointer {
        guard let context = newContext(method()) else { throw TLSFrontError.noLibrary }
        let typePEM: Int32 = 1
        guard useCertificate(context, certificate) == 1, useKey(context, key, typePEM) == 1 else {
            freeContext(context)
            throw TLSFrontError.badCertificate
        }
        return context
    }
}

private func function<Function>(_ name: String) throws -> Function {
    guard let symbol = dlsym(nil, name) else { throw TLSFrontError.noLibrary }
    return unsafeBitCast(symbol, to: Function.self)
}

private func loopback(port: UInt16) -> sockaddr_in {
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    address.sin_port = port.bigEndian
    return address
}

private func withSocketAddress(
    _ address: inout sockaddr_in,
    _ body: (UnsafeMutablePointer<sockaddr>, socklen_t) -> Bool
) -> Bool {
    withUnsafeMutableBytes(of: &address) { bytes in
        guard let start = bytes.assumingMemoryBound(to: sockaddr.self).baseAddress else { return false }
        return body(start, socklen_t(bytes.count))
    }
}

private func runPump(_ pump: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
    // OpenSSL writes to connections that the other side has closed.
    var broken = sigset_t()
    sigemptyset(&broken)
    sigaddset(&broken, SIGPIPE)
    pthread_sigmask(SIG_BLOCK, &broken, nil)
    if let pump { Unmanaged<Pump>.fromOpaque(pump).takeRetainedValue().run() }
    return nil
}
