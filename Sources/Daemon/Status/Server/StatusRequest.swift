/// What a client asks of the status port.
struct StatusRequest: Hashable, Sendable {
    /// How long the head of a request may be, in bytes.
    static let limit = 16 << 10

    var method: String
    /// The path, without the query.
    var path: String
    /// What follows the question mark, by its names, as it was sent.
    var query: [String: String] = [:]
    /// The headers by their names in small letters.
    var headers: [String: String] = [:]

    init(method: String = "GET", path: String, headers: [String: String] = [:]) {
        self.method = method
        self.path = path
        self.headers = headers
    }

    /// Reads the head of a request, all up to the empty line and without it; nil where it is no request of HTTP/1, or says
    /// one thing twice that may be said once.
    init?(head: some Collection<UInt8>) {
        let lines = String(decoding: head, as: UTF8.self).split(
            omittingEmptySubsequences: false,
            whereSeparator: { $0 == "\r\n" }
        )
        let words = lines[0].split(separator: " ", omittingEmptySubsequences: false)
        guard words.count == 3, words[2] == "HTTP/1.1" || words[2] == "HTTP/1.0", words[1].hasPrefix("/"),
            !words[0].isEmpty
        else { return nil }
        let target = words[1].split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        self.init(method: String(words[0]), path: String(target[0]))
        if target.count == 2 {
            for pair in target[1].split(separator: "&") {
                let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
                query[String(parts[0])] = parts.count == 2 ? String(parts[1]) : ""
            }
        }
        for line in lines.dropFirst() {
            guard let colon = line.firstIndex(of: ":"), colon > line.startIndex else { return nil }
            let name = line[..<colon].lowercased()
            guard !name.contains(where: \.isWhitespace) else { return nil }
            guard headers[name] == nil || (name != "host" && name != "authorization") else { return nil }
            let value = line[line.index(after: colon)...].drop { $0 == " " || $0 == "\t" }
            headers[name] = String(value.reversed().drop { $0 == " " || $0 == "\t" }.reversed())
        }
        if words[2] == "HTTP/1.1", headers["host"] == nil { return nil }
    }
}
