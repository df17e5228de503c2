public import Web

/// What a channel is made from: its own section of the settings, read and checked.
///
/// Checking comes first and opens nothing, so that `tocsin check` can do it; `make` opens files and may fail.
public struct ChannelConfiguration: Sendable {
    /// The kinds of channel.
    public enum Kind: String, Sendable, CaseIterable {
        /// Standard output.
        case stdout
        /// A file of JSON lines.
        case file
        /// A web address.
        case webhook
    }

    private enum Form: Sendable {
        case stdout(StandardOutput.Format)
        case file(path: String)
        case webhook(Webhook.Configuration)
    }

    /// The channel's name.
    public let name: String
    /// What kind it is.
    public let kind: Kind
    private let form: Form

    /// Reads a `[[channel]]` section; what is wrong is noted in the table.
    ///
    /// - Returns: The configuration, or nil where it cannot be used.
    public init?(_ table: inout SettingsTable, folder: String, secrets: SecretSource) {
        let name = table.required("name", example: "log")
        let words = Kind.allCases.map(\.rawValue).joined(separator: ", ")
        if !table.has("type") {
            table.mistake("\(table.title) needs type, one of \(words)")
        }
        guard let kind = table.choice("type", of: Kind.self) else { return nil }
        let form: Form? =
            switch kind {
            case .stdout: .stdout(table.choice("format", of: StandardOutput.Format.self) ?? .text)
            case .file: Self.file(&table, folder: folder)
            case .webhook: Self.webhook(&table, secrets)
            }
        guard let name, let form else { return nil }
        self.name = name
        self.kind = kind
        self.form = form
    }

    /// Makes the channel.
    public func make(web: HTTPClient) throws -> any Channel {
        switch form {
        case .stdout(let format): StandardOutput(name: name, format: format)
        case .file(let path): try AlertLog(name: name, path: path)
        case .webhook(let configuration): Webhook(name: name, configuration: configuration, web: web)
        }
    }

    private static func file(_ table: inout SettingsTable, folder: String) -> Form? {
        guard let path = table.required("path", example: "alerts.jsonl") else { return nil }
        return .file(path: path.hasPrefix("/") ? path : folder + "/" + path)
    }

    private static func webhook(_ table: inout SettingsTable, _ secrets: SecretSource) -> Form? {
        let url = secrets.secret("url", in: &table)
        let secret = secrets.secret("secret", in: &table)
        let plain = table.boolean("allow_http") ?? false
        let headers = table.texts("headers").map { (name: $0.key, value: Secret($0.value)) }
        if url == nil, table.mistakes.isEmpty {
            table.mistake("\(table.title) needs url, url_file or url_env: the address to post to")
        }
        guard let url, let url = checked(url, plain, &table) else { return nil }
        var configuration = Webhook.Configuration(url: url, headers: headers)
        do {
            configuration.signature = try secret.map(WebhookSignature.init(secret:))
        } catch {
            table.mistake("\(table.title): \(error)")
            return nil
        }
        return .webhook(configuration)
    }

    private static func checked(_ url: Secret, _ plain: Bool, _ table: inout SettingsTable) -> Secret? {
        let text = url.exposed.lowercased()
        if text.hasPrefix("https://") { return url }
        guard text.hasPrefix("http://") else {
            table.mistake("the address of \(table.title) must begin with https://", at: "url")
            return nil
        }
        guard plain || isLoopback(text.dropFirst(7)) else {
            table.mistake(
                "the address of \(table.title) begins with http://, so others can read what is sent: "
                    + "use https://, or say allow_http = true",
                at: "url"
            )
            return nil
        }
        return url
    }

    private static func isLoopback(_ address: Substring) -> Bool {
        let host = address.prefix { $0 != "/" && $0 != "?" && $0 != "#" }
        if host.hasPrefix("127.") { return host.allSatisfy { $0.isNumber || $0 == "." || $0 == ":" } }
        return ["localhost", "[::1]"].contains { host == $0 || host.hasPrefix($0 + ":") }
    }
}
