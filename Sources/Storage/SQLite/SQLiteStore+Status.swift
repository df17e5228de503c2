public import FoundationEssentials
import GRDB
public import News

/// How many feeds there are, and what ails how many of them.
public struct FeedCounts: Hashable, Sendable {
    /// Feeds that are polled.
    public var all: Int
    /// Those that are not well, by what ails them.
    public var ailing: [Ailment.Kind: Int]

    /// Counts.
    public init(all: Int, ailing: [Ailment.Kind: Int]) {
        self.all = all
        self.ailing = ailing
    }

    /// Those that are not well.
    public var unwell: Int { ailing.values.reduce(0, +) }
}

/// How often a list has rung.
public struct ListHistory: Hashable, Sendable {
    /// The list's id.
    public var list: String
    /// How often on each of the days that were asked for, the last of which ends now.
    public var days: [Int]
    /// When it rang last; nil where it never has.
    public var last: Date?
}

/// How one channel does.
public struct ChannelStatus: Hashable, Sendable {
    /// Its name.
    public var name: String
    /// How many deliveries wait for it, those whose time has not come included.
    public var waiting: Int
    /// Since when the oldest delivery has been due; nil where none is.
    public var overdueSince: Date?
    /// When it last took a message; nil where it never has.
    public var lastDelivery: Date?
    /// How many deliveries were given up, of those that are still kept.
    public var givenUp: Int
    /// What is the matter with it; nil where it is well.
    public var trouble: ChannelTrouble?
}

/// An alert with its place in the order of all alerts.
public struct NumberedAlert: Hashable, Sendable {
    /// Its place.
    public var number: Int64
    /// The alert.
    public var alert: Alert
}

/// What the status asks: each question is answered from an index, and none waits for whoever writes.
extension SQLiteStore {
    /// How many feeds are polled, and what ails how many of them.
    public func feedCounts() async throws -> FeedCounts {
        try await pool.read { database in
            let all = try Int.fetchOne(database, sql: "SELECT count(*) FROM feed WHERE active") ?? 0
            let rows = try Row.fetchAll(
                database,
                sql: """
                    SELECT ailment, count(*) FROM feed WHERE active AND ailment IS NOT NULL GROUP BY ailment
                    """
            )
            var counts = FeedCounts(all: all, ailing: [:])
            for row in rows {
                if let kind = (row[0] as String?).flatMap(Ailment.Kind.init) { counts.ailing[kind] = row[1] }
            }
            return counts
        }
    }

    /// Feeds that are not well, by their addresses.
    public func ailingFeeds(limit: Int, now: Date) async throws -> [FeedOverview] {
        try await pool.read { database in
            try FeedOverview.fetch(
                database,
                where: "f.active AND f.ailment > '' ORDER BY f.ailment, f.id LIMIT :limit",
                ["limit": limit],
                now: now
            )
        }
    }

    /// The feeds that are asked next, soonest first.
    public func nextFeeds(limit: Int, now: Date) async throws -> [FeedOverview] {
        try await pool.read { database in
            try FeedOverview.fetch(
                database,
                where: "f.active ORDER BY f.next_at LIMIT :limit",
                ["limit": limit],
                now: now
            )
        }
    }

    /// A part of all feeds, in the order of their addresses.
    public func feeds(from start: Int, limit: Int, now: Date) async throws -> [FeedOverview] {
        try await pool.read { database in
            try FeedOverview.fetch(
                database,
                where: "f.active ORDER BY f.url LIMIT :limit OFFSET :start",
                ["limit": limit, "start": start],
                now: now
            )
        }
    }

    /// The newest alerts, newest first.
    ///
    /// - Parameters:
    ///   - number: Only those before this place; nil begins with the newest.
    ///   - since: Only those that were found after this moment; nil goes back as far as there are any.
    ///   - limit: How many at most.
    /// - Returns: The alerts with their places.
    /// - Throws: Where the store cannot be read.
    public func alerts(before number: Int64?, since: Date?, limit: Int) async throws -> [NumberedAlert] {
        try await pool.read { database in
            try Row.fetchAll(
                database,
                sql: """
                    SELECT number, snapshot FROM alert
                    WHERE list != '' AND number < coalesce(:number, 9223372036854775807) AND found > :since
                    ORDER BY number DESC LIMIT :limit
                    """,
                arguments: ["number": number, "since": since?.milliseconds ?? .min, "limit": limit]
            ).map { NumberedAlert(number: $0[0], alert: try Snapshot.decode($0[1])) }
        }
    }

    /// How often lists have rung on each of the last days.
    ///
    /// - Parameters:
    ///   - lists: The lists' ids.
    ///   - days: How many stretches of 24 hours are looked at.
    ///   - now: The end of the last of them.
    /// - Returns: The lists, in the order in which they were asked for.
    /// - Throws: Where the store cannot be read.
    public func histories(of lists: [String], days: Int, now: Date) async throws -> [ListHistory] {
        let day = Duration.seconds(86_400).milliseconds
        let start = now.milliseconds - Int64(days) * day
        return try await pool.read { database in
            let counts = try database.cachedStatement(
                sql: """
                    SELECT (found - ?1 - 1) / ?2, count(*) FROM alert
                    WHERE list = ?3 AND found > ?1 AND found <= ?4 GROUP BY 1
                    """
            )
            let latest = try database.cachedStatement(sql: "SELECT max(found) FROM alert WHERE list = ?")
            return try lists.map { list in
                var history = ListHistory(list: list, days: Array(repeating: 0, count: days))
                for row in try Row.fetchAll(counts, arguments: [start, day, list, now.milliseconds]) {
                    history.days[row[0]] = row[1]
                }
                history.last = try Int64.fetchOne(latest, arguments: [list]).map { Date(milliseconds: $0) }
                return history
            }
        }
    }

    /// How channels do, in the order in which they were asked for.
    public func statuses(ofChannels names: [String], now: Date) async throws -> [ChannelStatus] {
        let troubles = try await channelTroubles()
        return try await pool.read { database in
            let waiting = try database.cachedStatement(
                sql: """
                    SELECT count(*), min(due) FROM delivery
                    WHERE channel = ? AND state IN ('queued', 'sending')
                    """
            )
            let last = try database.cachedStatement(
                sql: "SELECT max(settled_at) FROM message WHERE channel = ? AND state = 'delivered'"
            )
            let givenUp = try database.cachedStatement(
                sql: "SELECT count(*) FROM delivery WHERE channel = ? AND state IN ('dead', 'expired')"
            )
            return try names.map { name in
                let row = try Row.fetchOne(waiting, arguments: [name])
                let due = (row?[1] as Int64?).map { Date(milliseconds: $0) }
                return ChannelStatus(
                    name: name,
                    waiting: row?[0] ?? 0,
                    overdueSince: due.flatMap { $0 <= now ? $0 : nil },
                    lastDelivery: try Int64.fetchOne(last, arguments: [name]).map { Date(milliseconds: $0) },
                    givenUp: try Int.fetchOne(givenUp, arguments: [name]) ?? 0,
                    trouble: troubles.first { $0.channel == name }
                )
            }
        }
    }
}
