import FoundationEssentials
import News
import Web

/// Notifications through ntfy, at ntfy.sh or a server of one's own.
///
/// Whoever knows a topic can read it, so it is treated as a secret: what is kept of a message does not hold it.
struct Ntfy: WebService {
    private let server: String
    private let topic: Secret
    private let token: Secret?

    /// A longer message becomes an attachment.
    private static let longestText = 4_096
    /// The server takes 8,192 bytes with the topic.
    private static let budget = 8_000

    init?(_ settings: inout ChannelSettings) {
        let server = settings.server(usual: "https://ntfy.sh")
        let form = "up to 64 letters, digits, - and _"
        let topic = settings.required("topic", "a topic", form: form) { $0.isWord(1...64, also: "-_") }
        token = settings.secret("token")
        guard let server, let topic else { return nil }
        (self.server, self.topic) = (server, topic)
    }

    var manners: Manners {
        Manners(
            destination: "\(server) \(topic.fingerprint)",
            interval: .milliseconds(5_200),
            burst: 40,
            capacity: 15
        )
    }

    var textMarkup: Markup? { .plain }

    var bodyForm: BodyForm? { BodyForm(limit: Self.budget) }

    var secrets: [Secret] { [topic] + [token].compactMap(\.self) }

    func compose(_ parcel: Parcel, detail: Detail, template: Template?) throws -> Message? {
        let bulletin = Bulletin(parcel, detail: detail, passage: 2_000, .bytes, template: template)
        let text =
            bulletin.cards.count == 1 ? Self.text(of: bulletin.cards[0]) : Self.lines(of: bulletin.cards)
        let card = bulletin.cards[0]
        let link = bulletin.cards.count == 1 ? webLink(card.link, limit: 1_500) : nil
        let actions = bulletin.cards.count == 1 ? Self.actions(of: card) : []
        let body: JSON = [
            "title": .string(bulletin.summary.clamped(to: 500, .bytes)),
            "message": .string(text),
            "priority": .number(Self.priority(bulletin.priority)),
            "tags": ["newspaper"],
            "click": link.map(JSON.string),
            "actions": actions.isEmpty ? nil : .array(actions),
        ]
        let bytes = try body.bytes()
        guard text.utf8.count <= Self.longestText, bytes.count <= Self.budget else { return nil }
        return Message(parcel, body: bytes)
    }

    func request(_ message: Message, now: Date) -> Request {
        let body = message.body.adding("topic", topic.exposed)
        return .handingIn(body, to: server + "/", token.map { [Request.bearer($0)] } ?? [])
    }

    /// The server does not say how long to wait: its usual limit gives a message back every five seconds, that of a
    /// day is worth asking about once an hour.
    func outcome(of answer: Answer, to message: Message) -> DeliveryOutcome {
        let said = answer.decoded(Said.self)
        guard !answer.isSuccess else { return answer.delivered(if: said?.id != nil) }
        guard answer.status == 429, answer.wish == nil else { return answer.failure() }
        return answer.failure(wish: said?.code == Said.limitOfTheDay ? .seconds(3_600) : .seconds(5))
    }

    private struct Said: Decodable {
        static let limitOfTheDay = 42_908

        let id: String?
        let code: Int?
    }

    private static func text(of card: Card) -> String {
        var lines =
            card.passage.isEmpty ? [card.text].filter { !$0.isEmpty } : [card.passage.map(\.text).joined()]
        lines.append(card.facts)
        if let others = card.otherReports({ $0.outlet }) { lines.append(others) }
        if !card.reason.isEmpty { lines.append("\(card.reason) · \(card.command)") }
        return lines.joined(separator: "\n")
    }

    private static func lines(of cards: [Card]) -> String {
        cards.map { card in
            "• \(card.label): \(card.headline.clamped(to: 150)) (\(card.outlet))"
                + (card.link.map { "\n\($0)" } ?? "")
        }.joined(separator: "\n")
    }

    private static func actions(of card: Card) -> [JSON] {
        let links = ([card.story].compactMap(\.self) + card.others).compactMap { other in
            webLink(other.link, limit: 500).map { (other.outlet.clamped(to: 40), $0) }
        }
        return links.prefix(3).map { ["action": "view", "label": .string($0.0), "url": .string($0.1)] }
    }

    private static func priority(_ priority: Priority) -> Int {
        switch priority {
        case .low: 2
        case .normal: 3
        case .high: 4
        case .urgent: 5
        }
    }
}
