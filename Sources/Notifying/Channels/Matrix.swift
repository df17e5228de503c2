import FoundationEssentials
import News
import Web

/// Messages in a Matrix room, which can be edited.
///
/// The homeserver knows a repeat by its transaction, also while it limits us and after it was started anew.
struct Matrix: WebService {
    private enum Kind: String, CaseIterable {
        case text = "m.text"
        case notice = "m.notice"
    }

    private let homeserver: String
    private let room: String
    private let token: Secret
    /// Nil rings for all but what is nice to know.
    private let kind: Kind?

    /// An event may have 65,536 bytes.
    private static let budget = 60_000

    init?(_ settings: inout ChannelSettings) {
        let homeserver = settings.server("homeserver")
        let room = settings.table.required("room", example: "!abcdefgh:example.org")
        let token = settings.required("token", "an access token", form: "one word") {
            !$0.contains { $0.isWhitespace }
        }
        kind = settings.table.choice("msgtype", of: Kind.self)
        if let room, !room.hasPrefix("!") {
            settings.table.mistake(
                "room must be a room's id, which begins with an exclamation mark, and not its address: see the room's "
                    + "advanced settings",
                at: "room"
            )
        }
        guard let homeserver, let room, let token else { return nil }
        (self.homeserver, self.room, self.token) = (homeserver, room, token)
    }

    var manners: Manners {
        Manners(
            destination: "\(homeserver) \(room) \(token.fingerprint)",
            interval: .milliseconds(5_200),
            burst: 8,
            capacity: 20,
            recognisesRepeats: true,
            edits: true
        )
    }

    var textMarkup: Markup? { .html }

    var secrets: [Secret] { [token] }

    func compose(_ parcel: Parcel, detail: Detail, template: Template?) throws -> Message? {
        let bulletin = Bulletin(parcel, detail: detail, template: template)
        let kind = kind ?? (bulletin.priority == .low ? .notice : .text)
        var content: [String: JSON] = [
            "msgtype": .string(kind.rawValue),
            "body": .string(bulletin.plainText),
            "format": "org.matrix.custom.html",
            "formatted_body": .string(bulletin.htmlText),
            "m.mentions": [:],
        ]
        if let earlier = parcel.edits {
            content["m.new_content"] = .object(content)
            content["m.relates_to"] = ["rel_type": "m.replace", "event_id": .string(earlier)]
            content["body"] = .string("* " + bulletin.summary)
            content["formatted_body"] = nil
            content["format"] = nil
        }
        let body = try JSON.object(content).bytes()
        return body.count <= Self.budget ? Message(parcel, body: body) : nil
    }

    /// An edit's transaction depends on what it says: another text under a transaction's name would be dropped
    /// silently.
    func request(_ message: Message, now: Date) -> Request {
        let edit =
            message.edits == nil
            ? "" : "-" + Secret(String(decoding: message.body, as: UTF8.self)).fingerprint
        let address = "\(homeserver)/_matrix/client/v3/rooms/\(percentEncoded(room))/send/m.room.message/"
        let transaction = percentEncoded(message.id + edit)
        return .handingIn(message.body, to: address + transaction, method: .put, [Request.bearer(token)])
    }

    func outcome(of answer: Answer, to message: Message) -> DeliveryOutcome {
        let said = answer.decoded(Said.self)
        guard !answer.isSuccess else {
            return answer.delivered(if: said?.event != nil, reference: said?.event)
        }
        let wish = said?.milliseconds.map { Duration.milliseconds($0) }
        return answer.failure(wish: answer.wish ?? wish)
    }

    private struct Said: Decodable {
        let event: String?
        let milliseconds: Int?

        private enum CodingKeys: String, CodingKey {
            case event = "event_id"
            case milliseconds = "retry_after_ms"
        }
    }
}
