/// An address as it may stand in a message: one of the web, with everything percent-encoded that a markup could trip on.
///
/// Another scheme is no link at all: `javascript:` runs, `data:` shows whatever its author likes. Nor is an address
/// that is too long, since a part of it leads somewhere else. An @ is encoded as well: it may call people, and before a
/// host it hides which one that is.
///
/// - Parameters:
///   - text: The address as published.
///   - limit: How many bytes it may have.
/// - Returns: The address, or nil where there is none to be shown.
func webLink(_ text: String?, limit: Int = 2_000) -> String? {
    guard let text else { return nil }
    let bytes = text.utf8.drop { $0 <= 0x20 }
    let scheme = bytes.prefix(8).map { $0 | 0x20 }
    guard scheme.starts(with: "https://".utf8) || scheme.starts(with: "http://".utf8) else { return nil }
    guard let colon = bytes.firstIndex(of: UInt8(ascii: ":")) else { return nil }
    let place = bytes[colon...].dropFirst(3)
    guard let first = place.first, first > 0x20, first != UInt8(ascii: "/") else { return nil }
    var link: [UInt8] = []
    for byte in bytes {
        guard byte >= 0x20 else { continue }
        if isPlain(byte) {
            link.append(byte)
        } else {
            link += [UInt8(ascii: "%"), hexDigit(byte >> 4), hexDigit(byte & 0xF)]
        }
        guard link.count <= limit else { return nil }
    }
    return String(decoding: link, as: UTF8.self)
}

private func isPlain(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"):
        true
    default: "%:/?#!$&+,;=~._-".utf8.contains(byte)
    }
}

/// A text as one part of an address: a path's component, a query's value.
func percentEncoded(_ text: String) -> String {
    var encoded: [UInt8] = []
    for byte in text.utf8 {
        if isPlain(byte), !"%:/?#!$&+,;=".utf8.contains(byte) {
            encoded.append(byte)
        } else {
            encoded += [UInt8(ascii: "%"), hexDigit(byte >> 4), hexDigit(byte & 0xF)]
        }
    }
    return String(decoding: encoded, as: UTF8.self)
}

private func hexDigit(_ value: UInt8) -> UInt8 {
    value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "A") + value - 10
}
