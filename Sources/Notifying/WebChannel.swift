import FoundationEssentials
import News
import Web

/// A channel to a service on the web.
struct WebChannel: Channel {
    /// What the settings say of the pace, instead of what suits the service.
    struct Pace: Hashable, Sendable {
        /// The pause between two messages.
        var interval: Duration?
        /// How many may go out at once after a silence.
        var burst: Int?
    }

    let name: String
    private let service: any WebService
    private let pace: Pace
    private let web: HTTPClient
    private let scrubber: Scrubber

    init(name: String, service: any WebService, pace: Pace = Pace(), web: HTTPClient) {
        self.name = name
        self.service = service
        self.pace = pace
        self.web = web
        scrubber = Scrubber(service.secrets)
    }

    var manners: Manners {
        var manners = service.manners
        manners.interval = pace.interval ?? manners.interval
        manners.burst = pace.burst ?? manners.burst
        return manners
    }

    func compose(_ parcel: Parcel, detail: Detail) throws -> Message? {
        try service.compose(parcel, detail: detail)
    }

    func send(_ message: Message, now: Date) async -> DeliveryOutcome {
        do {
            let response = try await web.send(request(message, now))
            let answer = Answer(response, now: now, scrubber: scrubber)
            return scrubber.scrubbed(service.outcome(of: answer, to: message))
        } catch {
            return scrubber.scrubbed(Self.outcome(of: error))
        }
    }

    /// The service's request, within the limits that hold for all: a redirect would carry credentials and payload
    /// elsewhere, and no answer is worth more than a look.
    private func request(_ message: Message, _ now: Date) -> Request {
        var request = service.request(message, now: now)
        request.headers.append(Header("Expect", ""))
        request.bodyLimit = 64 << 10
        request.maxRedirects = 0
        request.allowsPrivateAddress = true
        request.timeouts.total = .seconds(20)
        return request
    }

    /// Asks the server for nothing in particular, so that no message is sent and no secret leaves.
    func reach() async -> Reach {
        let sample = service.request(Message(id: "reach", body: []), now: Date()).url
        guard let parts = URLComponents(string: sample), let scheme = parts.scheme, let host = parts.host
        else {
            return .untried
        }
        let port = parts.port.map { ":\($0)" } ?? ""
        var request = Request(url: "\(scheme)://\(host)\(port)/", method: .head)
        request.maxRedirects = 0
        request.allowsPrivateAddress = true
        request.timeouts.total = .seconds(20)
        do {
            _ = try await web.send(request)
            return .reached
        } catch {
            return .unreached(scrubber.scrubbed("\(error)"))
        }
    }

    private static func outcome(of error: TransferError) -> DeliveryOutcome {
        switch error {
        case .tls, .certificate, .invalidURL, .invalidHeader, .forbiddenScheme: .broken(reason: "\(error)")
        default: .later(after: nil, reason: "\(error)", inDoubt: error.isInDoubt)
        }
    }
}
