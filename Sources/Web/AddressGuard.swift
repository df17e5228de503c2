import Glibc

/// Keeps one transfer away from private addresses, and from leaving `https` once it was there.
///
/// An address is judged when a socket is opened and again before each request: a request over a connection
/// that is already open opens no socket, and the name of a feed can point elsewhere after every lookup.
struct AddressGuard {
    private let allowsPrivate: Bool
    private let isProxied: Bool
    private var wasSecure: Bool
    /// Why the transfer was stopped.
    private(set) var refusal: TransferError?

    init(_ request: Request, _ target: Target) {
        allowsPrivate = request.allowsPrivateAddress
        isProxied = request.proxy != nil
        wasSecure = target.scheme == "https"
    }

    /// Whether a socket may be opened.
    mutating func allows(socketAddress bytes: UnsafeRawBufferPointer) -> Bool {
        // Through a proxy, the address is the proxy's, which the settings name.
        guard !allowsPrivate, !isProxied else { return true }
        guard let address = IPAddress(socketAddress: bytes), address.isPublic else {
            refusal = .privateAddress(text(of: bytes))
            return false
        }
        return true
    }

    /// Whether a request may go out over an open connection.
    mutating func allows(url: String, peer: String) -> Bool {
        refusal = violation(url, peer)
        wasSecure = wasSecure || url.lowercased().hasPrefix("https:")
        return refusal == nil
    }

    private func violation(_ url: String, _ peer: String) -> TransferError? {
        if wasSecure, !url.lowercased().hasPrefix("https:") {
            return .insecureRedirect(to: url)
        }
        guard !allowsPrivate else { return nil }
        if isProxied {
            // The proxy looks up the name; only what is written out can be judged here.
            return Target(url).flatMap { $0.isWrittenPrivate ? .privateAddress($0.host) : nil }
        }
        return IPAddress(peer)?.isPublic == true ? nil : .privateAddress(peer)
    }

    private func text(of bytes: UnsafeRawBufferPointer) -> String {
        var host = [CChar](repeating: 0, count: Int(NI_MAXHOST))
        let address = bytes.assumingMemoryBound(to: sockaddr.self).baseAddress
        let code = getnameinfo(
            address,
            socklen_t(bytes.count),
            &host,
            socklen_t(host.count),
            nil,
            0,
            NI_NUMERICHOST
        )
        return code == 0
            ? String(decoding: host.prefix { $0 != 0 }.map(UInt8.init), as: UTF8.self) : "the server's"
    }
}
