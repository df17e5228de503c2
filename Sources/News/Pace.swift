public import FoundationEssentials
import Glibc

/// How often feeds are asked: where a poll shortens the wait for news most, it is made.
///
/// A feed that publishes at rate r and is asked at rate p keeps its items waiting r / 2p in every unit of time. For a
/// given number of polls the sum of all waits is least where p follows r to the power of one half (Sia, Cho and Cho, IEEE
/// TKDE 19(7), 2007, section 4.2; for the hours of one feed, their condition for the moments of polls comes to the same
/// where polls are many), and the wait of the typical item where p follows r itself. Three quarters cost a tenth of
/// either; `Benchmarks/Sources/pacing` measures it.
public struct Pace: Hashable, Sendable {
    /// The interval of a feed that publishes two items an hour; all others follow from it.
    public var usual: Duration
    /// The shortest interval.
    public var min: Duration
    /// The longest.
    public var max: Duration

    /// Ten minutes.
    public static let usualInterval = Duration.seconds(600)
    private static let usualRate = 2.0 / 3_600
    private static let exponent = 0.75

    /// A pace between two bounds.
    public init(usual: Duration = usualInterval, min: Duration, max: Duration) {
        self.usual = usual
        self.min = min
        self.max = Swift.max(min, max)
    }

    /// How often a feed is asked while it publishes at a rate, the bounds kept.
    ///
    /// - Parameter rate: In items a second.
    /// - Returns: In polls a second.
    public func polls(rate: Double) -> Double {
        let polls = pow(rate / Self.usualRate, Self.exponent) / seconds(usual)
        return Swift.min(Swift.max(polls, 1 / seconds(max)), 1 / seconds(min))
    }

    /// How long after one poll of a feed the next is due: an hour in which little comes counts little towards it, and an
    /// hour in which much does ends the wait early.
    public func interval(_ rhythm: Rhythm, after now: Date) -> Duration {
        let week = rhythm.week
        var (elapsed, share) = (0.0, 0.0)
        while true {
            let moment = now.addingTimeInterval(elapsed)
            let polls = polls(rate: week[Rhythm.hourOfWeek(moment)])
            let hourLeft = 3_600 - moment.timeIntervalSince1970.truncatingRemainder(dividingBy: 3_600)
            let needed = (1 - share) / polls
            guard needed > hourLeft else { return .seconds(elapsed + needed) }
            share += polls * hourLeft
            elapsed += hourLeft
        }
    }
}

private func seconds(_ length: Duration) -> Double {
    Double(length.components.seconds) + Double(length.components.attoseconds) / 1e18
}
