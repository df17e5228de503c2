import FoundationEssentials
import News
import Web

/// Notifications through a Gotify server.
struct Gotify: WebService {
    private let server: String
    private let token: Secret

    private static let budget = 32_000

    init?(_ settings: inout ChannelSettings) {
        let server = settings.server()
        let token = settings.required(
            "token",
            "an application's token",
            form: "A…, from the server's page Apps"
        ) {
            $0.isWord(5...100, also: "-_.")
        }
        guard let server, let token else { return nil }
        (self.server, self.token) = (server, token)
    }

    var manners: Manners {
        let place = "\(server) \(token.fingerprint)"
        return Manners(destination: place, interval: .milliseconds(100), burst: 50, capacity: 20)
    }

    var textMarkup: Markup? { .markdown }

    var bodyForm: BodyForm? { BodyForm(markup: .markdown, limit: Self.budget) }

    var secrets: [Secret] { [token] }

    func compose(_ parcel: Parcel, detail: Detail, template: Template?) throws -> Message? {
        let bulletin = Bulletin(parcel, detail: detail, template: template)
        let link = bulletin.cards.count == 1 ? bulletin.cards[0].link : nil
        let click: JSON? = link.map { ["click": ["url": .string($0)]] }
        let body: JSON = [
            "title": .string(bulletin.summary.clamped(to: 250)),
            "message": .string(bulletin.markdownText),
            "priority": .number(Self.priority(bulletin.priority)),
            "extras": [
                "client::display": ["contentType": "text/markdown"],
                "client::notification": click,
            ],
        ]
        let bytes = try body.bytes()
        return bytes.count <= Self.budget ? Message(parcel, body: bytes) : nil
    }

    func request(_ message: Message, now: Date) -> Request {
        .handingIn(message.body, to: server + "/message", [Header("X-Gotify-Key", token.exposed)])
    }

    func outcome(of answer: Answer, to message: Message) -> DeliveryOutcome {
        answer.isSuccess ? answer.delivered(if: answer.decoded(Said.self) != nil) : answer.failure()
    }

    private struct Said: Decodable {
        let id: Int
    }

    private static func priority(_ priority: Priority) -> Int {
        switch priority {
        case .low: 2
        case .normal: 5
        case .high: 7
        case .urgent: 9
        }
    }
}
