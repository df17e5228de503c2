import FoundationEssentials
import Notifying
import TestSupport
import Testing

@Suite struct `A channel's settings` {
    private func mistakes(
        _ entries: [String: SettingsEntry.Value],
        environment: [String: String] = [:],
        folder: String = "/nowhere"
    ) -> [String] {
        var lines: [String: SettingsEntry] = [:]
        for (number, entry) in entries.sorted(by: { $0.key < $1.key }).enumerated() {
            lines[entry.key] = SettingsEntry(entry.value, line: number + 2)
        }
        var table = SettingsTable(title: "[[channel]]", entries: lines, line: 1)
        let secrets = SecretSource(environment: environment, settingsFolder: folder)
        let channel = ChannelConfiguration(&table, folder: folder, secrets: secrets)
        return channel == nil ? table.mistakes.map(\.message) : table.finish().map(\.message)
    }

    private static let webhook: [String: SettingsEntry.Value] = [
        "name": .string("desk"), "type": .string("webhook"), "url": .string("https://example.org/hook"),
    ]

    private func webhook(_ changes: [String: SettingsEntry.Value?]) -> [String: SettingsEntry.Value] {
        var entries = Self.webhook
        for (key, value) in changes { entries[key] = value }
        return entries
    }

    @Test func `that are whole have no mistake`() {
        #expect(mistakes(["name": .string("console"), "type": .string("stdout")]) == [])
        #expect(mistakes(Self.webhook) == [])
        #expect(
            mistakes(webhook(["url": .string("http://127.0.0.1:8080/x")])) == [],
            "this machine needs no TLS"
        )
    }

    @Test func `are complained about with a remedy`() {
        let types =
            "stdout, file, webhook, slack, discord, teams, mattermost, matrix, telegram, ntfy, rocketchat, googlechat, "
            + "gotify, zulip, pagerduty, email"
        #expect(mistakes(["name": .string("x")]) == ["[[channel]] needs type, one of \(types)"])
        #expect(
            mistakes(["name": .string("x"), "type": .string("slak")])
                == [#"there is no channel of type "slak"; did you mean "slack"?"#]
        )
        #expect(
            mistakes(["name": .string("x"), "type": .string("pigeon")])
                == ["there is no channel of type \"pigeon\"; known: \(types)"]
        )
        #expect(
            mistakes(["name": .string("x"), "type": .string("file")])
                == [#"[[channel]] needs path, for example path = "alerts.jsonl""#]
        )
        #expect(
            mistakes(webhook(["url": nil]))
                == ["[[channel]] needs url, url_file or url_env: the address to post to"]
        )
        #expect(
            mistakes(webhook(["url": .string("http://example.org")])) == [
                "the address of [[channel]] begins with http://, so others can read what is sent: "
                    + "use https://, or say allow_http = true"
            ]
        )
        #expect(
            mistakes(webhook(["url": .string("ftp://x")])) == [
                "the address of [[channel]] must begin with https://"
            ]
        )
        #expect(
            mistakes(webhook(["url_env": .string("URL")]), environment: ["URL": "https://x"])
                == ["[[channel]] may have only one of url, url_env"]
        )
        #expect(
            mistakes(webhook(["secrt": .string("x")])) == [
                "unknown key secrt in [[channel]]; did you mean secret?"
            ]
        )
        #expect(
            mistakes(webhook(["secret_env": .string("NOT_SET")]))
                == ["secret_env: the environment has no variable NOT_SET"]
        )
    }

    @Test func `take secrets from files, the credentials folder first`() throws {
        let folder = try TemporaryFolder()
        let credentials = try TemporaryFolder()
        let key = "whsec_AQIDBAUGBwgJCgsMDQ4PEBESExQVFhcYGRobHB0eHyA="
        let entries = webhook(["secret_file": .string("key")])
        let environment = ["CREDENTIALS_DIRECTORY": credentials.path]
        func found() -> [String] { mistakes(entries, environment: environment, folder: folder.path) }
        let places = "\(credentials.path)/key or \(folder.path)/key"
        #expect(found() == ["secret_file: there is no file \(places)"])

        func write(_ text: String, _ folder: TemporaryFolder, mode: Int) throws {
            let path = try folder.write(text, to: "key")
            try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path)
        }
        try write(key + "\n", folder, mode: 0o644)
        #expect(
            found() == [
                "secret_file: \(folder.path)/key can be read by everyone on this machine: chmod o= it"
            ]
        )
        try write(key + "\n", folder, mode: 0o640)
        #expect(found() == [])
        try write("", credentials, mode: 0o400)
        #expect(
            found() == ["secret_file: \(credentials.path)/key is empty"],
            "it goes before the settings' folder"
        )
    }

    @Test func `take a secret in a folder as systemd loads it`() throws {
        let folder = try TemporaryFolder()
        let entries = webhook(["secret_file": .string("credentials/desk-secret")])
        let environment = ["CREDENTIALS_DIRECTORY": folder.path]
        try folder.write("", to: "credentials_desk-secret", mode: 0o400)
        #expect(
            mistakes(entries, environment: environment, folder: folder.path)
                == ["secret_file: \(folder.path)/credentials_desk-secret is empty"]
        )
    }

    static let files: [(text: String, secret: String, because: String)] = [
        ("hunter2\n", "hunter2", "the line's end is the editor's"),
        (" hunter2 \r\n", "hunter2", "and so are blanks around it"),
        ("correct horse battery\n", "correct horse battery", "blanks within are the secret's own"),
        ("hunter2\nold\n", "hunter2", "the first line counts"),
    ]

    @Test(arguments: files)
    func `take a secret as it is written`(_ text: String, _ secret: String, _ because: String) throws {
        let folder = try TemporaryFolder()
        try folder.write(text, to: "secret", mode: 0o600)
        let entries = ["password_file": SettingsEntry(.string("secret"), line: 1)]
        var table = SettingsTable(title: "[[channel]]", entries: entries, line: 1)
        let source = SecretSource(environment: [:], settingsFolder: folder.path)
        #expect(source.secret("password", in: &table)?.exposed == secret, "\(because)")
    }

    @Test func `never show a secret`() {
        let secret = Secret("hunter2")
        var dumped = ""
        dump(secret, to: &dumped)
        for text in ["\(secret)", String(reflecting: secret), dumped] { #expect(!text.contains("hunter2")) }
    }

    static let durations: [(text: String, length: Duration?)] = [
        ("90s", .seconds(90)), ("5m", .seconds(300)), ("6h", .seconds(21_600)), ("3d", .seconds(259_200)),
        ("0s", .zero), ("5", nil), ("m", nil), ("-5m", nil), ("5 m", nil), ("1.5h", nil), ("", nil),
        ("5w", nil),
    ]

    @Test(arguments: durations)
    func `read lengths of time`(_ text: String, _ length: Duration?) {
        #expect(readDuration(text) == length)
        if let length { #expect(readDuration(say(length)) == length) }
    }
}
