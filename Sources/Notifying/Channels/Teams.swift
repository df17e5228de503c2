import FoundationEssentials
import News
import Web

/// Cards in a Microsoft Teams channel or chat, through a workflow that posts what it is sent.
///
/// Teams answers before the workflow runs, so a card it cannot show is lost without a word: cards keep to what all
/// versions of Teams show, and well below the size at which workflows fail. Publishers' text stands in text runs, which
/// have no markup.
struct Teams: WebService {
    private let url: Secret

    /// Teams takes 28,672 bytes of what the workflow makes of a card, which is a fifth more than the card.
    private static let budget = 20_000

    init?(_ settings: inout ChannelSettings) {
        let form =
            "https://….logic.azure.com/workflows/…/triggers/manual/paths/invoke?api-version=…&sig=…, as the "
            + "workflow \"Post to a channel when a webhook request is received\" shows it"
        let url = settings.address(form: form) { path in
            path.contains("/workflows/") && path.contains("api-version=") && path.contains("sig=")
        }
        guard let url else { return nil }
        self.url = url
    }

    var manners: Manners {
        Manners(destination: url.fingerprint, interval: .milliseconds(500), burst: 3, capacity: 20)
    }

    var textMarkup: Markup? { .card }

    var bodyForm: BodyForm? { BodyForm(markup: .card, limit: Self.budget) }

    var secrets: [Secret] { [url] }

    func compose(_ parcel: Parcel, detail: Detail, template: Template?) throws -> Message? {
        let bulletin = Bulletin(parcel, detail: detail, template: template)
        var rows: [JSON] = []
        if let heading = bulletin.heading { rows.append(Self.row([Self.run(heading, ["weight": "Bolder"])])) }
        for card in bulletin.cards { rows += Self.rows(of: card, isFirst: rows.isEmpty) }
        var card: [String: JSON] = [
            "$schema": "http://adaptivecards.io/schemas/adaptive-card.json",
            "type": "AdaptiveCard",
            "version": "1.5",
            "fallbackText": .string(bulletin.summary),
            "body": .array(rows),
            "msteams": ["width": "full"],
        ]
        if bulletin.cards.count == 1 { card["actions"] = Self.actions(of: bulletin.cards[0]) }
        let attachment: JSON = [
            "contentType": "application/vnd.microsoft.card.adaptive",
            "contentUrl": .null,
            "content": .object(card),
        ]
        let body = try JSON.object(["type": "message", "attachments": [attachment]]).bytes()
        return body.count <= Self.budget ? Message(parcel, body: body) : nil
    }

    func request(_ message: Message, now: Date) -> Request {
        .handingIn(message.body, to: url.exposed)
    }

    /// The connectors of old reported their errors in the text of a success.
    func outcome(of answer: Answer, to message: Message) -> DeliveryOutcome {
        guard answer.isSuccess else { return answer.failure() }
        return answer.delivered(if: answer.status == 202 || answer.text.isEmpty || answer.text == "1")
    }
}

// MARK: - Cards

extension Teams {
    /// Buttons below a card that stands alone.
    private static func actions(of card: Card) -> JSON? {
        let buttons = [("Open article", card.link), (card.story?.outlet ?? "", card.story?.link)]
        let actions = buttons.compactMap { title, link in
            link.map { ["type": "Action.OpenUrl", "title": .string(title), "url": .string($0)] as JSON }
        }
        return actions.isEmpty ? nil : .array(actions)
    }

    private static func rows(of card: Card, isFirst: Bool) -> [JSON] {
        var rows = [row([label(of: card)], hasLine: !isFirst)]
        let title: JSON = ["weight": "Bolder", "size": "Medium"]
        rows.append(row([run(card.headline, title, card.link)]))
        if !card.passage.isEmpty {
            rows.append(
                row(
                    card.passage.map { run($0.text, $0.hit ? ["weight": "Bolder", "highlight": true] : [:]) }
                )
            )
        }
        if !card.text.isEmpty {
            rows.append(["type": "TextBlock", "text": .string(card.text), "wrap": true])
        }
        if !card.others.isEmpty {
            var names = [run(Card.alsoReportedBy, ["isSubtle": true])]
            for (number, other) in card.others.enumerated() {
                names.append(run((number > 0 ? ", " : "") + other.outlet, [:], other.link))
            }
            if card.moreOthers > 0 { names.append(run(card.moreReports, ["isSubtle": true])) }
            rows.append(row(names))
        }
        rows.append(moments(of: card))
        if !card.reason.isEmpty {
            let small: JSON = ["isSubtle": true, "size": "Small"]
            let command: JSON = ["isSubtle": true, "size": "Small", "fontType": "Monospace"]
            rows.append(row([run(card.reason + " · ", small), run(card.command, command)]))
        }
        return rows
    }

    private static func label(of card: Card) -> JSON {
        let color: JSON =
            switch card.priority {
            case .urgent: "Attention"
            case .high: "Warning"
            case .normal: "Accent"
            case .low: "Default"
            }
        return run("🔔 \(card.label) · \(card.outlet)", ["size": "Small", "color": color])
    }

    /// The one piece of markup: moments, which Teams shows in the reader's own time zone.
    private static func moments(of card: Card) -> JSON {
        func shown(_ moment: Date) -> String {
            "{{DATE(\(moment.iso8601),SHORT)}} {{TIME(\(moment.iso8601))}}"
        }
        let published = card.published.map { "published \(shown($0))" } ?? "undated"
        return [
            "type": "TextBlock",
            "text": .string("\(published) · found \(shown(card.found))"),
            "wrap": true,
            "isSubtle": true,
            "size": "Small",
            "spacing": "None",
        ]
    }

    private static func row(_ runs: [JSON], hasLine: Bool = false) -> JSON {
        [
            "type": "RichTextBlock", "inlines": .array(runs), "spacing": hasLine ? "Medium" : "Small",
            "separator": .bool(hasLine),
        ]
    }

    private static func run(_ text: String, _ style: JSON, _ link: String? = nil) -> JSON {
        guard case .object(var members) = style else { return style }
        members["type"] = "TextRun"
        members["text"] = .string(text)
        if let link { members["selectAction"] = ["type": "Action.OpenUrl", "url": .string(link)] }
        return .object(members)
    }
}
