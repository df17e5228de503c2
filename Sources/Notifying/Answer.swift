import FoundationEssentials
import News
import Web

/// What a service answered to a message.
struct Answer: Sendable {
    let status: Int
    let headers: Headers
    let body: [UInt8]
    /// Whether the body broke off.
    let isCut: Bool
    /// When it came.
    let now: Date
    private let scrubber: Scrubber

    init(_ response: Response, now: Date, scrubber: Scrubber = Scrubber([])) {
        status = response.status
        headers = response.headers
        body = response.body
        isCut = response.cut != nil
        self.now = now
        self.scrubber = scrubber
    }

    var isSuccess: Bool { (200..<300).contains(status) }

    /// The body as text, without the blanks around it.
    var text: String { tidy(String(decoding: body, as: UTF8.self)) }

    /// What the service asks for before the next message, in `Retry-After`.
    var wish: Duration? { headers["retry-after"].flatMap { retryAfter($0, now: now) } }

    /// The body, where it is JSON of this form.
    func decoded<Form: Decodable>(_ form: Form.Type) -> Form? {
        try? JSONDecoder().decode(form, from: Data(body))
    }

    /// The beginning of the body, where it says something to a person: the page of a proxy does not.
    ///
    /// Secrets go before it is cut: half of one would not be recognised.
    var remark: String {
        let text = scrubber.scrubbed(String(decoding: body, as: UTF8.self))
        let shown = isPage ? "" : tidy(text, 200)
        return shown.isEmpty ? "" : ": \(shown)"
    }

    /// Whether it is a web page.
    var isPage: Bool { headers["content-type"]?.lowercased().hasPrefix("text/html") == true }
}

extension Answer {
    /// Delivery, if the answer says so in the service's own words.
    ///
    /// A success without them is not believed: captive portals and proxies answer 200 to anything. Nor can it be told
    /// from one whose words were cut off.
    ///
    /// - Parameters:
    ///   - isSaid: Whether the service says that it has the message.
    ///   - reference: What it calls the message.
    ///   - pause: What it asks for before the next one.
    /// - Returns: Delivered, or not now.
    func delivered(if isSaid: Bool, reference: String? = nil, pause: Duration? = nil) -> DeliveryOutcome {
        guard !isSaid else { return .delivered(reference: reference, pause: pause) }
        let what =
            isCut
            ? "an answer that broke off"
            : isPage ? "a web page, as a captive portal does" : "other words than its own"
        return .later(after: wish, reason: "answered \(status) with \(what)\(remark)", inDoubt: true)
    }

    /// The end of the destination, where the service says in its own words that it will not come back.
    var gone: DeliveryOutcome { .gone(reason: "answered \(status)\(remark)") }

    /// What a status means that is no success, where the service has no words of its own for it.
    ///
    /// - Parameter wish: How long the service asks to be left alone; nil takes what `Retry-After` says.
    /// - Returns: What to do with the message.
    func failure(wish: Duration? = nil) -> DeliveryOutcome {
        let wish = wish ?? self.wish
        return switch status {
        case 408, 425, 429, 500...: .later(after: wish, reason: "answered \(status)\(remark)", inDoubt: false)
        case 300..<400:
            .broken(
                reason:
                    "answered \(status): a redirect is not followed, since it would carry the message elsewhere; "
                    + "correct the address"
            )
        case 401, 403: .broken(reason: "answered \(status)\(remark); check the credentials")
        case 404: .broken(reason: "answered \(status)\(remark); there is nothing at this address")
        case 410: gone
        case 405, 407: .broken(reason: "answered \(status)\(remark)")
        default: .refused(reason: "answered \(status)\(remark)")
        }
    }
}
