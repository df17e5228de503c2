import Glibc

/// An IP address, for the one question of whether it belongs to the public internet.
enum IPAddress: Hashable {
    case v4(UInt32)
    case v6(high: UInt64, low: UInt64)

    /// Reads the usual text form; nil for a name.
    init?(_ text: String) {
        var v4 = in_addr()
        var v6 = in6_addr()
        // A zone, as in "fe80::1%eth0", is no part of the address.
        let address = String(text.prefix { $0 != "%" })
        if inet_pton(AF_INET, address, &v4) == 1 {
            self = .v4(UInt32(bigEndian: v4.s_addr))
        } else if inet_pton(AF_INET6, address, &v6) == 1 {
            self.init(v6)
        } else {
            return nil
        }
    }

    /// Reads a socket's address; nil for a family that is neither IPv4 nor IPv6.
    ///
    /// - Parameter bytes: The address as the kernel takes it, lent for the call.
    init?(socketAddress bytes: UnsafeRawBufferPointer) {
        guard bytes.count >= MemoryLayout<sockaddr>.size else { return nil }
        switch Int32(bytes.loadUnaligned(as: sockaddr.self).sa_family) {
        case AF_INET where bytes.count >= MemoryLayout<sockaddr_in>.size:
            self = .v4(UInt32(bigEndian: bytes.loadUnaligned(as: sockaddr_in.self).sin_addr.s_addr))
        case AF_INET6 where bytes.count >= MemoryLayout<sockaddr_in6>.size:
            self.init(bytes.loadUnaligned(as: sockaddr_in6.self).sin6_addr)
        default:
            return nil
        }
    }

    private init(_ address: in6_addr) {
        self = withUnsafeBytes(of: address) { bytes in
            .v6(
                high: UInt64(bigEndian: bytes.loadUnaligned(as: UInt64.self)),
                low: UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: 8, as: UInt64.self))
            )
        }
    }

    /// Whether the address is one that anybody can reach, after the registries of RFC 6890.
    var isPublic: Bool {
        switch self {
        case .v4(let bits): Self.isPublic(bits)
        case .v6(let high, let low): Self.isPublic(high, low)
        }
    }

    private static func isPublic(_ bits: UInt32) -> Bool {
        !privateNetworks.contains { network, length in (bits ^ network) >> (32 - length) == 0 }
    }

    private static let privateNetworks: [(UInt32, UInt32)] = [
        (0x0000_0000, 8),  // this network; Linux takes 0.0.0.0 for itself
        (0x0A00_0000, 8),  // private
        (0x6440_0000, 10),  // carrier-grade NAT
        (0x7F00_0000, 8),  // loopback
        (0xA9FE_0000, 16),  // link-local, and the clouds' metadata servers
        (0xAC10_0000, 12),  // private
        (0xC000_0000, 24),  // protocol assignments
        (0xC000_0200, 24),  // documentation
        (0xC058_6300, 24),  // old 6to4 relays
        (0xC0A8_0000, 16),  // private
        (0xC612_0000, 15),  // benchmarks
        (0xC633_6400, 24),  // documentation
        (0xCB00_7100, 24),  // documentation
        (0xE000_0000, 4),  // multicast
        (0xF000_0000, 4),  // reserved, and broadcast
    ]

    private static func isPublic(_ high: UInt64, _ low: UInt64) -> Bool {
        switch (high, low >> 32) {
        // An IPv4 address in disguise is judged as one: mapped, and behind the NAT64 of a network without
        // IPv4.
        case (0, 0xFFFF), (0x0064_FF9B_0000_0000, 0): return isPublic(UInt32(truncatingIfNeeded: low))
        default: break
        }
        switch high >> 48 {
        case 0x2002: return isPublic(UInt32(truncatingIfNeeded: high >> 16))  // 6to4
        case 0x2001: return high >> 41 != 0x2001_0000 >> 9 && high >> 32 != 0x2001_0DB8
        case 0x3FFF: return high >> 44 != 0x3FFF0
        default: return high >> 61 == 0b001  // all that has been given out so far
        }
    }
}
