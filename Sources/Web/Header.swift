/// One header field.
///
/// The value is kept as bytes: HTTP gives it no encoding, and a validator must go back out byte for byte.
public struct Header: Sendable, Hashable {
    /// The name, as written.
    public let name: String
    /// The value, without the blanks around it.
    public let bytes: [UInt8]

    /// A header to send, its value as UTF-8.
    ///
    /// An empty value takes away a header that would else be sent by itself, such as `Accept`.
    public init(_ name: String, _ value: String) {
        self.init(name, bytes: Array(value.utf8))
    }

    /// A header whose value is exactly these bytes.
    public init(_ name: String, bytes: [UInt8]) {
        self.name = name
        self.bytes = bytes
    }

    /// The value as text: UTF-8 where it is valid, ISO 8859-1 where it is not.
    public var value: String {
        String(validating: bytes, as: UTF8.self) ?? String(latin1: bytes)
    }
}

extension Header {
    /// Reads a line of a response; nil where it is none.
    init?(line: some BidirectionalCollection<UInt8>) {
        guard let colon = line.firstIndex(of: UInt8(ascii: ":")) else { return nil }
        let name = line[..<colon].trimmingBlanks
        guard !name.isEmpty else { return nil }
        self.init(
            String(decoding: name, as: UTF8.self),
            bytes: Array(line[line.index(after: colon)...].trimmingBlanks)
        )
    }

    /// The value with the continuation line of an old-fashioned folded header.
    func continued(by line: some BidirectionalCollection<UInt8>) -> Header {
        Header(name, bytes: Array((bytes + [UInt8(ascii: " ")] + line.trimmingBlanks).trimmingBlanks))
    }

    /// The line that libcurl sends; nil where the header would smuggle in another one.
    var line: [UInt8]? {
        guard hasProperName, bytes.allSatisfy({ $0 != 0 && $0 != 10 && $0 != 13 }) else { return nil }
        return Array(name.utf8) + Array((bytes.isEmpty ? ":" : ": ").utf8) + bytes
    }

    /// Whether the name can be one.
    var hasProperName: Bool {
        !name.isEmpty && name.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: ":") }
    }
}

extension String {
    /// Text with one character for each byte.
    init(latin1 bytes: some Collection<UInt8>) {
        if bytes.allSatisfy({ $0 < 0x80 }) {
            self.init(decoding: bytes, as: UTF8.self)
            return
        }
        self.init(String.UnicodeScalarView(bytes.map { Unicode.Scalar($0) }))
    }

    /// The bytes of text that was made with `init(latin1:)`; UTF-8 for any other.
    var latin1Bytes: [UInt8] {
        if utf8.allSatisfy({ $0 < 0x80 }) { return Array(utf8) }
        let bytes = unicodeScalars.compactMap { UInt8(exactly: $0.value) }
        return bytes.count == unicodeScalars.count ? bytes : Array(utf8)
    }
}

extension BidirectionalCollection<UInt8> {
    /// The bytes without the blanks and line ends around them.
    var trimmingBlanks: [UInt8] {
        func isBlank(_ byte: UInt8) -> Bool { byte == 32 || byte == 9 || byte == 13 || byte == 10 }
        var (start, end) = (startIndex, endIndex)
        while start < end, isBlank(self[start]) { formIndex(after: &start) }
        while start < end, isBlank(self[index(before: end)]) { formIndex(before: &end) }
        return Array(self[start..<end])
    }
}
