/// How much is said of each alert: the steps in which a message is made smaller before it is given up.
public enum Detail: Int, Hashable, Sendable, Codable, CaseIterable, Comparable {
    /// All there is to say.
    case full
    /// A passage of 300 characters and three other reports.
    case short
    /// Headline and link.
    case headline

    /// Whether the left one says more.
    public static func < (left: Detail, right: Detail) -> Bool { left.rawValue < right.rawValue }
}

/// A parcel as it is sent, written out once and kept, so that every attempt sends the same bytes.
public struct Message: Hashable, Sendable, Codable {
    /// The idempotency key: that of the parcel.
    public var id: String
    /// What is sent.
    public var body: [UInt8]
    /// What a channel must know besides the body to send it again, a content type or a thread, and what is to be said
    /// of how it was written.
    ///
    /// It holds no secret, since it is kept in the store.
    public var envelope: [String: String]
    /// The receiver's reference of an earlier message, which this one takes the place of; nil for a new message.
    public var edits: String?
    /// How often it was tried before.
    public var attempts: Int
    /// Whether an earlier attempt may have reached the receiver without our knowing.
    public var inDoubt: Bool
    /// Where the receiver has moved to since the settings were written; nil where it has not.
    public var movedTo: String?

    /// A message.
    public init(
        id: String,
        body: [UInt8],
        envelope: [String: String] = [:],
        edits: String? = nil,
        attempts: Int = 0,
        inDoubt: Bool = false
    ) {
        self.id = id
        self.body = body
        self.envelope = envelope
        self.edits = edits
        self.attempts = attempts
        self.inDoubt = inDoubt
    }

    /// A message that tells a parcel.
    public init(_ parcel: Parcel, body: [UInt8], envelope: [String: String] = [:]) {
        self.init(
            id: parcel.id,
            body: body,
            envelope: envelope,
            edits: parcel.edits,
            attempts: parcel.attempts,
            inDoubt: parcel.inDoubt
        )
    }
}
