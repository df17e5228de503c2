/// A `[[channel]]` section while it is read, with all that its kind needs to read it.
struct ChannelSettings {
    /// The section.
    var table: SettingsTable
    /// Where secrets are read from.
    let secrets: SecretSource
    /// The folder of the settings.
    let folder: String
    /// What is allowed and probably not meant.
    var remarks: [String] = []

    /// A secret under one of `key`, `key_file` and `key_env`.
    mutating func secret(_ key: String) -> Secret? {
        secrets.secret(key, in: &table)
    }

    /// Whether a secret is given, in whatever form.
    mutating func has(_ key: String) -> Bool {
        !given(among: key).isEmpty
    }

    /// A secret that must be there and look like one.
    ///
    /// - Parameters:
    ///   - key: Its key.
    ///   - what: What it is, for the person who left it out.
    ///   - form: What it looks like, for the person who pasted something else.
    ///   - isProper: Whether it looks so.
    /// - Returns: The secret, or nil where a mistake was noted.
    mutating func required(
        _ key: String,
        _ what: String,
        form: String,
        _ isProper: (String) -> Bool
    ) -> Secret? {
        let count = table.mistakes.count
        guard let secret = secret(key) else {
            if table.mistakes.count == count {
                table.mistake("\(table.title) needs \(key)_file, \(key)_env or \(key): \(what)")
            }
            return nil
        }
        guard isProper(secret.exposed) else {
            table.mistake(
                "\(key) of \(table.title) is not \(what): it must look like \(form)",
                at: given(key)
            )
            return nil
        }
        return secret
    }

    /// The address under `url` that messages are posted to, itself a credential.
    ///
    /// - Parameters:
    ///   - form: What it looks like, for the person who pasted another one.
    ///   - isProper: Whether the path and the query, without scheme and host, look so.
    /// - Returns: The address, or nil where a mistake was noted.
    mutating func address(form: String, _ isProper: (Substring) -> Bool = { _ in true }) -> Secret? {
        let count = table.mistakes.count
        let url = secret("url")
        guard let url else {
            if table.mistakes.count == count {
                table.mistake("\(table.title) needs url, url_file or url_env: the address to post to")
            }
            return nil
        }
        guard isSafe(url.exposed, at: "url") else { return nil }
        let rest = url.exposed.drop { $0 != ":" }.dropFirst(3)
        guard isProper(rest.drop { $0 != "/" }) else {
            table.mistake("the address of \(table.title) must look like \(form)", at: given("url"))
            return nil
        }
        return url
    }

    /// The address of a server, without a path's last slash.
    ///
    /// - Parameters:
    ///   - key: Its key.
    ///   - usual: What it is where nothing is said; nil where something must be said.
    /// - Returns: The address, or nil where a mistake was noted.
    mutating func server(_ key: String = "server", usual: String? = nil) -> String? {
        let text =
            usual == nil
            ? table.required(key, example: "https://chat.example.org") : table.string(key) ?? usual
        guard let text, isSafe(text, at: key) else { return nil }
        return text.hasSuffix("/") ? String(text.dropLast()) : text
    }

    /// What the settings say of the pace.
    mutating func pace() -> WebChannel.Pace {
        var pace = WebChannel.Pace()
        pace.burst = table.integer("burst", in: 1...1_000)
        if let text = table.string("pace") {
            pace.interval = readRate(text)
            if pace.interval == nil {
                table.mistake(
                    "pace must be a number of messages such as \"1/s\", \"20/min\" or \"500/h\"",
                    at: "pace"
                )
            }
        }
        return pace
    }

    /// Whether nobody on the way can read what goes to an address; a mistake is noted where somebody can.
    private mutating func isSafe(_ url: String, at key: String) -> Bool {
        let allowsPlain = table.boolean("allow_http") ?? false
        let text = url.lowercased()
        guard !text.hasPrefix("https://") else { return true }
        guard text.hasPrefix("http://") else {
            table.mistake("the address of \(table.title) must begin with https://", at: given(key))
            return false
        }
        guard allowsPlain || isLoopback(text.dropFirst(7)) else {
            table.mistake(
                "the address of \(table.title) begins with http://, so others can read what is sent: "
                    + "use https://, or say allow_http = true",
                at: given(key)
            )
            return false
        }
        return true
    }

    private func isLoopback(_ address: Substring) -> Bool {
        let host = address.prefix { $0 != "/" && $0 != "?" && $0 != "#" }
        if host.hasPrefix("127.") { return host.allSatisfy { $0.isNumber || $0 == "." || $0 == ":" } }
        return ["localhost", "[::1]"].contains { host == $0 || host.hasPrefix($0 + ":") }
    }

    /// The form of a key that is there.
    private mutating func given(_ key: String) -> String {
        given(among: key).first ?? key
    }

    private mutating func given(among key: String) -> [String] {
        [key, key + "_file", key + "_env"].filter { table.has($0) }
    }
}

extension StringProtocol {
    /// Whether it is ASCII letters and digits, and the others that are allowed.
    func isWord(_ lengths: ClosedRange<Int>, also others: String = "") -> Bool {
        lengths.contains(utf8.count)
            && unicodeScalars.allSatisfy { scalar in
                scalar.isASCII && (scalar.properties.isAlphabetic || scalar.properties.numericType != nil)
                    || others.unicodeScalars.contains(scalar)
            }
    }

    /// Whether it is ASCII digits.
    func isDigits(_ lengths: ClosedRange<Int>) -> Bool {
        lengths.contains(utf8.count) && utf8.allSatisfy { (0x30...0x39).contains($0) }
    }
}
