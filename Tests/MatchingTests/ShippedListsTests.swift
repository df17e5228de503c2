import FoundationEssentials
import Matching
import Testing

private let drafts = project.deletingLastPathComponent().appending(path: "shared/watch-language/drafts")
private let hasDrafts = FileManager.default.fileExists(atPath: drafts.path)

@Suite struct `Lists` {
    private func compiled(_ folder: URL) throws -> CompiledWatchlist {
        try compileWatchlist(
            sources(in: folder, ending: ".watch"),
            names: sources(in: folder.appending(path: "lib"), ending: ".names"),
            now: testDay,
            plainText: plainText
        )
    }

    @Test func `that ship have no mistake, and their examples hold`() throws {
        let lists = try compiled(project.appending(path: "watchlists"))
        #expect(lists.mistakes == [])
        #expect(lists.watches.map(\.id) == ["ceasefire", "embassy-talks", "putin-zelensky", "sanctions"])
        #expect(lists.examples == 120)
    }

    @Test(.enabled(if: hasDrafts, "the drafts do not lie at ../shared/watch-language/drafts"))
    func `that the specification comes with hold, too`() throws {
        let lists = try compiled(drafts)
        #expect(lists.mistakes == [])
        #expect(lists.examples == 120)
    }
}
