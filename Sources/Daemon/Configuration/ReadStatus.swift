import FoundationEssentials
import Notifying

extension Configuration {
    /// Where the status is served, and to whom.
    struct Status: Hashable, Sendable {
        /// The address and port; nil serves nothing.
        var listen = ListenAddress("127.0.0.1:8787")
        /// What one must know to ask; nil where only this machine can.
        var token: Secret?
        /// The address under which people reach the pages, without a slash at its end; alerts link to it.
        var url: String?
    }
}

extension Configuration.Status {
    /// A token that is shorter can be guessed.
    private static let shortest = 16

    /// Reads `[status]`.
    init(_ root: inout SettingsTable, secrets: SecretSource) {
        guard var table = root.table("status") else { return }
        token = secrets.secret("token", in: &table)
        if let token, token.exposed.utf8.count < Self.shortest {
            table.mistake(
                "token in [status] must have \(Self.shortest) characters or more; make one: openssl rand -hex 24"
            )
        }
        if let text = table.string("listen") {
            listen = ListenAddress(text)
            if listen == nil, !text.isEmpty {
                table.mistake(
                    "listen must be an address and a port such as \"127.0.0.1:8787\" or \"[::1]:8787\", or \"\"",
                    at: "listen"
                )
            }
        }
        if let listen, !listen.isLoopback, token == nil {
            table.mistake(
                "listen is an address that others can reach: token_file or token_env must say what they must know",
                at: "listen"
            )
        }
        if let text = table.string("url") {
            url = Self.address(text)
            if url == nil {
                table.mistake(
                    "url in [status] must be an address such as \"https://tocsin.example.org\"",
                    at: "url"
                )
            }
        }
        root.absorb(table.finish())
    }

    private static func address(_ text: String) -> String? {
        let address = text.hasSuffix("/") ? String(text.dropLast()) : text
        let parts = URLComponents(string: address)
        guard ["http", "https"].contains(parts?.scheme), parts?.host?.isEmpty == false, parts?.query == nil
        else { return nil }
        return address
    }
}
