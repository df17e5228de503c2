import CCurl

/// An address, taken apart by libcurl, so that it is read here as it will be read there.
struct Target: Sendable, Hashable {
    /// In lower case.
    let scheme: String
    /// Without the brackets of an IPv6 address; `0x7f.1` has become `127.0.0.1`.
    let host: String
    let port: String

    /// Reads an address that `send` is asked for.
    init(checking url: String) throws(TransferError) {
        guard !url.utf8.contains(0), let target = Target(url) else { throw .invalidURL(url) }
        guard target.isWeb else { throw .forbiddenScheme(target.scheme) }
        self = target
    }

    /// Reads any address; nil where libcurl cannot.
    init?(_ url: String) {
        guard let parts = URLParts(url) else { return nil }
        guard let scheme = parts[CURLUPART_SCHEME]?.lowercased() else { return nil }
        let host = parts[CURLUPART_HOST] ?? ""
        guard !host.isEmpty || (scheme != "http" && scheme != "https") else { return nil }
        self.scheme = scheme
        self.host = String(host.drop { $0 == "[" }.prefix { $0 != "]" }).lowercased()
        self.port = parts[CURLUPART_PORT] ?? ""
    }

    var isWeb: Bool { scheme == "http" || scheme == "https" }

    var isMail: Bool { scheme == "smtp" || scheme == "smtps" }

    /// Host and port, as people write them.
    var place: String { host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)" }

    /// Whether the host is written as an address of this machine or of a local network.
    var isWrittenPrivate: Bool {
        if let address = IPAddress(host) { return !address.isPublic }
        return host == "localhost" || host.hasSuffix(".localhost")
    }

    /// Whether what is meant for this origin may go to the other: the same one, or the same host's by `https`
    /// where this is its usual `http`.
    func sharesSecrets(with other: Target) -> Bool {
        if self == other { return true }
        return host == other.host && scheme == "http" && port == "80"
            && other.scheme == "https" && other.port == "443"
    }

    /// The absolute address that a `Location` header means on a page, as libcurl would follow it; nil where it
    /// means none.
    static func resolve(_ location: [UInt8], on page: String) -> String? {
        guard let parts = URLParts(page), parts.move(to: location) else { return nil }
        return parts[CURLUPART_URL]
    }
}
