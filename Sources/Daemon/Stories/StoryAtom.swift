import FoundationEssentials
import Matching
import News
import Notifying

/// A story as an Atom feed (RFC 4287): an entry for each outlet, the latest first.
extension StoryReport {
    /// The document.
    var atom: String {
        let entries = outlets.reversed().map { entry($0) }
        return """
            <?xml version="1.0" encoding="UTF-8"?>
            <feed xmlns="http://www.w3.org/2005/Atom">
            <id>\(Self.name(id))</id>
            <title>\(escaped(headline))</title>
            <updated>\((outlets.map(\.lastSeen).max() ?? last).formatted(.iso8601))</updated>
            <generator version="\(Version.number)">tocsin</generator>
            \(link.map { "<link rel=\"alternate\" href=\"\(escaped($0))\"/>\n" } ?? "")\(entries.joined())</feed>

            """
    }

    private func entry(_ row: Row) -> String {
        var parts = row.sameTextAs.map { ["same text as \($0)"] } ?? []
        parts += row.sentences + row.quotes.map { "\($0.speaker.map { "\($0): " } ?? "")“\($0.text)”" }
        parts += row.findings.map(\.line)
        return """
            <entry>
            <id>\(Self.name(id)):\(escaped(row.outlet.lowercased().replacing(" ", with: "-")))</id>
            <title>\(escaped(row.headline))</title>
            <author><name>\(escaped(row.outlet))</name></author>
            <published>\(row.firstSeen.formatted(.iso8601))</published>
            <updated>\(row.lastSeen.formatted(.iso8601))</updated>
            \(row.link.map { "<link rel=\"alternate\" href=\"\(escaped($0))\"/>\n" } ?? "")\
            <content type="text">\(escaped(parts.joined(separator: "\n")))</content>
            </entry>

            """
    }

    private static func name(_ id: StoryID) -> String { "urn:tocsin:story:\(id)" }
}

/// A text as XML may hold it: markup as entities, and control characters as spaces.
private func escaped(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
        switch scalar {
        case "&": result += "&amp;"
        case "<": result += "&lt;"
        case ">": result += "&gt;"
        case "\"": result += "&quot;"
        case "\n": result += "\n"
        case "\u{0}"..."\u{1F}", "\u{7F}"..."\u{9F}", "\u{FFFE}", "\u{FFFF}": result += " "
        default: result.unicodeScalars.append(scalar)
        }
    }
    return result
}
