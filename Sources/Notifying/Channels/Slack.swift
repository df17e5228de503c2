import FoundationEssentials
import News
import Web

/// Messages in a Slack channel, through an incoming webhook, or with a bot's token, which can edit them.
///
/// What publishers wrote stands in typed elements of a rich text, where nothing is markup.
struct Slack: WebService {
    /// How Slack is reached.
    private enum Way: Sendable {
        case hook(Secret)
        case bot(token: Secret, channel: String, server: String)
    }

    private let way: Way

    /// Slack refuses messages of more than some 13,200 characters, whatever its documents say.
    private static let characters = 12_000
    private static let longestText = 3_000

    init?(_ settings: inout ChannelSettings) {
        let channel = settings.table.string("channel")
        let server = settings.server(usual: "https://slack.com")
        guard settings.has("token") || channel != nil else {
            let url = settings.address(form: "https://hooks.slack.com/services/T…/B…/…") { path in
                path.hasPrefix("/services/") && path.split(separator: "/").count == 4
            }
            guard let url else { return nil }
            way = .hook(url)
            return
        }
        let token = settings.required("token", "the token of a bot", form: "xoxb-…") { $0.hasPrefix("xox") }
        if channel == nil {
            settings.table.mistake(
                "\(settings.table.title) needs channel, the id of a channel such as C0123456789"
            )
        }
        guard let token, let channel, let server else { return nil }
        way = .bot(token: token, channel: channel, server: server)
    }

    var manners: Manners {
        let place: String
        let edits: Bool
        switch way {
        case .hook(let url): (place, edits) = (url.fingerprint, false)
        case .bot(let token, let channel, _): (place, edits) = ("\(token.fingerprint) \(channel)", true)
        }
        return Manners(
            destination: place,
            interval: .milliseconds(1_100),
            burst: 3,
            capacity: 15,
            edits: edits
        )
    }

    var textMarkup: Markup? { .slack }

    /// With a token, the body must also say to which channel.
    var bodyForm: BodyForm? {
        if case .hook = way { BodyForm(markup: .slack, limit: Self.characters) } else { nil }
    }

    var secrets: [Secret] {
        switch way {
        case .hook(let url): [url]
        case .bot(let token, _, _): [token]
        }
    }

    func compose(_ parcel: Parcel, detail: Detail, template: Template?) throws -> Message? {
        let bulletin = Bulletin(parcel, detail: detail, template: template)
        let blocks = Self.blocks(of: bulletin)
        guard bulletin.cards.allSatisfy({ $0.text.unicodeScalars.count <= Self.longestText }),
            blocks.count <= 50, JSON.array(blocks).length(under: "text") <= Self.characters
        else {
            return nil
        }
        var message: [String: JSON] = [
            "text": .string(Escaping.slack(bulletin.summary)),
            "blocks": .array(blocks),
            "unfurl_links": false,
            "unfurl_media": false,
        ]
        if case .bot(_, let channel, _) = way {
            let earlier = parcel.edits?.split(separator: " ").map(String.init)
            message["channel"] = .string(earlier?.first ?? channel)
            message["ts"] = earlier?.last.map(JSON.string)
        }
        return Message(parcel, body: try JSON.object(message).bytes())
    }

    func request(_ message: Message, now: Date) -> Request {
        let type = "application/json; charset=utf-8"
        switch way {
        case .hook(let url): return .handingIn(message.body, to: url.exposed, type: type)
        case .bot(let token, _, let server):
            let method = message.edits == nil ? "chat.postMessage" : "chat.update"
            return .handingIn(
                message.body,
                to: "\(server)/api/\(method)",
                type: type,
                [Request.bearer(token)]
            )
        }
    }

    func outcome(of answer: Answer, to message: Message) -> DeliveryOutcome {
        guard answer.isSuccess else {
            return Self.ends.contains(answer.text) ? answer.gone : answer.failure()
        }
        guard case .bot = way else { return answer.delivered(if: answer.text == "ok") }
        guard let said = answer.decoded(Said.self) else { return answer.delivered(if: false) }
        guard let error = said.error, !said.ok else {
            let reference = [said.channel, said.ts].compactMap(\.self).joined(separator: " ")
            return answer.delivered(if: said.ok, reference: reference)
        }
        switch error {
        case _ where Self.ofTheMessage.contains(error): return .refused(reason: "answered \(error)")
        case _ where Self.ends.contains(error): return .gone(reason: "answered \(error)")
        case _ where Self.ofTheChannel.contains(error): return .broken(reason: "answered \(error)")
        default: return .later(after: answer.wish, reason: "answered \(error)", inDoubt: false)
        }
    }

    /// What the Web API says, with status 200 whatever happened.
    private struct Said: Decodable {
        let ok: Bool
        let error: String?
        let channel: String?
        let ts: String?
    }

    private static let ofTheMessage: Set = [
        "invalid_blocks", "invalid_blocks_format", "invalid_arguments", "msg_blocks_too_long", "msg_too_long",
        "no_text", "too_many_attachments", "message_not_found", "cant_update_message", "edit_window_closed",
    ]

    private static let ofTheChannel: Set = [
        "channel_not_found", "ekm_access_denied", "invalid_auth", "missing_scope", "no_permission",
        "not_authed",
        "not_in_channel", "org_login_required", "restricted_action", "team_access_not_granted",
        "token_expired",
        "unknown_method",
    ]

    /// A bot's `channel_not_found` is not among them: it may have yet to be invited.
    private static let ends: Set = [
        "account_inactive", "channel_is_archived", "is_archived", "no_service", "token_revoked",
    ]
}

// MARK: - Blocks

extension Slack {
    private static func blocks(of bulletin: Bulletin) -> [JSON] {
        var blocks: [JSON] = []
        if let heading = bulletin.heading {
            blocks.append(richText([section("rich_text_section", [text(heading, ["bold": true])])]))
        }
        for card in bulletin.cards {
            if !blocks.isEmpty { blocks.append(["type": "divider"]) }
            blocks.append(richText(sections(of: card)))
            if !card.text.isEmpty { blocks.append(written(card.text)) }
            blocks.append(context(of: card))
        }
        return blocks
    }

    /// A template's text, in which links and mentions are only what the template makes such.
    private static func written(_ text: String) -> JSON {
        ["type": "section", "text": ["type": "mrkdwn", "text": .string(text), "verbatim": true]]
    }

    private static func sections(of card: Card) -> [JSON] {
        var sections = [section("rich_text_section", [link(card.headline, card.link, ["bold": true])])]
        if !card.passage.isEmpty {
            sections.append(
                section("rich_text_quote", card.passage.map { text($0.text, $0.hit ? ["bold": true] : nil) })
            )
        }
        if !card.others.isEmpty {
            var names: [JSON] = [text(Card.alsoReportedBy)]
            for (number, other) in card.others.enumerated() {
                if number > 0 { names.append(text(", ")) }
                names.append(link(other.outlet, other.link))
            }
            if card.moreOthers > 0 { names.append(text(card.moreReports)) }
            sections.append(section("rich_text_section", names))
        }
        if let story = card.story {
            sections.append(section("rich_text_section", [link(story.outlet, story.link)]))
        }
        if !card.reason.isEmpty {
            let why = [text(card.reason + " · ", ["italic": true]), text(card.command, ["code": true])]
            sections.append(section("rich_text_section", why))
        }
        return sections
    }

    /// The one piece of markup: moments, which Slack shows in the reader's own time zone.
    private static func context(of card: Card) -> JSON {
        let published = card.published.map { "published \(date($0))" } ?? "undated"
        let moments = "\(published) · found \(date(card.found))"
        return [
            "type": "context",
            "elements": [
                ["type": "plain_text", "text": "🔔 \(card.label)", "emoji": false],
                ["type": "plain_text", "text": .string(card.outlet), "emoji": false],
                ["type": "mrkdwn", "text": .string(moments)],
            ],
        ]
    }

    private static func date(_ moment: Date) -> String {
        "<!date^\(Int(moment.timeIntervalSince1970))^{date_short_pretty} {time}|\(universalTime(moment))>"
    }

    private static func richText(_ sections: [JSON]) -> JSON {
        ["type": "rich_text", "elements": .array(sections)]
    }

    private static func section(_ type: String, _ elements: [JSON]) -> JSON {
        ["type": .string(type), "elements": .array(elements)]
    }

    private static func text(_ text: String, _ style: JSON? = nil) -> JSON {
        ["type": "text", "text": .string(text), "style": style]
    }

    private static func link(_ text: String, _ url: String?, _ style: JSON? = nil) -> JSON {
        guard let url else { return self.text(text, style) }
        return ["type": "link", "text": .string(text), "url": .string(url), "style": style]
    }
}
