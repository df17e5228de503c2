public import FoundationEssentials
import News
import Notifying
import Storage

extension Reports {
    /// The feeds that are polled: how each does, when it is next asked, and why then; those that fail come first.
    ///
    /// - Parameters:
    ///   - part: Only feeds whose address or own title holds this; nil shows all.
    ///   - failing: Whether to leave out those that are well.
    ///   - json: Whether to print JSON, one object a line.
    ///   - now: The moment.
    /// - Returns: What to print.
    /// - Throws: Where the store cannot be read.
    public func feeds(
        holding part: String?,
        failing: Bool,
        json: Bool,
        now: Date = Date()
    ) async throws -> Output {
        let all = try await store.feeds(holding: part, now: now)
        let failures = all.filter { $0.state.failures > 0 }
        let shown = failing ? failures : failures + all.filter { $0.state.failures == 0 }
        if json {
            return Output(shown.map { encode(FeedLine($0, outlet: feeds[$0.url]?.outlet)) + "\n" }.joined())
        }
        guard !shown.isEmpty else {
            if let part, all.isEmpty { return Output("no feed's address or title holds \(visible(part))\n") }
            return Output(failing ? "no feed fails\n" : "no feeds\n")
        }
        let sum = "\(all.count) feed\(all.count == 1 ? "" : "s"), \(failures.count) failing\n"
        return Output(shown.map { describe($0, now: now) }.joined() + sum)
    }

    private func describe(_ feed: FeedOverview, now: Date) -> String {
        let state = feed.state
        let outlet = feeds[feed.url]?.outlet ?? ""
        let name = outlet.isEmpty ? state.title ?? "" : outlet
        var lines = [(name.isEmpty ? "" : visible(name) + "  ") + feed.url]
        switch state.visitedAt {
        case nil: lines.append("never asked")
        case let asked?:
            let times = state.failures > 1 ? ", \(state.failures) times in a row" : ""
            let ailment = state.ailment.map { "\($0.kind.headline), since \(localTime($0.since))" }
            let health = state.trouble.map { "fails\(times): \(visible($0))" } ?? ailment ?? "well"
            lines.append("\(health); asked \(localTime(asked))")
            if state.failures > 0, let good = state.succeededAt {
                lines.append("last well \(localTime(good))")
            }
        }
        let when = state.nextAt <= now ? "now" : localTime(state.nextAt)
        lines.append("next \(when): \(state.nextReason)")
        if let address = state.movedAddress {
            lines.append("moved for good to \(visible(address))")
        }
        if let rhythm = state.rhythm?.quiet(until: now), rhythm.count >= 5 {
            let hours = rhythm.busyHours.map { ", most of them from \($0.from) to \($0.to) o'clock UTC" }
            lines.append(Schedule.frequency(rhythm) + (hours ?? ""))
        }
        if let latest = feed.latest {
            lines.append(
                "\(feed.itemsOfDay) new in a day, latest \(localTime(latest.seen)): \(visible(latest.title))"
            )
        }
        return lines.joined(separator: "\n    ") + "\n"
    }
}

/// A feed as programs read it.
private struct FeedLine: Encodable {
    let url: String
    let outlet: String?
    let title: String?
    let asked: String?
    let lastGood: String?
    let failures: Int
    let trouble: String?
    let ailment: String?
    let ailingSince: String?
    let itemsPerDay: Double?
    let next: String
    let reason: String
    let heldUntil: String?
    let movedTo: String?
    let itemsOfDay: Int
    let latest: String?
    let latestSeen: String?

    init(_ feed: FeedOverview, outlet: String?) {
        let state = feed.state
        url = feed.url
        self.outlet = outlet
        title = state.title
        asked = state.visitedAt?.formatted(.iso8601)
        lastGood = state.succeededAt?.formatted(.iso8601)
        failures = state.failures
        trouble = state.trouble
        ailment = state.ailment?.kind.rawValue
        ailingSince = state.ailment?.since.formatted(.iso8601)
        itemsPerDay = state.rhythm.map { ($0.itemsPerDay * 10).rounded() / 10 }
        next = state.nextAt.formatted(.iso8601)
        reason = state.nextReason
        heldUntil = state.heldUntil?.formatted(.iso8601)
        movedTo = state.movedAddress
        itemsOfDay = feed.itemsOfDay
        latest = feed.latest?.title
        latestSeen = feed.latest?.seen.formatted(.iso8601)
    }
}
