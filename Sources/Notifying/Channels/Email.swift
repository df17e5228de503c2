import FoundationEssentials
import News
import Synchronization
import Web

/// Alerts as mails, through a mail server.
///
/// It remembers which recipients the server keeps putting off, so that they hold up the others once and not with
/// every alert.
final class Email: Channel {
    /// What the channel needs to know.
    struct Configuration: Sendable {
        /// The server to hand mails to.
        let server: MailServer
        /// How to log in there; nil does not.
        let credentials: Credentials?
        /// Who sends.
        let sender: Mailbox
        /// Who gets it.
        let recipients: [Mailbox]
        /// The certificate authorities to trust; nil takes the system's.
        let caFile: String?
        /// What no reason may show.
        let secrets: [Secret]
        /// The pause between two mails; nil takes what suits most servers.
        let interval: Duration?
        /// How many may go out at once after a silence.
        let burst: Int?
        /// What writes the text below each headline, in HTML; nil where the built-in layout does.
        var template: Template?
    }

    /// How often all wait for a recipient whom the server puts off: long enough for greylisting, which is over
    /// after some minutes.
    private static let patience = 5
    let name: String
    private let configuration: Configuration
    private let client: MailClient
    private let scrubber: Scrubber
    private let putOff = Mutex<Set<MailAddress>>([])

    /// A channel with a thread of its own, so that no other one waits for its server.
    ///
    /// - Parameters:
    ///   - name: Its name in the settings.
    ///   - configuration: What it needs to know.
    /// - Throws: Where the file of authorities cannot be read.
    init(name: String, configuration: Configuration) throws {
        self.name = name
        self.configuration = configuration
        client = try MailClient(caFile: configuration.caFile)
        scrubber = Scrubber(configuration.secrets)
    }

    /// Mail programs know a repeat by its id, but not all of them.
    var manners: Manners {
        let recipients = configuration.recipients.map(\.address.text).joined(separator: " ")
        return Manners(
            destination: "\(configuration.server.place) \(recipients)",
            interval: configuration.interval ?? .milliseconds(200),
            burst: configuration.burst ?? 5,
            capacity: 50
        )
    }

    func compose(_ parcel: Parcel, detail: Detail) throws -> Message? {
        guard let body = configuration.body(of: parcel, detail: detail, channel: name) else { return nil }
        var message = Message(parcel, body: body)
        if configuration.template != nil, detail == .headline {
            message.fallback = "what the template writes is too long for the channel"
        }
        return message
    }

    /// Hands the mail over; its date is that of the attempt.
    func send(_ message: Message, now: Date) async -> DeliveryOutcome {
        do {
            return outcome(of: try await client.send(mail(message, now)))
        } catch {
            return scrubber.scrubbed(MailOutcome.outcome(of: error))
        }
    }

    private func mail(_ message: Message, _ now: Date) -> Mail {
        let recipients = configuration.recipients.map(\.address)
        return Mail(
            server: configuration.server,
            credentials: configuration.credentials,
            sender: configuration.sender.address,
            recipients: recipients,
            message: MailHeader("Date", word: mailDate(now)).bytes + message.body,
            dispensable: message.attempts < Self.patience ? putOff.withLock { $0 } : Set(recipients)
        )
    }

    private func outcome(of answer: MailAnswer) -> DeliveryOutcome {
        guard case .reply(let reply) = answer else { return MailOutcome.outcome(of: answer) }
        if reply.isAccepted {
            let late = reply.refusals.filter { $0.code < 500 }.map(\.recipient)
            putOff.withLock { $0 = Set(late) }
        }
        return MailOutcome.outcome(of: .reply(reply.shown(by: scrubber)))
    }
}

extension Email.Configuration {
    /// How large a mail may be; some programs show no more than a hundred kilobytes.
    private static let budget = 100_000

    /// The mail that tells a parcel, but for its date; nil where it is too large.
    func body(of parcel: Parcel, detail: Detail, channel: String) -> [UInt8]? {
        let mail = AlertMail(sender: sender, recipients: recipients, channel: channel, template: template)
        let bytes = mail.message(of: parcel, detail: detail).bytes
        return bytes.count <= Self.budget ? bytes : nil
    }
}
