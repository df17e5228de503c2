import CCurl

/// A server that takes mail.
public struct MailServer: Sendable, Hashable {
    /// When a connection to an `smtp` address turns to TLS.
    ///
    /// A connection to an `smtps` address is TLS from its first byte.
    public enum StartTLS: String, Sendable, Hashable, CaseIterable {
        /// Before anything is told; a server that cannot gets nothing.
        case required
        /// Where the server offers it. Whoever can change what it says can keep it from being used.
        case offered
        /// Never.
        case never
    }

    /// Why an address does not name a server.
    public enum AddressError: Error, Sendable, Hashable {
        /// It cannot be read, or is of another scheme.
        case noMailServer(String)
        /// It holds a user or a password, which would be shown with it.
        case holdsCredentials
    }

    /// `smtps://host:465` or `smtp://host:587`; a path is the name that the client gives itself.
    public let url: String
    /// When the connection turns to TLS.
    public var startTLS: StartTLS
    let target: Target

    /// A server.
    ///
    /// - Parameters:
    ///   - url: Its address.
    ///   - startTLS: When the connection turns to TLS.
    /// - Throws: What is wrong with the address.
    public init(_ url: String, startTLS: StartTLS = .required) throws(AddressError) {
        guard !url.utf8.contains(0), let parts = URLParts(url), let target = Target(url), target.isMail else {
            throw .noMailServer(url)
        }
        guard parts[CURLUPART_USER] == nil, parts[CURLUPART_PASSWORD] == nil else { throw .holdsCredentials }
        let path = parts[CURLUPART_PATH] ?? ""
        guard !target.host.isEmpty, parts[CURLUPART_QUERY] == nil, parts[CURLUPART_FRAGMENT] == nil,
            path.dropFirst().allSatisfy(Self.isPartOfName)
        else {
            throw .noMailServer(url)
        }
        self.url = url
        self.startTLS = startTLS
        self.target = target
    }

    /// The path goes into the client's first line to the server.
    private static func isPartOfName(_ character: Character) -> Bool {
        character.isASCII
            && (character.isLetter || character.isNumber || character == "." || character == "-")
    }

    /// Whether nobody else can read what is sent, neither on the way nor in the server's place.
    public var isEncrypted: Bool { isAlwaysEncrypted || startTLS == .required }

    /// Whether the connection is TLS from its first byte.
    public var isAlwaysEncrypted: Bool { target.scheme == "smtps" }

    /// Whether it is this machine.
    public var isLoopback: Bool {
        let host = target.host
        return host == "localhost" || host.hasSuffix(".localhost") || host == "::1"
            || host.hasPrefix("127.") && IPAddress(host) != nil
    }

    /// Host and port, as people write them.
    public var place: String { target.place }
}

extension MailServer.AddressError: CustomStringConvertible {
    /// What is wrong, and what to do.
    public var description: String {
        switch self {
        case .noMailServer(let url):
            "\(url) is not a mail server's address; write it as smtps://host:465 or smtp://host:587"
        case .holdsCredentials:
            "the address holds a user or a password; write them as user and password_file"
        }
    }
}
