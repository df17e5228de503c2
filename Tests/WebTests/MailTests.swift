import TestSupport
import Testing
import Web

/// A client and a mail server that does as told.
struct Counter {
    let server: LoopbackMailServer
    let client: MailClient

    init(_ script: [String: LoopbackMailReply] = [:]) throws {
        server = try LoopbackMailServer(script)
        client = try MailClient()
    }

    func mail(
        to recipients: [String] = ["ada@example.org"],
        _ message: String = "Subject: x\r\n\r\nhello\r\n",
        startTLS: MailServer.StartTLS = .never
    ) throws -> Mail {
        Mail(
            server: try MailServer(server.url + "/desk.example.org", startTLS: startTLS),
            sender: try MailAddress("tocsin@example.org"),
            recipients: try recipients.map { text in try MailAddress(text) },
            message: Array(message.utf8)
        )
    }

    /// What became of a mail.
    func send(_ mail: Mail) async -> Result<MailAnswer, TransferError> {
        do throws(TransferError) {
            return .success(try await client.send(mail))
        } catch {
            return .failure(error)
        }
    }

    /// The server's word on a mail; nil where it had none.
    func reply(_ mail: Mail) async -> MailReply? {
        if case .success(.reply(let reply)) = await send(mail) { reply } else { nil }
    }

    /// What kept the server from saying anything; nil where it did.
    func failure(_ mail: Mail) async -> TransferError? {
        if case .failure(let error) = await send(mail) { error } else { nil }
    }
}

@Suite(.timeLimit(.minutes(10))) struct `A mail` {
    @Test func `is handed over with its envelope`() async throws {
        let counter = try Counter([".": .say("250 2.0.0 queued as 7")])
        var mail = try counter.mail(to: ["ada@example.org", "bob@example.org"])
        mail.credentials = Credentials(user: "desk", password: "pass word")
        let reply = try #require(await counter.reply(mail))
        #expect(reply == MailReply(stage: .message, code: 250, text: "2.0.0 queued as 7"))
        #expect(reply.isAccepted)
        let lines = counter.server.lines
        #expect(lines.first == "EHLO desk.example.org")
        #expect(lines.contains("MAIL FROM:<tocsin@example.org>"))
        #expect(
            lines.filter { $0.hasPrefix("RCPT") } == [
                "RCPT TO:<ada@example.org>", "RCPT TO:<bob@example.org>",
            ]
        )
        #expect(lines.contains { $0.hasPrefix("AUTH PLAIN") })
        #expect(lines.contains("QUIT"))
        #expect(counter.server.mails == ["Subject: x\r\n\r\nhello\r\n"])
    }

    /// Lines that SMTP could take for its own, and sizes around the buffers on the way.
    static let messages: [(message: String, because: String)] = [
        (".\r\n", "a dot alone would end the mail"),
        ("..\r\n.x\r\n\r\n.\r\nend\r\n", "dots at the beginnings of lines"),
        ("QUIT\r\nRSET\r\n", "commands"),
        (
            String(repeating: ".0123456789\r\n", count: 20_000),
            "so many dots that they would fill a line each"
        ),
        (String(repeating: "x", count: 65_535) + "\r\n.y\r\n", "a dot after the end of a buffer"),
        ("", "nothing"),
    ]

    @Test(arguments: messages)
    func `arrives as it was sent`(_ message: String, _ because: String) async throws {
        let counter = try Counter()
        #expect(await counter.reply(try counter.mail(message))?.isAccepted == true, "\(because)")
        #expect(counter.server.mails == [message], "\(because)")
    }

    struct Refused: Sendable, CustomTestStringConvertible {
        let at: String
        let says: String
        let stage: MailReply.Stage
        let code: Int
        let text: String

        var testDescription: String { "\(says) to \(at)" }
    }

    static let refusals = [
        Refused(at: "CONNECT", says: "554 no", stage: .greeting, code: 554, text: "no"),
        Refused(at: "CONNECT", says: "421-too\r\n421 many", stage: .greeting, code: 421, text: "too many"),
        Refused(at: "LOGIN", says: "535 5.7.8 wrong", stage: .login, code: 535, text: "5.7.8 wrong"),
        Refused(at: "MAIL", says: "530 log in first", stage: .sender, code: 530, text: "log in first"),
        Refused(at: "RCPT", says: "550 who?", stage: .recipient, code: 550, text: "who?"),
        Refused(at: "RCPT", says: "451 later", stage: .recipient, code: 451, text: "later"),
        Refused(at: "DATA", says: "452 full", stage: .message, code: 452, text: "full"),
        Refused(
            at: ".",
            says: "554-5.7.1 spam\u{7}\r\n554 5.7.1 go away",
            stage: .message,
            code: 554,
            text: "5.7.1 spam 5.7.1 go away"
        ),
        Refused(at: ".", says: "451", stage: .message, code: 451, text: ""),
    ]

    @Test(arguments: refusals)
    func `is refused with the server's words`(_ row: Refused) async throws {
        let counter = try Counter([row.at: .say(row.says)])
        var mail = try counter.mail()
        mail.credentials = Credentials(user: "desk", password: "x")
        let reply = try #require(await counter.reply(mail))
        #expect(reply.stage == row.stage)
        #expect(reply.code == row.code)
        #expect(reply.text == row.text)
        #expect(!reply.isAccepted)
    }

    static let fates:
        [(reply: String, dispensable: [String], isAccepted: Bool, mails: Int, because: String)] = [
            ("550 who?", [], true, 1, "who is refused for good does not keep the mail from the others"),
            ("550 who?", ["bob@example.org"], true, 1, "the same"),
            (
                "451 later", ["ada@example.org"], false, 0,
                "sent again later, it would be a second copy for the others"
            ),
            ("451 later", ["bob@example.org"], true, 1, "the others have waited long enough"),
        ]

    @Test(arguments: fates)
    func `one of whose recipients is refused`(
        _ says: String,
        _ dispensable: [String],
        _ isAccepted: Bool,
        _ mails: Int,
        _ because: String
    ) async throws {
        let counter = try Counter(["RCPT TO:<bob": .say(says)])
        var mail = try counter.mail(to: ["ada@example.org", "bob@example.org", "eve@example.org"])
        mail.dispensable = Set(try dispensable.map { text in try MailAddress(text) })
        let reply = try #require(await counter.reply(mail))
        #expect(reply.isAccepted == isAccepted, "\(because)")
        #expect(counter.server.mails.count == mails, "\(because)")
        #expect(reply.refusals.map(\.recipient.text) == ["bob@example.org"])
        #expect(reply.refusals.map(\.code) == [Int(says.prefix(3))])
    }

    @Test func `that nobody is to get is refused`() async throws {
        let counter = try Counter(["RCPT": .say("550 who?")])
        let reply = try #require(
            await counter.reply(try counter.mail(to: ["ada@example.org", "bob@example.org"]))
        )
        #expect(reply.code == 550)
        #expect(reply.refusals.count == 2)
        #expect(counter.server.mails.isEmpty)
    }

    @Test func `is told to nobody without encryption`() async throws {
        let counter = try Counter()
        var mail = try counter.mail(startTLS: .required)
        mail.credentials = Credentials(user: "desk", password: "x")
        #expect(await counter.send(mail) == .success(.noEncryption))
        #expect(!counter.server.lines.contains { $0.hasPrefix("AUTH") || $0.hasPrefix("MAIL") })
        mail.server.startTLS = .offered
        #expect(await counter.reply(mail)?.isAccepted == true)
    }

    @Test func `waits for a server that is not ready for encryption`() async throws {
        let counter = try Counter([
            "EHLO": .say("250-loopback\r\n250 STARTTLS"), "STARTTLS": .say("454 not now"),
        ])
        let reply = await counter.reply(try counter.mail(startTLS: .required))
        #expect(reply == MailReply(stage: .encryption, code: 454, text: "not now"))
    }

    @Test func `finds no way to log in`() async throws {
        let counter = try Counter(["EHLO": .say("250-loopback\r\n250 AUTH X-RIDDLE")])
        var mail = try counter.mail()
        mail.credentials = Credentials(user: "desk", password: "x")
        #expect(await counter.send(mail) == .success(.noLogin))
    }

    @Test func `logs in with a password, whatever else there is`() async throws {
        let counter = try Counter([
            "EHLO": .say("250-loopback\r\n250 AUTH GSSAPI NTLM LOGIN"), "AUTH": .close,
        ])
        var mail = try counter.mail()
        mail.credentials = Credentials(user: "desk@example.org", password: "x")
        _ = await counter.send(mail)
        #expect(counter.server.lines.last == "AUTH LOGIN")
    }

    @Test func `goes over TLS from the first byte`() async throws {
        let counter = try Counter()
        let folder = try TemporaryFolder()
        let front = try TLSFront(
            to: counter.server.port,
            certificate: folder.write(TestCertificates.good, to: "server.pem"),
            key: folder.write(TestCertificates.key, to: "key.pem")
        )
        var mail = try counter.mail()
        mail.server = try MailServer("smtps://127.0.0.1:\(front.port)")
        let trusting = try MailClient(caFile: folder.write(TestCertificates.authority, to: "authority.pem"))
        #expect(try await trusting.send(mail) == .reply(MailReply(stage: .message, code: 250, text: "well")))
        guard case .certificate = await counter.failure(mail) else {
            Issue.record("nobody vouches for the server")
            return
        }
        #expect(counter.server.mails.count == 1)
    }
}
