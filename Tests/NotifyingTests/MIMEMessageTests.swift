import FoundationEssentials
import TestSupport
import Testing

@testable import Notifying

@Suite struct `A mail's form` {
    /// Texts as publishers and attackers have them, each of which must come back as it was.
    static let texts: [(text: String, because: String)] = [
        ("Kyiv agrees to a truce", "nothing special"),
        ("", "nothing at all"),
        ("Перемир’я на сході: що відомо", "Ukrainian"),
        ("停戦協定に署名、両首脳が会談", "Japanese, without a blank"),
        ("اتفاق وقف إطلاق النار", "Arabic"),
        ("הפסקת אש", "Hebrew"),
        ("युद्धविराम पर सहमति", "Devanagari, whose letters are made of several"),
        ("Cessez-le-feu : « c’est signé »", "French"),
        ("👨‍👩‍👧‍👦🇺🇦 " + String(repeating: "e\u{301}\u{302}", count: 60), "families, flags and accents"),
        (String(repeating: "х", count: 400), "a long word that must be cut between letters"),
        (String(repeating: "x", count: 1_200), "a word longer than a line may be"),
        (String(repeating: "word ", count: 300) + "end", "many words"),
        ("=?utf-8?B?QmNjOiB4?= =?x", "what looks like an encoded word"),
        ("=41=\t= =0D=0A", "what looks like quoted-printable"),
        ("double  blank and  more", "blanks in a row"),
        ("[x] \"quoted\" <a@b.c>, (comment); \\ : @", "characters that mean something in headers"),
        ("\u{1F514}" + String(repeating: " a", count: 100), "an encoded word first, and then plain words"),
    ]

    @Test(arguments: texts)
    func `keeps a subject`(_ text: String, _ because: String) {
        let mail = mail(subject: text)
        #expect(MailReader(mail).headers["subject"] == text, "\(because)")
        #expect(Self.isProper(mail), "\(because)")
    }

    @Test(arguments: texts)
    func `keeps a text and a page`(_ text: String, _ because: String) {
        let mail = mail(text: text, page: "<p>" + text + "</p>")
        let reader = MailReader(mail)
        #expect(reader.parts.count == 2)
        #expect(reader.text("text/plain; charset=utf-8") == text, "\(because)")
        #expect(reader.text("text/html; charset=utf-8") == "<p>" + text + "</p>", "\(because)")
        #expect(Self.isProper(mail), "\(because)")
    }

    static let breaks: [(text: String, read: String, because: String)] = [
        ("a\nb", "a\nb", "as programs have it"),
        ("a\r\nb", "a\nb", "as mails have it"),
        ("a\rb", "a\nb", "a return alone"),
        ("a\n\rb", "a\n\nb", "two, in the wrong order"),
        ("a\n", "a", "at the end"),
        (".\n..\n.a", ".\n..\n.a", "dots that SMTP could take for its own"),
        ("From me\n From you", "From me\n From you", "what mailboxes begin a mail with"),
        ("a \nb\t\n ", "a \nb\t\n ", "blanks at the ends of lines"),
        ("--=_id\n--=_id--", "--=_id\n--=_id--", "what parts the versions"),
        ("a\u{2028}b\u{85}c", "a\u{2028}b\u{85}c", "line breaks of Unicode, which are letters here"),
        ("a\u{0}b", "a\u{0}b", "a zero"),
    ]

    @Test(arguments: breaks)
    func `keeps lines apart`(_ text: String, _ read: String, _ because: String) {
        let mail = mail(text: text)
        let reader = MailReader(mail)
        #expect(reader.text("text/plain") == read, "\(because)")
        #expect(reader.text("text/html") == "page", "\(because)")
        #expect(Self.isProper(mail), "\(because)")
    }

    /// No text gets out of its header.
    @Test(arguments: [
        "x\r\nBcc: eve@example.org", "x\nBcc: eve", "x\rBcc: eve", "x\r\n\r\nBcc: eve", "x\u{0}y",
    ])
    func `has no header but its own`(_ text: String) throws {
        let mail = MIMEMessage(
            head: [
                MailHeader("Subject", text: text),
                MailHeader("Message-ID", word: "<\(text)>"),
                MailHeader("From", [try Mailbox("\(text) <a@b.c>")]),
            ],
            id: text,
            text: text,
            page: text
        )
        let reader = MailReader(mail.bytes)
        let names = ["content-type", "from", "message-id", "mime-version", "subject"]
        #expect(reader.headers.keys.sorted() == names)
        #expect(reader.parts.count == 2)
        #expect(Self.isProper(mail.bytes))
    }

    static let mailboxes: [(written: String, name: String, header: String, because: String)] = [
        ("desk@example.org", "", "desk@example.org", "an address alone"),
        ("Night desk <desk@example.org>", "Night desk", "Night desk <desk@example.org>", "words"),
        ("\"Desk, night\" <desk@example.org>", "Desk, night", "\"Desk, night\" <desk@example.org>", "quotes"),
        ("O'Neill <o@example.org>", "O'Neill", "\"O'Neill\" <o@example.org>", "more than letters"),
        ("a\\b\"c <o@example.org>", "a\\b\"c", "\"a\\\\b\\\"c\" <o@example.org>", "a quote within"),
        ("Нічна зміна <desk@example.org>", "Нічна зміна", "Нічна зміна <desk@example.org>", "Cyrillic"),
    ]

    @Test(arguments: mailboxes)
    func `names mailboxes`(_ written: String, _ name: String, _ header: String, _ because: String) throws {
        let mailbox = try Mailbox(written)
        #expect(mailbox.name == name, "\(because)")
        let mail = MIMEMessage(head: [MailHeader("To", [mailbox, mailbox])], id: "id", text: "", page: "")
            .bytes
        #expect(MailReader(mail).headers["to"] == "\(header), \(header)", "\(because)")
        #expect(Self.isProper(mail))
    }

    @Test func `writes scripts beyond ASCII in the shorter way`() {
        let latin = MailReader(mail(text: "Cessez-le-feu signé à Genève, après des mois de négociations"))
        #expect(latin.parts.first?.headers["content-transfer-encoding"] == "quoted-printable")
        let long = mail(text: String(repeating: "停戦", count: 200))
        #expect(MailReader(long).parts.first?.headers["content-transfer-encoding"] == "base64")
    }

    static let dates: [(seconds: Int, text: String)] = [
        (1_753_092_000, "Mon, 21 Jul 2025 10:00:00 +0000"), (0, "Thu, 01 Jan 1970 00:00:00 +0000"),
        (951_782_399, "Mon, 28 Feb 2000 23:59:59 +0000"),
    ]

    @Test(arguments: dates)
    func `names a moment`(_ seconds: Int, _ text: String) {
        #expect(mailDate(Date(timeIntervalSince1970: Double(seconds))) == text)
    }

    private func mail(subject: String = "subject", text: String = "text", page: String = "page") -> [UInt8] {
        MIMEMessage(head: [MailHeader("Subject", text: subject)], id: "id", text: text, page: page).bytes
    }

    /// Whether every server takes it: lines of ASCII, none too long, none that begins with a dot, ends as they
    /// should be.
    static func isProper(_ mail: [UInt8]) -> Bool {
        let lines = mail.split(separator: 10, omittingEmptySubsequences: false)
        return lines.last?.isEmpty == true
            && lines.dropLast().allSatisfy { line in
                line.last == 13 && line.count <= 79 && line.first != UInt8(ascii: ".")
                    && line.dropLast().allSatisfy { $0 == 9 || (0x20..<0x7F).contains($0) }
            }
    }
}
