/// A mail, and the server to hand it to.
public struct Mail: Sendable {
    /// The server.
    public var server: MailServer
    /// The user and the password to log in with; nil does not log in.
    public var credentials: Credentials?
    /// Where errors go: the sender on the envelope.
    public var sender: MailAddress
    /// Who gets it: the recipients on the envelope, at least one.
    public var recipients: [MailAddress]
    /// The mail itself, headers and body, in lines that end with CR and LF.
    ///
    /// The dots that SMTP wants before a line's own first dot come by themselves.
    public var message: [UInt8]
    /// The recipients without whom the mail goes to the others where the server does not take them for now.
    ///
    /// For any other, it then goes to nobody, so that sending it again later gives no one a second copy. A
    /// recipient whom the server refuses for good never keeps the mail from the others.
    public var dispensable: Set<MailAddress>
    /// How long it may take; by default long enough for servers that look into what they take.
    public var timeouts: Timeouts

    /// A mail, with at least one recipient.
    public init(
        server: MailServer,
        credentials: Credentials? = nil,
        sender: MailAddress,
        recipients: [MailAddress],
        message: [UInt8],
        dispensable: Set<MailAddress> = [],
        timeouts: Timeouts = Timeouts(connect: .seconds(30), total: .seconds(120))
    ) {
        precondition(!recipients.isEmpty, "a mail has at least one recipient")
        self.server = server
        self.credentials = credentials
        self.sender = sender
        self.recipients = recipients
        self.message = message
        self.dispensable = dispensable
        self.timeouts = timeouts
    }
}
