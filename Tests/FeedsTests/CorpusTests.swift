import Feeds
import FoundationEssentials
import Testing

/// The conformance corpus, which lies beside the checkout and not in it: its feeds are other people's.
private let corpus = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()
    .appendingPathComponent("shared/data/feeds/open")

private let hasCorpus = FileManager.default.fileExists(
    atPath: corpus.appendingPathComponent("expected.jsonl").path
)

@Suite(.enabled(if: hasCorpus, "the corpus does not lie at ../shared/data/feeds/open")) struct `Real feeds` {
    struct Case: Decodable {
        struct Expectation: Decodable {
            let ok: Bool?
            let itemCount: Int?

            private enum CodingKeys: String, CodingKey {
                case ok
                case itemCount = "item_count"
            }
        }

        let id: String
        let category: String
        let file: String
        let url: String?
        let headers: [[String]]?
        let expect: Expectation
    }

    static func cases() throws -> [Case] {
        let list = try Data(contentsOf: corpus.appendingPathComponent("expected.jsonl"))
        return try list.split(separator: 0x0A).compactMap { line in
            let one = try JSONDecoder().decode(Case.self, from: Data(line))
            return one.category.utf8.starts(with: "real/".utf8) ? one : nil
        }
    }

    @Test func `are read, or refused with a reason`() throws {
        let cases = try Self.cases()
        var wrong: [String] = []
        for one in cases {
            let bytes = try [UInt8](Data(contentsOf: corpus.appendingPathComponent(one.file)))
            let type = one.headers?.first { $0.first?.lowercased() == "content-type" }?.last
            let feed: ParsedFeed?
            do throws(FeedError) {
                feed = try parseFeed(bytes, url: one.url ?? "", contentType: type)
            } catch {
                #expect(!error.description.isEmpty)
                feed = nil
            }
            let isAsExpected = (feed != nil) == (one.expect.ok ?? true)
            let hasAll =
                feed == nil || one.expect.itemCount == nil || feed?.items.count == one.expect.itemCount
            if !isAsExpected || !hasAll { wrong.append(one.id) }
        }
        #expect(!cases.isEmpty)
        #expect(wrong.count * 20 <= cases.count, "\(wrong)")
    }
}
