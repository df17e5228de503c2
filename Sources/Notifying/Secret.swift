import CCrypto

/// A text that must never be shown: not in logs, errors, status pages or the database.
public struct Secret: Hashable, Sendable {
    /// The text itself; whoever asks for it takes care of where it goes.
    public let exposed: String

    /// Hides a text.
    public init(_ text: String) {
        exposed = text
    }
}

extension Secret {
    /// Sixteen digits that are the same for the same secret and do not give it away.
    ///
    /// Of an address, what follows a question mark does not count: it says how, not where.
    var fingerprint: String {
        let place = Array(exposed.utf8.prefix { $0 != UInt8(ascii: "?") })
        var digest = [UInt8](repeating: 0, count: Int(EVP_MAX_MD_SIZE))
        EVP_Digest(place, place.count, &digest, nil, EVP_sha256(), nil)
        return digest.prefix(8).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }
}

extension Secret: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// Three dots, whatever the secret.
    public var description: String { "•••" }

    /// Three dots, whatever the secret.
    public var debugDescription: String { description }

    /// No parts: a dump shows nothing either.
    public var customMirror: Mirror { Mirror(self, children: []) }
}
