/// A reference to another document, in its parts (RFC 3986).
struct Reference {
    var scheme: Substring.UTF8View?
    var authority: Substring.UTF8View?
    var path: Substring.UTF8View
    var query: Substring.UTF8View?
    var fragment: Substring.UTF8View?

    init(_ text: String) {
        var rest = text[...].utf8
        if let mark = rest.firstIndex(of: UInt8(ascii: "#")) {
            fragment = rest[rest.index(after: mark)...]
            rest = rest[..<mark]
        }
        if let mark = rest.firstIndex(of: UInt8(ascii: "?")) {
            query = rest[rest.index(after: mark)...]
            rest = rest[..<mark]
        }
        if let mark = rest.firstIndex(where: { !$0.isInScheme }), rest[mark] == UInt8(ascii: ":"),
            rest.first?.isLetter == true
        {
            scheme = rest[..<mark]
            rest = rest[rest.index(after: mark)...]
        }
        if rest.starts(with: "//".utf8) {
            rest = rest.dropFirst(2)
            let end = rest.firstIndex(of: UInt8(ascii: "/")) ?? rest.endIndex
            authority = rest[..<end]
            rest = rest[end...]
        }
        path = rest
    }

    /// The absolute address of this reference in a document with that base.
    func resolved(against base: Reference) -> String {
        if scheme != nil { return text(scheme: scheme, authority: authority, path: path, query: query) }
        if authority != nil {
            return text(scheme: base.scheme, authority: authority, path: path, query: query)
        }
        if path.isEmpty {
            return text(
                scheme: base.scheme,
                authority: base.authority,
                path: base.path,
                query: query ?? base.query
            )
        }
        let merged = Array(path.first == UInt8(ascii: "/") ? Array(path) : directory(of: base) + path)
        return text(scheme: base.scheme, authority: base.authority, path: withoutDots(merged), query: query)
    }

    private func directory(of base: Reference) -> [UInt8] {
        guard let slash = base.path.lastIndex(of: UInt8(ascii: "/")) else {
            return base.authority == nil ? [] : [UInt8(ascii: "/")]
        }
        return Array(base.path[...slash])
    }

    private func text(
        scheme: Substring.UTF8View?,
        authority: Substring.UTF8View?,
        path: some Sequence<UInt8>,
        query: Substring.UTF8View?
    ) -> String {
        var out: [UInt8] = []
        if let scheme { out += Array(scheme) + [UInt8(ascii: ":")] }
        if let authority { out += Array("//".utf8) + Array(authority) }
        out += path
        if let query { out += [UInt8(ascii: "?")] + Array(query) }
        if let fragment { out += [UInt8(ascii: "#")] + Array(fragment) }
        return String(decoding: out, as: UTF8.self)
    }

    /// RFC 3986, section 5.2.4.
    private func withoutDots(_ path: [UInt8]) -> [UInt8] {
        let isRooted = path.first == UInt8(ascii: "/")
        var kept: [ArraySlice<UInt8>] = []
        let segments = path.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
        for (index, segment) in segments.enumerated() {
            let isLast = index == segments.count - 1
            switch String(decoding: segment, as: UTF8.self) {
            case ".":
                if isLast { kept.append([]) }
            case "..":
                if kept.count > (isRooted ? 1 : 0) { kept.removeLast() }
                if isLast { kept.append([]) }
            default:
                kept.append(segment)
            }
        }
        return Array(kept.joined(separator: [UInt8(ascii: "/")]))
    }
}

extension UInt8 {
    fileprivate var isInScheme: Bool {
        isLetter || isDigit || self == UInt8(ascii: "+") || self == UInt8(ascii: "-")
            || self == UInt8(ascii: ".")
    }
}

extension String {
    /// Whether this is an absolute address with nothing to put right, as most are.
    fileprivate var isPlainWebAddress: Bool {
        utf8.withContiguousStorageIfAvailable { bytes in
            (bytes.has("http://", at: 0) || bytes.has("https://", at: 0)) && bytes.allSatisfy { $0 > 0x20 }
        } ?? false
    }
}

/// The address a link leads to, in a document with that base.
func resolve(_ link: String, against base: String) -> String? {
    if link.isPlainWebAddress { return link }
    guard let link = link.trimmedOrNil else { return nil }
    let oneLine =
        link.utf8.contains(where: { $0 < 0x20 })
        ? String(decoding: link.utf8.filter { $0 >= 0x20 }, as: UTF8.self) : link
    if base.isEmpty || oneLine.utf8.starts(with: "http://".utf8) || oneLine.utf8.starts(with: "https://".utf8)
    {
        return oneLine
    }
    return Reference(oneLine).resolved(against: Reference(base))
}
