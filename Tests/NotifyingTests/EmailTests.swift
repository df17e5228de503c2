import FoundationEssentials
import News
import TestSupport
import Testing
import Web

@testable import Notifying

@Suite(.timeLimit(.minutes(10))) struct `An e-mail channel` {
    private func channel(
        _ server: LoopbackMailServer,
        to recipients: [String] = ["desk@example.org"]
    ) throws -> Email {
        let configuration = Email.Configuration(
            server: try MailServer(server.url, startTLS: .offered),
            credentials: Credentials(user: "desk", password: "hunter2hunter2"),
            sender: try Mailbox("tocsin <tocsin@example.org>"),
            recipients: try recipients.map { text in try Mailbox(text) },
            caFile: nil,
            secrets: [Secret("hunter2hunter2")],
            interval: nil,
            burst: nil
        )
        return try Email(name: "mail", configuration: configuration)
    }

    private func deliver(_ channel: Email, attempts: Int = 0) async throws -> DeliveryOutcome {
        let parcel = Parcel(id: "id-1", channel: "mail", .alert(.about("A truce")), attempts: attempts)
        let message = try #require(try channel.compose(parcel, detail: .full))
        return await channel.send(message, now: .start)
    }

    @Test func `sends what it has written, with the date of the attempt`() async throws {
        let server = try LoopbackMailServer()
        let channel = try channel(server, to: ["desk@example.org", "Ada <ada@example.org>"])
        #expect(try await deliver(channel) == .delivered())
        let mail = MailReader(Array(try #require(server.mails.first).utf8))
        #expect(mail.headers["date"] == "Mon, 21 Jul 2025 10:00:00 +0000")
        #expect(mail.headers["message-id"] == "<id-1@tocsin.example.org>")
        #expect(mail.headers["to"] == "desk@example.org, Ada <ada@example.org>")
        #expect(mail.text("text/plain")?.hasPrefix("Ceasefire: A truce\n") == true)
        let recipients = server.lines.filter { $0.hasPrefix("RCPT") }
        #expect(recipients == ["RCPT TO:<desk@example.org>", "RCPT TO:<ada@example.org>"])
    }

    struct Row: Sendable, CustomTestStringConvertible {
        let at: String
        let says: String
        let outcome: DeliveryOutcome

        var testDescription: String { "\(says) to \(at)" }
    }

    static let rows = [
        Row(at: ".", says: "250 queued", outcome: .delivered()),
        Row(at: ".", says: "451 4.7.1 later", outcome: later("answered 451 4.7.1 later")),
        Row(at: ".", says: "550 5.7.1 spam", outcome: .refused(reason: "answered 550 5.7.1 spam")),
        Row(
            at: ".",
            says: "530 log in",
            outcome: broken("answered 530 log in; it wants a user and a password, or encryption")
        ),
        Row(at: "CONNECT", says: "421 too many", outcome: later("answered 421 too many")),
        Row(at: "CONNECT", says: "554 no", outcome: broken("answered 554 no; it takes no mail from here")),
        Row(
            at: "LOGIN",
            says: "535 5.7.8 hunter2hunter2 is wrong",
            outcome: broken("answered 535 5.7.8 ••• is wrong; check user and password")
        ),
        Row(at: "LOGIN", says: "454 4.7.0 later", outcome: later("answered 454 4.7.0 later")),
        Row(at: "MAIL", says: "553 not you", outcome: broken("answered 553 not you; check from")),
        Row(at: "MAIL", says: "452 full", outcome: later("answered 452 full")),
        Row(at: "RCPT", says: "550 who?", outcome: broken("desk@example.org: answered 550 who?; check to")),
        Row(at: "RCPT", says: "451 grey", outcome: later("desk@example.org: answered 451 grey")),
        Row(
            at: "DATA",
            says: "554 no valid recipients",
            outcome: .refused(reason: "answered 554 no valid recipients")
        ),
        Row(
            at: "EHLO",
            says: "250-loopback\r\n250 AUTH X-RIDDLE",
            outcome: broken(
                "the mail server offers no way to log in that is known here; leave out user and password"
            )
        ),
    ]

    private static func later(_ reason: String) -> DeliveryOutcome {
        .later(after: nil, reason: reason, inDoubt: false)
    }

    private static func broken(_ reason: String) -> DeliveryOutcome { .broken(reason: reason) }

    @Test(arguments: rows)
    func `takes a server's word for what it is`(_ row: Row) async throws {
        let server = try LoopbackMailServer([row.at: .say(row.says)])
        #expect(try await deliver(try channel(server)) == row.outcome)
    }

    @Test func `is in doubt where the connection goes after the mail`() async throws {
        let server = try LoopbackMailServer([".": .close])
        guard case .later(nil, _, inDoubt: true) = try await deliver(try channel(server)) else {
            Issue.record("the server may have it")
            return
        }
    }

    @Test func `is later, and not in doubt, where there is no server`() async throws {
        let server = try LoopbackMailServer()
        server.stop()
        guard case .later(nil, _, inDoubt: false) = try await deliver(try channel(server)) else {
            Issue.record("the server cannot have it")
            return
        }
    }

    @Test func `says who was refused for good, and tells the others`() async throws {
        let server = try LoopbackMailServer(["RCPT TO:<bob": .say("550 no bob")])
        let channel = try channel(server, to: ["bob@example.org", "ada@example.org"])
        #expect(
            try await deliver(channel) == .delivered(remark: "not for bob@example.org: answered 550 no bob")
        )
        #expect(server.mails.count == 1)
    }

    /// Where a server repeats the password, and where a cut would leave half of it.
    @Test(arguments: ["550 hunter2hunter2", "550 " + String(repeating: "x", count: 290) + " hunter2hunter2"])
    func `shows no secret`(_ word: String) async throws {
        let server = try LoopbackMailServer(["RCPT TO:<bob": .say(word)])
        for recipients in [["bob@example.org"], ["bob@example.org", "ada@example.org"]] {
            let outcome = try await deliver(try channel(server, to: recipients))
            #expect("\(outcome)".contains("answered 550") && !"\(outcome)".contains("hunter"), "\(outcome)")
        }
    }

    @Test func `waits for who is put off, but not for ever, and not with every alert`() async throws {
        let server = try LoopbackMailServer(["RCPT TO:<bob": .say("452 full")])
        let channel = try channel(server, to: ["bob@example.org", "ada@example.org"])
        #expect(try await deliver(channel, attempts: 4) == Self.later("bob@example.org: answered 452 full"))
        #expect(server.mails.isEmpty, "ada would get it twice")
        let told = DeliveryOutcome.delivered(remark: "not for bob@example.org: answered 452 full")
        #expect(try await deliver(channel, attempts: 5) == told)
        #expect(try await deliver(channel) == told)
        #expect(server.mails.count == 2)
    }
}

@Suite struct `An e-mail channel's settings` {
    private func mistakes(_ changes: [String: SettingsEntry.Value?]) -> [String] {
        var entries: [String: SettingsEntry.Value] = [
            "name": .string("mail"), "type": .string("email"), "url": .string("smtps://mail.example.org"),
            "from": .string("tocsin@example.org"), "to": .string("desk@example.org"),
        ]
        for (key, value) in changes { entries[key] = value }
        var table = SettingsTable(
            title: "[[channel]]",
            entries: entries.mapValues { SettingsEntry($0, line: 1) },
            line: 1
        )
        let secrets = SecretSource(environment: ["PASSWORD": "x"], settingsFolder: "/nowhere")
        let channel = ChannelConfiguration(&table, folder: "/nowhere", secrets: secrets)
        return channel == nil ? table.mistakes.map(\.message) : table.finish().map(\.message)
    }

    static let good: [(changes: [String: SettingsEntry.Value?], because: String)] = [
        ([:], "the least there must be"),
        (["user": .string("desk"), "password_env": .string("PASSWORD")], "a login"),
        (["url": .string("smtp://mail.example.org:587")], "encryption is wanted by itself"),
        (["url": .string("smtp://localhost")], "nobody reads along within this machine"),
        (["url": .string("smtp://localhost"), "starttls": .string("never")], "the same"),
        (["url": .string("smtp://10.0.0.5"), "allow_plain": .boolean(true)], "as the user says"),
        (["to": .array([entry("Ada <a@example.org>"), entry("b@example.org")])], "two recipients"),
        (["pace": .string("20/min"), "burst": .integer(2)], "a pace of its own"),
    ]

    @Test(arguments: good)
    func `that can be used have no mistake`(_ changes: [String: SettingsEntry.Value?], _ because: String) {
        #expect(mistakes(changes) == [], "\(because)")
    }

    static let bad: [(changes: [String: SettingsEntry.Value?], mistake: String)] = [
        (["url": nil], "[[channel]] needs url, for example url = \"smtps://mail.example.org\""),
        (
            ["url": .string("https://mail.example.org")],
            "url of [[channel]]: https://mail.example.org is not a mail server's address; write it as "
                + "smtps://host:465 or smtp://host:587"
        ),
        (
            ["url": .string("smtps://a:b@mail.example.org")],
            "url of [[channel]]: the address holds a user or a password; write them as user and password_file"
        ),
        (
            ["url": .string("smtp://mail.example.org"), "starttls": .string("offered")],
            "starttls = \"offered\" lets others read what is sent: leave it out, or say allow_plain = true"
        ),
        (
            ["starttls": .string("never")],
            "starttls is for an address that begins with smtp://; one with smtps:// is always encrypted"
        ),
        (["from": nil], "[[channel]] needs from, for example from = \"tocsin@example.org\""),
        (
            ["from": .string("tocsin")],
            "from of [[channel]]: tocsin is not a mail address; write it as desk@example.org"
        ),
        (["to": nil], "[[channel]] needs to, for example to = [\"desk@example.org\"]"),
        (["to": .array([])], "[[channel]] needs to, for example to = [\"desk@example.org\"]"),
        (
            ["to": .string("büro@example.org")],
            "to of [[channel]]: büro@example.org has letters that not every mail server takes in an address; write "
                + "its host as xn--…, or use an address in the letters a to z"
        ),
        (["user": .string("desk")], "user needs password_file or password_env"),
        (["password_env": .string("PASSWORD")], "[[channel]] has a password and needs user, too"),
        (
            ["user": .string("a:b"), "password_env": .string("PASSWORD")],
            "user may hold no colon, and neither it nor the password a control character"
        ),
        (["ca_file": .string("missing.pem")], "ca_file: /nowhere/missing.pem cannot be read"),
        (
            ["template_file": .string("/nowhere/desk.mustache")],
            "template_file: /nowhere/desk.mustache cannot be read: No such file or directory"
        ),
        (
            ["template_file": .string("x"), "template": .string("body")],
            "no template can write the body of [[channel]]: say template = \"text\""
        ),
        (["template": .string("text")], "[[channel]] needs template_file, the name of the template's file"),
        (["frm": .string("x")], "unknown key frm in [[channel]]; did you mean from?"),
    ]

    @Test(arguments: bad)
    func `are complained about with a remedy`(_ changes: [String: SettingsEntry.Value?], _ mistake: String) {
        #expect(mistakes(changes) == [mistake])
    }

    private static func entry(_ text: String) -> SettingsEntry { SettingsEntry(.string(text), line: 1) }
}
