public import FoundationEssentials

/// The wait a server asks for in its `Retry-After` header.
///
/// The header holds a number of seconds or a date (RFC 9110, section 10.2.3). Nil means "no usable wish",
/// which is not the same as a wish for zero seconds. Some servers send fractions, which are rounded up.
///
/// - Parameters:
///   - header: The header's value, as received.
///   - now: The time to measure a date against.
/// - Returns: The wait, never negative, or nil where the header cannot be read.
public func retryAfter(_ header: String, now: Date) -> Duration? {
    let text = String(decoding: header.utf8.trimmingBlanks, as: UTF8.self)
    if let seconds = wholeSeconds(text) {
        return .seconds(seconds)
    }
    guard let date = httpDate(text) else { return nil }
    return .seconds(max(0, date.timeIntervalSince(now)))
}

/// The wait until a rate limit is lifted, from the `X-RateLimit-Reset` header that many servers send with 429.
///
/// No standard defines it: it is a number of seconds, or the moment as seconds since 1970.
///
/// - Parameters:
///   - header: The header's value, as received.
///   - now: The time to measure a moment against.
/// - Returns: The wait, never negative, or nil where the header cannot be read.
public func rateLimitReset(_ header: String, now: Date) -> Duration? {
    guard let seconds = wholeSeconds(String(decoding: header.utf8.trimmingBlanks, as: UTF8.self)) else {
        return nil
    }
    guard seconds > 1_000_000_000 else { return .seconds(seconds) }
    return .seconds(max(0, Double(seconds) - now.timeIntervalSince1970))
}

/// Digits, and perhaps a fraction; no sign, since a negative wait is no wish.
private func wholeSeconds(_ text: String) -> Int? {
    let parts = text.utf8.split(separator: UInt8(ascii: "."), maxSplits: 1, omittingEmptySubsequences: false)
    let areDigits = parts.allSatisfy { part in
        !part.isEmpty && part.allSatisfy { $0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9") }
    }
    guard areDigits, let whole = Int(Substring(parts[0])), whole < Int.max else { return nil }
    let hasRest = parts.count > 1 && parts[1].contains { $0 != UInt8(ascii: "0") }
    return hasRest ? whole + 1 : whole
}
