import Notifying
import Web

extension FeedAccess {
    /// Reads what a `[[feed]]` table, or `[poll]` for all feeds, says of the way to a server.
    ///
    /// - Parameters:
    ///   - table: The table.
    ///   - general: What holds where the table says nothing.
    ///   - secrets: Where secrets are read from.
    ///   - inFolder: A path as the settings mean it.
    init(
        _ table: inout SettingsTable,
        general: FeedAccess,
        secrets: SecretSource,
        inFolder: (String) -> String
    ) {
        self = general
        if let name = table.string("user_agent") {
            if name.isEmpty || !Self.isLine(name) {
                table.mistake("user_agent must be one line of text", at: "user_agent")
            }
            userAgent = name
        }
        if let address = secrets.secret("proxy", in: &table)?.exposed {
            let schemes = ["http://", "https://", "socks5://", "socks5h://", "socks4://", "socks4a://"]
            if schemes.contains(where: address.hasPrefix) {
                proxy = address
            } else {
                table.mistake(
                    "proxy must be an address such as http://proxy:3128 or socks5h://localhost:9050",
                    at: table.has("proxy") ? "proxy" : nil
                )
            }
        }
        if let file = table.string("ca_file") {
            let path = inFolder(file)
            secrets.files.note(path)
            switch readFile(path, limit: 4 << 20) {
            case .success(let bytes) where String(decoding: bytes, as: UTF8.self).contains("-----BEGIN"):
                caFile = path
            case .success:
                table.mistake("ca_file: \(path) holds no certificate in PEM", at: "ca_file")
            case .failure(let problem):
                table.mistake("ca_file: \(path) \(problem)", at: "ca_file")
            }
        }
    }

    /// Reads what only a feed's own table may say: secrets for its server.
    mutating func readSecrets(_ table: inout SettingsTable, secrets: SecretSource) {
        for line in secrets.lines("headers_file", in: &table) ?? [] {
            let parts = line.exposed.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
            let name = parts[0].trimmingPrefix { $0.isWhitespace }
            guard parts.count == 2, !name.isEmpty, name.allSatisfy({ $0.isASCII && !$0.isWhitespace }) else {
                table.mistake("headers_file must hold lines such as \"X-Api-Key: …\"", at: "headers_file")
                return
            }
            let value = parts[1].drop { $0.isWhitespace }.reversed().drop { $0.isWhitespace }.reversed()
            secretHeaders.append(Header(String(name), String(value)))
        }
        let user = table.string("username")
        let password = secrets.secret("password", in: &table)
        switch (user, password) {
        case (nil, nil): break
        case (let user?, let password?):
            credentials = Credentials(user: user, password: password.exposed)
            if credentials == nil {
                table.mistake(
                    "username may hold no colon, and neither it nor the password a control character"
                )
            }
        case (nil, _?): table.mistake("a password needs a username")
        case (_?, nil): table.mistake("username needs password_file or password_env", at: "username")
        }
    }

    private static func isLine(_ text: String) -> Bool {
        text.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x7F }
    }
}
