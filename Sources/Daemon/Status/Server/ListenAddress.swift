import Glibc

/// Where the status port listens: an address of this machine and a port.
struct ListenAddress: Hashable, Sendable, CustomStringConvertible {
    /// An IPv4 or IPv6 address.
    let host: String
    let port: UInt16

    /// Reads "127.0.0.1:8787", "[::1]:8787" or "localhost:8787"; nil for anything else.
    init?(_ text: String) {
        guard let colon = text.lastIndex(of: ":"), let port = UInt16(text[text.index(after: colon)...]) else {
            return nil
        }
        var host = String(text[..<colon])
        if host == "localhost" { host = "127.0.0.1" }
        let isBracketed = host.hasPrefix("[") && host.hasSuffix("]")
        if isBracketed { host = String(host.dropFirst().dropLast()) }
        guard Self.family(of: host) == (isBracketed ? AF_INET6 : AF_INET) else { return nil }
        self.init(host: host, port: port)
    }

    private init(host: String, port: UInt16) {
        self.host = host
        self.port = port
    }

    /// Whether only programs of this machine can reach it.
    var isLoopback: Bool {
        host.hasPrefix("127.") || host == "::1"
    }

    var description: String {
        host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)"
    }

    /// The kind of a numeric address; nil for a name.
    static func family(of host: String) -> Int32? {
        var v4 = in_addr()
        var v6 = in6_addr()
        if inet_pton(AF_INET, host, &v4) == 1 { return AF_INET }
        return inet_pton(AF_INET6, host, &v6) == 1 ? AF_INET6 : nil
    }

    /// Opens a socket that listens here and never blocks.
    ///
    /// - Returns: The socket, which the caller closes, and where it listens: a port of 0 lets the system choose.
    /// - Throws: `ListenError`.
    func listen() throws(ListenError) -> (socket: Int32, address: ListenAddress) {
        let family = Self.family(of: host) ?? AF_INET
        let kind = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue)
        let descriptor = socket(family, kind, 0)
        guard descriptor >= 0 else { throw ListenError(address: self, code: errno) }
        // A restart need not wait for the connections of the last process to be forgotten.
        var yes: Int32 = 1
        let size = socklen_t(MemoryLayout<Int32>.size)
        setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &yes, size)
        guard bind(descriptor, family), Glibc.listen(descriptor, 128) == 0 else {
            let code = errno
            close(descriptor)
            throw ListenError(address: self, code: code)
        }
        return (descriptor, ListenAddress(host: host, port: Self.port(of: descriptor) ?? port))
    }

    private func bind(_ descriptor: Int32, _ family: Int32) -> Bool {
        if family == AF_INET {
            var address = sockaddr_in()
            address.sin_family = sa_family_t(AF_INET)
            address.sin_port = port.bigEndian
            inet_pton(AF_INET, host, &address.sin_addr)
            return Self.bind(descriptor, &address)
        }
        var address = sockaddr_in6()
        address.sin6_family = sa_family_t(AF_INET6)
        address.sin6_port = port.bigEndian
        inet_pton(AF_INET6, host, &address.sin6_addr)
        return Self.bind(descriptor, &address)
    }

    private static func bind<Address>(_ descriptor: Int32, _ address: inout Address) -> Bool {
        withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                Glibc.bind(descriptor, $0, socklen_t(MemoryLayout<Address>.size)) == 0
            }
        }
    }

    private static func port(of descriptor: Int32) -> UInt16? {
        // The port stands in the same place in both kinds of address.
        var address = sockaddr_in6()
        var length = socklen_t(MemoryLayout<sockaddr_in6>.size)
        let isKnown = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                getsockname(descriptor, $0, &length) == 0
            }
        }
        return isKnown ? UInt16(bigEndian: address.sin6_port) : nil
    }
}

/// The status port cannot be opened.
struct ListenError: Error, CustomStringConvertible {
    let address: ListenAddress
    let code: Int32

    var description: String {
        """
        the status cannot be served at \(address): \(String(cString: strerror(code)))
        [status] listen in the settings names another port, or "" for none
        """
    }
}
