import FoundationEssentials
import News
import Storage

/// Which feeds may be asked at this moment: few requests a host at a time, with a pause between them, so that a
/// host that hangs holds up its own feeds and no others.
struct HostQueue: Sendable {
    private struct Host {
        var waiting: [DueFeed] = []
        var running = 0
        var freeAt = Date.distantPast
    }

    private var hosts: [String: Host] = [:]
    private var held: Set<FeedID> = []
    private(set) var running = 0

    /// How many feeds wait or are being asked.
    var count: Int { held.count }

    /// Takes up feeds; one that is here already is left out.
    mutating func add(_ feeds: [DueFeed]) {
        for feed in feeds where held.insert(feed.state.id).inserted {
            hosts[feed.host, default: Host()].waiting.append(feed)
        }
    }

    /// The feeds that may be asked now; they count as running until they are finished.
    mutating func start(_ limits: Configuration.Poll, now: Date) -> [DueFeed] {
        var started: [DueFeed] = []
        for (name, host) in hosts where !host.waiting.isEmpty {
            var host = host
            while running < limits.concurrency, !host.waiting.isEmpty, host.running < limits.perHost,
                host.freeAt <= now
            {
                started.append(host.waiting.removeFirst())
                host.running += 1
                host.freeAt = now + limits.gap
                running += 1
            }
            hosts[name] = host
        }
        return started
    }

    /// Notes that a feed was asked.
    mutating func finish(_ feed: DueFeed, _ limits: Configuration.Poll, now: Date) {
        let name = feed.host
        held.remove(feed.state.id)
        running -= 1
        guard var host = hosts[name] else { return }
        host.running -= 1
        host.freeAt = max(host.freeAt, now + limits.gap)
        let isIdle = host.waiting.isEmpty && host.running == 0 && host.freeAt <= now
        hosts[name] = isIdle ? nil : host
    }

    /// When the next pause ends that keeps a feed waiting; nil where none does.
    func nextStart(_ limits: Configuration.Poll, after now: Date) -> Date? {
        guard running < limits.concurrency else { return nil }
        return hosts.values.filter { !$0.waiting.isEmpty && $0.running < limits.perHost }.map(\.freeAt).min()
    }

    /// Gives up everything that waits.
    mutating func drain() -> [FeedID] {
        let waiting = hosts.values.flatMap { $0.waiting.map(\.state.id) }
        held.subtract(waiting)
        for name in hosts.keys { hosts[name]?.waiting = [] }
        return waiting
    }

    /// Gives up what waits for a host.
    mutating func drain(host: String) -> [FeedID] {
        let waiting = hosts[host]?.waiting.map(\.state.id) ?? []
        hosts[host]?.waiting = []
        held.subtract(waiting)
        return waiting
    }

    /// Forgets hosts of which nothing needs to be known any more.
    mutating func tidy(now: Date) {
        hosts = hosts.filter { !$0.value.waiting.isEmpty || $0.value.running > 0 || $0.value.freeAt > now }
    }
}

extension DueFeed {
    /// The server that is asked.
    var host: String { Feed.host(of: state.movedAddress ?? url) }
}
