import FoundationEssentials
public import News
import Web

/// A service whose messages a template writes: the text of each alert, or all of the request's body.
///
/// A template never costs an alert. Where what it writes cannot be sent, the built-in layout is, and the message says
/// why; the last attempt, after a receiver has refused what a template wrote, is the built-in layout too. So are notices.
struct TemplatedService: WebService {
    /// What a template writes.
    enum Part: String, Sendable, CaseIterable {
        /// What stands below an alert's headline.
        case text
        /// All that is sent.
        case body
    }

    /// What came of writing a message.
    enum Writing: Hashable, Sendable {
        case message(Message)
        case tooLong
        case wrong(String)
    }

    private let builtIn: any WebService
    private let template: Template
    private let form: BodyForm?

    /// - Parameters:
    ///   - service: The service.
    ///   - template: What writes for it.
    ///   - form: What a body keeps to; nil where the template writes the text of each alert.
    init(_ service: any WebService, template: Template, body form: BodyForm?) {
        builtIn = service
        self.template = template
        self.form = form
    }

    /// A body that is about one alert tells one alert.
    var manners: Manners {
        var manners = builtIn.manners
        if form != nil, !template.takesSeveral { manners.capacity = 1 }
        return manners
    }

    var secrets: [Secret] { builtIn.secrets }

    func compose(_ parcel: Parcel, detail: Detail, template _: Template?) throws -> Message? {
        if case .notices = parcel.contents { return try builtIn.compose(parcel, detail: detail) }
        guard detail < .headline else { return try builtIn.compose(parcel, detail: detail) }
        switch try writing(of: parcel, detail: detail) {
        case .message(let message): return message
        case .tooLong where detail == .full || parcel.ids.count > 1: return nil
        case .tooLong: return try fallback(parcel, "what the template writes is too long for the channel")
        case .wrong(let reason): return try fallback(parcel, "what the template writes \(reason)")
        }
    }

    func request(_ message: Message, now: Date) -> Request {
        builtIn.request(message, now: now)
    }

    func outcome(of answer: Answer, to message: Message) -> DeliveryOutcome {
        builtIn.outcome(of: answer, to: message)
    }

    /// What the template makes of a parcel.
    func writing(of parcel: Parcel, detail: Detail) throws -> Writing {
        guard let form else {
            return try builtIn.compose(parcel, detail: detail, template: template).map(Writing.message)
                ?? .tooLong
        }
        // What is around the body does not depend on how much it says.
        guard var message = try builtIn.compose(parcel, detail: .headline) else { return .tooLong }
        message.body = Array(template.text(of: parcel.parts(detail: detail)).utf8)
        message.envelope["type"] = form.type
        guard message.body.count <= form.limit else { return .tooLong }
        return form.objection(to: message.body).map(Writing.wrong) ?? .message(message)
    }

    private func fallback(_ parcel: Parcel, _ reason: String) throws -> Message? {
        for detail in Detail.allCases {
            guard var message = try builtIn.compose(parcel, detail: detail) else { continue }
            message.fallback = reason
            return message
        }
        return nil
    }
}

extension Message {
    /// Why it is in the built-in layout though there is a template; nil where all is as it should be.
    public internal(set) var fallback: String? {
        get { envelope["fallback"] }
        set { envelope["fallback"] = newValue }
    }
}
