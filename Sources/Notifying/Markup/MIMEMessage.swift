import FoundationEssentials

/// A mail in the form in which it travels: a head, and a body in two versions of which a reader shows the better one
/// that it can (RFC 2046, section 5.1.4).
///
/// Whatever the texts hold, each line is of ASCII, ends with CR and LF, and is no longer than a server must take.
struct MIMEMessage: Sendable {
    /// The head, but for what describes the body.
    let head: [MailHeader]
    /// What parts the versions; nothing that is encoded here holds its first two characters side by side.
    private let boundary: String
    private let text: String
    private let page: String

    /// A mail.
    ///
    /// - Parameters:
    ///   - head: The head, but for what describes the body.
    ///   - id: What tells this mail's parts from those of a mail that it may be forwarded in.
    ///   - text: The body as plain text.
    ///   - page: The same as HTML.
    init(head: [MailHeader], id: String, text: String, page: String) {
        self.head = head
        boundary = "=_" + id.filter { $0.isASCII && ($0.isLetter || $0.isNumber) }.prefix(40)
        self.text = text
        self.page = page
    }

    /// The bytes to send.
    var bytes: [UInt8] {
        let description = [
            MailHeader("MIME-Version", word: "1.0"),
            MailHeader("Content-Type", word: "multipart/alternative; boundary=\"\(boundary)\""),
        ]
        let start = Array("--\(boundary)\r\n".utf8)
        var bytes = (head + description).flatMap(\.bytes) + [13, 10]
        bytes += start + part("plain", text)
        bytes += start + part("html", page)
        bytes += Array("--\(boundary)--\r\n".utf8)
        return bytes
    }

    private func part(_ type: String, _ text: String) -> [UInt8] {
        let readable = quotedPrintable(text)
        let isReadable = readable.count <= text.utf8.count * 3 / 2 + 100
        let head = [
            MailHeader("Content-Type", word: "text/\(type); charset=utf-8"),
            MailHeader("Content-Transfer-Encoding", word: isReadable ? "quoted-printable" : "base64"),
        ]
        return head.flatMap(\.bytes) + [13, 10] + (isReadable ? readable : base64(text))
    }

    /// For scripts of which hardly a letter is in ASCII: a third more, where the other would be thrice as long.
    private func base64(_ text: String) -> [UInt8] {
        let options: Data.Base64EncodingOptions = [
            .lineLength76Characters, .endLineWithCarriageReturn, .endLineWithLineFeed,
        ]
        return Array(Data(text.utf8).base64EncodedData(options: options)) + [13, 10]
    }
}
