/// An author while its element is open: Atom's has children, RSS's is one text.
struct PersonDraft {
    var text: [UInt8] = []
    var name: String?
    var email: String?

    /// The name; without one, what there is.
    var shownName: String? {
        name ?? personName(plain(text)) ?? email
    }

    private func plain(_ bytes: [UInt8]) -> String {
        bytes.withUnsafeBufferPointer { plainText(htmlBytes: $0, markup: .titles) }
    }
}

/// The name in "editor@example.com (Jane Doe)" or "Jane Doe <editor@example.com>".
func personName(_ text: String) -> String? {
    guard let text = text.trimmedOrNil else { return nil }
    guard text.utf8.contains(where: { $0 == UInt8(ascii: "(") || $0 == UInt8(ascii: "<") }) else {
        return text
    }
    if text.contains("@"), let open = text.firstIndex(of: "("), text.hasSuffix(")") {
        let inner = String(text[text.index(after: open)...].dropLast()).trimmedOrNil
        let outer = String(text[..<open]).trimmedOrNil
        guard let inner else { return outer }
        return inner.contains("@") ? outer ?? inner : inner
    }
    if let open = text.firstIndex(of: "<"), text.hasSuffix(">"), let name = String(text[..<open]).trimmedOrNil
    {
        return name
    }
    return text
}
