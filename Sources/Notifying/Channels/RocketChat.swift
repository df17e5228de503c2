import FoundationEssentials
import News
import Web

/// Messages in a Rocket.Chat room, through an incoming integration.
struct RocketChat: WebService {
    private let url: Secret

    private static let budget = 60_000

    init?(_ settings: inout ChannelSettings) {
        let url = settings.address(form: "https://chat.example.org/hooks/…/…") { path in
            path.hasPrefix("/hooks/") && (2...4).contains(path.split(separator: "/").count)
        }
        guard let url else { return nil }
        self.url = url
    }

    /// An integration takes ten messages a minute, where the server's settings say nothing else.
    var manners: Manners {
        Manners(destination: url.fingerprint, interval: .milliseconds(6_500), burst: 8, capacity: 20)
    }

    var textMarkup: Markup? { .markdown }

    var bodyForm: BodyForm? { BodyForm(markup: .markdown, limit: Self.budget) }

    var secrets: [Secret] { [url] }

    func compose(_ parcel: Parcel, detail: Detail, template: Template?) throws -> Message? {
        let bulletin = Bulletin(parcel, detail: detail, template: template)
        let body: JSON = [
            "text": .string(Escaping.markdown(bulletin.summary)),
            "attachments": .array(bulletin.cards.map { Attachment($0).rocketChat }),
        ]
        let bytes = try body.bytes()
        return bytes.count <= Self.budget ? Message(parcel, body: bytes) : nil
    }

    func request(_ message: Message, now: Date) -> Request {
        .handingIn(message.body, to: url.exposed)
    }

    /// An integration that was switched off is answered with 503, as a server under load would answer.
    func outcome(of answer: Answer, to message: Message) -> DeliveryOutcome {
        guard !answer.isSuccess else {
            return answer.delivered(if: answer.decoded(Said.self)?.success == true)
        }
        if answer.status == 503, answer.wish == nil, answer.decoded(Said.self) != nil {
            return .broken(reason: "answered 503\(answer.remark); is the integration switched on?")
        }
        return answer.failure(wish: answer.wish ?? reset(answer))
    }

    /// The end of the limit, in milliseconds since 1970.
    private func reset(_ answer: Answer) -> Duration? {
        guard let moment = answer.headers["x-ratelimit-reset"].flatMap(Double.init) else { return nil }
        return .seconds(max(0, moment / 1_000 - answer.now.timeIntervalSince1970))
    }

    private struct Said: Decodable {
        let success: Bool?
    }
}
