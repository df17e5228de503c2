import FoundationEssentials
import News
import Web

extension Email.Configuration {
    /// Reads a section; nil where it cannot be used, and then the mistakes are noted.
    init?(_ settings: inout ChannelSettings) {
        let server = Self.server(&settings)
        let sender = settings.table.required("from", example: "tocsin@example.org")
            .flatMap { Self.mailbox($0, at: "from", &settings) }
        let recipients = Self.recipients(&settings)
        let caFile = Self.caFile(&settings)
        let password = settings.secret("password")
        let credentials = Self.credentials(password, &settings)
        let pace = settings.pace()
        let template = settings.textTemplate(.html)
        guard let server, let sender, !recipients.isEmpty, settings.table.mistakes.isEmpty else { return nil }
        self.init(
            server: server,
            credentials: credentials,
            sender: sender,
            recipients: recipients,
            caFile: caFile,
            secrets: Self.secrets(password, user: settings.table.string("user")),
            interval: pace.interval,
            burst: pace.burst,
            template: template
        )
        if template != nil, body(of: .complete, detail: .short, channel: "") == nil {
            settings.table.mistake("what the template writes is too long for a mail", at: "template_file")
        }
    }

    /// The password, and how the ways to log in write it: a server that takes no login may repeat the line.
    private static func secrets(_ password: Secret?, user: String?) -> [Secret] {
        guard let password else { return [] }
        let forms = [password.exposed, "\0\(user ?? "")\0\(password.exposed)"]
        return [password] + forms.map { Secret(Data($0.utf8).base64EncodedString()) }
    }

    private static func server(_ settings: inout ChannelSettings) -> MailServer? {
        let startTLS = settings.table.choice("starttls", of: MailServer.StartTLS.self)
        let allowsPlain = settings.table.boolean("allow_plain") ?? false
        guard let url = settings.table.required("url", example: "smtps://mail.example.org") else {
            return nil
        }
        do {
            var server = try MailServer(url)
            let isOpen = allowsPlain || server.isLoopback
            if startTLS != nil, server.isAlwaysEncrypted {
                settings.table.mistake(
                    "starttls is for an address that begins with smtp://; one with smtps:// is always encrypted",
                    at: "starttls"
                )
            }
            server.startTLS = startTLS ?? (isOpen ? .offered : .required)
            if !server.isEncrypted, !isOpen {
                settings.table.mistake(
                    "starttls = \"\(server.startTLS)\" lets others read what is sent: leave it out, or say "
                        + "allow_plain = true",
                    at: "starttls"
                )
            }
            return server
        } catch {
            settings.table.mistake("url of \(settings.table.title): \(error)", at: "url")
            return nil
        }
    }

    /// Each recipient once.
    private static func recipients(_ settings: inout ChannelSettings) -> [Mailbox] {
        guard let texts = settings.table.strings("to"), !texts.isEmpty else {
            if settings.table.mistakes.isEmpty {
                settings.table.mistake(
                    "\(settings.table.title) needs to, for example to = [\"desk@example.org\"]"
                )
            }
            return []
        }
        var seen: Set<MailAddress> = []
        return texts.compactMap { mailbox($0, at: "to", &settings) }.filter {
            seen.insert($0.address).inserted
        }
    }

    private static func mailbox(_ text: String, at key: String, _ settings: inout ChannelSettings) -> Mailbox?
    {
        do {
            return try Mailbox(text)
        } catch {
            settings.table.mistake("\(key) of \(settings.table.title): \(error)", at: key)
            return nil
        }
    }

    private static func credentials(_ password: Secret?, _ settings: inout ChannelSettings) -> Credentials? {
        let user = settings.table.string("user")
        switch (user, password) {
        case (nil, nil):
            return nil
        case (let user?, let password?):
            let credentials = Credentials(user: user, password: password.exposed)
            if credentials == nil {
                settings.table.mistake(
                    "user may hold no colon, and neither it nor the password a control character",
                    at: "user"
                )
            }
            return credentials
        case (nil, _?):
            settings.table.mistake("\(settings.table.title) has a password and needs user, too")
            return nil
        case (_?, nil):
            if settings.table.mistakes.isEmpty {
                settings.table.mistake("user needs password_file or password_env", at: "user")
            }
            return nil
        }
    }

    private static func caFile(_ settings: inout ChannelSettings) -> String? {
        guard let file = settings.table.string("ca_file") else { return nil }
        let path = file.hasPrefix("/") ? file : settings.folder + "/" + file
        guard let bytes = try? Data(contentsOf: URL(filePath: path)) else {
            settings.table.mistake("ca_file: \(path) cannot be read", at: "ca_file")
            return nil
        }
        guard bytes.firstRange(of: Data("-----BEGIN".utf8)) != nil else {
            settings.table.mistake("ca_file: \(path) holds no certificate in PEM", at: "ca_file")
            return nil
        }
        return path
    }
}
