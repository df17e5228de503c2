public import FoundationEssentials
import Glibc

/// How often a feed publishes, and at which hours and on which days: what was seen of it, recent weeks counting most.
///
/// The model is that of Sia, Cho and Cho ("Efficient Monitoring Algorithm for Fast News Alerts", IEEE TKDE 19(7),
/// 2007): items come as a Poisson process whose rate depends on the feed and repeats from day to day. A second factor
/// holds the day of the week. Both are pulled towards evenness as long as little has been seen.
public struct Rhythm: Hashable, Sendable {
    /// Items that came in each hour of the day, UTC; those of three weeks ago count a third.
    public private(set) var hours: [Float]
    /// The same for each day of the week, from Monday.
    public private(set) var days: [Float]
    /// How long the feed has been watched, in seconds, fading in the same way: it never exceeds `memory`.
    public private(set) var watched: Double
    /// The moment up to which it was watched.
    public private(set) var asOf: Date

    /// How long it takes what was seen to fade to a third, in seconds.
    static let memory = 20.0 * 86_400
    /// What is believed of a feed of which nothing was seen, two items an hour, and for how long it would have to be
    /// watched to change that, in seconds: half an item's worth.
    private static let prior = (items: 0.5, watched: 900.0)
    /// How many items spread evenly over the day are believed in besides those that were seen.
    private static let evenness = 6.0
    /// The dates of a feed that has its whole past in one hour say when it was built, and nothing else.
    private static let shortestPast = 3_600.0

    /// The rhythm of a feed of which nothing is known.
    public init(since: Date) {
        hours = Array(repeating: 0, count: 24)
        days = Array(repeating: 0, count: 7)
        watched = 0
        asOf = since
    }

    /// A rhythm as it was kept.
    ///
    /// - Parameters:
    ///   - hours: Items in each of the 24 hours.
    ///   - days: Items on each of the seven days.
    ///   - watched: For how long the feed was watched, in seconds.
    ///   - asOf: Up to when.
    public init?(hours: [Float], days: [Float], watched: Double, asOf: Date) {
        guard hours.count == 24, days.count == 7 else { return nil }
        self.hours = hours
        self.days = days
        self.watched = watched
        self.asOf = asOf
    }

    /// The rhythm that the dates of a feed's first document tell.
    ///
    /// - Parameters:
    ///   - published: The dates of its items; what lies after `now` or is older than three months is left out.
    ///   - now: The moment of the fetch.
    public init(published: [Date], now: Date) {
        let past = published.filter { $0 <= now && $0 > now.addingTimeInterval(-90 * 86_400) }.sorted()
        guard let oldest = past.first, now.timeIntervalSince(oldest) >= Self.shortestPast else {
            self.init(since: now)
            return
        }
        self.init(since: oldest)
        // The oldest is where the document happens to end.
        for moment in past.dropFirst() {
            watch(until: moment)
            add(1, at: moment)
        }
        watch(until: now)
    }

    /// Brings in what a later fetch shows.
    ///
    /// - Parameters:
    ///   - published: The dates of new items. One that lies before the last fetch, or is nil, says nothing about when the
    ///     item came into the feed: it is spread evenly over the time since.
    ///   - now: The moment of the fetch.
    public mutating func observe(_ published: [Date?], now: Date) {
        let last = asOf
        watch(until: now)
        for date in published {
            if let date, date > last, date <= now {
                add(1, at: date)
            } else {
                spread(over: last, now)
            }
        }
    }

    /// How many items a day came, in the long run.
    public var itemsPerDay: Double { average * 86_400 }

    /// The expected rate at a moment, in items a second.
    public func rate(at moment: Date) -> Double {
        average * dayFactor(Self.day(of: moment)) * hourFactor(Self.hour(of: moment))
    }

    /// The expected rates of the 168 hours of a week from Monday, in items a second.
    public var week: [Double] {
        let (average, hours) = (average, (0..<24).map(hourFactor))
        return (0..<7).flatMap { day in
            let factor = average * dayFactor(day)
            return hours.map { $0 * factor }
        }
    }

    /// How many items it rests on, faded.
    public var count: Double { Double(hours.reduce(0, +)) }

    /// The shortest stretch of the day, UTC, in which two thirds of the items come: the hour it begins at and the one it
    /// ends before; nil where they come around the clock.
    public var busyHours: (from: Int, to: Int)? {
        guard count >= 5 else { return nil }
        for length in 1...10 {
            let sums = (0..<24).map { start in
                (start, (start..<start + length).reduce(0.0) { $0 + Double(hours[$1 % 24]) })
            }
            if let best = sums.max(by: { $0.1 < $1.1 }), best.1 >= count * 2 / 3 {
                return (best.0, (best.0 + length) % 24)
            }
        }
        return nil
    }

    /// How many items should have come since `asOf`.
    public func expected(until moment: Date) -> Double {
        let week = week
        let hours = Int(moment.timeIntervalSince(asOf) / 3_600)
        guard hours > 0 else { return 0 }
        let first = Self.hourOfWeek(asOf)
        let rest = (0..<hours % 168).reduce(0.0) { $0 + week[(first + $1) % 168] }
        return 3_600 * (rest + Double(hours / 168) * week.reduce(0, +))
    }

    /// The same rhythm at a later moment up to which nothing came.
    public func quiet(until moment: Date) -> Rhythm {
        var later = self
        later.watch(until: moment)
        return later
    }

    private var average: Double {
        (count + Self.prior.items) / (watched + Self.prior.watched)
    }

    /// Neighbouring hours are taken together, for news keeps no exact time.
    private func hourFactor(_ hour: Int) -> Double {
        let near = hours[(hour + 23) % 24] / 4 + hours[hour] / 2 + hours[(hour + 1) % 24] / 4
        let factor = 24 * (Double(near) + Self.evenness / 24) / (count + Self.evenness)
        return evened(factor, after: 2 * 86_400)
    }

    private func dayFactor(_ day: Int) -> Double {
        let factor = 7 * (Double(days[day]) + Self.evenness / 7) / (count + Self.evenness)
        return evened(factor, after: 10 * 86_400)
    }

    /// A factor counts in full only once enough was watched to tell an empty hour from one that was not seen.
    private func evened(_ factor: Double, after enough: Double) -> Double {
        let weight = min(1, watched / enough)
        return 1 + (factor - 1) * weight * weight
    }

    private mutating func watch(until moment: Date) {
        let time = moment.timeIntervalSince(asOf)
        guard time > 0 else { return }
        let left = exp(-time / Self.memory)
        for hour in hours.indices { hours[hour] *= Float(left) }
        for day in days.indices { days[day] *= Float(left) }
        watched = watched * left + Self.memory * (1 - left)
        asOf = moment
    }

    private mutating func add(_ part: Double, at moment: Date) {
        hours[Self.hour(of: moment)] += Float(part)
        days[Self.day(of: moment)] += Float(part)
    }

    private mutating func spread(over start: Date, _ end: Date) {
        // A longer gap says as little about the hour as a week does.
        let start = max(start, end.addingTimeInterval(-7 * 86_400))
        let pieces = max(1, Int(end.timeIntervalSince(start) / 3_600))
        for piece in 0..<pieces {
            let share = (Double(piece) + 0.5) / Double(pieces)
            add(1 / Double(pieces), at: start.addingTimeInterval(end.timeIntervalSince(start) * share))
        }
    }

    private static func hour(of moment: Date) -> Int { hourOfWeek(moment) % 24 }

    private static func day(of moment: Date) -> Int { hourOfWeek(moment) / 24 }

    /// Which of the 168 hours of a week from Monday, UTC, a moment lies in; the first of January 1970 was a Thursday.
    public static func hourOfWeek(_ moment: Date) -> Int {
        let hours = Int((moment.timeIntervalSince1970 / 3_600).rounded(.down)) + 3 * 24
        return (hours % 168 + 168) % 168
    }
}
