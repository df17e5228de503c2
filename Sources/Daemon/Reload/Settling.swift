import FoundationEssentials

/// Waits out a run of changes: until all has been quiet for a moment, or until it has gone on for too long.
struct Settling: Sendable {
    /// How long nothing may change.
    var quiet = Duration.milliseconds(500)
    /// How long is waited at most.
    var patience = Duration.seconds(5)

    private var first: Date?
    private var last: Date?

    /// No changes.
    init(quiet: Duration = .milliseconds(500), patience: Duration = .seconds(5)) {
        self.quiet = quiet
        self.patience = patience
    }

    /// When the run counts as over; nil where nothing has changed.
    var due: Date? {
        guard let first, let last else { return nil }
        return min(last + quiet, first + patience)
    }

    /// Takes up a change.
    mutating func note(_ now: Date) {
        first = first ?? now
        last = now
    }

    /// Whether the run is over, after which the next one begins.
    mutating func isOver(_ now: Date) -> Bool {
        guard let due, let last else { return false }
        // A clock that was put back must not hold up the changes until it has caught up.
        guard now >= due || now < last else { return false }
        (self.first, self.last) = (nil, nil)
        return true
    }
}
