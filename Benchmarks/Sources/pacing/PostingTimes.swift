import Glibc

/// A generator whose numbers are the same in every run (splitmix64; Steele, Lea and Flood, OOPSLA 2014).
struct SeededGenerator: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
        return mixed ^ mixed >> 31
    }

    mutating func unit() -> Double { Double.random(in: 0..<1, using: &self) }
}

/// When feeds post: moments in seconds from a Monday's midnight, UTC, in order, a list for each feed.
enum PostingTimes {
    /// How a feed's day looks, hour by hour, at its own place.
    private static let days: [(weight: Double, hours: [Double])] = [
        // An agency: awake around the clock, busier by day.
        (
            0.25,
            [4, 3, 3, 3, 4, 5, 7, 9, 11, 12, 12, 12, 11, 12, 12, 12, 12, 11, 10, 9, 8, 7, 6, 5]
        ),
        // A newsroom: from six to eleven, little at night.
        (0.35, [1, 0, 0, 0, 0, 2, 6, 9, 11, 12, 12, 11, 11, 12, 12, 12, 12, 11, 9, 7, 6, 5, 3, 2]),
        // An office: ministries, companies.
        (0.2, [0, 0, 0, 0, 0, 0, 0, 2, 6, 10, 12, 11, 7, 9, 12, 12, 11, 6, 2, 1, 0, 0, 0, 0]),
        // One edition in the morning.
        (0.1, [0, 0, 0, 0, 1, 10, 12, 4, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]),
        // A person, in the evening.
        (0.1, [2, 1, 0, 0, 0, 0, 0, 1, 2, 2, 2, 2, 3, 2, 2, 2, 3, 4, 6, 8, 9, 8, 6, 4]),
    ]
    /// Where the readers of news live, hours east of Greenwich.
    private static let zones = [-8, -5, -5, 0, 0, 1, 1, 1, 2, 2, 3, 3, 5, 8, 9]

    /// Made-up feeds: rates by a power law, hours as above, quiet weekends, and a third of the feeds posting in batches.
    ///
    /// - Parameters:
    ///   - feeds: How many.
    ///   - count: For how many days.
    ///   - rates: The lowest and the highest number of items a day.
    ///   - seed: The same number gives the same times.
    /// - Returns: The moments of each feed.
    static func generated(
        feeds: Int,
        days count: Int,
        rates: ClosedRange<Double>,
        seed: UInt64
    ) -> [[Double]] {
        var random = SeededGenerator(state: seed)
        return (0..<feeds).map { _ in
            // Density falls with the rate to the power of -1.5.
            let (low, high) = (rates.lowerBound, rates.upperBound)
            let mixed = random.unit()
            let root = low.squareRoot() / (1 - mixed * (1 - (low / high).squareRoot()))
            let perDay = min(root * root, high)
            let day = pick(random.unit())
            let zone = zones[Int(random.unit() * Double(zones.count))]
            let weekend = 0.3 + 0.7 * random.unit()
            let isBatched = random.unit() < 1.0 / 3
            return posts(perDay, day, zone: zone, weekend: weekend, isBatched, count, &random)
        }
    }

    /// Real ones: lines of seconds since 1970, a tab, and the feed's name.
    static func read(_ text: String) -> [[Double]] {
        var feeds: [Substring: [Double]] = [:]
        for line in text.split(separator: "\n") {
            let parts = line.split(separator: "\t")
            guard parts.count == 2, let moment = Double(parts[0]) else { continue }
            feeds[parts[1], default: []].append(moment)
        }
        let week = 7.0 * 86_400
        let monday = 4 * 86_400.0
        let first = feeds.values.compactMap { $0.min() }.min() ?? 0
        let start = monday + ((first - monday) / week).rounded(.down) * week
        return feeds.sorted { $0.key < $1.key }.map { $0.value.map { $0 - start }.sorted() }
    }

    private static func pick(_ place: Double) -> [Double] {
        var place = place
        for day in days {
            place -= day.weight
            if place < 0 { return day.hours }
        }
        return days[0].hours
    }

    private static func posts(
        _ perDay: Double,
        _ day: [Double],
        zone: Int,
        weekend: Double,
        _ isBatched: Bool,
        _ count: Int,
        _ random: inout SeededGenerator
    ) -> [Double] {
        let size = isBatched ? 3.0 : 1.0
        let total = day.reduce(0, +)
        var posts: [Double] = []
        for hour in 0..<count * 24 {
            let local = (hour % 24 + zone + 24) % 24
            let isWeekend = hour / 24 % 7 >= 5
            let expected = perDay / size * day[local] / total * (isWeekend ? weekend : 1)
            var moment = -log(1 - random.unit()) / max(expected, 1e-9)
            while moment < 1 {
                let first = (Double(hour) + moment) * 3_600
                let items = isBatched ? 1 + Int(random.unit() * 5) : 1
                for number in 0..<items { posts.append(first + Double(number) * 20) }
                moment -= log(1 - random.unit()) / expected
            }
        }
        return posts.sorted()
    }
}
