import FoundationEssentials
import News
import Notifying
import Storage

extension MessageEnding {
    /// What the operator hears of the end of an attempt.
    ///
    /// - Parameters:
    ///   - message: What was sent.
    ///   - channel: To which channel.
    ///   - state: How the channel was before.
    ///   - now: The moment.
    /// - Returns: Notices, of which each is told once.
    func notices(
        of message: OutgoingMessage,
        to channel: String,
        _ state: ChannelState,
        now: Date
    ) -> [Notice] {
        let isLate = state.since.map { $0 < now - Notice.patienceWithChannels } ?? false
        let since = state.since ?? now
        switch self {
        case .delivered:
            guard state.since != nil, state.isBroken || isLate else { return [] }
            return [Notice(recovered: channel, since: since, now: now)]
        case .kept(let reason, _, .distantFuture, _):
            return [Notice(gone: channel, reason: reason, since: since, now: now)]
        case .kept(let reason, _, _, true):
            return [Notice(broken: channel, reason: reason, since: since, now: now)]
        case .kept(let reason, _, _, false):
            return isLate ? [Notice(late: channel, reason: reason, since: since, now: now)] : []
        case .dead(let reason):
            // A notice that is refused gives no reason for another one.
            if case .notices = message.contents { return [] }
            return [Notice(refused: message.message, by: channel, reason: reason, now: now)]
        case .held:
            return [Notice(held: message.message, by: channel, now: now)]
        case .moved(let place, let reason):
            return [Notice(moved: channel, to: place, reason: reason, now: now)]
        case .untried, .rewritten:
            return []
        }
    }
}
