import News
import Web

/// What a mail server's word means for the outbox.
enum MailOutcome {
    /// Reads an answer.
    static func outcome(of answer: MailAnswer) -> DeliveryOutcome {
        switch answer {
        case .reply(let reply) where reply.isAccepted:
            .delivered(remark: reply.refusals.isEmpty ? nil : "not for " + said(reply.refusals))
        case .reply(let reply):
            outcome(of: reply)
        case .noEncryption:
            .broken(
                reason:
                    "the mail server offers no encryption, so others could read along: use an smtps:// address, "
                    + "or say allow_plain = true"
            )
        case .noLogin:
            .broken(
                reason:
                    "the mail server offers no way to log in that is known here; leave out user and password"
            )
        }
    }

    /// What can be mended in the settings is the channel's fault, and what the server has against the mail itself is
    /// the mail's.
    private static func outcome(of reply: MailReply) -> DeliveryOutcome {
        let said = reply.refusals.isEmpty ? "answered \(reply.code) \(reply.text)" : said(reply.refusals)
        let reason = "\(said)\(hint(reply))"
        switch (reply.code, reply.stage) {
        case (..<500, _): return .later(after: nil, reason: reason, inDoubt: false)
        case (530, _), (_, .greeting), (_, .encryption), (_, .login), (_, .sender), (_, .recipient):
            return .broken(reason: reason)
        case (_, .message): return .refused(reason: reason)
        }
    }

    /// What an error means: nothing was said about the mail.
    static func outcome(of error: TransferError) -> DeliveryOutcome {
        switch error {
        case .certificate:
            .broken(reason: "\(error); name its authority in ca_file, or correct the host in url")
        case .tls, .unreadableFile: .broken(reason: "\(error)")
        default: .later(after: nil, reason: "\(error)", inDoubt: error.isInDoubt)
        }
    }

    private static func said(_ refusals: [MailReply.Refusal]) -> String {
        refusals.map { "\($0.recipient): answered \($0.code) \($0.text)" }.joined(separator: ", ")
    }

    private static func hint(_ reply: MailReply) -> String {
        switch (reply.code, reply.stage) {
        case (..<500, _): ""
        case (530, _): "; it wants a user and a password, or encryption"
        case (_, .greeting): "; it takes no mail from here"
        case (_, .encryption): "; it cannot encrypt"
        case (_, .login): "; check user and password"
        case (_, .sender): "; check from"
        case (_, .recipient): "; check to"
        case (_, .message): ""
        }
    }
}

extension MailReply {
    /// How much of a reply is shown.
    private static let shownLength = 300

    /// The reply as it may be shown; secrets go before it is cut, since half of one would not be recognised.
    func shown(by scrubber: Scrubber) -> MailReply {
        func shown(_ text: String) -> String { tidy(scrubber.scrubbed(text), Self.shownLength) }
        var reply = self
        reply.text = shown(text)
        reply.refusals = refusals.map { refusal in
            Refusal(recipient: refusal.recipient, code: refusal.code, text: shown(refusal.text))
        }
        return reply
    }
}
