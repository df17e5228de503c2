/// What became of a mail that a server was asked to take.
public enum MailAnswer: Sendable, Hashable {
    /// The server's word: it took the mail, or refused it.
    case reply(MailReply)
    /// The server offers no TLS where the mail wants it; it was told nothing.
    case noEncryption
    /// The server offers no way to log in that is known here.
    case noLogin
}

/// What a mail server replied to the last thing it was told.
public struct MailReply: Sendable, Hashable {
    /// What it was told.
    public enum Stage: Sendable, Hashable {
        /// Nothing yet but who is calling.
        case greeting
        /// To turn to TLS.
        case encryption
        /// User and password.
        case login
        /// The sender.
        case sender
        /// A recipient.
        case recipient
        /// The mail itself.
        case message
    }

    /// A recipient who does not get the mail, and the server's reason.
    public struct Refusal: Sendable, Hashable {
        /// The recipient.
        public let recipient: MailAddress
        /// The code: 4xx for now, 5xx for good.
        public let code: Int
        /// The words.
        public let text: String

        /// A refusal.
        public init(recipient: MailAddress, code: Int, text: String) {
            self.recipient = recipient
            self.code = code
            self.text = text
        }
    }

    /// What it replied to.
    public var stage: Stage
    /// The code: 2xx took the mail, 4xx not now, 5xx never (RFC 5321, section 4.2.1).
    public var code: Int
    /// The words, on one line, without the code.
    public var text: String
    /// The recipients whom it refused, whatever became of the mail.
    public var refusals: [Refusal]

    /// A reply.
    public init(stage: Stage, code: Int, text: String, refusals: [Refusal] = []) {
        self.stage = stage
        self.code = code
        self.text = text
        self.refusals = refusals
    }

    /// Whether the server has the mail now, for all recipients but the refused ones.
    public var isAccepted: Bool { stage == .message && (200..<300).contains(code) }
}
