/// What a server answered.
public struct Response: Sendable, Hashable {
    /// A redirect that was followed.
    public struct Redirect: Sendable, Hashable {
        /// The status that asked for it, such as 301.
        public let status: Int
        /// Where it led, as an absolute address.
        public let to: String

        /// A redirect.
        public init(status: Int, to: String) {
            self.status = status
            self.to = to
        }
    }

    /// The status of the last answer.
    public var status: Int
    /// The headers of the last answer.
    public var headers: Headers
    /// The body, decoded; the part that came, where `cut` is set.
    public var body: [UInt8]
    /// The address that answered, after redirects.
    public var url: String
    /// The redirects on the way, in order.
    public var redirects: [Redirect]
    /// Why the body is not whole; nil where libcurl saw its end.
    ///
    /// A whole transfer is no proof of a whole document: servers cut their files, too.
    public var cut: CutReason?
    /// The time until the first byte of the answer.
    public var timeToFirstByte: Duration
    /// The time for all of it.
    public var total: Duration

    /// A response, as the client makes it and as tests need it.
    public init(
        status: Int,
        headers: Headers = Headers(),
        body: [UInt8] = [],
        url: String = "",
        redirects: [Redirect] = [],
        cut: CutReason? = nil,
        timeToFirstByte: Duration = .zero,
        total: Duration = .zero
    ) {
        self.status = status
        self.headers = headers
        self.body = body
        self.url = url
        self.redirects = redirects
        self.cut = cut
        self.timeToFirstByte = timeToFirstByte
        self.total = total
    }
}

extension Response {
    /// Where the resource has moved to for good, if every redirect on the way says so and none gives up encryption.
    ///
    /// A chain with one temporary redirect is temporary as a whole (RFC 9110, section 15.4).
    ///
    /// - Parameter address: The address that was asked.
    /// - Returns: The new address; nil where nothing has moved for good.
    public func permanentAddress(askedAt address: String) -> String? {
        guard redirects.allSatisfy({ $0.status == 301 || $0.status == 308 }) else { return nil }
        let hops = [address] + redirects.map(\.to)
        let areEncrypted = hops.map { $0.lowercased().hasPrefix("https:") }
        guard zip(areEncrypted, areEncrypted.dropFirst()).allSatisfy({ !$0 || $1 }) else { return nil }
        return redirects.last?.to
    }
}
