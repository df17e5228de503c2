/// Hands mails to mail servers over SMTP, on a thread of its own.
///
/// libcurl waits for a server's last word on a mail with the whole thread standing still, and a server that looks
/// into what it takes may think for a while. So mails do not share the thread of an `HTTPClient`, and whoever
/// should not wait for anybody else's mail server has a client of their own.
public final class MailClient: Sendable {
    private let engine: Engine

    /// A client, ready to use.
    ///
    /// - Parameters:
    ///   - limits: How many mails are under way at a time.
    ///   - caFile: The certificate authorities to trust, in PEM; nil takes those of `SSL_CERT_FILE` or
    ///     `CURL_CA_BUNDLE`, or else the system's.
    /// - Throws: `unreadableFile` where `caFile` cannot be read; `outOfMemory` where there is no thread to be
    /// had.
    public init(
        limits: ConnectionLimits = ConnectionLimits(total: 4, perHost: 1, idle: 0),
        caFile: String? = nil
    ) throws(TransferError) {
        engine = try Engine(userAgent: "", certificates: CertificateBundle.path(caFile), limits: limits)
    }

    deinit {
        engine.stop()
        engine.detach()
    }

    /// Hands a mail over and waits for the server's word on it.
    ///
    /// The wait ends within a second when the task is cancelled. What the server refuses is an answer, too.
    ///
    /// - Parameter mail: The mail.
    /// - Returns: The server's word.
    /// - Throws: Why there is none.
    public func send(_ mail: Mail) async throws(TransferError) -> MailAnswer {
        try await engine.result { ticket, continuation in
            MailOrder(mail: mail, ticket: ticket, continuation: continuation)
        }.get()
    }

    /// Ends every mail, each with `shutDown`, and waits until the client's thread has ended.
    public func shutDown() async {
        engine.stop()
        await engine.join()
    }
}
