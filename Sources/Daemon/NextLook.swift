import FoundationEssentials

/// When the poller next looks into the store for feeds that are due.
///
/// A look tells when the next of the feeds that wait is due, but knows nothing of those that are being visited: each
/// tells when it is next due once its visit is written.
struct NextLook {
    /// How long after one look the next one follows at the earliest: feeds that come due meanwhile are taken together.
    static let pause = Duration.seconds(1)

    /// The moment.
    private(set) var at = Date.distantPast
    private var earliest = Date.distantPast

    /// A look begins: what is told from now on comes after it.
    mutating func begin(now: Date) {
        at = .distantFuture
        earliest = now + Self.pause
    }

    /// A look has ended.
    ///
    /// - Parameters:
    ///   - due: When it says that the next feed is due; nil where none is.
    ///   - soonest: When to look again at the earliest; nil for the usual pause.
    mutating func end(due: Date?, soonest: Date? = nil) {
        if let due { at = min(at, max(due, soonest ?? earliest)) }
    }

    /// A feed whose visit is written is due then; answers whether that is sooner than anything known.
    mutating func note(due: Date) -> Bool {
        let next = max(due, earliest)
        guard next < at else { return false }
        at = next
        return true
    }
}
