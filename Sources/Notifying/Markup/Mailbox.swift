import Web

/// A mailbox as people write it: `desk@example.org`, or `Night desk <desk@example.org>`.
struct Mailbox: Hashable, Sendable {
    /// The name beside the address; empty where there is none.
    let name: String
    /// The address.
    let address: MailAddress

    /// Reads a mailbox.
    ///
    /// - Parameter text: What a person wrote.
    /// - Throws: What is wrong with its address.
    init(_ text: String) throws(MailAddress.AddressError) {
        let text = tidy(text)
        guard text.hasSuffix(">"), let bracket = text.lastIndex(of: "<") else {
            name = ""
            address = try MailAddress(text)
            return
        }
        let name = tidy(String(text[..<bracket]))
        let isQuoted = name.count >= 2 && name.hasPrefix("\"") && name.hasSuffix("\"")
        self.name = tidy(isQuoted ? String(name.dropFirst().dropLast()) : name, 100)
        address = try MailAddress(String(text[text.index(after: bracket)...].dropLast()))
    }

    /// The mailbox as a header has it (RFC 5322, section 3.4).
    ///
    /// - Parameter column: How much stands before it on its first line.
    /// - Returns: The mailbox.
    func written(after column: Int) -> String {
        guard !name.isEmpty else { return address.text }
        let phrase = phrase(after: column)
        let isShort = column + phrase.utf8.count + address.text.utf8.count + 4 <= MailHeader.width
        return phrase + (isShort ? " " : "\r\n ") + "<\(address)>"
    }

    private func phrase(after column: Int) -> String {
        let isPlain = name.unicodeScalars.allSatisfy { (0x20..<0x7F).contains($0.value) }
        guard isPlain, !name.contains("=?"), name.utf8.count < 60 else {
            return MailHeader.encoded(name, after: column)
        }
        let isWord = name.utf8.allSatisfy { $0 == 0x20 || ($0 | 0x20) >= 0x61 && ($0 | 0x20) <= 0x7A }
        guard !isWord else { return name }
        let escaped = name.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
        return "\"\(escaped)\""
    }
}
