import FoundationEssentials
import News
import Notifying
import Storage

/// A delivery as programs read it.
struct DeliveryReport: Encodable {
    /// A message that told it, or was to tell it.
    struct Attempted: Encodable {
        let id: String
        let state: String
        let attempts: Int
        let inDoubt: Bool
        let written: String
        let settled: String?
        let note: String?
        let reference: String?
        let edits: String?
        let body: String?

        init(_ entry: MessageEntry) {
            id = entry.id
            state = entry.state
            attempts = entry.attempts
            inDoubt = entry.inDoubt
            written = entry.written.formatted(.iso8601)
            settled = entry.settled?.formatted(.iso8601)
            note = entry.note
            reference = entry.reference
            edits = entry.edits
            body = entry.body.map { String(decoding: $0, as: UTF8.self) }
        }
    }

    let sequence: Int64
    let channel: String
    let state: DeliveryState
    let due: String
    let hold: String?
    let silencedUntil: String?
    let update: Bool
    let attempts: Int
    let note: String?
    let alert: String
    let watchlist: String?
    let title: String
    let messages: [Attempted]?

    init(_ entry: OutboxEntry, _ messages: [MessageEntry]? = nil) {
        sequence = entry.sequence
        channel = entry.channel
        state = entry.state
        due = entry.due.formatted(.iso8601)
        hold = entry.hold?.rawValue
        silencedUntil = entry.silencedUntil?.formatted(.iso8601)
        update = entry.isUpdate
        attempts = entry.attempts
        note = entry.note
        alert = entry.id
        watchlist = entry.list
        title = entry.title
        self.messages = messages?.map(Attempted.init)
    }
}

extension OutboxEntry {
    /// The delivery as people read it, on two lines.
    func lines(now: Date) -> String {
        let tries = attempts == 0 ? "" : ", tried \(attempts) \(attempts == 1 ? "time" : "times")"
        let held = state == .queued ? wait(now: now).map { ", held for \($0)" } ?? "" : ""
        let note = note.map { ": \($0)" } ?? ""
        let kind = isUpdate ? " (news of it)" : ""
        return "\(channel)  \(state.rawValue)  due \(localTime(due))\(held)\(tries)\(note)\n"
            + "    \(sequence)  \(id)  \(list ?? "notice"): \(visible(title))\(kind)\n"
    }

    /// What is waited for; nil where nothing is.
    private func wait(now: Date) -> String? {
        guard let end = silencedUntil, end > now else { return hold?.words }
        return "the end of a silence at \(localTime(end))"
    }
}

extension Hold {
    /// What is waited for.
    fileprivate var words: String {
        switch self {
        case .digest: "the digest"
        case .quietHours: "the end of the quiet hours"
        case .silence: "the end of a silence"
        }
    }
}

extension [MessageEntry] {
    /// The messages as people read them, each with what it says.
    func lines(of delivery: OutboxEntry) -> String {
        guard !isEmpty else {
            return delivery.state == .queued
                ? "    not written out yet; see: tocsin alerts show \(delivery.id) --json | tocsin render "
                    + "\(delivery.channel) -\n" : ""
        }
        return map { message in
            var line = "    message \(message.id) of \(localTime(message.written)): \(message.state)"
            if message.attempts > 0 {
                line += ", tried \(message.attempts) \(message.attempts == 1 ? "time" : "times")"
            }
            if message.inDoubt { line += ", may have arrived" }
            if let settled = message.settled { line += ", \(localTime(settled))" }
            if let reference = message.reference { line += ", there called \(visible(reference))" }
            if let edits = message.edits { line += ", in the place of \(visible(edits))" }
            if let note = message.note { line += ": \(note)" }
            let body = message.body.map { visibleLines(String(decoding: $0, as: UTF8.self)) + "\n" } ?? ""
            return line + "\n" + body
        }.joined()
    }
}

extension ChannelTrouble {
    /// The channel as people read it, on one line.
    func line(now: Date) -> String {
        let state = isGone ? "is gone" : isBroken ? "is broken" : "rests"
        let next =
            isGone
            ? "not tried again before a reload or tocsin outbox resume \(channel)"
            : restUntil <= now ? "tried again now" : "tried again at \(localTime(restUntil))"
        return
            "\(channel) \(state) since \(localTime(since)): \(reason); \(next) (failed \(failures) in a row)\n"
    }
}
