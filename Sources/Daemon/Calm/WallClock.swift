import FoundationEssentials
import FoundationInternationalization
import Glibc
import Notifying

/// What the clocks on the wall show, in the machine's time zone or in another: the times of day of the settings.
struct WallClock: Hashable, Sendable {
    /// The time zone; nil is the machine's.
    private let zone: TimeZone?

    /// The clocks where the machine stands.
    init() {
        zone = nil
    }

    /// The clocks of a time zone, by its name in the IANA data; nil where there is none of this name.
    init?(zone name: String) {
        guard let zone = TimeZone(identifier: name) else { return nil }
        self.zone = zone
    }

    /// What is said of a name that no time zone has.
    static func unknownZone(_ name: String) -> String {
        let near = nearest(to: name, among: TimeZone.knownTimeZoneIdentifiers).map { "did you mean \($0)?" }
        return "there is no time zone \(name); \(near ?? "they are called like Europe/Berlin or UTC")"
    }

    /// The next moment after another at which the clocks show one of these times.
    ///
    /// Where clocks are put forward, a time that they leave out comes as long after midnight as on other days; where
    /// they are put back, one that they show twice comes once, at the first.
    ///
    /// - Parameters:
    ///   - times: Minutes after midnight; never empty.
    ///   - moment: The moment after which.
    /// - Returns: The moment.
    func next(of times: [Int], after moment: Date) -> Date {
        let midnight = lastMidnight(before: moment)
        let moments = (0...2).flatMap { day in
            times.map { self.moment(showing: midnight + Double(day) * 86_400 + Double($0) * 60) }
        }
        guard let next = moments.filter({ $0 > moment }).min() else {
            preconditionFailure("a time of day comes within two days")
        }
        return next
    }

    /// The moment at which the day began to which another belongs.
    func startOfDay(of moment: Date) -> Date {
        self.moment(showing: lastMidnight(before: moment))
    }

    /// The last midnight that the clocks have shown, in seconds as the clocks count them.
    private func lastMidnight(before moment: Date) -> Double {
        let shown = moment.timeIntervalSince1970 + offset(at: moment)
        return (shown / 86_400).rounded(.down) * 86_400
    }

    /// When the clocks show a time, in seconds as they count them.
    private func moment(showing shown: Double) -> Date {
        // No zone puts its clocks forward and back within two days.
        let before = offset(at: Date(timeIntervalSince1970: shown - 86_400))
        let after = offset(at: Date(timeIntervalSince1970: shown + 86_400))
        let early = Date(timeIntervalSince1970: shown - before)
        let late = Date(timeIntervalSince1970: shown - after)
        return offset(at: early) != before && offset(at: late) == after ? late : early
    }

    /// How far the clocks are ahead of UTC, in seconds.
    func offset(at moment: Date) -> Double {
        if let zone { return Double(zone.secondsFromGMT(for: moment)) }
        var seconds = time_t(moment.timeIntervalSince1970)
        var parts = tm()
        localtime_r(&seconds, &parts)
        return Double(parts.tm_gmtoff)
    }
}
