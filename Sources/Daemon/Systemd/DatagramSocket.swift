import Glibc

/// A way to send datagrams to one address on this machine: systemd's socket for notices, or the journal's.
///
/// Ownership: the object owns the descriptor and closes it, once. Nothing is connected: the receiver may come and go.
final class DatagramSocket: Sendable {
    private let descriptor: Int32
    private let path: [UInt8]

    /// A socket; nil where the address cannot be one, or no socket is left.
    ///
    /// - Parameter address: A file's path, or a name that begins with @ and lives in no folder.
    init?(to address: String) {
        var path = Array(address.utf8)
        guard let first = path.first, first == UInt8(ascii: "/") || first == UInt8(ascii: "@"),
            path.count > 1,
            path.count < MemoryLayout.size(ofValue: sockaddr_un().sun_path)
        else { return nil }
        if first == UInt8(ascii: "@") { path[0] = 0 }
        self.path = path
        descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { return nil }
    }

    deinit {
        close(descriptor)
    }

    /// Sends one datagram, whole or not at all; never waits for a receiver that is behind.
    ///
    /// - Returns: Whether it was taken.
    func send(_ bytes: [UInt8]) -> Bool {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path) }
        let length = MemoryLayout.size(ofValue: address.sun_family) + path.count
        let sent = withUnsafePointer(to: &address) { address in
            address.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                bytes.withUnsafeBytes {
                    sendto(
                        descriptor,
                        $0.baseAddress,
                        $0.count,
                        Int32(MSG_NOSIGNAL) | Int32(MSG_DONTWAIT),
                        address,
                        socklen_t(length)
                    )
                }
            }
        }
        return sent == bytes.count
    }
}
