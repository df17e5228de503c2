import FoundationEssentials
import Matching
import TestSupport
import Testing

/// Headlines with the story that each belongs to; they lie beside the checkout and not in it.
private let corpus = project.deletingLastPathComponent().appending(path: "shared/data/stories/open.tsv")
private let hasCorpus = FileManager.default.fileExists(atPath: corpus.path)

@Suite(.enabled(if: hasCorpus, "the corpus does not lie at ../shared/data/stories"))
struct `Labelled headlines` {
    struct Row {
        var published: Double
        var publisher: String
        var story: String
        var title: String
    }

    static func rows() throws -> [Row] {
        try String(decoding: Data(contentsOf: corpus), as: UTF8.self).split(separator: "\n").dropFirst().map {
            line in
            let cells = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
            let published = try #require(Double(cells[0]))
            return Row(published: published / 1_000, publisher: cells[1], story: cells[2], title: cells[3])
        }
    }

    /// B-cubed precision and F1.
    static func scores(_ rows: [Row]) -> (precision: Double, f1: Double) {
        var index = StoryIndex()
        let groups = rows.map { row in
            let time = Date(timeIntervalSince1970: row.published)
            return index.place(title: row.title, publisher: row.publisher, at: time).story
        }
        var sizes: (stories: [String: Double], groups: [Int: Double], both: [String: Double]) = (
            [:], [:], [:]
        )
        for (row, group) in zip(rows, groups) {
            sizes.stories[row.story, default: 0] += 1
            sizes.groups[group, default: 0] += 1
            sizes.both["\(row.story) \(group)", default: 0] += 1
        }
        var (precision, recall) = (0.0, 0.0)
        for (row, group) in zip(rows, groups) {
            let both = sizes.both["\(row.story) \(group)", default: 0]
            precision += both / sizes.groups[group, default: 1] / Double(rows.count)
            recall += both / sizes.stories[row.story, default: 1] / Double(rows.count)
        }
        return (precision, 2 * precision * recall / (precision + recall))
    }

    @Test func `are grouped as people would group them`() throws {
        let scores = Self.scores(try Self.rows())
        #expect(scores.precision >= 0.89)
        #expect(scores.f1 >= 0.82)
    }

    /// In the corpus the items of each story have neighbouring times; news does not come like that.
    @Test(arguments: [1, 2, 3] as [UInt64])
    func `are grouped about as well when they come in any order`(_ seed: UInt64) throws {
        let rows = try Self.rows()
        var random = SeededRandom(seed: seed)
        let mixed = zip(rows, rows.shuffled(using: &random)).map { place, row in
            Row(published: place.published, publisher: row.publisher, story: row.story, title: row.title)
        }
        let scores = Self.scores(mixed)
        #expect(scores.precision >= 0.84)
        #expect(scores.f1 >= 0.78)
    }
}
