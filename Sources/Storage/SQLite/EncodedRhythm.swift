import FoundationEssentials
import News

/// A rhythm as the database keeps it: the moment it stands for in milliseconds since 1970, how long the feed was watched
/// in seconds, then 24 hours and seven days; all little-endian, 140 bytes.
extension Rhythm {
    private static let length = 16 + 31 * 4

    var encoded: Data {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(Self.length)
        func add(_ number: some FixedWidthInteger) {
            withUnsafeBytes(of: number.littleEndian) { bytes.append(contentsOf: $0) }
        }
        add(asOf.milliseconds)
        add(watched.bitPattern)
        for number in hours + days { add(number.bitPattern) }
        return Data(bytes)
    }

    init?(encoded: Data) {
        guard encoded.count == Self.length else { return nil }
        let numbers = encoded.withUnsafeBytes { bytes in
            stride(from: 16, to: Self.length, by: 4).map {
                Float(
                    bitPattern: UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: $0, as: UInt32.self))
                )
            }
        }
        let (moment, watched) = encoded.withUnsafeBytes { bytes in
            (
                Int64(littleEndian: bytes.loadUnaligned(as: Int64.self)),
                UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: 8, as: UInt64.self))
            )
        }
        self.init(
            hours: Array(numbers.prefix(24)),
            days: Array(numbers.dropFirst(24)),
            watched: Double(bitPattern: watched),
            asOf: Date(milliseconds: moment)
        )
    }
}
