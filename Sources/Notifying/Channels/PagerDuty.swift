import FoundationEssentials
import News
import Web

/// Incidents in PagerDuty: each alert triggers one, and what is told of it later joins it.
struct PagerDuty: WebService {
    private let server: String
    private let key: Secret

    init?(_ settings: inout ChannelSettings) {
        let server = settings.server(usual: "https://events.pagerduty.com")
        let form = "32 letters and digits, from a service's integration Events API v2"
        let key = settings.required("key", "an integration's key", form: form) { $0.isWord(32...32) }
        guard let server, let key else { return nil }
        (self.server, self.key) = (server, key)
    }

    /// PagerDuty knows an incident by the alert's id.
    var manners: Manners {
        Manners(
            destination: key.fingerprint,
            interval: .milliseconds(600),
            burst: 20,
            capacity: 1,
            recognisesRepeats: true,
            isForPeople: false
        )
    }

    var bodyForm: BodyForm? { BodyForm(limit: 100_000) }

    var secrets: [Secret] { [key] }

    func compose(_ parcel: Parcel, detail: Detail, template _: Template?) throws -> Message? {
        let bulletin = Bulletin(parcel, detail: detail)
        guard bulletin.cards.count == 1, let card = bulletin.cards.first else { return nil }
        var links: [JSON] = card.link.map { [["href": .string($0), "text": .string(card.outlet)]] } ?? []
        links += (card.others + [card.story].compactMap(\.self)).compactMap { other in
            other.link.map { ["href": .string($0), "text": .string(other.outlet)] }
        }
        let body: JSON = [
            "event_action": "trigger",
            "dedup_key": .string(card.id),
            "client": "tocsin",
            "payload": [
                "summary": .string(card.summary.clamped(to: 1_024)),
                "source": .string(card.outlet),
                "severity": .string(Self.severity(card.priority)),
                "timestamp": .string((card.published ?? card.found).iso8601),
                "group": .string(card.list),
                "custom_details": Self.details(of: card),
            ],
            "links": .array(links),
        ]
        return Message(parcel, body: try body.bytes())
    }

    func request(_ message: Message, now: Date) -> Request {
        .handingIn(message.body.adding("routing_key", key.exposed), to: server + "/v2/enqueue")
    }

    func outcome(of answer: Answer, to message: Message) -> DeliveryOutcome {
        let said = answer.decoded(Said.self)
        guard !answer.isSuccess else { return answer.delivered(if: said?.status == "success") }
        let problems = said?.errors?.joined(separator: ", ") ?? ""
        if problems.contains("routing_key") {
            return .broken(reason: "answered \(answer.status): \(problems)")
        }
        return answer.failure()
    }

    private struct Said: Decodable {
        let status: String?
        let errors: [String]?
    }

    private static func details(of card: Card) -> JSON {
        func text(_ text: String) -> JSON? { text.isEmpty ? nil : .string(text) }
        return [
            "passage": text(card.passage.map(\.text).joined()),
            "found": .string(universalTime(card.found)),
            "also_reported_by": text(card.others.map(\.outlet).joined(separator: ", ")),
            "line": text(card.reason),
            "explain": text(card.command),
        ]
    }

    private static func severity(_ priority: Priority) -> String {
        switch priority {
        case .low: "info"
        case .normal: "warning"
        case .high: "error"
        case .urgent: "critical"
        }
    }
}
