import Feeds
import FoundationEssentials
import Notifying

/// `tocsin parse`: a feed as tocsin understands it.
public struct ParseCommand: Sendable {
    /// The feed; "-" is standard input.
    public var file: String
    /// The address it was fetched from, for relative links.
    public var url: String?
    /// A file of response header lines.
    public var headers: String?
    /// The Content-Type it came with; it goes before the one in the header file.
    public var contentType: String?

    private static let limit = 128 << 20
    /// More than any feed holds, and few enough to hold; of a larger one, the newest are shown.
    private static let itemLimit = 20_000

    /// A command that reads a file.
    public init(file: String, url: String?, headers: String?, contentType: String?) {
        self.file = file
        self.url = url
        self.headers = headers
        self.contentType = contentType
    }

    /// Reads the feed and says what is in it.
    public func run(json: Bool) -> Output {
        let name = file == "-" ? "standard input" : file
        do {
            let type = try contentType ?? contentTypeOfHeaders()
            let bytes = try readFile(file, limit: Self.limit).get()
            let feed = try parseFeed(bytes, url: url ?? "", contentType: type, itemLimit: Self.itemLimit)
            return Output(json ? feed.schemaJSON() + "\n" : FeedSummary(feed, name: name).text)
        } catch {
            let report = Failure(ok: false, error: "\(error)")
            return Output(
                json ? encode(report) + "\n" : "",
                complaints: ["\(name): \(error)"],
                status: .input
            )
        }
    }

    private struct Failure: Encodable {
        let ok: Bool
        let error: String
    }

    private func contentTypeOfHeaders() throws -> String? {
        guard let headers else { return nil }
        let bytes: [UInt8]
        switch readFile(headers, limit: 1 << 20) {
        case .success(let found): bytes = found
        case .failure(let problem): throw FileProblem(description: "its headers in \(headers): \(problem)")
        }
        let lines = String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isNewline)
        return lines.last { $0.lowercased().hasPrefix("content-type:") }.map { line in
            String(line.dropFirst(13)).trimmingSpace
        }
    }
}

extension String {
    fileprivate var trimmingSpace: String {
        let head = drop { $0 == " " || $0 == "\t" }
        return String(head.prefix(head.count - head.reversed().prefix { $0 == " " || $0 == "\t" }.count))
    }
}

/// A feed in a few lines for a person.
struct FeedSummary {
    let text: String

    init(_ feed: ParsedFeed, name: String) {
        let count = feed.items.count == 1 ? "1 item" : "\(feed.items.count) items"
        var lines = [
            "\(name): \(feed.title ?? "a feed without a title") (\(feed.version), \(feed.encoding), \(count))"
        ]
        if !feed.isComplete { lines.append("  the document ends early; these are the items read so far") }
        lines += feed.recovered.map { "  repaired: \($0)" }
        for item in feed.items {
            let date =
                (item.published ?? item.updated)?.formatted(.iso8601) ?? item.wrongDate.map { "date? \($0)" }
            lines.append("")
            lines.append("  \(item.title ?? "(no title)")")
            lines.append("    \(date ?? "undated")  \(item.link ?? item.id ?? "no link")")
            if let text = item.summary ?? item.content, !text.isEmpty {
                lines.append("    " + text.prefix(200).map { $0.isNewline ? " " : String($0) }.joined())
            }
        }
        text = lines.map(visible).joined(separator: "\n") + "\n"
    }
}
