public import FoundationEssentials

/// Something the operator should know about tocsin's own work: a feed that ails, or is well again.
///
/// It is told once when it begins and once when it is over, and never takes the place of an alert.
public struct Notice: Hashable, Sendable, Codable {
    /// Sixteen characters; receivers recognise a repeat by them.
    public var id: String
    /// What it is about, for programs: `certificate`, `gap`, `moved`.
    public var kind: String
    /// The feed's address.
    public var feedURL: String
    /// What is the matter, in one line.
    public var title: String
    /// What follows from it and what can be done, in sentences.
    public var text: String
    /// Whether it says that something is over.
    public var isRecovery: Bool
    /// When it was found.
    public var found: Date

    /// A notice; its id follows from what it is about and on what occasion.
    ///
    /// - Parameters:
    ///   - kind: What it is about, for programs.
    ///   - feedURL: The feed's address.
    ///   - title: One line.
    ///   - text: Sentences.
    ///   - isRecovery: Whether something is over.
    ///   - occasion: What tells it from the next of its kind about the same feed: the moment at which it began, say.
    ///   - found: When it was found.
    public init(
        kind: String,
        feedURL: String,
        title: String,
        text: String,
        isRecovery: Bool = false,
        occasion: String,
        found: Date
    ) {
        self.kind = kind
        self.feedURL = feedURL
        self.title = title
        self.text = text
        self.isRecovery = isRecovery
        self.found = found
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in "\(kind) \(isRecovery) \(feedURL) \(occasion)".utf8 {
            hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3
        }
        let digits = String(hash, radix: 16)
        id = String(repeating: "0", count: 16 - digits.count) + digits
    }
}
