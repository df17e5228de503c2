/// The address of a mailbox: `desk@example.org`.
///
/// It is one that every server takes: letters of ASCII, and nothing that would need quotes. Headers and commands
/// can be written with it as it is.
public struct MailAddress: Sendable, Hashable {
    /// Why a text is no address.
    public enum AddressError: Error, Sendable, Hashable {
        /// It has letters beyond ASCII, which not every server on the way takes (RFC 6531).
        case foreignLetters(String)
        /// It is not of the form `name@host`.
        case malformed(String)
    }

    /// The address.
    public let text: String

    /// Reads an address.
    ///
    /// - Parameter text: The address alone, without a name beside it.
    /// - Throws: What is wrong with it.
    public init(_ text: String) throws(AddressError) {
        guard text.allSatisfy(\.isASCII) else { throw .foreignLetters(text) }
        let parts = text.split(separator: "@", omittingEmptySubsequences: false)
        guard parts.count == 2, Self.isLocalPart(parts[0]), Self.isHost(parts[1]) else {
            throw .malformed(text)
        }
        self.text = text
    }

    /// What stands before the @: RFC 5322, section 3.2.3, in the length of RFC 5321, section 4.5.3.1.1.
    private static func isLocalPart(_ part: Substring) -> Bool {
        let atoms = part.split(separator: ".", omittingEmptySubsequences: false)
        return part.utf8.count <= 64
            && atoms.allSatisfy { atom in
                !atom.isEmpty
                    && atom.allSatisfy { $0.isLetter || $0.isNumber || "!#$%&'*+-/=?^_`{|}~".contains($0) }
            }
    }

    private static func isHost(_ part: Substring) -> Bool {
        let labels = part.split(separator: ".", omittingEmptySubsequences: false)
        return part.utf8.count <= 253
            && labels.allSatisfy { label in
                (1...63).contains(label.utf8.count) && label.first != "-" && label.last != "-"
                    && label.allSatisfy { $0.isLetter || $0.isNumber || $0 == "-" }
            }
    }

    /// What stands after the @.
    public var host: String { String(text.drop { $0 != "@" }.dropFirst()) }
}

extension MailAddress: CustomStringConvertible {
    /// The address.
    public var description: String { text }
}

extension MailAddress.AddressError: CustomStringConvertible {
    /// What is wrong, and what to do.
    public var description: String {
        switch self {
        case .foreignLetters(let text):
            "\(text) has letters that not every mail server takes in an address; write its host as xn--…, "
                + "or use an address in the letters a to z"
        case .malformed(let text):
            "\(text) is not a mail address; write it as desk@example.org"
        }
    }
}
