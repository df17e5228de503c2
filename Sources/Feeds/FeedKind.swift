/// The families of feed formats.
public enum FeedKind: String, Hashable, Sendable, Codable {
    /// RSS 0.91 to 0.94 and 2.0.
    case rss
    /// Atom 0.3 and 1.0.
    case atom
    /// RSS 0.90, 1.0 and 1.1, which are RDF.
    case rdf
    /// JSON Feed 1.0 and 1.1.
    case json
}
