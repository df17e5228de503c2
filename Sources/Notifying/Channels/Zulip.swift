import FoundationEssentials
import News
import Web

/// Messages in a Zulip channel, from a bot; each list has its topic.
struct Zulip: WebService {
    private let server: String
    private let user: String
    private let credentials: Credentials
    private let key: Secret
    private let channel: String
    private let topic: String?

    /// What is longer is cut off.
    private static let longestText = 10_000
    private static let longestTopic = 60

    init?(_ settings: inout ChannelSettings) {
        let server = settings.server()
        let user = settings.table.required("user", example: "tocsin-bot@chat.example.org")
        let key = settings.required("key", "the bot's API key", form: "32 letters and digits") {
            $0.isWord(1...200)
        }
        let channel = settings.table.required("channel", example: "alerts")
        topic = settings.table.string("topic")
        if let topic, topic.isEmpty || topic.unicodeScalars.count > Self.longestTopic {
            settings.table.mistake("topic must have 1 to \(Self.longestTopic) characters", at: "topic")
        }
        guard let server, let user, let key, let channel else { return nil }
        guard let credentials = Credentials(user: user, password: key.exposed) else {
            settings.table.mistake("user must be the bot's e-mail address", at: "user")
            return nil
        }
        (self.server, self.user, self.credentials) = (server, user, credentials)
        (self.key, self.channel) = (key, channel)
    }

    var manners: Manners {
        let place = "\(server) \(key.fingerprint)"
        return Manners(destination: place, interval: .milliseconds(400), burst: 50, capacity: 10)
    }

    var textMarkup: Markup? { .markdown }

    var secrets: [Secret] { [key, Secret(Data("\(user):\(key.exposed)".utf8).base64EncodedString())] }

    func compose(_ parcel: Parcel, detail: Detail, template: Template?) throws -> Message? {
        let bulletin = Bulletin(parcel, detail: detail, template: template)
        let text = bulletin.markdownText
        guard text.unicodeScalars.count <= Self.longestText else { return nil }
        let topic = topic ?? bulletin.cards[0].list.clamped(to: Self.longestTopic)
        let form = [("type", "stream"), ("to", channel), ("topic", topic), ("content", text)]
        let body = form.map { "\($0.0)=\(percentEncoded($0.1))" }.joined(separator: "&")
        return Message(parcel, body: Array(body.utf8))
    }

    func request(_ message: Message, now: Date) -> Request {
        let type = "application/x-www-form-urlencoded"
        var request = Request.handingIn(message.body, to: server + "/api/v1/messages", type: type)
        request.credentials = credentials
        return request
    }

    func outcome(of answer: Answer, to message: Message) -> DeliveryOutcome {
        let said = answer.decoded(Said.self)
        guard !answer.isSuccess else {
            return answer.delivered(if: said?.result == "success", reference: said?.id.map { "\($0)" })
        }
        if said?.code == "STREAM_DOES_NOT_EXIST" {
            return .broken(reason: "answered \(answer.status)\(answer.remark)")
        }
        return answer.failure(wish: answer.wish ?? said?.wait.map { .seconds($0) })
    }

    private struct Said: Decodable {
        let result: String?
        let id: Int?
        let code: String?
        let wait: Double?

        private enum CodingKeys: String, CodingKey {
            case result
            case id
            case code
            case wait = "retry-after"
        }
    }
}
