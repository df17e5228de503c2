import FoundationEssentials
import Matching
import News
import Testing

private let drafts = project.deletingLastPathComponent().appending(path: "shared/watch-language/drafts")
private let hasDrafts = FileManager.default.fileExists(atPath: drafts.path)

@Suite struct `Lists` {
    private static let ids = ["ceasefire", "embassy-talks", "putin-zelensky", "sanctions"]
    private let shipped = project.appending(path: "watchlists")

    private func compiled(_ folder: URL) throws -> CompiledWatchlist {
        try compileWatchlist(
            sources(in: folder, ending: ".watch"),
            names: sources(in: folder.appending(path: "lib"), ending: ".names"),
            now: testDay,
            plainText: plainText
        )
    }

    @Test func `that ship have no mistake and no warning, and their examples hold`() throws {
        let lists = try compiled(shipped)
        #expect(lists.mistakes == [])
        #expect(lists.warnings == [])
        #expect(lists.watches.map(\.id) == Self.ids)
    }

    @Test(arguments: ids)
    func `that ship have thirty examples and thirty traps`(_ id: String) throws {
        let file = try #require(try sources(in: shipped, ending: ".watch").first { $0.name == id + ".watch" })
        let text = String(decoding: file.bytes, as: UTF8.self)
        let halves = text.components(separatedBy: "\nshould match:\n").last?
            .components(separatedBy: "\nshould not match:\n")
        let counts = try #require(halves).map { part in
            part.split(separator: "\n").count {
                $0.hasPrefix("    ") && !$0.drop { $0 == " " }.hasPrefix("#")
            }
        }
        #expect(counts.count == 2 && counts.allSatisfy { $0 >= 30 }, "\(counts)")
    }

    @Test(.enabled(if: hasDrafts, "the drafts do not lie at ../shared/watch-language/drafts"))
    func `that the specification comes with hold, too`() throws {
        let lists = try compiled(drafts)
        #expect(lists.mistakes == [])
        #expect(lists.examples == 120)
    }

    /// Headlines in eight languages, half of them traps: those that the lists were made with.
    ///
    /// A file that bears the name of a list judges that list only.
    @Test(arguments: ["all"] + ids)
    func `that ship find what a desk wants, and little else`(_ name: String) throws {
        let file = project.appending(path: "Tests/headlines/made-with/\(name).tsv")
        let judged = Self.ids.contains(name) ? [name] : Self.ids
        let lines = String(decoding: try Data(contentsOf: file), as: UTF8.self).split(separator: "\n")
        let watchlist = Watchlist(watches: try compiled(shipped).watches)
        var found: [String: Int] = [:]
        var missed: [String: [String]] = [:]
        var wrong: [String: [String]] = [:]
        for line in lines {
            let columns = line.split(separator: "\t").map(String.init)
            try #require(columns.count == 3, "\(line)")
            let wanted = Set(columns[0].split(separator: ",").map(String.init)).subtracting(["-"])
            let item = Document.item(example: columns[2], plainText: plainText)
            let hits = Set(watchlist.matches(in: item).map(\.watch.id))
            for id in judged {
                switch (wanted.contains(id), hits.contains(id)) {
                case (true, true): found[id, default: 0] += 1
                case (true, false): missed[id, default: []].append(columns[2])
                case (false, true): wrong[id, default: []].append(columns[2])
                case (false, false): break
                }
            }
        }
        for id in judged {
            let hits = Double(found[id, default: 0])
            let recall = hits / (hits + Double(missed[id, default: []].count))
            let precision = hits / (hits + Double(wrong[id, default: []].count))
            #expect(recall >= 0.95, "\(id) misses \(missed[id, default: []])")
            #expect(precision >= 0.95, "\(id) rings for \(wrong[id, default: []])")
        }
    }
}
