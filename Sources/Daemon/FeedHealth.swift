import FoundationEssentials
import News
import Storage

/// What ails a feed from one visit to the next, and when somebody should hear of it: once when it has lasted, once when
/// it is over.
enum FeedHealth {
    /// What is to be told.
    enum Change: Hashable, Sendable {
        /// The feed ails.
        case fell(Ailment)
        /// What was told is over.
        case recovered(Ailment)
    }

    /// A gap counts as over once no other has come for this long.
    private static let graceOfGap = Duration.seconds(86_400)
    private static let patienceWithPart = Duration.seconds(3_600)
    private static let patienceWithWeather = Duration.seconds(7_200)

    /// The feed's health after a visit.
    ///
    /// - Parameters:
    ///   - before: What ailed it before.
    ///   - seen: What the visit showed; nil where all was well.
    ///   - failures: How many visits in a row have failed, this one included.
    ///   - isSure: Whether a feed that is gone has been asked once more.
    ///   - now: The moment of the visit.
    /// - Returns: What ails it now, and what is to be told; of two changes at once, the graver one.
    static func next(
        _ before: Ailment?,
        seen: Ailment.Kind?,
        failures: Int,
        isSure: Bool,
        now: Date
    ) -> (after: Ailment?, change: Change?) {
        guard let seen else {
            if let before, before.kind == .gap, now < before.since + graceOfGap { return (before, nil) }
            return (nil, before.flatMap { $0.isTold ? .recovered($0) : nil })
        }
        guard var ailment = before, seen.isFailure == ailment.kind.isFailure else {
            // A feed that failed and now answers, if not as it should, is told as what it has become.
            return told(Ailment(seen, since: now), failures, isSure, now)
        }
        let wasGone = ailment.kind == .gone
        ailment.kind = seen
        if seen == .gap { ailment.since = now }
        if seen == .gone, !wasGone { ailment.isTold = false }
        return ailment.isTold ? (ailment, nil) : told(ailment, failures, isSure, now)
    }

    private static func told(
        _ ailment: Ailment,
        _ failures: Int,
        _ isSure: Bool,
        _ now: Date
    ) -> (after: Ailment?, change: Change?) {
        var ailment = ailment
        let lasted = now.timeIntervalSince(ailment.since)
        ailment.isTold =
            switch ailment.kind {
            case .gap, .silent: true
            case .gone: isSure
            case .partial: lasted >= patienceWithPart.seconds
            case .certificate, .privateAddress, .login, .botWall, .captcha, .forbidden, .notFound, .notAFeed:
                failures >= 3
            case .name, .unreachable, .tooManyRequests, .server:
                failures >= 5 && lasted >= patienceWithWeather.seconds
            }
        return (ailment, ailment.isTold ? .fell(ailment) : nil)
    }

    /// Whether a feed has been silent for so long that something must be wrong: at its usual rate, at those hours and on
    /// those days, twenty items would have come, and four days are past.
    static func isSilent(_ rhythm: Rhythm?, now: Date) -> Bool {
        guard let rhythm, rhythm.count >= 5, now > rhythm.asOf + .seconds(4 * 86_400) else { return false }
        return rhythm.expected(until: now) >= 20
    }
}

extension Ailment.Kind {
    /// Whether a feed with it cannot be read at all.
    var isFailure: Bool {
        switch self {
        case .partial, .gap, .silent: false
        default: true
        }
    }
}
