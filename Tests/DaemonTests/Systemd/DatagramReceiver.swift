import Dispatch
import Glibc
import TestSupport
import Testing

/// A socket that takes datagrams, as systemd and its journal have them.
///
/// Ownership: the object owns the descriptor and closes it, once; the socket's file goes with the folder.
final class DatagramReceiver: Sendable {
    let path: String
    private let descriptor: Int32
    private let folder: TemporaryFolder
    /// The shared pool has only as many threads as the machine has cores: none of them may wait.
    private let queue = DispatchQueue(label: "datagrams")

    init() throws {
        folder = try TemporaryFolder()
        path = folder.file("socket")
        descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue), 0)
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
        let result = withUnsafePointer(to: &address) { address in
            address.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        try #require(result == 0)
    }

    deinit {
        close(descriptor)
    }

    /// The next datagram; waits for it.
    func next() async -> [UInt8] {
        await withCheckedContinuation { continuation in
            queue.async { [self] in
                var bytes = [UInt8](repeating: 0, count: 1 << 18)
                let count = recv(descriptor, &bytes, bytes.count, 0)
                continuation.resume(returning: Array(bytes.prefix(max(0, count))))
            }
        }
    }

    /// The next datagram as text.
    func nextText() async -> String {
        String(decoding: await next(), as: UTF8.self)
    }

    /// The datagrams up to the first that begins so, which is the last of them.
    func texts(until beginning: String) async -> [String] {
        var texts: [String] = []
        while texts.last?.hasPrefix(beginning) != true { texts.append(await nextText()) }
        return texts
    }
}
