public import FoundationEssentials
import GRDB
public import News

extension SQLiteStore {
    /// Makes the feeds of the settings known; a new one is due at once.
    public func register(_ feeds: [Feed], now: Date) async throws {
        try await pool.write { [leases] database in
            var active: [String: String] = [:]
            let rows = try Row.fetchCursor(database, sql: "SELECT url, host FROM feed WHERE active")
            while let row = try rows.next() { active[row[0]] = row[1] }
            for feed in feeds {
                let host = Feed.host(of: feed.url)
                // Nearly all were there at the last start, too: nothing is written of them.
                guard active.removeValue(forKey: feed.url) != host else { continue }
                try database.cachedStatement(
                    sql: """
                        INSERT INTO feed (url, host, next_at, next_reason) VALUES (?, ?, ?, 'never asked')
                        ON CONFLICT (url) DO UPDATE SET active = 1, host = excluded.host
                        """
                ).execute(arguments: [feed.url, host, now.milliseconds])
            }
            for url in active.keys {
                try database.cachedStatement(sql: "UPDATE feed SET active = 0 WHERE url = ?")
                    .execute(arguments: [url])
            }
            try Self.spread(database, besides: leases.held(now: now.milliseconds), now: now.milliseconds)
        }
    }

    /// How many feeds may be due at the same moment, how far apart the others are, and within what time all must be due;
    /// in milliseconds.
    private static let (atOnce, apart, within) = (100.0, 20.0, 300_000.0)

    private static func spread(_ database: Database, besides held: [Int64], now: Int64) throws {
        let others = held.map(String.init).joined(separator: ", ")
        let late = "active AND next_at <= \(now) AND id NOT IN (\(others))"
        let count = Double(try Int.fetchOne(database, sql: "SELECT count(*) FROM feed WHERE \(late)") ?? 0)
        guard count > atOnce else { return }
        try database.execute(
            sql: """
                UPDATE feed SET next_at = :now + CAST((place - :atOnce) * :apart AS INTEGER)
                FROM (SELECT id AS feed, row_number() OVER (ORDER BY next_at, id) AS place FROM feed WHERE \(late))
                WHERE id = feed AND place > :atOnce
                """,
            arguments: ["now": now, "atOnce": atOnce, "apart": min(apart, within / (count - atOnce))]
        )
    }

    /// Goes through the feeds that are polled and what is known of their rhythms.
    public func rhythms<Result: Sendable>(
        into initial: Result,
        _ take: @escaping @Sendable (inout Result, String, Rhythm?) -> Void
    ) async throws -> Result {
        try await pool.read { database in
            var result = initial
            let rows = try Row.fetchCursor(database, sql: "SELECT url, rhythm FROM feed WHERE active")
            while let row = try rows.next() {
                take(&result, row[0], (row[1] as Data?).flatMap(Rhythm.init(encoded:)))
            }
            return result
        }
    }

    /// Notes the lists in force; one whose text changed counts from now.
    public func registerLists(_ versions: [String: UInt64], now: Date) async throws -> [String: Date] {
        try await pool.write { database in
            for (id, version) in versions {
                try database.execute(
                    sql: """
                        INSERT INTO list (id, version, since) VALUES (:id, :version, :now)
                        ON CONFLICT (id) DO UPDATE SET version = :version, since = :now WHERE version != :version
                        """,
                    arguments: ["id": id, "version": Int64(bitPattern: version), "now": now.milliseconds]
                )
            }
            let rows = try Row.fetchAll(database, sql: "SELECT id, since FROM list")
            return Dictionary(uniqueKeysWithValues: rows.map { ($0[0], Date(milliseconds: $0[1])) })
        }
    }

    /// Leases feeds that are due, those that waited longest first.
    public func claimDueFeeds(now: Date, limit: Int, lease: Duration) async throws -> FeedClaim {
        let (moment, end) = (now.milliseconds, now.milliseconds + lease.milliseconds)
        return try await pool.read { [leases] database in
            let held = leases.held(now: moment).count
            // One more than wanted tells whether others are due as well.
            let due = try Int64.fetchAll(
                database.cachedStatement(
                    sql: "SELECT id FROM feed WHERE active AND next_at <= ? ORDER BY next_at LIMIT ?"
                ),
                arguments: [moment, limit + held + 1]
            )
            let taken = leases.take(due, limit: limit, now: moment, until: end)
            if due.count - held > limit {
                return FeedClaim(feeds: try Self.feeds(database, taken), nextDue: now)
            }
            let next = try Int64.fetchOne(
                database.cachedStatement(
                    sql: "SELECT min(next_at) FROM feed WHERE active AND next_at > ?"
                ),
                arguments: [moment]
            )
            let wake = [next, leases.firstEnd].compactMap(\.self).min()
            return FeedClaim(
                feeds: try Self.feeds(database, taken),
                nextDue: wake.map { Date(milliseconds: $0) }
            )
        }
    }

    /// Leases every active feed that is not held.
    public func claimAllFeeds(now: Date, lease: Duration) async throws -> [DueFeed] {
        let (moment, end) = (now.milliseconds, now.milliseconds + lease.milliseconds)
        return try await pool.read { [leases] database in
            let rows = try Row.fetchCursor(
                database,
                sql: """
                    SELECT \(FeedState.columns(of: "feed")), url FROM feed
                    WHERE active AND coalesce(held_until, 0) <= ?
                    """,
                arguments: [moment]
            )
            var all: [DueFeed] = []
            while let row = try rows.next() { all.append(DueFeed(row: row)) }
            let numbers = all.map(\.state.id.rawValue)
            let taken = Set(leases.take(numbers, limit: all.count, now: moment, until: end))
            return all.filter { taken.contains($0.state.id.rawValue) }
        }
    }

    /// Leaves all feeds of a host alone until a moment, or for as long as they would have been anyway.
    public func hold(host: String, until: Date, reason: String) async throws {
        try await pool.write { database in
            try database.execute(
                sql: """
                    UPDATE feed SET held_until = max(coalesce(held_until, 0), :until),
                        next_reason = CASE WHEN next_at < :until THEN :reason ELSE next_reason END,
                        next_at = max(next_at, :until)
                    WHERE host = :host
                    """,
                arguments: ["host": host, "until": until.milliseconds, "reason": reason]
            )
        }
    }

    /// Gives back leases that were not used.
    public func release(_ feeds: [FeedID]) async throws {
        leases.end(feeds)
    }

    /// Tells which items are new, or have another text than the store knows.
    public func unseen(among items: [Item], of feed: FeedID, now: Date) async throws -> Sighting {
        let fadesBefore = now.milliseconds - Duration.seconds(30 * 86_400).milliseconds
        return try await pool.read { database in
            let known = try database.cachedStatement(
                sql: """
                    SELECT fingerprint, first_seen, last_seen, title, summary, body, link, language, story
                    FROM item WHERE feed = ? AND identity = ?
                    """
            )
            var sighting = Sighting(unseen: [], fading: [])
            for item in items {
                guard let row = try Row.fetchOne(known, arguments: [feed.rawValue, item.identity]) else {
                    sighting.unseen.append(UnseenItem(item))
                    continue
                }
                if row["fingerprint"] != item.fingerprint {
                    sighting.unseen.append(UnseenItem(item, known: row))
                } else if row["last_seen"] < fadesBefore {
                    sighting.fading.append(item.identity)
                }
            }
            return sighting
        }
    }

    /// The items of a feed that were first seen last, newest first.
    public func latestItems(of feed: FeedID, limit: Int, titles: [String]?) async throws -> [KnownItem] {
        try await pool.read { database in
            let latest =
                "SELECT identity, title, link FROM item WHERE feed = ? ORDER BY first_seen DESC LIMIT ?"
            let marks = (titles ?? []).map { _ in "?" }.joined(separator: ", ")
            let rows = try database.cachedStatement(
                sql: titles == nil ? latest : "SELECT * FROM (\(latest)) WHERE title IN (\(marks))"
            )
            let arguments: StatementArguments = [feed.rawValue, limit]
            return try Row.fetchAll(rows, arguments: arguments + StatementArguments(titles ?? [])).map {
                KnownItem(identity: $0[0], title: $0[1], link: $0[2])
            }
        }
    }

    private static func feeds(_ database: Database, _ numbers: [Int64]) throws -> [DueFeed] {
        let statement = try database.cachedStatement(
            sql: "SELECT \(FeedState.columns(of: "feed")), url FROM feed WHERE id = ?"
        )
        return try numbers.compactMap { number in
            try Row.fetchOne(statement, arguments: [number]).map(DueFeed.init(row:))
        }
    }
}

extension DueFeed {
    /// Reads a feed from a row of a state's columns and its address.
    fileprivate init(row: Row) {
        self.init(url: row[FeedState.columnCount], state: FeedState(row: row))
    }
}

extension UnseenItem {
    /// An item, with what the store knows of it; what lists do not read is taken to be as it was.
    fileprivate init(_ item: Item, known row: Row) {
        var earlier = item
        earlier.title = row["title"]
        earlier.summary = row["summary"]
        earlier.body = row["body"]
        earlier.link = row["link"]
        earlier.language = row["language"]
        self.init(
            item,
            earlier: earlier,
            firstSeen: Date(milliseconds: row["first_seen"]),
            story: (row["story"] as Int64?).map(StoryID.init(rawValue:))
        )
    }
}

extension FeedState {
    /// The columns of a state, in the order in which `init(row:)` reads them: by their places, for a look-up by name costs
    /// more than the value.
    static func columns(of table: String) -> String {
        [
            "id", "next_at", "etag", "last_modified", "unconditional_at", "body_hash", "baselined_at",
            "visited_at",
            "succeeded_at", "read_at", "failures", "trouble", "gone_at", "moved_to", "moved_visits",
            "next_reason",
            "held_until", "title", "boilerplate", "rhythm", "wished_interval", "skipped", "served", "ailment",
            "ailing_since", "ailment_told",
        ].map { "\(table).\($0)" }.joined(separator: ", ")
    }

    static let columnCount = 26

    /// Reads a state from a row that begins with its columns.
    init(row: Row) {
        func moment(_ place: Int) -> Date? {
            (row[place] as Int64?).map { Date(milliseconds: $0) }
        }
        self.init(id: FeedID(rawValue: row[0]), nextAt: Date(milliseconds: row[1]))
        etag = row[2]
        lastModified = row[3]
        unconditionalAt = moment(4)
        bodyHash = (row[5] as Int64?).map { UInt64(bitPattern: $0) }
        baselinedAt = moment(6)
        visitedAt = moment(7)
        succeededAt = moment(8)
        readAt = moment(9)
        failures = row[10]
        trouble = row[11]
        goneAt = moment(12)
        movedTo = row[13]
        movedVisits = row[14]
        nextReason = row[15]
        heldUntil = moment(16)
        title = row[17]
        boilerplate = Hashes.decode(row[18])
        rhythm = (row[19] as Data?).flatMap(Rhythm.init(encoded:))
        wishes = PollingWishes(interval: row[20], skipped: row[21])
        served = row[22]
        if let kind = (row[23] as String?).flatMap(Ailment.Kind.init), let since = moment(24) {
            ailment = Ailment(kind, since: since)
            ailment?.isTold = row[25]
        }
    }

    /// Writes the state.
    func write(_ database: Database) throws {
        try database.cachedStatement(
            sql: """
                UPDATE feed SET etag = ?, last_modified = ?, unconditional_at = ?, body_hash = ?,
                    baselined_at = ?, visited_at = ?, succeeded_at = ?, read_at = ?, failures = ?, trouble = ?,
                    gone_at = ?, moved_to = ?, moved_visits = ?, next_at = ?, next_reason = ?, held_until = ?, title = ?,
                    boilerplate = ?, rhythm = ?, wished_interval = ?, skipped = ?, served = ?, ailment = ?, ailing_since = ?, ailment_told = ?
                WHERE id = ?
                """
        ).execute(arguments: [
            etag, lastModified, unconditionalAt?.milliseconds, bodyHash.map { Int64(bitPattern: $0) },
            baselinedAt?.milliseconds, visitedAt?.milliseconds, succeededAt?.milliseconds,
            readAt?.milliseconds, failures, trouble,
            goneAt?.milliseconds, movedTo, movedVisits, nextAt.milliseconds, nextReason,
            heldUntil?.milliseconds, title,
            Hashes.encode(boilerplate), rhythm?.encoded, wishes.interval?.components.seconds, wishes.skipped,
            served,
            ailment?.kind.rawValue, ailment?.since.milliseconds, ailment?.isTold ?? false, id.rawValue,
        ])
    }
}

/// The database keeps the interval in whole seconds, and what is skipped as bits: 24 for the hours, seven above them for
/// the days.
extension PollingWishes {
    fileprivate init(interval: Int64?, skipped: Int) {
        self.init()
        self.interval = interval.map { .seconds($0) }
        skippedHours = (0..<24).filter { skipped >> $0 & 1 == 1 }
        skippedDays = (0..<7).filter { skipped >> (24 + $0) & 1 == 1 }
    }

    fileprivate var skipped: Int {
        (skippedHours.filter { (0..<24).contains($0) }
            + skippedDays.filter { (0..<7).contains($0) }.map { $0 + 24 })
            .reduce(0) { $0 | 1 << $1 }
    }
}

/// A set of hashes as the database keeps it: eight bytes each, in order; nothing where there is none.
private enum Hashes {
    static func encode(_ hashes: Set<UInt64>) -> Data? {
        guard !hashes.isEmpty else { return nil }
        return Data(hashes.sorted().flatMap { hash in withUnsafeBytes(of: hash.littleEndian) { Array($0) } })
    }

    static func decode(_ data: Data?) -> Set<UInt64> {
        guard let data else { return [] }
        return data.withUnsafeBytes { bytes in
            let starts = stride(from: 0, to: bytes.count - bytes.count % 8, by: 8)
            return Set(
                starts.map { UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: $0, as: UInt64.self)) }
            )
        }
    }
}
