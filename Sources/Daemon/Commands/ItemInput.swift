import Feeds
import FoundationEssentials
import News

/// Items given to a command: a feed, or one JSON object a line.
struct ItemInput {
    /// The items, in their order.
    private(set) var items: [Item] = []
    /// What could not be read, each with its place.
    private(set) var mistakes: [String] = []

    private struct Line: Decodable {
        var id: LooseText?
        var title: String?
        var summary: String?
        var body: String?
        var url: String?
        var feed: String?
        var outlet: String?
        var language: String?
        var authors: [String]?
        var tags: [String]?
        var published: String?
    }

    /// An id that may be written as a number.
    private struct LooseText: Decodable {
        let text: String

        init(from decoder: any Decoder) throws {
            let value = try decoder.singleValueContainer()
            text = try (try? value.decode(String.self)) ?? String(value.decode(Int.self))
        }
    }

    init(bytes: [UInt8], name: String) {
        let lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        if let first = lines.first(where: { !$0.allSatisfy(\.isBlank) }), Self.isItem(first) {
            readLines(lines, name: name)
        } else {
            readFeed(bytes, name: name)
        }
    }

    /// A JSON Feed begins with a brace as well, but goes on over many lines, or holds items.
    private static func isItem(_ line: ArraySlice<UInt8>) -> Bool {
        struct Keys: Decodable {
            var version: String?
            var items: [Anything]?

            struct Anything: Decodable {}
        }
        guard line.first(where: { !$0.isBlank }) == UInt8(ascii: "{") else { return false }
        guard let keys = try? JSONDecoder().decode(Keys.self, from: Data(line)) else {
            return !line.allSatisfy { $0.isBlank || $0 == UInt8(ascii: "{") }
        }
        return keys.items == nil
    }

    private mutating func readLines(_ lines: [ArraySlice<UInt8>], name: String) {
        let decoder = JSONDecoder()
        for (number, line) in lines.enumerated() where !line.allSatisfy(\.isBlank) {
            do {
                let entry = try decoder.decode(Line.self, from: Data(line))
                items.append(Self.item(entry, number: number + 1))
            } catch {
                mistakes.append("\(name):\(number + 1): \(Self.reason(error))")
            }
        }
    }

    private static func item(_ line: Line, number: Int) -> Item {
        func text(_ html: String?) -> String {
            html.map { plainText(html: $0, lineBreaks: .paragraph) } ?? ""
        }
        return Item(
            identity: line.id?.text ?? line.url ?? "\(number)",
            feedURL: line.feed ?? "",
            outlet: line.outlet ?? "",
            title: text(line.title),
            summary: text(line.summary),
            body: text(line.body),
            link: line.url,
            authors: line.authors ?? [],
            tags: line.tags ?? [],
            language: line.language,
            published: line.published.flatMap { try? Date($0, strategy: .iso8601) }
        )
    }

    private static func reason(_ error: any Error) -> String {
        if case DecodingError.typeMismatch(_, let context) = error, let key = context.codingPath.last {
            return "\(key.stringValue) must be a text"
        }
        return "is not a JSON object on one line, such as {\"id\":\"1\",\"title\":\"…\"}"
    }

    private mutating func readFeed(_ bytes: [UInt8], name: String) {
        do {
            let parsed = try parseFeed(bytes, url: "", contentType: nil, itemLimit: .max)
            let feed = Feed(url: name, outlet: parsed.title ?? name)
            var boilerplate = Boilerplate()
            boilerplate.learn(from: parsed.items)
            let found = feedItems(of: parsed, feed: feed, without: boilerplate)
            for (item, entry) in zip(found, parsed.items) {
                var item = item
                item.identity = entry.id ?? entry.link ?? item.identity
                items.append(item)
            }
        } catch {
            mistakes.append("\(name): \(error)")
        }
    }
}

extension UInt8 {
    fileprivate var isBlank: Bool { self == 0x20 || (0x09...0x0D).contains(self) }
}
