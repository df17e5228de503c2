import News
import Web

/// A parcel as a mail: what its head says, its text and its page.
struct AlertMail: Sendable {
    let sender: Mailbox
    let recipients: [Mailbox]
    /// The channel's name, for whoever wonders where the mail comes from.
    let channel: String
    /// What writes the text below each headline, in HTML; nil where the built-in layout does.
    var template: Template?

    /// The mail that tells a parcel, but for its date.
    ///
    /// - Parameters:
    ///   - parcel: What is to be told.
    ///   - detail: How much is said of each alert.
    /// - Returns: The mail.
    func message(of parcel: Parcel, detail: Detail) -> MIMEMessage {
        let bulletin = Bulletin(parcel, detail: detail, passage: 2_000, template: template)
        let subject = bulletin.subject
        let imprint = "Sent by tocsin through the channel \(channel)."
        return MIMEMessage(
            head: head(subject, bulletin, parcel),
            id: parcel.id,
            text: bulletin.plainText + "\n\n-- \n\(imprint)\n",
            page: MailPage(bulletin: bulletin, subject: subject, imprint: imprint).html
        )
    }

    private func head(_ subject: String, _ bulletin: Bulletin, _ parcel: Parcel) -> [MailHeader] {
        var head = [
            MailHeader("From", [sender]),
            MailHeader("To", recipients),
            MailHeader("Subject", text: subject),
            MailHeader("Message-ID", word: messageID(parcel.id)),
            MailHeader("List-Id", word: "<\(listName(parcel)).tocsin.\(sender.address.host)>"),
            // Nobody's absence is to be told to a program.
            MailHeader("Auto-Submitted", word: "auto-generated"),
            MailHeader("X-Auto-Response-Suppress", word: "OOF, AutoReply"),
        ]
        if case .update(let alert) = parcel.contents {
            let earlier = messageID(alert.id)
            head += [MailHeader("In-Reply-To", word: earlier), MailHeader("References", word: earlier)]
        }
        if let mark = bulletin.priority.mark {
            head += [MailHeader("X-Priority", word: mark.number), MailHeader("Importance", word: mark.word)]
        }
        return head
    }

    /// The id under which mail programs know a repeat and thread what belongs together.
    private func messageID(_ id: String) -> String {
        let name = id.map { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-") ? $0 : "-" }
        return "<\(String(name.prefix(100)))@tocsin.\(sender.address.host)>"
    }

    /// What filters can go by: the list, where the mail is about one.
    private func listName(_ parcel: Parcel) -> String {
        let lists: Set<String> =
            switch parcel.contents {
            case .alerts(let alerts, _): Set(alerts.map(\.match.list))
            case .update(let alert): [alert.match.list]
            case .notices: ["notices"]
            }
        guard let list = lists.first, lists.count == 1 else { return "alerts" }
        let name = list.lowercased().map { $0.isASCII && ($0.isLetter || $0.isNumber) ? $0 : "-" }
        return String(name.prefix(60))
    }
}

extension Bulletin {
    /// What a mail that holds it is called: "[URGENT Ceasefire] Kyiv agrees to a truce".
    fileprivate var subject: String {
        let more = cards.count > 1 ? " (+\(cards.count - 1) more)" : ""
        let first = "[\(cards[0].label)] \(cards[0].headline)".clamped(to: 200)
        return heading.map { $0.clamped(to: 200) } ?? (followUp == nil ? "" : "Re: ") + first + more
    }
}

extension Priority {
    /// How mail programs are told of it; nil for what is as usual.
    fileprivate var mark: (number: String, word: String)? {
        switch self {
        case .low: ("5 (Lowest)", "low")
        case .normal: nil
        case .high: ("2 (High)", "high")
        case .urgent: ("1 (Highest)", "high")
        }
    }
}
