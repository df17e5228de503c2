import FoundationEssentials
import Notifying
import Synchronization

/// How fast messages may go to each destination; channels that share one share its pace.
///
/// Each destination has a token bucket, kept as the moment at which it will be full again (the generic cell rate
/// algorithm of ATM Forum's traffic management specification 4.0).
final class Pacer: Sendable {
    /// The moment at which each destination's bucket is full.
    private let full = Mutex<[String: Date]>([:])

    /// Takes the next place.
    ///
    /// - Parameters:
    ///   - manners: The destination, and what it bears.
    ///   - now: The moment.
    /// - Returns: How long to wait before the message goes out.
    func reserve(_ manners: Manners, now: Date) -> Duration {
        guard manners.interval > .zero else { return wait(for: manners, now: now) }
        return full.withLock { full in
            let ready = full[manners.destination].map { max($0, now) } ?? now
            full[manners.destination] = ready + manners.interval
            let slack = manners.interval * max(0, manners.burst - 1)
            return .seconds(max(0, (ready - slack).timeIntervalSince(now)))
        }
    }

    /// Lets nothing go out for a while: the destination says so.
    func pause(_ manners: Manners, for length: Duration, now: Date) {
        let slack = manners.interval * max(0, manners.burst - 1)
        full.withLock { full in
            full[manners.destination] = max(full[manners.destination] ?? now, now + length + slack)
        }
    }

    private func wait(for manners: Manners, now: Date) -> Duration {
        full.withLock { full in
            guard let until = full[manners.destination], until > now else {
                full[manners.destination] = nil
                return .zero
            }
            return .seconds(until.timeIntervalSince(now))
        }
    }
}
