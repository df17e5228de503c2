public import FoundationEssentials

/// Another outlet's report of what an alert tells.
public struct Report: Hashable, Sendable, Codable {
    /// The publisher's name.
    public var outlet: String
    /// The address of the article.
    public var link: String?
    /// When tocsin first saw it.
    public var found: Date

    /// A report.
    public init(outlet: String, link: String?, found: Date) {
        self.outlet = outlet
        self.link = link
        self.found = found
    }
}
