import FoundationEssentials
import Matching
import TestSupport
import Testing

/// One item of `Tests/stories`.
private struct Told {
    var event: String
    var title: String
    var summary = ""
}

/// The blocks of a file in `Tests/stories`, each the items of one event or of one near-miss.
private func blocks(_ name: String) throws -> [[Told]] {
    let text = String(
        decoding: try Data(contentsOf: project.appending(path: "Tests/stories/\(name).txt")),
        as: UTF8.self
    )
    var blocks: [[Told]] = []
    var event = ""
    for line in text.split(separator: "\n") where !line.hasPrefix("#") {
        if line.hasPrefix("== ") {
            event = String(line.dropFirst(3))
            blocks.append([])
        } else if line.hasPrefix("    ") {
            let (block, place) = (blocks.count - 1, (blocks.last?.count ?? 0) - 1)
            blocks[block][place].summary = String(line.dropFirst(4))
        } else {
            blocks[blocks.count - 1].append(Told(event: event, title: String(line)))
        }
    }
    return blocks
}

/// The stories of items that come ten minutes apart.
private func place(_ items: [Told], in index: inout StoryIndex) -> [Int] {
    items.enumerated().map { number, item in
        let time = testDay.addingTimeInterval(Double(number) * 600)
        return index.place(title: item.title, summary: item.summary, at: time).story
    }
}

/// How many pairs of items there are of which both have the same.
private func pairs(_ keys: some Sequence<some Hashable>) -> Double {
    let sizes = Dictionary(keys.map { ($0, 1.0) }, uniquingKeysWith: +)
    return sizes.values.map { $0 * ($0 - 1) / 2 }.reduce(0, +)
}

@Suite struct `Events with summaries` {
    @Test func `are mostly one story each on a first day`() throws {
        let events = try blocks("events")
        #expect(events.map(\.count) == Array(repeating: 5, count: 20))
        let joined = events.reduce(0.0) { sum, event in
            var index = StoryIndex()
            return sum + pairs(place(event, in: &index))
        }
        #expect(joined / 200 >= 0.72, "\(joined) of 200 pairs")
    }

    @Test func `are mostly one story each among one another and made-up news`() throws {
        let (events, misses) = (try blocks("events"), try blocks("near-misses"))
        // All first reports, then all second ones: what comes between two of an event are the others.
        var items = (0..<5).flatMap { number in events.map { $0[number] } }
        for (number, pair) in misses.enumerated() {
            for (place, var item) in pair.enumerated() {
                item.event = "near-miss \(number), \(place)"
                items.insert(item, at: 40)
            }
        }
        var index = StoryIndex.inUse()
        let stories = place(items, in: &index)
        let right = pairs(zip(items, stories).map { "\($0.event) \($1)" })
        #expect(right / 200 >= 0.6, "\(right) of 200 pairs")
        #expect(right / pairs(stories) >= 0.65, "\(right) of \(pairs(stories)) that were joined")
    }

    @Test func `that share people, places or phrases are told apart`() throws {
        let misses = try blocks("near-misses")
        #expect(misses.map(\.count) == Array(repeating: 2, count: 20))
        let merged = misses.filter { pair in
            var index = StoryIndex()
            let stories = place(pair, in: &index)
            return stories[0] == stories[1]
        }
        #expect(merged.count <= 2, "\(merged.map { $0[0].event })")
    }
}
