import FoundationEssentials
import News
import Notifying
import Synchronization

/// A channel that answers as told, one outcome a message, and well once it has run out of them.
///
/// A message is its alerts' headlines, a line each, with a passage below them as long as there is room for it. Where a
/// fallback is given, every message says so.
final class ScriptedChannel: Channel {
    let name: String
    let manners: Manners
    private let limit: Int
    private let fallback: String?
    private let script: Mutex<[DeliveryOutcome]>
    private let taken = Mutex<[Message]>([])

    init(
        _ name: String = "desk",
        manners: Manners = Manners(destination: "desk", burst: 100, capacity: 10),
        limit: Int = .max,
        fallback: String? = nil,
        script: [DeliveryOutcome] = []
    ) {
        self.name = name
        self.manners = manners
        self.limit = limit
        self.fallback = fallback
        self.script = Mutex(script)
    }

    /// The messages that were sent to it, refused ones too.
    var messages: [Message] { taken.withLock { $0 } }

    /// What they say.
    var texts: [String] { messages.map { String(decoding: $0.body, as: UTF8.self) } }

    func answer(_ outcomes: DeliveryOutcome...) {
        script.withLock { $0 += outcomes }
    }

    func compose(_ parcel: Parcel, detail: Detail) throws -> Message? {
        let lines: [String] =
            switch parcel.contents {
            case .alerts(let alerts, let occasion):
                (occasion == .news ? [] : ["\(occasion)"]) + alerts.map(\.headline)
            case .update(let alert): ["again: \(alert.headline)"]
            case .notices(let notices): notices.map(\.title)
            }
        let text = lines.joined(separator: "\n") + (detail == .full ? " …" : "")
        let envelope = fallback.map { ["fallback": $0] } ?? [:]
        return text.count > limit ? nil : Message(parcel, body: Array(text.utf8), envelope: envelope)
    }

    func send(_ message: Message, now: Date) async -> DeliveryOutcome {
        taken.withLock { $0.append(message) }
        return script.withLock { $0.isEmpty ? .delivered() : $0.removeFirst() }
    }
}
