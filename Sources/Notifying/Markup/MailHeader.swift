import FoundationEssentials

/// A line of a mail's head, folded where it is long (RFC 5322, section 2.2.3).
///
/// A value is a publisher's or an operator's text: whatever it holds, it stays within its line.
struct MailHeader: Hashable, Sendable {
    /// How long a line should be at most.
    static let width = 76

    /// The name.
    let name: String
    /// What stands after the colon, folded.
    private let value: String

    /// A header of words, in any script.
    init(_ name: String, text: String) {
        self.name = name
        value = Self.words(text, after: name.utf8.count + 2)
    }

    /// A header of one word that needs no encoding, such as `1.0`; anything else than visible ASCII is left out.
    init(_ name: String, word: String) {
        self.name = name
        value = String(word.unicodeScalars.filter { (0x20..<0x7F).contains($0.value) }.map(Character.init))
    }

    /// A header of mailboxes.
    init(_ name: String, _ mailboxes: [Mailbox]) {
        self.name = name
        value = mailboxes.enumerated().map { $1.written(after: $0 == 0 ? name.utf8.count + 2 : 1) }
            .joined(separator: ",\r\n ")
    }

    /// The line, or lines, with their ends.
    var bytes: [UInt8] { Array("\(name): \(value)\r\n".utf8) }

    /// A text as it may stand in a header.
    ///
    /// - Parameters:
    ///   - text: The text.
    ///   - column: How much stands before it on its first line.
    /// - Returns: The text itself, folded, or the same in encoded words (RFC 2047).
    static func words(_ text: String, after column: Int) -> String {
        let isPlain = text.unicodeScalars.allSatisfy { (0x20..<0x7F).contains($0.value) }
        let words = text.split(separator: " ", omittingEmptySubsequences: false)
        let isFoldable = words.allSatisfy { !$0.isEmpty && $0.utf8.count <= width - 20 }
        guard isPlain, isFoldable, !text.contains("=?") else { return encoded(text, after: column) }
        var folded = ""
        var column = column
        for (index, word) in words.enumerated() {
            let breaks = index > 0 && column + 1 + word.utf8.count > width
            folded += index == 0 ? word : (breaks ? "\r\n " : " ") + word
            column = (breaks ? 0 : column) + (index == 0 ? 0 : 1) + word.utf8.count
        }
        return folded
    }

    /// Encoded words of at most 75 characters, one a line; no letter is cut in two.
    static func encoded(_ text: String, after column: Int) -> String {
        var words: [String] = []
        var piece: [UInt8] = []
        var room = capacity(width - column)
        for scalar in text.unicodeScalars {
            let bytes = UTF8.encode(scalar).map(Array.init) ?? []
            if piece.count + bytes.count > room {
                words.append(word(piece))
                piece = []
                room = capacity(width - 1)
            }
            piece += bytes
        }
        return (words + [word(piece)]).joined(separator: "\r\n ")
    }

    /// How many bytes an encoded word of a length stands for.
    private static func capacity(_ length: Int) -> Int { (length - 12) / 4 * 3 }

    private static func word(_ bytes: [UInt8]) -> String {
        "=?utf-8?B?\(Data(bytes).base64EncodedString())?="
    }
}
