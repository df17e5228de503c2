import FoundationEssentials
import News
import Web

/// Messages in a Mattermost channel, through an incoming webhook.
struct Mattermost: WebService {
    private let url: Secret

    private static let budget = 60_000

    init?(_ settings: inout ChannelSettings) {
        let form = "https://chat.example.org/hooks/… with 26 letters and digits at the end"
        let url = settings.address(form: form) { path in
            guard let name = path.split(separator: "/").last else { return false }
            return path.contains("/hooks/") && name.isWord(26...26)
        }
        guard let url else { return nil }
        self.url = url
    }

    var manners: Manners {
        Manners(destination: url.fingerprint, interval: .milliseconds(150), burst: 20, capacity: 20)
    }

    var textMarkup: Markup? { .markdown }

    var bodyForm: BodyForm? { BodyForm(markup: .markdown, limit: Self.budget) }

    var secrets: [Secret] { [url] }

    func compose(_ parcel: Parcel, detail: Detail, template: Template?) throws -> Message? {
        let bulletin = Bulletin(parcel, detail: detail, template: template)
        let body: JSON = [
            "text": .string(bulletin.heading.map(Escaping.markdown) ?? ""),
            "attachments": .array(bulletin.cards.map { Attachment($0).mattermost }),
        ]
        let bytes = try body.bytes()
        return bytes.count <= Self.budget ? Message(parcel, body: bytes) : nil
    }

    func request(_ message: Message, now: Date) -> Request {
        .handingIn(message.body, to: url.exposed)
    }

    /// A webhook that was deleted is answered with 400, as a message that is at fault would be.
    func outcome(of answer: Answer, to message: Message) -> DeliveryOutcome {
        guard !answer.isSuccess else { return answer.delivered(if: answer.text == "ok") }
        let isGone = answer.decoded(Said.self)?.id.hasPrefix("web.incoming_webhook.invalid") == true
        guard !isGone, answer.status != 501 else {
            return .broken(reason: "answered \(answer.status)\(answer.remark)")
        }
        return answer.failure()
    }

    private struct Said: Decodable {
        let id: String
    }
}

/// One alert as Mattermost and Rocket.Chat show it, with their Markdown.
struct Attachment {
    private let card: Card

    init(_ card: Card) {
        self.card = card
    }

    /// With the line that phones show.
    var mattermost: JSON {
        var members = members
        members["fallback"] = .string(Escaping.withoutAnyMentions(card.summary).clamped(to: 300))
        return .object(members)
    }

    /// With the moment that Rocket.Chat shows in the reader's own time zone.
    var rocketChat: JSON {
        var members = members
        members["ts"] = .string((card.published ?? card.found).iso8601)
        return .object(members)
    }

    private var members: [String: JSON] {
        var members: [String: JSON] = [
            "color": .string(card.priority.webColor),
            "author_name": .string(Escaping.withoutAnyMentions(card.outlet)),
            "title": .string(Escaping.withoutAnyMentions(card.headline)),
            "text": .string(text),
            "fields": .array(fields),
        ]
        members["title_link"] = card.link.map(JSON.string)
        return members
    }

    private var text: String {
        guard card.text.isEmpty else { return card.text }
        var lines: [String] = []
        if !card.passage.isEmpty { lines.append(markdown(card.passage)) }
        if let others = card.alsoReported(markdownLink) { lines.append(others) }
        if !card.reason.isEmpty {
            lines.append("\(Escaping.markdown(card.reason)) · \(Escaping.code(card.command))")
        }
        return lines.joined(separator: "\n\n")
    }

    private var fields: [JSON] {
        [
            ["short": true, "title": "List", "value": .string(Escaping.markdown(card.label))],
            [
                "short": true, "title": "Published",
                "value": .string(card.published.map(universalTime) ?? "undated"),
            ],
            ["short": true, "title": "Found", "value": .string(universalTime(card.found))],
        ]
    }
}
