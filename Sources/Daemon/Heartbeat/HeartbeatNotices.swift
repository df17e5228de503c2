import FoundationEssentials
import News
import Notifying
import Storage

/// What the operator reads of the whole.
extension Notice {
    /// The kind of a sign of life.
    static let heartbeat = "heartbeat"

    /// A sign of life: what is well, and what is not.
    ///
    /// - Parameters:
    ///   - state: How all is.
    ///   - house: What is in force.
    ///   - quiet: The lists that have gone quiet.
    ///   - length: The time since the last sign of life.
    ///   - now: The moment.
    init(heartbeat state: Wellbeing, _ house: House, quiet: [String], length: Duration, now: Date) {
        let owed = state.owed.values.reduce(0, +)
        var worries: [String] = []
        if !state.failing.isEmpty { worries.append("\(count(state.failing.count, "feed")) failing") }
        if owed > 0 { worries.append("\(count(owed, "delivery", "deliveries")) waiting") }
        if state.dead > 0 { worries.append("\(count(state.dead, "delivery", "deliveries")) given up") }
        if !quiet.isEmpty { worries.append("\(count(quiet.count, "list")) quiet") }

        var sentences = [
            "\(count(state.feeds, "feed")), \(count(state.alerts, "alert")) in the last \(sayRoughly(length))."
        ]
        if !state.failing.isEmpty {
            sentences.append("Failing: \(some(state.failing.map { house.feeds[$0]?.outlet ?? $0 })).")
        }
        if owed > 0 {
            let channels = state.owed.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }
            sentences.append("Waiting: \(channels.joined(separator: ", ")).")
        }
        if state.dead > 0 { sentences.append("tocsin outbox list --dead shows what was given up.") }
        if !quiet.isEmpty { sentences.append("Quiet for unusually long: \(some(quiet)).") }
        self.init(
            kind: Self.heartbeat,
            feedURL: "",
            title: "tocsin: \(worries.isEmpty ? "all is well" : worries.joined(separator: ", "))",
            text: sentences.joined(separator: " "),
            occasion: now.formatted(.iso8601),
            found: now
        )
    }

    /// A list that has not rung for unusually long.
    init(quiet list: QuietLists.Quiet, now: Date) {
        let length = sayRoughly(.seconds(now.timeIntervalSince(list.last)))
        self.init(
            kind: "list-quiet",
            feedURL: "",
            title: "\(list.list): the list has not rung for \(length)",
            text:
                "It usually does every \(sayRoughly(list.usual)). Perhaps nothing happens; perhaps feeds that it "
                + "lived on are gone, or its words are out of date: tocsin feeds list --failing and tocsin check "
                + "are where to look.",
            occasion: "\(list.list) \(list.last.formatted(.iso8601))",
            found: now
        )
    }
}

private func count(_ number: Int, _ one: String, _ several: String? = nil) -> String {
    "\(number) \(number == 1 ? one : several ?? one + "s")"
}

/// The first few of many names.
private func some(_ names: [String]) -> String {
    let few = 5
    let rest = names.count > few ? " and \(names.count - few) more" : ""
    return names.prefix(few).joined(separator: ", ") + rest
}
