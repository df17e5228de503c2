import FoundationEssentials
import News
import Web

/// Messages in a Telegram chat, from a bot, which can edit them.
///
/// What is bold or a link is said beside the text, in entities, so nothing in the text is markup.
struct Telegram: WebService {
    private let server: String
    private let token: Secret
    private let chat: String
    private let thread: Int?

    private static let longestText = 4_096
    private static let mostEntities = 100

    init?(_ settings: inout ChannelSettings) {
        let server = settings.server(usual: "https://api.telegram.org")
        let form = "123456:AA…, as @BotFather gives it"
        let token = settings.required("token", "a bot's token", form: form) { text in
            let parts = text.split(separator: ":", omittingEmptySubsequences: false)
            return parts.count == 2 && parts[0].isDigits(3...20) && parts[1].isWord(30...100, also: "-_")
        }
        let chat = settings.table.required("chat", example: "-1001234567890")
        thread = settings.table.integer("thread", in: 1...Int(Int32.max))
        if let chat, !Self.isChat(chat) {
            settings.table.mistake(
                "chat must be a chat's number in quotes, such as \"-1001234567890\", or a public name such as \"@desk\"",
                at: "chat"
            )
        }
        guard let server, let token, let chat else { return nil }
        (self.server, self.token, self.chat) = (server, token, chat)
    }

    private static func isChat(_ text: String) -> Bool {
        guard let first = text.first else { return false }
        let rest = text.dropFirst()
        return switch first {
        case "@": rest.isWord(4...32, also: "_")
        case "-": rest.isDigits(1...19)
        default: text.isDigits(1...19)
        }
    }

    var manners: Manners {
        Manners(
            destination: "\(token.fingerprint) \(chat)",
            interval: .milliseconds(3_200),
            burst: 3,
            capacity: 15,
            edits: true
        )
    }

    var textMarkup: Markup? { .plain }

    var secrets: [Secret] { [token] }

    func compose(_ parcel: Parcel, detail: Detail, template: Template?) throws -> Message? {
        let bulletin = Bulletin(parcel, detail: detail, passage: 700, .utf16, template: template)
        var text = EntityText()
        if let heading = bulletin.heading { text.add(heading, [.bold]) }
        for card in bulletin.cards { text.add(card) }
        guard text.length <= Self.longestText, text.entities.count <= Self.mostEntities else { return nil }
        let body: JSON = [
            "message_thread_id": parcel.edits == nil ? thread.map(JSON.number) : nil,
            "message_id": parcel.edits.flatMap { Int($0) }.map(JSON.number),
            "text": .string(text.text),
            "entities": .array(text.entities),
            "link_preview_options": ["is_disabled": true],
            "disable_notification": parcel.edits == nil && bulletin.priority == .low ? true : nil,
        ]
        return Message(parcel, body: try body.bytes())
    }

    func request(_ message: Message, now: Date) -> Request {
        let method = message.edits == nil ? "sendMessage" : "editMessageText"
        let body = message.body.adding("chat_id", place(of: message))
        return .handingIn(body, to: "\(server)/bot\(token.exposed)/\(method)")
    }

    /// The chat of the settings, or the number that this very chat has got since, as a supergroup.
    private func place(of message: Message) -> String {
        let move = message.movedTo?.split(separator: " ") ?? []
        return move.count == 2 && move[0] == chat ? String(move[1]) : chat
    }

    func outcome(of answer: Answer, to message: Message) -> DeliveryOutcome {
        let said = answer.decoded(Said.self)
        let problem = said?.description ?? ""
        if answer.isSuccess {
            let reference = said?.result.map { "\($0.message)" }
            return answer.delivered(if: said?.ok == true, reference: reference)
        }
        if message.edits != nil, problem.contains("message is not modified") {
            return .delivered(reference: message.edits)
        }
        if let number = said?.parameters?.newChat {
            let reason = "the group has become a supergroup: say chat = \"\(number)\" in the settings"
            return .moved(to: "\(chat) \(number)", reason: reason)
        }
        if Self.ends.contains(where: problem.contains) { return answer.gone }
        if Self.ofTheChat.contains(where: problem.contains) {
            return .broken(reason: "answered \(answer.status)\(answer.remark)")
        }
        return answer.failure(wish: answer.wish ?? said?.parameters?.wait.map { .seconds($0) })
    }

    /// Someone has shown the bot out, or there is nobody there any more.
    private static let ends = [
        "bot was kicked", "bot was blocked", "chat not found", "chat was deleted", "chat was deactivated",
        "user is deactivated",
    ]

    /// What someone can mend in the chat.
    private static let ofTheChat = ["bot is not a member", "not enough rights", "have no rights"]

    private struct Said: Decodable {
        struct Result: Decodable {
            let message: Int

            private enum CodingKeys: String, CodingKey {
                case message = "message_id"
            }
        }

        struct Parameters: Decodable {
            let wait: Int?
            let newChat: Int?

            private enum CodingKeys: String, CodingKey {
                case wait = "retry_after"
                case newChat = "migrate_to_chat_id"
            }
        }

        let ok: Bool
        let description: String?
        let result: Result?
        let parameters: Parameters?
    }
}

/// A text and what is said beside it of its parts, which Telegram counts in UTF-16 units.
private struct EntityText {
    enum Style {
        case bold
        case italic
        case code
        case link(String)
    }

    private(set) var text = ""
    private(set) var entities: [JSON] = []
    private(set) var length = 0

    mutating func add(_ piece: String, _ styles: [Style] = []) {
        let shown = Escaping.withoutMentions(piece)
        let lead = shown.unicodeScalars.prefix(while: \.properties.isWhitespace)
        let rest = shown.unicodeScalars[lead.endIndex...]
        let end = rest.reversed().prefix(while: \.properties.isWhitespace).count
        let offset = length + Substring(lead).utf16.count
        let core = Substring(rest.dropLast(end)).utf16.count
        if core > 0 { entities += styles.map { $0.json(offset: offset, length: core) } }
        text += shown
        length += shown.utf16.count
    }

    mutating func add(_ card: Card) {
        if length > 0 { add("\n\n") }
        add(card.headline, [.bold] + (card.link.map { [.link($0)] } ?? []))
        if !card.passage.isEmpty {
            add("\n")
            for piece in card.passage { add(piece.text, piece.hit ? [.bold] : []) }
        }
        if !card.text.isEmpty { add("\n\(card.text)") }
        add("\n")
        add("\(card.label) · \(card.facts)", [.italic])
        if !card.others.isEmpty {
            add("\n" + Card.alsoReportedBy)
            for (number, other) in card.others.enumerated() {
                if number > 0 { add(", ") }
                add(other.outlet, other.link.map { [.link($0)] } ?? [])
            }
            add(card.moreReports)
        }
        if let story = card.story, let link = story.link {
            add("\n")
            add(story.outlet, [.link(link)])
        }
        guard !card.reason.isEmpty else { return }
        add("\n\(card.reason) · ")
        add(card.command, [.code])
    }
}

extension EntityText.Style {
    fileprivate func json(offset: Int, length: Int) -> JSON {
        let kind: (type: String, url: String?) =
            switch self {
            case .bold: ("bold", nil)
            case .italic: ("italic", nil)
            case .code: ("code", nil)
            case .link(let url): ("text_link", url)
            }
        return [
            "type": .string(kind.type), "offset": .number(offset), "length": .number(length),
            "url": kind.url.map(JSON.string),
        ]
    }
}
