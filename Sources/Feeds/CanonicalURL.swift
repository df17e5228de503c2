/// One spelling for the many of an address.
///
/// Scheme and host are in small letters; the default port, the fragment and the parameters that only track
/// where a reader came from (`utm_*`, `fbclid`, `gclid`) are gone.
///
/// - Parameter url: An address.
/// - Returns: The same address, as it is compared.
public func canonicalURL(_ url: String) -> String {
    guard let trimmed = url.trimmedOrNil else { return "" }
    let parts = Reference(trimmed)
    guard let scheme = parts.scheme, let authority = parts.authority else { return trimmed }
    let protocolName = String(decoding: scheme, as: UTF8.self).asciiLowered
    let host = canonicalAuthority(String(decoding: authority, as: UTF8.self), scheme: protocolName)
    let path = parts.path.isEmpty ? "/" : String(decoding: parts.path, as: UTF8.self)
    let query = parts.query.map { keptParameters(String(decoding: $0, as: UTF8.self)) } ?? ""
    return protocolName + "://" + host + path + (query.isEmpty ? "" : "?" + query)
}

/// An address as articles are told apart by it: the canonical one without its scheme, for http and https serve the
/// same article.
///
/// - Parameter url: An address.
/// - Returns: The address to compare.
public func articleAddress(_ url: String) -> String {
    let canonical = canonicalURL(url)
    for scheme in ["https://", "http://"] where canonical.hasPrefix(scheme) {
        return String(canonical.dropFirst(scheme.count))
    }
    return canonical
}

private func canonicalAuthority(_ authority: String, scheme: String) -> String {
    let at = authority.lastIndex(of: "@").map { authority.index(after: $0) } ?? authority.startIndex
    var host = String(authority[at...]).asciiLowered
    let defaultPort = ["http": ":80", "https": ":443"][scheme] ?? ""
    if !defaultPort.isEmpty, host.hasSuffix(defaultPort) { host.removeLast(defaultPort.count) }
    if host.hasSuffix(":") { host.removeLast() }
    return authority[..<at] + host
}

private func keptParameters(_ query: String) -> String {
    query.split(separator: "&", omittingEmptySubsequences: false).filter { parameter in
        let name = String(parameter.prefix { $0 != "=" }).asciiLowered
        return !name.hasPrefix("utm_") && name != "fbclid" && name != "gclid"
    }.joined(separator: "&")
}
