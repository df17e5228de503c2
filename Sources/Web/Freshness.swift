public import FoundationEssentials

/// How long a response stays fresh, by its own word (RFC 9111, section 4.2.1).
///
/// That is `max-age` of `Cache-Control`, else `Expires` minus `Date`, in both cases less `Age`. A reader of
/// one's own is a private cache, so `s-maxage` says nothing to it.
///
/// - Parameters:
///   - response: The response.
///   - now: Stands in for a missing `Date`.
/// - Returns: The time left, more than zero; nil where there is none, or where the headers cannot be read.
public func freshness(of response: Response, now: Date) -> Duration? {
    let directives = CacheDirectives(response.headers.list("cache-control") ?? "")
    guard !directives.has("no-cache"), !directives.has("no-store") else { return nil }
    let age = response.headers["age"].flatMap(deltaSeconds) ?? 0
    let lifetime =
        directives.has("max-age")
        ? directives.value(of: "max-age").flatMap(deltaSeconds)
        : lifetimeByExpires(response.headers, now: now)
    guard let lifetime, lifetime > age else { return nil }
    return .seconds(lifetime - age)
}

private func lifetimeByExpires(_ headers: Headers, now: Date) -> Int? {
    guard let expires = headers["expires"].flatMap(httpDate) else { return nil }
    // The server's own clock, where it tells it: a wrong one is wrong in both headers.
    let date = headers["date"].flatMap(httpDate) ?? now
    return Int(expires.timeIntervalSince(date))
}

/// A count of seconds; one too large to hold means "for ever", which RFC 9111 writes as 2^31.
private func deltaSeconds(_ text: String) -> Int? {
    let digits = text.utf8.trimmingBlanks
    guard !digits.isEmpty, digits.allSatisfy({ $0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9") }) else {
        return nil
    }
    return min(Int(String(decoding: digits, as: UTF8.self)) ?? 1 << 31, 1 << 31)
}

/// The directives of a `Cache-Control` header.
private struct CacheDirectives {
    private var values: [String: String] = [:]

    init(_ header: String) {
        for part in Self.split(header) {
            let pair = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            let name = Self.plain(pair[0]).lowercased()
            // Of two, the first counts: the second may be a proxy's.
            if !name.isEmpty, values[name] == nil {
                values[name] = pair.count > 1 ? Self.plain(pair[1]) : ""
            }
        }
    }

    func has(_ name: String) -> Bool { values[name] != nil }

    func value(of name: String) -> String? { values[name] }

    /// At commas, but not at those between quotes.
    private static func split(_ header: String) -> [Substring] {
        var isQuoted = false
        return header.split { character in
            if character == "\"" { isQuoted.toggle() }
            return character == "," && !isQuoted
        }
    }

    private static func plain(_ text: Substring) -> String {
        String(decoding: text.utf8.trimmingBlanks.filter { $0 != UInt8(ascii: "\"") }, as: UTF8.self)
    }
}
