public import FoundationEssentials
public import News

/// A place where alerts are told: a stream, a file, a web address, a chat room.
///
/// Writing and sending are two steps: what `compose` wrote is kept until it is settled, so that every attempt sends
/// the same bytes, whatever becomes of settings and program in between.
public protocol Channel: Sendable {
    /// Its name in the settings.
    var name: String { get }

    /// What it takes, and how fast.
    var manners: Manners { get }

    /// Writes a parcel out exactly as it will be sent; pure.
    ///
    /// - Parameters:
    ///   - parcel: What is to be told.
    ///   - detail: How much is said of each alert.
    /// - Returns: The message, or nil where this does not fit into one: fewer alerts or less detail may.
    /// - Throws: Where it cannot be written at all.
    func compose(_ parcel: Parcel, detail: Detail) throws -> Message?

    /// Sends a message.
    ///
    /// A channel never throws here: whatever happens is an outcome that the outbox acts on. Only time and signature
    /// are the attempt's own.
    func send(_ message: Message, now: Date) async -> DeliveryOutcome

    /// Takes up files that were moved away, after logrotate.
    func reopen() async throws
}

extension Channel {
    /// Nothing to take up.
    public func reopen() async throws {}
}
