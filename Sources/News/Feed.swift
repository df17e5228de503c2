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
        url.hasPrefix("file:") ? url : URLComponents(string: url)?.host?.lowercased() ?? url
    }
}
