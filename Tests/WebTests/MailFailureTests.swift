import TestSupport
import Testing
import Web

@Suite(.timeLimit(.minutes(10))) struct `A mail fails` {
    struct Row: Sendable, CustomTestStringConvertible {
        let because: String
        let at: String
        let reply: LoopbackMailReply
        /// Whether the server may have the mail.
        let isInDoubt: Bool

        var testDescription: String { because }
    }

    static let rows = [
        Row(because: "closed at once", at: "CONNECT", reply: .close, isInDoubt: false),
        Row(because: "closed among the commands", at: "RCPT", reply: .close, isInDoubt: false),
        Row(because: "closed after the mail", at: ".", reply: .close, isInDoubt: true),
        Row(because: "no greeting", at: "CONNECT", reply: .hang, isInDoubt: false),
        Row(because: "silence among the commands", at: "MAIL", reply: .hang, isInDoubt: false),
        Row(because: "silence after the mail", at: ".", reply: .hang, isInDoubt: true),
    ]

    @Test(arguments: rows)
    func `in doubt only once it was handed over`(_ row: Row) async throws {
        let counter = try Counter([row.at: row.reply])
        var mail = try counter.mail()
        mail.timeouts.total = .milliseconds(500)
        let error = try #require(await counter.failure(mail))
        #expect(error.isInDoubt == row.isInDoubt, "\(error)")
        switch (row.reply, error) {
        case (.hang, .timedOut), (.close, .connect), (.close, .connectionLost): break
        default: Issue.record("\(error)")
        }
    }

    @Test func `where nobody listens`() async throws {
        let counter = try Counter()
        counter.server.stop()
        let error = try #require(await counter.failure(try counter.mail()))
        #expect(
            error
                == .connect("connection refused by 127.0.0.1:\(counter.server.port); is the server running?")
        )
    }

    /// While the thread sees to other things, and while it stands still for the server's last word.
    @Test(arguments: ["MAIL", "."])
    func `when it is cancelled`(_ stage: String) async throws {
        let counter = try Counter([stage: .hang])
        let mail = try counter.mail()
        let task = Task { await counter.failure(mail) }
        await counter.server.line(stage)
        task.cancel()
        #expect(await task.value == .cancelled)
    }

    @Test(arguments: ["MAIL", "."])
    func `when the client shuts down`(_ stage: String) async throws {
        let counter = try Counter([stage: .hang])
        let mail = try counter.mail()
        let tasks = (0..<3).map { _ in Task { await counter.failure(mail) } }
        await counter.server.line(stage)
        await counter.client.shutDown()
        for task in tasks { #expect(await task.value == .shutDown) }
        #expect(await counter.failure(mail) == .shutDown)
    }

    @Test func `never for want of a farewell`() async throws {
        let counter = try Counter(["QUIT": .hang])
        #expect(await counter.reply(try counter.mail())?.isAccepted == true)
    }
}

@Suite struct `A mail server's address` {
    static let addresses: [(url: String, place: String?, because: String)] = [
        ("smtps://mail.example.org", "mail.example.org:465", "the usual port"),
        ("smtp://mail.example.org:587/desk.example.org", "mail.example.org:587", "and the client's own name"),
        ("SMTP://[::1]", "[::1]:25", "capitals, and an IPv6 address"),
        ("https://mail.example.org", nil, "another scheme"),
        ("mail.example.org", nil, "no scheme"),
        ("smtp://", nil, "no host"),
        ("smtp://mail.example.org/%0d%0aRCPT", nil, "the path would smuggle in a command"),
        ("smtp://mail.example.org/a?b", nil, "a query means nothing"),
        ("smtp://desk:secret@mail.example.org", nil, "a password would be shown with the address"),
        ("smtp://mail.example.org\u{0}", nil, "libcurl would not see its end"),
    ]

    @Test(arguments: addresses)
    func `is read`(_ url: String, _ place: String?, _ because: String) {
        #expect((try? MailServer(url))?.place == place, "\(because)")
    }

    @Test func `says where others can read along`() throws {
        #expect(try MailServer("smtps://a", startTLS: .never).isEncrypted)
        #expect(try MailServer("smtp://a").isEncrypted)
        #expect(try !MailServer("smtp://a", startTLS: .offered).isEncrypted)
        for host in ["localhost", "127.9.0.1", "[::1]", "a.localhost"] {
            #expect(try MailServer("smtp://\(host)").isLoopback, "\(host)")
        }
        for host in ["example.org", "10.0.0.1", "127.example.org"] {
            #expect(try !MailServer("smtp://\(host)").isLoopback, "\(host)")
        }
    }

    @Test func `is complained about with a remedy`() {
        #expect(throws: MailServer.AddressError.holdsCredentials) { try MailServer("smtp://a:b@c") }
        #expect(
            "\(MailServer.AddressError.noMailServer("x"))"
                == "x is not a mail server's address; write it as smtps://host:465 or smtp://host:587"
        )
    }
}

@Suite struct `A mail address` {
    static let addresses: [(text: String, isGood: Bool, because: String)] = [
        ("desk@example.org", true, "the usual form"),
        ("night.desk+alerts@mail.example.org", true, "dots and a tag"),
        ("root@localhost", true, "a host without a dot"),
        ("o'brien=x@xn--bcher-kva.example", true, "an apostrophe, and an international name as DNS has it"),
        ("desk", false, "no host"),
        ("@example.org", false, "no name"),
        ("a@b@c", false, "two hosts"),
        ("desk @example.org", false, "a space"),
        ("desk@example.org\r\nBcc: x@y", false, "a line break"),
        ("<desk@example.org>", false, "brackets"),
        ("desk@-x.org", false, "a label that begins with a hyphen"),
        ("desk@a..org", false, "an empty label"),
        (".desk@example.org", false, "an empty word"),
        (String(repeating: "x", count: 65) + "@example.org", false, "too long a name"),
        ("bücher@example.org", false, "letters beyond ASCII"),
        ("desk@bücher.example", false, "and in the host"),
    ]

    @Test(arguments: addresses)
    func `is read`(_ text: String, _ isGood: Bool, _ because: String) {
        #expect(((try? MailAddress(text)) != nil) == isGood, "\(because)")
    }

    @Test func `is complained about with a remedy`() {
        #expect(
            "\(MailAddress.AddressError.foreignLetters("ä@b.c"))"
                == "ä@b.c has letters that not every mail server takes in an address; write its host as xn--…, "
                + "or use an address in the letters a to z"
        )
        #expect(
            "\(MailAddress.AddressError.malformed("desk"))"
                == "desk is not a mail address; write it as desk@example.org"
        )
    }
}
