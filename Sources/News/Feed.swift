import FoundationEssentials

/// A feed that tocsin polls, as the settings name it.
public struct Feed: Hashable, Sendable, Codable {
    /// Where it is fetched from: `http:`, `https:`, or `file:` for a local feed.
    public var url: String
    /// The publisher's name, as people say it: "DW".
    public var outlet: String
    /// Labels that lists can filter by.
    public var tags: [String]
    /// A pinned interval between polls; nil lets the interval follow the feed's own rhythm.
    public var every: Duration?
    /// The shortest interval between polls; nil means the general setting.
    public var min: Duration?
    /// The longest; nil means the general setting.
    public var max: Duration?
    /// How old an item may be at the feed's first fetch and still ring; nil means the general setting.
    public var lookback: Duration?
    /// Whether the feed may live at a private, loopback or link-local address.
    public var allowsPrivateAddress: Bool

    /// A feed with everything but its address at its default.
    public init(
        url: String,
        outlet: String,
        tags: [String] = [],
        every: Duration? = nil,
        min: Duration? = nil,
        max: Duration? = nil,
        lookback: Duration? = nil,
        allowsPrivateAddress: Bool = false
    ) {
        self.url = url
        self.outlet = outlet
        self.tags = tags
        self.every = every
        self.min = min
        self.max = max
        self.lookback = lookback
        self.allowsPrivateAddress = allowsPrivateAddress
    }
}

extension Feed {
    /// The server that a feed is asked of, by whose name requests are spaced; a local file is a server of its own.
    public static func host(of url: String) -> String {
        if url.hasPrefix("file:") { return url }
        return plainHost(of: url) ?? URLComponents(string: url)?.host?.lowercased() ?? url
    }

    /// The host of an address that is written as nearly all are, in letters, digits and dots after `://`; this is asked
    /// before every poll, and to take apart the whole address costs twenty times as much.
    private static func plainHost(of url: String) -> String? {
        let bytes = url.utf8
        guard let slash = bytes.firstIndex(of: UInt8(ascii: "/")), slash > bytes.startIndex,
            bytes[bytes.index(before: slash)] == UInt8(ascii: ":"),
            bytes[bytes.index(after: slash)...].first == UInt8(ascii: "/")
        else { return nil }
        let rest = bytes[bytes.index(slash, offsetBy: 2)...]
        let host = rest.prefix { isPlain($0) }
        guard !host.isEmpty, host.endIndex == bytes.endIndex || "/?#:".utf8.contains(bytes[host.endIndex])
        else {
            return nil
        }
        // What follows a colon may be a port, or a password with the host after it.
        let authority = rest.prefix { !"/?#".utf8.contains($0) }
        guard !authority.contains(UInt8(ascii: "@")) else { return nil }
        return Substring(host).lowercased()
    }

    private static func isPlain(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "-"):
            true
        default: false
        }
    }
}
