import FoundationEssentials

/// Reads a mail back as a mail program would, by the rules and not by how it was written.
struct MailReader {
    /// The lines as they came, without their ends.
    let lines: [String]
    /// The headers of the whole, unfolded and decoded, by their names in small letters.
    let headers: [String: String]
    /// The parts' headers and texts.
    let parts: [(headers: [String: String], text: String)]

    init(_ bytes: [UInt8]) {
        lines = String(decoding: bytes, as: UTF8.self).split(
            separator: "\r\n",
            omittingEmptySubsequences: false
        )
        .map(String.init)
        let (headers, body) = Self.takeApart(lines[...])
        self.headers = headers
        let boundary = headers["content-type"]?.split(separator: "\"").last.map(String.init) ?? ""
        let pieces = body.split(omittingEmptySubsequences: false) {
            $0 == "--" + boundary || $0 == "--" + boundary + "--"
        }
        parts = pieces.dropFirst().dropLast().map { piece in
            let (headers, body) = Self.takeApart(piece)
            return (headers, Self.decode(body, headers["content-transfer-encoding"] ?? ""))
        }
    }

    /// The text of the part of a type.
    func text(_ type: String) -> String? {
        parts.first { $0.headers["content-type"]?.hasPrefix(type) == true }?.text
    }

    private static func takeApart(_ lines: ArraySlice<String>) -> ([String: String], ArraySlice<String>) {
        var headers: [String: String] = [:]
        var name = ""
        for line in lines.prefix(while: { !$0.isEmpty }) {
            if line.hasPrefix(" ") {
                headers[name, default: ""] += line
            } else {
                let colon = line.firstIndex(of: ":") ?? line.endIndex
                name = line[..<colon].lowercased()
                headers[name] = String(line[colon...].dropFirst(2))
            }
        }
        return (headers.mapValues(decodeWords), lines.drop { !$0.isEmpty }.dropFirst())
    }

    /// Encoded words that follow each other are one text.
    private static func decodeWords(_ value: String) -> String {
        var text = ""
        var wasEncoded = false
        for word in value.split(separator: " ", omittingEmptySubsequences: false) {
            if word.hasPrefix("=?utf-8?B?"), word.hasSuffix("?=") {
                let bytes = Data(base64Encoded: String(word.dropFirst(10).dropLast(2))) ?? Data()
                if !wasEncoded, !text.isEmpty { text += " " }
                text += String(decoding: bytes, as: UTF8.self)
                wasEncoded = true
            } else {
                text += (text.isEmpty ? "" : " ") + word
                wasEncoded = false
            }
        }
        return text
    }

    private static func decode(_ lines: ArraySlice<String>, _ encoding: String) -> String {
        guard encoding == "quoted-printable" else {
            return String(decoding: Data(base64Encoded: lines.joined()) ?? Data(), as: UTF8.self)
        }
        var bytes: [UInt8] = []
        for line in lines {
            var rest = Array(line.utf8)[...]
            while let byte = rest.popFirst() {
                guard byte == UInt8(ascii: "=") else {
                    bytes.append(byte)
                    continue
                }
                guard rest.count >= 2 else { break }
                bytes.append(UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16) ?? 0)
                rest = rest.dropFirst(2)
            }
            if line.last != "=" { bytes.append(10) }
        }
        return String(decoding: bytes.dropLast(bytes.last == 10 ? 1 : 0), as: UTF8.self)
    }
}
