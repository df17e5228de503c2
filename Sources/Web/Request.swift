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
        /// Change a part.
        case patch = "PATCH"
    }

    /// The address: `http` or `https`.
    public var url: String
    /// The verb.
    public var method: Method
    /// Headers to send along; `User-Agent` and `Accept-Encoding` come by themselves.
    public var headers: [Header]
    /// Headers that only the server at `url` may see, such as `X-Api-Key` or `Cookie`.
    ///
    /// They go along on redirects within its origin, which is scheme, host and port, and from `http` to `https`
    /// on the same host's usual ports. A redirect to any other origin leaves them behind for good, and with
    /// them `Authorization` and `Cookie` among `headers`.
    public var secretHeaders: [Header]
    /// The user and the password to send without being asked, to whom `secretHeaders` are sent.
    ///
    /// They take the place of any `Authorization` header.
    public var credentials: Credentials?
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
    /// The certificate authorities to trust, in PEM, instead of the client's.
    public var caFile: String?
    /// How to be called, instead of the client's name; empty sends none.
    public var userAgent: String?

    /// A request; what is left out suits a feed.
    public init(
        url: String,
        method: Method = .get,
        headers: [Header] = [],
        secretHeaders: [Header] = [],
        credentials: Credentials? = nil,
        body: [UInt8]? = nil,
        bodyLimit: Int = 16 << 20,
        timeouts: Timeouts = Timeouts(),
        maxRedirects: Int = 5,
        allowsPrivateAddress: Bool = false,
        proxy: String? = nil,
        caFile: String? = nil,
        userAgent: String? = nil
    ) {
        self.url = url
        self.method = method
        self.headers = headers
        self.secretHeaders = secretHeaders
        self.credentials = credentials
        self.body = body
        self.bodyLimit = bodyLimit
        self.timeouts = timeouts
        self.maxRedirects = maxRedirects
        self.allowsPrivateAddress = allowsPrivateAddress
        self.proxy = proxy
        self.caFile = caFile
        self.userAgent = userAgent
    }
}

extension Request {
    /// Whether asking twice is the same as asking once and nothing is handed in.
    var isSafe: Bool { method == .get || method == .head }

    /// Whether it carries what only one origin may see.
    var hasSecrets: Bool { !secretHeaders.isEmpty || credentials != nil }
}

extension Request: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// The verb and the server; an address, a header and a body may each hold a secret.
    public var description: String {
        let origin = Target(url).map { "\($0.scheme)://\($0.place)" }
        return "\(method.rawValue) \(origin ?? "•••")"
    }

    /// The same; no secret here either.
    public var debugDescription: String { description }

    /// No parts: a dump shows no more than the description.
    public var customMirror: Mirror { Mirror(self, children: []) }
}
