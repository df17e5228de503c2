import FoundationEssentials
import Storage
import TestSupport
import Testing

@testable import Daemon

@Suite struct `The queue of hosts` {
    private var limits: Configuration.Poll {
        var limits = Configuration.Poll()
        limits.concurrency = 3
        return limits
    }

    private func feed(_ number: Int64, _ url: String) -> DueFeed {
        DueFeed(url: url, state: FeedState(id: FeedID(rawValue: number), nextAt: .start))
    }

    @Test func `asks a host one thing at a time, with a pause between`() {
        var queue = HostQueue()
        let one = feed(1, "https://A.org/1")
        queue.add([one, feed(2, "https://a.org/2"), feed(3, "https://b.org/3")])
        let first = queue.start(limits, now: .start).map(\.state.id.rawValue).sorted()
        #expect(first == [1, 3])
        #expect(queue.start(limits, now: .start).isEmpty)
        #expect(queue.nextStart(limits, after: .start) == nil, "an answer comes first")

        let later = Date.start.addingTimeInterval(1)
        queue.finish(one, limits, now: later)
        #expect(queue.start(limits, now: later).isEmpty)
        #expect(queue.nextStart(limits, after: later) == later.addingTimeInterval(2))
        #expect(queue.start(limits, now: later.addingTimeInterval(2)).map(\.state.id.rawValue) == [2])
    }

    @Test func `asks no more at once than it may`() {
        var queue = HostQueue()
        queue.add((1...9).map { feed($0, "https://\($0).org/") })
        #expect(queue.start(limits, now: .start).count == 3)
        #expect(queue.start(limits, now: .start).isEmpty)
    }

    @Test func `knows the host of a feed that has moved`() {
        var queue = HostQueue()
        var moved = feed(1, "https://old.org/1")
        moved.state.movedTo = "https://a.org/1"
        moved.state.movedVisits = FeedState.visitsOfMove
        queue.add([moved, feed(2, "https://a.org/2"), feed(3, "https://old.org/3")])
        #expect(queue.start(limits, now: .start).map(\.state.id.rawValue).sorted() == [1, 3])
    }

    @Test func `gives back what waits for one host`() {
        var queue = HostQueue()
        queue.add([feed(1, "https://a.org/1"), feed(2, "https://A.org/2"), feed(3, "https://b.org/3")])
        #expect(queue.drain(host: "a.org").map(\.rawValue) == [1, 2])
        #expect(queue.drain(host: "c.org").isEmpty)
        #expect(queue.start(limits, now: .start).map(\.state.id.rawValue) == [3])
        #expect(queue.count == 1)
    }

    @Test func `takes a feed up once, and gives back what waits`() {
        var queue = HostQueue()
        queue.add([feed(1, "https://a.org/1"), feed(2, "https://a.org/2")])
        queue.add([feed(1, "https://a.org/1")])
        #expect(queue.count == 2)
        #expect(queue.start(limits, now: .start).map(\.state.id.rawValue) == [1])
        #expect(queue.drain().map(\.rawValue) == [2])
        #expect(queue.count == 1, "the one that is being asked")
    }

    @Test func `lets local files share no host`() {
        var queue = HostQueue()
        queue.add([feed(1, "file:///a.xml"), feed(2, "file:///b.xml")])
        #expect(queue.start(limits, now: .start).count == 2)
    }

    @Test(arguments: 0..<200)
    func `keeps its promises in any order of events`(_ seed: UInt64) {
        var random = SeededRandom(seed: seed)
        var limits = Configuration.Poll()
        limits.concurrency = Int.random(in: 1...5, using: &random)
        limits.perHost = Int.random(in: 1...2, using: &random)
        limits.gap = .seconds(Int.random(in: 0...3, using: &random))
        var queue = HostQueue()
        var now = Date.start
        var next: Int64 = 0
        var asked: [FeedID] = []
        var running: [DueFeed] = []
        var latest: [String: Date] = [:]
        for step in 0..<400 {
            if step < 200, Bool.random(using: &random) {
                next += 1
                queue.add([feed(next, "https://\(Int.random(in: 1...4, using: &random)).org/\(next)")])
            }
            if Bool.random(using: &random), let place = running.indices.randomElement(using: &random) {
                let feed = running.remove(at: place)
                queue.finish(feed, limits, now: now)
                latest[feed.host] = now
            }
            for feed in queue.start(limits, now: now) {
                if let last = latest[feed.host] { #expect(now >= last + limits.gap) }
                latest[feed.host] = now
                running.append(feed)
                asked.append(feed.state.id)
            }
            #expect(running.count <= limits.concurrency && queue.running == running.count)
            #expect(Dictionary(grouping: running, by: \.host).allSatisfy { $0.value.count <= limits.perHost })
            if step >= 200, let wake = queue.nextStart(limits, after: now), running.isEmpty {
                now = max(now, wake)
            }
            now = now + .milliseconds(Int.random(in: 0...1_500, using: &random))
        }
        while queue.count > 0 {
            for feed in running { queue.finish(feed, limits, now: now) }
            running = queue.start(limits, now: now)
            asked += running.map(\.state.id)
            guard running.isEmpty, queue.count > 0 else { continue }
            guard let wake = queue.nextStart(limits, after: now) else {
                Issue.record("something waits, nothing runs, and nobody wakes")
                return
            }
            now = max(now + .milliseconds(1), wake)
        }
        #expect(asked.map(\.rawValue).sorted() == Array(1...next), "each once, and none forgotten")
    }
}
