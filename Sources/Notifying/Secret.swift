/// A text that must never be shown: not in logs, errors, status pages or the database.
public struct Secret: Hashable, Sendable {
    /// The text itself; whoever asks for it takes care of where it goes.
    public let exposed: String

    /// Hides a text.
    public init(_ text: String) {
        exposed = text
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
