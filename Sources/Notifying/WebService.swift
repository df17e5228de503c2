import FoundationEssentials
import News
import Web

/// A service on the web that takes messages: how it is written to, and what its answers mean.
///
/// `WebChannel` does the rest, the same for all of them.
protocol WebService: Sendable {
    /// What it takes, and how fast.
    var manners: Manners { get }

    /// What no reason may show: addresses that are credentials, tokens.
    var secrets: [Secret] { get }

    /// The markup of the place in a message where a template's text goes; nil where there is none.
    var textMarkup: Markup? { get }

    /// What a request's body keeps to that a template writes; nil where none may.
    var bodyForm: BodyForm? { get }

    /// Whether the settings ask for a template.
    var needsTemplate: Bool { get }

    /// Writes a parcel out; nil where this does not fit into one message.
    ///
    /// A template writes the text below each alert's headline; without one, the built-in layout does.
    func compose(_ parcel: Parcel, detail: Detail, template: Template?) throws -> Message?

    /// The request that hands a message in.
    func request(_ message: Message, now: Date) -> Request

    /// What an answer to a message means.
    func outcome(of answer: Answer, to message: Message) -> DeliveryOutcome
}

extension WebService {
    var textMarkup: Markup? { nil }

    var bodyForm: BodyForm? { nil }

    var needsTemplate: Bool { false }

    /// Writes a parcel out in the built-in layout.
    func compose(_ parcel: Parcel, detail: Detail) throws -> Message? {
        try compose(parcel, detail: detail, template: nil)
    }
}

extension Request {
    /// A request that hands a message in; what it carries is JSON.
    static func handingIn(
        _ body: [UInt8],
        to url: String,
        method: Method = .post,
        type: String = "application/json",
        _ headers: [Header] = []
    ) -> Request {
        Request(url: url, method: method, headers: [Header("Content-Type", type)] + headers, body: body)
    }

    /// The header that shows a token.
    static func bearer(_ token: Secret) -> Header {
        Header("Authorization", "Bearer \(token.exposed)")
    }
}
