/// What a server gave to recognise a version of a document by.
///
/// Nothing here is parsed or mended: servers compare byte for byte, and what looks wrong is right to its
/// sender. The strings hold one character for each byte, so that any bytes survive being stored as text.
public struct Validators: Sendable, Hashable, Codable {
    /// The `ETag`, with its quotes and prefix.
    public var etag: String?
    /// The `Last-Modified` date, in the server's own writing.
    public var lastModified: String?

    /// Validators as they were received.
    public init(etag: String? = nil, lastModified: String? = nil) {
        self.etag = etag
        self.lastModified = lastModified
    }

    /// The validators of a response.
    public init(of response: Response) {
        etag = Self.text(response, "etag")
        lastModified = Self.text(response, "last-modified")
    }

    /// Whether there is nothing to send back.
    public var isEmpty: Bool { etag == nil && lastModified == nil }

    /// The headers that make the next request conditional.
    public var headers: [Header] {
        [
            etag.map { Header("If-None-Match", bytes: $0.latin1Bytes) },
            lastModified.map { Header("If-Modified-Since", bytes: $0.latin1Bytes) },
        ].compactMap(\.self)
    }

    private static func text(_ response: Response, _ name: String) -> String? {
        guard let bytes = response.headers.first(name)?.bytes, !bytes.isEmpty else { return nil }
        return String(latin1: bytes)
    }
}
