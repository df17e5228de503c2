import FoundationEssentials
import News
import Storage
import TestSupport
import Testing

@testable import Daemon

/// `docs/status.md`: its paths and numbers are all there are, its rules are those of the example.
@Suite struct `The page about the status` {
    private let root: URL
    private let page: String

    init() throws {
        var folder = URL(filePath: #filePath)
        for _ in 0..<4 { folder.deleteLastPathComponent() }
        root = folder
        page = String(decoding: try Data(contentsOf: folder.appending(path: "docs/status.md")), as: UTF8.self)
    }

    @Test func `names every path`() {
        for route in StatusDesk.routes where route.path != "/style.css" && route.path != "/icon.svg" {
            let path = route.path.replacing("*", with: "ID")
            #expect(page.contains("`\(path)`"), "\(path) is missing")
        }
    }

    @Test func `names every number`() {
        let gauges = Exposition.Gauges(
            feeds: FeedCounts(all: 0, ailing: [:]),
            channels: [],
            lists: 0,
            mistakes: 0,
            storeBytes: 0,
            process: ProcessFacts(),
            now: .start
        )
        let text = Exposition(Metrics.Counts(startedAt: .start), gauges).text
        let names = text.split(separator: "\n").filter { $0.hasPrefix("# TYPE ") }
            .map { $0.split(separator: " ")[2] }
        #expect(names.count > 25)
        for name in names where !name.hasPrefix("process_") {
            #expect(page.contains("`\(name)`"), "\(name) is missing")
        }
    }

    @Test func `shows the rules of the example`() throws {
        let rules = try Data(contentsOf: root.appending(path: "examples/prometheus-rules.yml"))
        #expect(page.contains("```yaml\n\(String(decoding: rules, as: UTF8.self))```"))
    }
}
