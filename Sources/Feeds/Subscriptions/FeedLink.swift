/// A feed that a web page leads to.
public struct FeedLink: Hashable, Sendable {
    /// Its absolute address.
    public var url: String
    /// What the page calls it.
    public var title: String?
    /// The family of its format, where the page tells.
    public var kind: FeedKind?
    /// Whether the page declares it to be a feed; otherwise it only looks like one.
    public var isDeclared: Bool

    /// A link that the page declares, unless it does not.
    public init(url: String, title: String? = nil, kind: FeedKind? = nil, isDeclared: Bool = true) {
        self.url = url
        self.title = title
        self.kind = kind
        self.isDeclared = isDeclared
    }
}
