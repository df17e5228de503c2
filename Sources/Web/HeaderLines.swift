/// A request's headers as libcurl takes them, those for every server apart from those for its own origin.
struct HeaderLines: Sendable {
    /// For every server on the way.
    let open: [[UInt8]]
    /// For the origin of the request's own address alone.
    let secret: [[UInt8]]
    /// What `Cookie` headers among the secrets hold, for the one that goes out with the server's own cookies
    /// (RFC 6265, section 5.4).
    let cookie: [UInt8]?

    init(_ request: Request) throws(TransferError) {
        var open = request.headers
        var secret = request.secretHeaders
        if request.hasSecrets {
            // Where libcurl follows redirects, it keeps these two from another origin by itself.
            secret = open.filter { $0.isNamed("authorization") || $0.isNamed("cookie") } + secret
            open.removeAll { $0.isNamed("authorization") || $0.isNamed("cookie") }
        }
        if let credentials = request.credentials {
            secret.removeAll { $0.isNamed("authorization") }
            secret.append(credentials.header)
        }
        if !request.isSafe {
            // A server that does not know "Expect" makes libcurl wait; and the type is the caller's to name.
            let silenced = ["Expect", "Content-Type"]
            open += silenced.filter { name in !(open + secret).contains { $0.isNamed(name) } }
                .map { Header($0, "") }
        }
        self.open = try open.map { header throws(TransferError) in
            guard let line = header.line else { throw .invalidHeader(header.name) }
            return line
        }
        let lines = try secret.map { header throws(TransferError) in
            guard let line = header.line else { throw .invalidHeader(header.shownName) }
            return line
        }
        self.secret = zip(secret, lines).filter { !$0.0.isNamed("cookie") }.map(\.1)
        let cookies = secret.filter { $0.isNamed("cookie") && !$0.bytes.isEmpty }.map(\.bytes)
        cookie = cookies.isEmpty ? nil : Array(cookies.joined(separator: Array("; ".utf8)))
    }
}

extension Header {
    /// The name of a secret header, for an error.
    ///
    /// A name that cannot be one may be the secret itself, out of a file that was taken apart wrongly.
    fileprivate var shownName: String { hasProperName ? name : "•••" }
}
