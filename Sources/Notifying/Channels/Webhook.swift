public import FoundationEssentials
public import News
public import Web

/// Alerts posted to a web address, as Standard Webhooks 1.0.0 describes.
///
/// The id stays the same for every attempt; time and signature are those of the attempt, since receivers refuse
/// what is more than five minutes old.
public struct Webhook: Channel {
    /// What a webhook needs to know.
    public struct Configuration: Sendable {
        /// Where to post; it may hold a credential.
        public var url: Secret
        /// What requests are signed with; nil leaves them unsigned.
        public var signature: WebhookSignature?
        /// Headers of one's own.
        public var headers: [(name: String, value: Secret)]

        /// A configuration.
        public init(
            url: Secret,
            signature: WebhookSignature? = nil,
            headers: [(name: String, value: Secret)] = []
        ) {
            self.url = url
            self.signature = signature
            self.headers = headers
        }
    }

    /// Its name in the settings.
    public let name: String
    private let configuration: Configuration
    private let web: HTTPClient

    /// A channel that posts through `web`.
    public init(name: String, configuration: Configuration, web: HTTPClient) {
        self.name = name
        self.configuration = configuration
        self.web = web
    }

    /// A receiver that follows the specification knows a repeat by its id.
    public var manners: Manners {
        Manners(
            destination: configuration.url.fingerprint,
            interval: .milliseconds(50),
            burst: 100,
            capacity: 20,
            recognisesRepeats: true
        )
    }

    /// Writes the payload.
    ///
    /// - Parameters:
    ///   - parcel: What is to be told.
    ///   - detail: Of no account: programs read everything.
    /// - Returns: The payload.
    /// - Throws: Where it cannot be written as JSON.
    public func compose(_ parcel: Parcel, detail: Detail) throws -> Message? {
        Message(parcel, body: try AlertPayload(parcel).json())
    }

    /// Posts the message.
    public func send(_ message: Message, now: Date) async -> DeliveryOutcome {
        do {
            let response = try await web.send(request(message.id, message.body, now))
            return outcome(of: response, now: now)
        } catch {
            return outcome(of: error)
        }
    }

    private func request(_ id: String, _ body: [UInt8], _ now: Date) -> Request {
        let timestamp = Int(now.timeIntervalSince1970)
        var headers = [
            Header("Content-Type", "application/json"),
            Header("Expect", ""),
            Header("webhook-id", id),
            Header("webhook-timestamp", "\(timestamp)"),
        ]
        if let signature = configuration.signature {
            let value = signature.header(id: id, timestamp: timestamp, body: body)
            headers.append(Header("webhook-signature", value))
        }
        headers += configuration.headers.map { Header($0.name, $0.value.exposed) }
        var request = Request(url: configuration.url.exposed, method: .post, headers: headers, body: body)
        request.bodyLimit = 64 << 10
        request.maxRedirects = 0
        request.allowsPrivateAddress = true
        request.timeouts.total = .seconds(20)
        return request
    }

    private func outcome(of response: Response, now: Date) -> DeliveryOutcome {
        let wish = response.headers["retry-after"].flatMap { retryAfter($0, now: now) }
        let type = response.headers["content-type"]?.lowercased() ?? ""
        return WebhookAnswer.outcome(status: response.status, isHTML: type.hasPrefix("text/html"), wish: wish)
    }

    /// An error's text may quote the address, and the address may be a credential.
    private func outcome(of error: TransferError) -> DeliveryOutcome {
        let host = URLComponents(string: configuration.url.exposed)?.host ?? "the receiver"
        let text = "\(error)".replacing(configuration.url.exposed, with: host)
        return error.isBroken
            ? .broken(reason: text)
            : .later(after: nil, reason: text, inDoubt: error.isInDoubt)
    }
}

extension TransferError {
    /// Whether trying again soon is useless until someone has looked.
    fileprivate var isBroken: Bool {
        switch self {
        case .tls, .certificate, .invalidURL, .forbiddenScheme: true
        default: false
        }
    }
}

/// What a receiver's status means for the outbox.
enum WebhookAnswer {
    /// Reads an answer.
    ///
    /// - Parameters:
    ///   - status: The HTTP status.
    ///   - isHTML: Whether the body is a web page: a success that is one comes from a captive portal or a proxy.
    ///   - wish: What the receiver's Retry-After asks for.
    /// - Returns: What to do with the parcel.
    static func outcome(status: Int, isHTML: Bool, wish: Duration?) -> DeliveryOutcome {
        switch status {
        case 200..<300:
            isHTML
                ? .later(
                    after: wish,
                    reason: "answered \(status) with a web page, as a captive portal does",
                    inDoubt: true
                )
                : .delivered()
        case 408, 425, 429, 500, 502, 503, 504, 520...:
            .later(after: wish, reason: "answered \(status)", inDoubt: false)
        case 300..<400, 401, 403, 404, 405, 407, 410:
            .broken(reason: "answered \(status)\(hint(status))")
        case 501..<520:
            .later(after: wish, reason: "answered \(status)", inDoubt: false)
        default:
            .refused(reason: "answered \(status)")
        }
    }

    private static func hint(_ status: Int) -> String {
        switch status {
        case 300..<400:
            ": a redirect is not followed, since it would carry the payload elsewhere; correct the address"
        case 401, 403: ": check the secret, and the clock"
        case 404, 410: ": the address is gone"
        default: ""
        }
    }
}
