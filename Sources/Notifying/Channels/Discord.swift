import FoundationEssentials
import News
import Web

/// Messages in a Discord channel, through a webhook, which can also edit them.
///
/// Alerts are embeds, which call nobody; besides, every request forbids all mentions.
struct Discord: WebService {
    private let url: Secret
    private let thread: String?

    /// Discord takes 6,000 units in all embeds together.
    private static let budget = 5_900
    private static let longestText = 4_000

    init?(_ settings: inout ChannelSettings) {
        let thread = settings.table.string("thread")
        let form = "https://discord.com/api/webhooks/123…/…, without anything behind it"
        let url = settings.address(form: form) { path in
            let parts = path.split(separator: "/")
            let version = parts.dropFirst().first?.hasPrefix("v") == true ? 1 : 0
            return parts.count == 4 + version && parts[0] == "api" && parts[1 + version] == "webhooks"
                && parts[2 + version].isDigits(17...20) && parts[3 + version].isWord(20...200, also: "-_")
        }
        if let thread, !thread.isDigits(17...20) {
            settings.table.mistake(
                "thread must be the id of a thread: copy it from the thread's menu",
                at: "thread"
            )
        }
        guard let url else { return nil }
        self.url = url
        self.thread = thread
    }

    var manners: Manners {
        let place = url.fingerprint
        return Manners(destination: place, interval: .milliseconds(450), burst: 4, capacity: 10, edits: true)
    }

    var textMarkup: Markup? { .discord }

    var bodyForm: BodyForm? { BodyForm(markup: .discord, limit: 8_000) }

    var secrets: [Secret] { [url] }

    func compose(_ parcel: Parcel, detail: Detail, template: Template?) throws -> Message? {
        let bulletin = Bulletin(parcel, detail: detail, .utf16, template: template)
        let room = min(900, 3_000 / bulletin.cards.count)
        var embeds: [Embed] = []
        for card in bulletin.cards {
            // Of embeds with one address, Discord shows the first only.
            let isKnown = embeds.contains { $0.url != nil && $0.url == card.link }
            embeds.append(Embed(card, hasLink: !isKnown, room: room))
        }
        guard bulletin.cards.allSatisfy({ $0.text.utf16.count <= Self.longestText }), embeds.count <= 10,
            embeds.reduce(0, { $0 + $1.length }) <= Self.budget
        else { return nil }
        let body: JSON = [
            "content": .string(Escaping.discord(bulletin.summary)),
            "embeds": .array(embeds.map(\.json)),
            "allowed_mentions": ["parse": []],
        ]
        return Message(parcel, body: try body.bytes())
    }

    /// Only with `wait` does Discord say whether it has kept the message.
    func request(_ message: Message, now: Date) -> Request {
        let thread = thread.map { "&thread_id=\($0)" } ?? ""
        guard let earlier = message.edits else {
            return .handingIn(message.body, to: "\(url.exposed)?wait=true\(thread)")
        }
        let address = "\(url.exposed)/messages/\(earlier)?wait=true\(thread)"
        return .handingIn(message.body, to: address, method: .patch)
    }

    func outcome(of answer: Answer, to message: Message) -> DeliveryOutcome {
        let said = answer.decoded(Said.self)
        guard !answer.isSuccess else {
            let isUsedUp = answer.headers["x-ratelimit-remaining"] == "0"
            let pause = isUsedUp ? answer.headers["x-ratelimit-reset-after"].flatMap(Double.init) : nil
            return answer.delivered(
                if: said?.id != nil,
                reference: said?.id,
                pause: pause.map { .seconds($0) }
            )
        }
        // A message that people have deleted cannot be edited any more; the channel is well.
        if said?.code == Said.unknownMessage {
            return .refused(reason: "answered \(answer.status)\(answer.remark)")
        }
        // "Unknown Webhook" and the like; a 404 without a code is a proxy's.
        if answer.status == 404, said?.code != nil { return answer.gone }
        return answer.failure(wish: answer.wish ?? said?.retryAfter.map { .seconds($0) })
    }

    private struct Said: Decodable {
        static let unknownMessage = 10_008

        let id: String?
        let code: Int?
        let retryAfter: Double?

        private enum CodingKeys: String, CodingKey {
            case id
            case code
            case retryAfter = "retry_after"
        }
    }
}

/// One alert as Discord shows it.
private struct Embed {
    let url: String?
    private let title: String
    private let description: String
    private let fields: [(name: String, value: String)]
    private let author: String
    private let footer: String
    private let timestamp: String
    private let color: Int

    init(_ card: Card, hasLink: Bool, room: Int) {
        url = hasLink ? card.link : nil
        title = Self.escaped(card.headline, 256)
        var text = card.passage.isEmpty ? card.text : Self.marked(card.passage.tidy(upTo: room, .utf16))
        if !hasLink, let link = card.link { text += (text.isEmpty ? "" : "\n") + "<\(link)>" }
        description = text
        var fields: [(name: String, value: String)] = []
        let others = card.others.map { other in
            let name = Escaping.discord(other.outlet)
            return other.link.map { "[\(name)](<\($0)>)" } ?? name
        }
        let story = card.story.flatMap { story in story.link.map { "[\(story.outlet)](<\($0)>)" } }
        if !others.isEmpty {
            let room = 1_024 - (story.map { $0.utf16.count + 1 } ?? 0)
            let names = Self.joined(others, more: card.moreOthers, room: room)
            fields.append(("Also reported by", [names, story].compactMap(\.self).joined(separator: "\n")))
        } else if let story {
            fields.append(("Story", story))
        }
        if !card.reason.isEmpty {
            fields.append(
                ("Why", Self.escaped(card.reason, 700) + "\n\(Escaping.code(card.command))")
            )
        }
        self.fields = fields
        author = card.outlet
        footer = "🔔 \(card.label) · \(card.moments.joined(separator: " · "))"
        timestamp = (card.published ?? card.found).iso8601
        color = card.priority.color
    }

    /// As many as fit into a field, and how many are left out.
    private static func joined(_ others: [String], more: Int, room: Int) -> String {
        for count in stride(from: others.count, to: 0, by: -1) {
            let left = more + others.count - count
            let text = others.prefix(count).joined(separator: ", ") + (left > 0 ? " and \(left) more" : "")
            if text.utf16.count <= room { return text }
        }
        return "\(others.count + more)"
    }

    private static func escaped(_ text: String, _ limit: Int) -> String {
        var room = limit
        while true {
            let escaped = Escaping.discord(text.clamped(to: room, .utf16))
            guard escaped.utf16.count > limit else { return escaped }
            room -= max(1, escaped.utf16.count - limit) / 2 + 1
        }
    }

    private static func marked(_ passage: [Segment]) -> String {
        passage.map { $0.hit ? strong($0.text, Escaping.discord) : Escaping.discord($0.text) }.joined()
    }

    /// What Discord counts.
    var length: Int {
        ([title, description, author, footer] + fields.flatMap { [$0.name, $0.value] })
            .reduce(0) { $0 + $1.utf16.count }
    }

    var json: JSON {
        [
            "title": .string(title),
            "url": url.map(JSON.string),
            "description": description.isEmpty ? nil : .string(description),
            "fields": fields.isEmpty
                ? nil : .array(fields.map { ["name": .string($0.name), "value": .string($0.value)] }),
            "author": ["name": .string(author)],
            "footer": ["text": .string(footer)],
            "timestamp": .string(timestamp),
            "color": .number(color),
        ]
    }
}
