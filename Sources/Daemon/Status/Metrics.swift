import FoundationEssentials
import News
import Storage
import Synchronization

/// What the running daemon counts, from its start on.
///
/// A plain lock: it is taken once a visit and once a message, for as long as it takes to add a few numbers.
final class Metrics: Sendable {
    private let counts: Mutex<Counts>

    init(startedAt: Date) {
        counts = Mutex(Counts(startedAt: startedAt))
    }

    /// All that was counted so far.
    var snapshot: Counts { counts.withLock { $0 } }

    /// A feed was visited and what it brought is written.
    ///
    /// - Parameters:
    ///   - result: What the visit led to.
    ///   - alerts: The alerts that were really new.
    ///   - took: How long it took, the writing included.
    func visited(_ result: Visit.Result, alerts: [Alert], took: Duration) {
        let state = result.visit.state
        counts.withLock { counts in
            counts.bytes += result.bytes
            counts.visits.observe(took)
            if state.failures > 0 {
                counts.failures[state.ailment?.kind, default: 0] += 1
            } else if let findings = result.findings {
                counts.readings += 1
                counts.items += findings.items
                counts.unseen += findings.unseen
            } else {
                counts.unchanged += 1
            }
            for owed in result.visit.alerts { counts.hits[owed.alert.match.list, default: 0] += 1 }
            for alert in alerts {
                let key = Counts.Rang(list: alert.match.list, decision: alert.match.decision)
                counts.alerts[key, default: 0] += 1
            }
        }
    }

    /// The store did not take what a visit brought.
    func storeFailed() {
        counts.withLock { $0.storeFailures += 1 }
    }

    /// An attempt to deliver a message has ended.
    func ended(_ ending: MessageEnding, of message: OutgoingMessage, channel: String, now: Date) {
        let (outcome, isFinal) = Counts.outcome(of: ending)
        guard let outcome else { return }
        counts.withLock { counts in
            counts.messages[Counts.Sent(channel: channel, outcome: outcome), default: 0] += 1
            guard isFinal else { return }
            counts.deliveries[Counts.Sent(channel: channel, outcome: outcome), default: 0] +=
                message.members.count
            // What was held back on purpose says nothing about how fast the way is.
            if outcome == "delivered", case .alerts(let alerts, .news) = message.contents {
                for alert in alerts {
                    let delay = Duration.seconds(max(0, now.timeIntervalSince(alert.found)))
                    counts.latency[channel, default: Histogram(Histogram.delivery)].observe(delay)
                }
            }
        }
    }

    /// Deliveries were given up because the channel could not be told in time.
    func expired(_ count: Int, channel: String) {
        counts.withLock {
            $0.deliveries[Counts.Sent(channel: channel, outcome: "expired"), default: 0] += count
        }
    }

    /// Changed settings were taken up, or refused.
    func reloaded(_ isTakenUp: Bool, now: Date) {
        counts.withLock { counts in
            counts.reloads[isTakenUp, default: 0] += 1
            counts.isReloadGood = isTakenUp
            if isTakenUp { counts.reloadedAt = now }
        }
    }
}

extension Metrics {
    /// What was counted.
    struct Counts: Sendable {
        /// A channel, and how an attempt to tell it ended.
        struct Sent: Hashable {
            var channel: String
            var outcome: String
        }

        /// A list, and what followed from its hits.
        struct Rang: Hashable {
            var list: String
            var decision: Decision
        }

        var startedAt: Date
        var bytes = 0
        var unchanged = 0
        var readings = 0
        /// Failed visits, by what ailed the feed.
        var failures: [Ailment.Kind?: Int] = [:]
        var visits = Histogram(Histogram.visit)
        var items = 0
        var unseen = 0
        var hits: [String: Int] = [:]
        var alerts: [Rang: Int] = [:]
        var messages: [Sent: Int] = [:]
        var deliveries: [Sent: Int] = [:]
        /// From an alert's visit to its delivery, by channel.
        var latency: [String: Histogram] = [:]
        var storeFailures = 0
        var reloads: [Bool: Int] = [:]
        var isReloadGood = true
        var reloadedAt: Date

        init(startedAt: Date) {
            self.startedAt = startedAt
            reloadedAt = startedAt
        }

        /// The name of an ending, and whether its deliveries are settled; no name for what was not tried.
        fileprivate static func outcome(of ending: MessageEnding) -> (name: String?, isFinal: Bool) {
            switch ending {
            case .delivered: ("delivered", true)
            case .dead: ("refused", true)
            case .held: ("held", true)
            case .rewritten: ("rewritten", false)
            case .moved: ("moved", false)
            case .kept(_, _, _, let isBroken): (isBroken ? "broken" : "later", false)
            case .untried: (nil, false)
            }
        }
    }
}
