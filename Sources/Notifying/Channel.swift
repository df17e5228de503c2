public import FoundationEssentials
public import News

/// A place where alerts are told: a stream, a file, a web address, a chat room.
public protocol Channel: Sendable {
    /// Its name in the settings.
    var name: String { get }

    /// How many parcels it takes in one go; more than one only where a repeat after a crash does no harm.
    var batch: Int { get }

    /// Tells one parcel.
    ///
    /// A channel never throws: whatever happens is an outcome that the outbox acts on.
    func deliver(_ parcel: Parcel, now: Date) async -> DeliveryOutcome

    /// Takes up files that were moved away, after logrotate.
    func reopen() async throws
}

extension Channel {
    /// One at a time.
    public var batch: Int { 1 }

    /// Nothing to take up.
    public func reopen() async throws {}
}
