internal import FoundationEssentials
internal import News

/// What the keys of a watch file say.
struct Header {
    /// The keys a list may have.
    enum Key: String, CaseIterable {
        case name
        case priority
        case sendTo = "send to"
        case alert
        case digest
        case feeds
        case languages
        case cooldown
        case sources
        case minSources = "min sources"
        case owner
        case expires
    }

    var name: String?
    var priority = Priority.normal
    var channels: [String] = []
    var alert: Level? = .lead
    var digest: Level? = .text
    var feeds: [String] = []
    var languages: [String] = []
    var cooldown: Duration?
    var sources: Int?
    var minSources: Int?
    var owner: String?
    var expires: Date?
    private var given: Set<Key> = []

    /// Takes up one value.
    mutating func set(_ key: Key, to value: String) throws(WatchlistError.Kind) {
        guard given.insert(key).inserted else { throw .duplicateKey(key.rawValue) }
        guard !value.isEmpty else { throw .missingValue(key.rawValue) }
        switch key {
        case .name: name = value
        case .owner: owner = value
        case .sendTo: channels = Self.list(value)
        case .feeds: feeds = Self.list(value)
        case .languages: languages = Self.list(value)
        case .priority: priority = try Self.priority(value)
        case .alert: alert = try Self.level(value, of: key)
        case .digest: digest = try Self.level(value, of: key)
        case .cooldown: cooldown = try Self.duration(value)
        case .sources: sources = try Self.count(value, of: key)
        case .minSources: minSources = try Self.count(value, of: key)
        case .expires: expires = try Self.day(value)
        }
    }

    private static func list(_ value: String) -> [String] {
        value.split(separator: ",").map { String($0.trimmed) }.filter { !$0.isEmpty }
    }

    private static func priority(_ value: String) throws(WatchlistError.Kind) -> Priority {
        guard let priority = Priority(rawValue: value.lowercased()) else {
            throw .badValue(key: Key.priority.rawValue, value: value, allowed: "low, normal, high or urgent")
        }
        return priority
    }

    private static func level(_ value: String, of key: Key) throws(WatchlistError.Kind) -> Level? {
        if value.lowercased() == "never" { return nil }
        guard let level = Level(rawValue: value.lowercased()) else {
            throw .badValue(key: key.rawValue, value: value, allowed: "title, lead, text or never")
        }
        return level
    }

    private static func count(_ value: String, of key: Key) throws(WatchlistError.Kind) -> Int {
        guard let count = Int(value), (2...100).contains(count) else {
            throw .badValue(key: key.rawValue, value: value, allowed: "a number of outlets, 2 to 100")
        }
        return count
    }

    /// `30s`, `45m`, `2h`, `1d`.
    private static func duration(_ value: String) throws(WatchlistError.Kind) -> Duration {
        let units: [Character: Int] = ["s": 1, "m": 60, "h": 3600, "d": 86_400]
        guard let unit = value.last.flatMap({ units[$0] }), value.count <= 6,
            let count = UInt32(value.dropLast().trimmed)
        else {
            throw .badValue(key: Key.cooldown.rawValue, value: value, allowed: "a time such as 30m, 2h or 1d")
        }
        return .seconds(Int(count) * unit)
    }

    /// The end of a day, in UTC.
    private static func day(_ value: String) throws(WatchlistError.Kind) -> Date {
        let refusal = WatchlistError.Kind.badValue(
            key: Key.expires.rawValue,
            value: value,
            allowed: "a day such as 2026-12-31"
        )
        let parts = value.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.map(\.count) == [4, 2, 2] else { throw refusal }
        let numbers = parts.compactMap { UInt16($0) }.map(Int.init)
        guard numbers.count == 3, let days = daysSince1970(numbers[0], numbers[1], numbers[2]) else {
            throw refusal
        }
        return Date(timeIntervalSince1970: Double(days + 1) * 86_400)
    }

    /// Counts the days of the Gregorian calendar; nil where there is no such day.
    private static func daysSince1970(_ year: Int, _ month: Int, _ day: Int) -> Int? {
        let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
        let lengths = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
        guard year >= 1970, (1...12).contains(month), (1...lengths[month - 1]).contains(day) else {
            return nil
        }
        let before = year - 1
        let leapDays = before / 4 - before / 100 + before / 400 - 477
        return (year - 1970) * 365 + leapDays + lengths[..<(month - 1)].reduce(0, +) + day - 1
    }
}
