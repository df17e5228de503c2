import News
import Storage

/// What one look at the outbox found, as far as it is not done yet.
struct Backlog {
    var messages: [OutgoingMessage]
    var waiting: [OwedDelivery]
    var state: ChannelState
    /// Whether more waits than was asked for.
    let isCut: Bool
    /// Whether any of it was sent or taken out.
    var hasMoved = false

    /// A backlog of a line in which so many deliveries were asked for.
    init(_ line: OutboxLine, limit: Int) {
        messages = line.messages
        waiting = line.waiting
        state = line.channel
        isCut = line.waiting.count >= limit
    }

    /// Takes out news of alerts that were told before, for a channel that hears none.
    mutating func takeUpdates() -> [Int64] {
        let updates = waiting.filter { if case .update = $0.subject { true } else { false } }.map(\.sequence)
        waiting.removeAll { updates.contains($0.sequence) }
        hasMoved = hasMoved || !updates.isEmpty
        return updates
    }

    /// Takes out messages that may have arrived; not edits and notices, of which a repeat does no harm.
    mutating func takeDoubtful() -> [OutgoingMessage] {
        let doubtful = messages.filter { message in
            guard message.message.inDoubt, message.message.edits == nil else { return false }
            if case .notices = message.contents { return false }
            return true
        }
        messages.removeAll(where: doubtful.contains)
        hasMoved = hasMoved || !doubtful.isEmpty
        return doubtful
    }
}
