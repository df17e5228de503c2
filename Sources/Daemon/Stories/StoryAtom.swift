import FoundationEssentials
import Matching
import News

/// A story as an Atom feed (RFC 4287): an entry for each outlet, the latest first.
extension StoryReport {
    /// The document.
    var atom: String {
        let feed: HTML = """
            <?xml version="1.0" encoding="UTF-8"?>
            <feed xmlns="http://www.w3.org/2005/Atom">
            <id>\(Self.name(id))</id>
            <title>\(headline)</title>
            <updated>\((outlets.map(\.lastSeen).max() ?? last).formatted(.iso8601))</updated>
            <generator version="\(Version.number)">tocsin</generator>
            \(Self.alternate(link))\(outlets.reversed().map(entry))</feed>

            """
        return feed.text
    }

    private func entry(_ row: Row) -> HTML {
        var lines = row.sameTextAs.map { ["same text as \($0)"] } ?? []
        lines += row.sentences + row.quotes.map { "\($0.speaker.map { "\($0): " } ?? "")“\($0.text)”" }
        lines += row.findings.map(\.line)
        return """
            <entry>
            <id>\(Self.name(id)):\(row.outlet.lowercased().replacing(" ", with: "-"))</id>
            <title>\(row.headline)</title>
            <author><name>\(row.outlet)</name></author>
            <published>\(row.firstSeen.formatted(.iso8601))</published>
            <updated>\(row.lastSeen.formatted(.iso8601))</updated>
            \(Self.alternate(row.link))<content type="text">\(lines.map { "\($0)\n" as HTML })</content>
            </entry>

            """
    }

    private static func alternate(_ address: String?) -> HTML {
        HTML.webAddress(address).map { "<link rel=\"alternate\" href=\"\($0)\"/>\n" } ?? .nothing
    }

    private static func name(_ id: StoryID) -> String { "urn:tocsin:story:\(id)" }
}
