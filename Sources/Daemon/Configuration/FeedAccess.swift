import Web

/// What a feed is asked with besides its address; secrets among it go to the feed's own origin only.
struct FeedAccess: Hashable, Sendable {
    /// Headers from a file of the feed's own: a token, a cookie.
    var secretHeaders: [Header] = []
    /// A user and a password.
    var credentials: Credentials?
    /// How tocsin calls itself to this feed; nil means as everywhere.
    var userAgent: String?
    /// The proxy to go through; nil goes directly.
    var proxy: String?
    /// The certificate authorities to trust, in PEM; nil trusts the system's.
    var caFile: String?
}
