import FoundationEssentials
import News
import Storage

/// Which feeds may be asked at this moment: few requests a host at a time, with a pause between them, so that a
/// host that hangs holds up its own feeds and no others.
///
/// What a start or an end costs does not grow with the number of hosts.
struct HostQueue: Sendable {
    private struct Host {
        var waiting: ArraySlice<DueFeed> = []
        var running = 0
        var freeAt = Date.distantPast
        /// Whether it stands in `ready`, or in `pauses` at its present `freeAt`.
        var isLinedUp = false
    }

    private var hosts: [String: Host] = [:]
    /// The host of each feed that waits or is being asked.
    private var held: [FeedID: String] = [:]
    /// Hosts that may be asked now, in the order in which that became so.
    private var ready: ArraySlice<String> = []
    /// Hosts whose pause ends, those of which nothing is wanted among them: they are forgotten then.
    private var pauses = MomentHeap<String>()
    private(set) var running = 0

    /// How many feeds wait or are being asked.
    var count: Int { held.count }

    /// Takes up feeds; one that is here already is left out.
    mutating func add(_ feeds: [DueFeed]) {
        for feed in feeds where held[feed.state.id] == nil {
            let name = feed.host
            held[feed.state.id] = name
            hosts[name, default: Host()].waiting.append(feed)
            lineUp(name)
        }
    }

    /// The feeds that may be asked now; they count as running until they are finished.
    mutating func start(_ limits: Configuration.Poll, now: Date) -> [DueFeed] {
        var started: [DueFeed] = []
        while running < limits.concurrency {
            while let name = pauses.pop(until: now) { endPause(of: name, limits, now) }
            guard let name = ready.popFirst() else { break }
            guard var host = hosts[name] else { continue }
            host.isLinedUp = false
            let mayStart = host.running < limits.perHost && host.freeAt <= now
            if mayStart, let feed = host.waiting.popFirst() {
                started.append(feed)
                running += 1
                host.running += 1
                host.freeAt = now + limits.gap
            }
            hosts[name] = host
            pause(name, limits)
        }
        return started
    }

    /// Notes that a feed was asked.
    mutating func finish(_ feed: DueFeed, _ limits: Configuration.Poll, now: Date) {
        running -= 1
        guard let name = held.removeValue(forKey: feed.state.id), var host = hosts[name] else { return }
        host.running -= 1
        host.freeAt = max(host.freeAt, now + limits.gap)
        hosts[name] = host
        pause(name, limits)
    }

    /// When the next pause ends that keeps a feed waiting; nil where none does.
    func nextStart(_ limits: Configuration.Poll, after now: Date) -> Date? {
        guard running < limits.concurrency, held.count > running else { return nil }
        return ready.isEmpty ? pauses.first : now
    }

    /// Gives up everything that waits.
    mutating func drain() -> [FeedID] {
        Array(hosts.keys).flatMap { drain(host: $0) }
    }

    /// Gives up what waits for a host.
    mutating func drain(host: String) -> [FeedID] {
        let waiting = hosts[host]?.waiting.map(\.state.id) ?? []
        hosts[host]?.waiting = []
        for feed in waiting { held[feed] = nil }
        return waiting
    }

    /// A host of which nothing was wanted, and whose pause is over, may be asked now.
    private mutating func lineUp(_ name: String) {
        guard let host = hosts[name], !host.isLinedUp, host.freeAt == .distantPast else { return }
        hosts[name]?.isLinedUp = true
        ready.append(name)
    }

    /// A host stands in line once, at the end of its present pause, unless it is as busy as it may be.
    private mutating func pause(_ name: String, _ limits: Configuration.Poll) {
        guard var host = hosts[name], !host.isLinedUp, host.running < limits.perHost else { return }
        host.isLinedUp = true
        hosts[name] = host
        pauses.insert(name, at: host.freeAt)
    }

    private mutating func endPause(of name: String, _ limits: Configuration.Poll, _ now: Date) {
        guard var host = hosts[name] else { return }
        host.isLinedUp = false
        if host.freeAt > now {
            hosts[name] = host
            pause(name, limits)
        } else if host.waiting.isEmpty, host.running == 0 {
            hosts[name] = nil
        } else {
            host.freeAt = .distantPast
            hosts[name] = host
            if !host.waiting.isEmpty { lineUp(name) }
        }
    }
}

extension DueFeed {
    /// The server that is asked.
    var host: String { Feed.host(of: state.movedAddress ?? url) }
}
