/// What to ask of a server.
public struct Request: Sendable, Hashable {
    /// The verb.
    public enum Method: String, Sendable, Hashable {
        /// Fetch.
        case get = "GET"
        /// Fetch the headers only.
        case head = "HEAD"
        /// Hand in.
        case post = "POST"
        /// Put in place.
        case put = "PUT"
        /// Remove.
        case delete = "DELETE"
    }

    /// The address: `http` or `https`.
    public var url: String
    /// The verb.
    public var method: Method
    /// Headers to send along; `User-Agent` and `Accept-Encoding` come by themselves.
    public var headers: [Header]
    /// The body, for verbs that have one.
    public var body: [UInt8]?
    /// How many bytes of the decoded body are taken; the rest is cut off.
    public var bodyLimit: Int
    /// How long it may take.
    public var timeouts: Timeouts
    /// How many redirects are followed; 0 returns the redirect itself.
    public var maxRedirects: Int
    /// Whether the server may be this machine or one of the local network.
    public var allowsPrivateAddress: Bool
    /// The proxy to go through, such as `http://proxy:3128`; nil goes directly, whatever the environment
    /// says.
    ///
    /// The proxy's own address may be private; it is the proxy that looks up the server's name.
    public var proxy: String?

    /// A request; what is left out suits a feed.
    public init(
        url: String,
        method: Method = .get,
        headers: [Header] = [],
        body: [UInt8]? = nil,
        bodyLimit: Int = 16 << 20,
        timeouts: Timeouts = Timeouts(),
        maxRedirects: Int = 5,
        allowsPrivateAddress: Bool = false,
        proxy: String? = nil
    ) {
        self.url = url
        self.method = method
        self.headers = headers
        self.body = body
        self.bodyLimit = bodyLimit
        self.timeouts = timeouts
        self.maxRedirects = maxRedirects
        self.allowsPrivateAddress = allowsPrivateAddress
        self.proxy = proxy
    }
}

extension Request {
    /// Whether asking twice is the same as asking once and nothing is handed in.
    var isSafe: Bool { method == .get || method == .head }
}
