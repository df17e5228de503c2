import FoundationEssentials
import News
import Web

/// Cards in a Google Chat space, through a webhook.
///
/// Cards call nobody; what publishers wrote never stands in a message's `text`, where `<users/all>` would.
struct GoogleChat: WebService {
    /// What goes into a thread of its own.
    private enum Threads: String, CaseIterable {
        case none
        case list
    }

    private let url: Secret
    private let threads: Threads

    private static let budget = 31_000

    init?(_ settings: inout ChannelSettings) {
        threads = settings.table.choice("threads", of: Threads.self) ?? .none
        let form = "https://chat.googleapis.com/v1/spaces/…/messages?key=…&token=…"
        let url = settings.address(form: form) { path in
            path.hasPrefix("/v1/spaces/") && path.contains("/messages?") && path.contains("key=")
                && path.contains("token=")
        }
        guard let url else { return nil }
        self.url = url
    }

    var manners: Manners {
        Manners(
            destination: url.fingerprint,
            interval: .milliseconds(1_100),
            burst: 1,
            capacity: 20,
            recognisesRepeats: true
        )
    }

    var textMarkup: Markup? { .html }

    var bodyForm: BodyForm? { BodyForm(markup: .html, limit: Self.budget) }

    var secrets: [Secret] { [url] }

    func compose(_ parcel: Parcel, detail: Detail, template: Template?) throws -> Message? {
        let bulletin = Bulletin(parcel, detail: detail, template: template)
        let card: JSON = [
            "header": bulletin.heading.map { ["title": .string($0)] },
            "sections": .array(bulletin.cards.map { ["widgets": .array(Self.widgets(of: $0))] }),
        ]
        let body: JSON = [
            "fallbackText": .string(Escaping.withoutAnyMentions(bulletin.summary).clamped(to: 300)),
            "cardsV2": [["cardId": .string(bulletin.cards[0].id), "card": card]],
        ]
        let bytes = try body.bytes()
        guard bytes.count <= Self.budget else { return nil }
        let thread = threads == .list ? ["thread": bulletin.cards[0].list] : [:]
        return Message(parcel, body: bytes, envelope: thread)
    }

    /// The request's id lets Google recognise a repeat.
    func request(_ message: Message, now: Date) -> Request {
        var address = url.exposed + "&requestId=" + percentEncoded(message.id)
        if let thread = message.envelope["thread"] {
            address +=
                "&threadKey=\(percentEncoded(thread))&messageReplyOption=REPLY_MESSAGE_FALLBACK_TO_NEW_THREAD"
        }
        return .handingIn(message.body, to: address, type: "application/json; charset=UTF-8")
    }

    func outcome(of answer: Answer, to message: Message) -> DeliveryOutcome {
        let said = answer.decoded(Said.self)
        guard !answer.isSuccess else {
            return answer.delivered(if: said?.name != nil, reference: said?.name)
        }
        return answer.failure(wish: answer.status == 429 ? answer.wish ?? Self.wait(message.attempts) : nil)
    }

    /// How long to leave a space alone that takes no more and does not say for how long: its limit counts by the minute,
    /// and all who write there share it.
    private static func wait(_ attempts: Int) -> Duration {
        .seconds(min(5 << min(attempts, 4), 60))
    }

    private struct Said: Decodable {
        let name: String?
    }

    private static func widgets(of card: Card) -> [JSON] {
        let click: JSON? = card.link.map { ["openLink": ["url": .string($0)]] }
        var widgets: [JSON] = [
            [
                "decoratedText": [
                    "topLabel": .string("\(card.label) · \(card.outlet)"),
                    "text": .string("<b>\(Escaping.html(card.headline))</b>"),
                    "bottomLabel": .string(card.moments.joined(separator: " · ")),
                    "wrapText": true,
                    "onClick": click,
                ]
            ]
        ]
        var texts = card.text.isEmpty ? [] : [card.text]
        if !card.passage.isEmpty { texts.append(html(card.passage, strong: "b")) }
        if let others = card.alsoReported({ htmlLink($0.outlet, $0.link) }) { texts.append(others) }
        if !card.reason.isEmpty {
            texts.append("<i>\(Escaping.html(card.reason)) · \(Escaping.html(card.command))</i>")
        }
        widgets += texts.map { ["textParagraph": ["text": .string($0)]] }
        return widgets
    }
}
