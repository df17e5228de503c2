public import News

/// When a channel that failed is tried again.
public enum RetrySchedule: Sendable {
    private static let later: [Duration] = [
        .seconds(1), .seconds(5), .seconds(15), .seconds(60), .seconds(300), .seconds(900), .seconds(1_800),
        .seconds(3_600),
    ]
    private static let broken: [Duration] = [.seconds(60), .seconds(300), .seconds(900), .seconds(3_600)]
    private static let longest = Duration.seconds(3_600)

    /// How long the channel rests.
    ///
    /// A receiver's own wish is never undercut; beyond an hour it is not believed. The jitter keeps
    /// channels that failed together from coming back together.
    ///
    /// - Parameters:
    ///   - outcome: How the attempt ended.
    ///   - failures: How often in a row the channel has failed, this time included.
    ///   - chance: A random number in 0..<1.
    /// - Returns: The rest, or nil where none is needed and where only a person can end it.
    public static func rest(after outcome: DeliveryOutcome, failures: Int, chance: Double) -> Duration? {
        switch outcome {
        case .delivered, .refused, .gone:
            nil
        case .later(let wish?, _, _):
            min(max(wish, .zero), longest) + .seconds(0.05 + 0.2 * chance)
        case .later(nil, _, _), .moved:
            step(later, failures) * (0.8 + 0.4 * chance)
        case .broken:
            step(broken, failures) * (0.8 + 0.4 * chance)
        }
    }

    private static func step(_ schedule: [Duration], _ failures: Int) -> Duration {
        schedule[min(max(failures, 1), schedule.count) - 1]
    }
}
