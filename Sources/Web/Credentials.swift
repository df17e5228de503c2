import FoundationEssentials

/// A user and a password, for basic authentication (RFC 7617) or a mail server.
///
/// Neither is ever shown: some services take their key as the user, and nothing as the password.
public struct Credentials: Sendable, Hashable {
    let user: String
    let password: String

    /// Credentials; nil where they cannot be sent.
    ///
    /// A user with a colon in it would be read as a shorter one, and neither text may hold a control character
    /// (RFC 7617, section 2).
    public init?(user: String, password: String) {
        let texts = [user, password].flatMap(\.unicodeScalars)
        guard !user.utf8.contains(UInt8(ascii: ":")) else { return nil }
        guard texts.allSatisfy({ $0.properties.generalCategory != .control }) else { return nil }
        self.user = user
        self.password = password
    }

    /// The header that carries them, in UTF-8 whatever the server would rather have.
    var header: Header {
        Header("Authorization", "Basic \(Data("\(user):\(password)".utf8).base64EncodedString())")
    }
}

extension Credentials: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// Three dots, whatever the credentials.
    public var description: String { "•••" }

    /// Three dots, whatever the credentials.
    public var debugDescription: String { description }

    /// No parts: a dump shows nothing either.
    public var customMirror: Mirror { Mirror(self, children: []) }
}
