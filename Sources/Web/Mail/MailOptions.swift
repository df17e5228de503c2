import CCurl

/// What libcurl is told about a mail.
extension MailTransfer {
    /// The ways to log in with a user and a password.
    ///
    /// libcurl would rather take others where a server offers them, which want a ticket or a domain (Kerberos, NTLM).
    private static let logins = "AUTH=PLAIN;AUTH=LOGIN;AUTH=CRAM-MD5;AUTH=DIGEST-MD5"

    func configure() {
        let mail = order.mail
        handle.configureConnection(settings, certificates: nil)
        handle.set(connectTimeout: mail.timeouts.connect)
        handle.set(CURLOPT_TIMEOUT_MS, max(1, mail.timeouts.total.milliseconds))
        handle.set(CURLOPT_PROTOCOLS_STR, "smtp,smtps")
        handle.set(CURLOPT_URL, mail.server.url)
        handle.set(CURLOPT_USE_SSL, encryption)
        // A connection that is kept would be taken leave of when nobody watches the time any more.
        handle.set(CURLOPT_FRESH_CONNECT, 1)
        handle.set(CURLOPT_FORBID_REUSE, 1)
        if let credentials = mail.credentials {
            handle.set(CURLOPT_USERNAME, credentials.user)
            handle.set(CURLOPT_PASSWORD, credentials.password)
            handle.set(CURLOPT_LOGIN_OPTIONS, Self.logins)
        }
        handle.set(CURLOPT_MAIL_FROM, mail.sender.text)
        handle.set(CURLOPT_MAIL_RCPT, lines: mail.recipients.map { Array($0.text.utf8) })
        // `MailDialogue` says when a refused recipient ends it all.
        handle.set(CURLOPT_MAIL_RCPT_ALLLOWFAILS, 1)
        // Not its size: libcurl 7.88 compares that with what it has sent, dots of its own included.
        handle.set(CURLOPT_UPLOAD, 1)
        configureCallbacks()
    }

    private var encryption: Int {
        switch order.mail.server.startTLS {
        case .required: Int(CURLUSESSL_ALL.rawValue)
        case .offered: Int(CURLUSESSL_TRY.rawValue)
        case .never: Int(CURLUSESSL_NONE.rawValue)
        }
    }

    private func configureCallbacks() {
        let context = Unmanaged.passUnretained(self).toOpaque()
        handle.set(CURLOPT_PRIVATE, pointer: UnsafeMutableRawPointer(bitPattern: order.ticket.id))
        handle.set(CURLOPT_READFUNCTION, giveMail)
        handle.set(CURLOPT_READDATA, pointer: context)
        handle.set(CURLOPT_HEADERFUNCTION, takeReplyLine)
        handle.set(CURLOPT_HEADERDATA, pointer: context)
        handle.set(CURLOPT_VERBOSE, 1)
        handle.set(debug: takeCommandLine)
        handle.set(CURLOPT_DEBUGDATA, pointer: context)
        handle.set(CURLOPT_NOPROGRESS, 0)
        handle.set(progress: watch)
        handle.set(CURLOPT_XFERINFODATA, pointer: context)
        handle.set(openSocket: openAnySocket)
    }
}
