import FoundationEssentials
import News
import Web

/// Alerts posted to a web address, as Standard Webhooks 1.0.0 describes.
///
/// The id stays the same for every attempt; time and signature are those of the attempt, since receivers refuse
/// what is more than five minutes old.
struct Webhook: WebService {
    /// How a payload is written.
    enum Format: String, Sendable, CaseIterable {
        /// Type, time and data, as Standard Webhooks recommends.
        case standard
        /// As an event of CloudEvents 1.0, in its structured form.
        case cloudevents
        /// As a template writes it.
        case template
    }

    /// Where to post; it may hold a credential.
    private let url: Secret
    /// What requests are signed with; nil leaves them unsigned.
    private let signature: WebhookSignature?
    private let format: Format
    /// Headers of one's own.
    private let headers: [(name: String, value: Secret)]
    private let signingSecret: Secret?
    /// What a template writes; its content type is in the settings.
    private let templateForm: BodyForm

    /// Larger payloads are split, where they hold several alerts: so the specification recommends.
    private static let budget = 20_000

    init(
        url: Secret,
        secret: Secret? = nil,
        format: Format = .standard,
        headers: [(name: String, value: Secret)] = [],
        templateForm: BodyForm = BodyForm(limit: budget, isObject: false)
    ) throws(WebhookSignature.SecretError) {
        if let secret { signature = try WebhookSignature(secret: secret) } else { signature = nil }
        self.url = url
        self.format = format
        self.headers = headers
        signingSecret = secret
        self.templateForm = templateForm
    }

    init?(_ settings: inout ChannelSettings) {
        let url = settings.address(form: "https://desk.example.org/hook")
        let secret = settings.secret("secret")
        let format = settings.table.choice("format", of: Format.self) ?? .standard
        let headers = settings.table.texts("headers").map { (name: $0.key, value: Secret($0.value)) }
        let type = settings.table.string("content_type") ?? "application/json"
        let form = BodyForm(type: type, limit: Self.budget)
        if form == nil {
            settings.table.mistake(
                "content_type must be of JSON, XML, HTML, plain text or a form, such as \"application/json\"",
                at: "content_type"
            )
        }
        if settings.table.has("content_type"), !settings.table.has("template_file") {
            settings.table.mistake(
                "content_type is that of a template: it needs template_file",
                at: "content_type"
            )
        }
        guard let url, let form else { return nil }
        do {
            try self.init(url: url, secret: secret, format: format, headers: headers, templateForm: form)
        } catch {
            settings.table.mistake("\(settings.table.title): \(error)")
            return nil
        }
    }

    var bodyForm: BodyForm? { templateForm }

    var needsTemplate: Bool { format == .template }

    /// A receiver that follows the specification knows a repeat by its id.
    var manners: Manners {
        Manners(
            destination: url.fingerprint,
            interval: .milliseconds(10),
            burst: 100,
            capacity: 20,
            recognisesRepeats: true,
            isForPeople: false
        )
    }

    var secrets: [Secret] { [url] + [signingSecret].compactMap(\.self) + headers.map(\.value) }

    /// Writes the payload; nil where several alerts are better told one by one.
    func compose(_ parcel: Parcel, detail: Detail, template _: Template?) throws -> Message? {
        let payload = AlertPayload(parcel, detail: detail)
        let body: [UInt8]
        let type: String
        switch format {
        case .standard, .template: (body, type) = (try payload.json(), "application/json")
        case .cloudevents:
            (body, type) = (try payload.cloudEvent(), "application/cloudevents+json; charset=utf-8")
        }
        guard body.count <= Self.budget || detail == .headline && parcel.ids.count == 1 else { return nil }
        return Message(parcel, body: body, envelope: ["type": type])
    }

    func request(_ message: Message, now: Date) -> Request {
        let timestamp = Int(now.timeIntervalSince1970)
        var lines = [Header("webhook-id", message.id), Header("webhook-timestamp", "\(timestamp)")]
        if let signature {
            let value = signature.header(id: message.id, timestamp: timestamp, body: message.body)
            lines.append(Header("webhook-signature", value))
        }
        lines += headers.map { Header($0.name, $0.value.exposed) }
        return .handingIn(
            message.body,
            to: url.exposed,
            type: message.envelope["type"] ?? "application/json",
            lines
        )
    }

    /// Any success counts but a web page, which comes from a captive portal or a proxy.
    func outcome(of answer: Answer, to message: Message) -> DeliveryOutcome {
        answer.isSuccess ? answer.delivered(if: !answer.isPage) : answer.failure()
    }
}
