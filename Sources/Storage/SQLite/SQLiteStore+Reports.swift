public import FoundationEssentials
import GRDB
public import News

/// An owed delivery, as people look at it.
public struct OutboxEntry: Hashable, Sendable {
    /// Its place in the order of all deliveries.
    public var sequence: Int64
    /// The channel it is owed to.
    public var channel: String
    /// Where it stands.
    public var state: DeliveryState
    /// The alert's or notice's id.
    public var id: String
    /// The alert's list; nil for a notice.
    public var list: String?
    /// The headline, or the notice's title.
    public var title: String
    /// Whether it is news of an alert that was told before.
    public var isUpdate: Bool
    /// When it is due.
    public var due: Date
    /// Why it is not told at once; nil for what is.
    public var hold: Hold?
    /// Until when its list is silenced; nil where it is not.
    public var silencedUntil: Date?
    /// How often it was tried.
    public var attempts: Int
    /// What the last attempt said.
    public var note: String?
}

/// A channel that rests or is broken.
public struct ChannelTrouble: Hashable, Sendable {
    /// Its name.
    public var channel: String
    /// Since when it has failed.
    public var since: Date
    /// When it is tried again.
    public var restUntil: Date
    /// Whether someone must look.
    public var isBroken: Bool
    /// What the last attempt said.
    public var reason: String
    /// How often in a row it failed.
    public var failures: Int

    /// Whether it is not tried again before someone says so.
    public var isGone: Bool { restUntil == .distantFuture }
}

/// A feed, as people look at it.
public struct FeedOverview: Hashable, Sendable {
    /// Its address in the settings.
    public var url: String
    /// What is remembered of it.
    public var state: FeedState
    /// How many items were first seen within the last day.
    public var itemsOfDay: Int
    /// Its latest item's headline, and when that was first seen; nil while it has none.
    public var latest: (title: String, seen: Date)? {
        guard let latestTitle, let latestSeen else { return nil }
        return (latestTitle, latestSeen)
    }

    fileprivate var latestTitle: String?
    fileprivate var latestSeen: Date?
}

/// How much the store holds.
public struct StoreCounts: Hashable, Sendable {
    /// Feeds that are polled.
    public var feeds: Int
    /// Feeds whose last visit failed.
    public var failing: Int
    /// Items known.
    public var items: Int
    /// Alerts raised.
    public var alerts: Int
    /// Deliveries not yet made.
    public var owed: Int
    /// Deliveries given up.
    public var dead: Int
}

extension SQLiteStore {
    /// The newest alerts, newest first.
    public func alerts(list: String?, limit: Int) async throws -> [Alert] {
        try await pool.read { database in
            try String.fetchAll(
                database,
                sql: """
                    SELECT snapshot FROM alert WHERE list != '' AND (?1 IS NULL OR list = ?1)
                    ORDER BY number DESC LIMIT ?2
                    """,
                arguments: [list, limit]
            ).map { try Snapshot.decode($0) }
        }
    }

    /// The alert with this id, or whose id begins so and no other's does.
    public func alert(id: String) async throws -> Alert? {
        try await pool.read { database in
            let found = try String.fetchAll(
                database,
                sql: "SELECT snapshot FROM alert WHERE list != '' AND substr(id, 1, length(?1)) = ?1 LIMIT 2",
                arguments: [id]
            )
            return try found.count == 1 ? found.first.map { try Snapshot.decode($0) } : nil
        }
    }

    /// The items that a person may mean by a name, newest first: an alert's id or its beginning, an item's address, or
    /// its id in its feed.
    public func items(named name: String, limit: Int) async throws -> [Item] {
        try await pool.read { database in
            try Row.fetchAll(
                database,
                sql: """
                    SELECT i.*, f.url AS feed_url, f.title AS feed_title FROM item i JOIN feed f ON f.id = i.feed
                    WHERE i.identity = ?1 OR i.link = ?1
                        OR (f.url, i.identity) IN (SELECT feed, item FROM alert WHERE substr(id, 1, length(?1)) = ?1)
                    ORDER BY i.first_seen DESC, i.id DESC LIMIT ?2
                    """,
                arguments: [name, limit]
            ).map(Item.init(row:))
        }
    }

    /// Deliveries in the outbox, oldest first; those made are left out unless asked for.
    ///
    /// One whose message waits to be tried again counts as queued, as it does for those who look at it.
    public func outbox(channel: String?, states: [DeliveryState], limit: Int) async throws -> [OutboxEntry] {
        let wanted = states.map { "'\($0.rawValue)'" }.joined(separator: ", ")
        return try await pool.read { database in
            try OutboxEntry.fetch(
                database,
                where: "d.state IN (\(wanted)) AND (:channel IS NULL OR d.channel = :channel)",
                ["channel": channel],
                limit: limit
            )
        }
    }

    /// The feeds that are polled, by their addresses.
    ///
    /// - Parameters:
    ///   - part: Only feeds whose address or own title holds this, in whatever case; nil takes all.
    ///   - now: The end of the day over which items are counted.
    /// - Returns: The feeds.
    /// - Throws: Where the store cannot be read.
    public func feeds(holding part: String?, now: Date) async throws -> [FeedOverview] {
        try await pool.read { database in
            try FeedOverview.fetch(
                database,
                where: """
                    f.active AND (:part IS NULL OR instr(lower(f.url), lower(:part)) > 0
                        OR instr(lower(coalesce(f.title, '')), lower(:part)) > 0) ORDER BY f.url
                    """,
                ["part": part],
                now: now
            )
        }
    }

    /// The channels that rest or are broken.
    public func channelTroubles() async throws -> [ChannelTrouble] {
        try await pool.read { database in
            try Row.fetchAll(database, sql: "SELECT * FROM channel WHERE failures > 0 ORDER BY name").map {
                row in
                ChannelTrouble(
                    channel: row["name"],
                    since: Date(milliseconds: row["since"] ?? 0),
                    restUntil: Date(milliseconds: row["rest_until"]),
                    isBroken: row["broken"],
                    reason: row["reason"] ?? "",
                    failures: row["failures"]
                )
            }
        }
    }

    /// How much the store holds.
    public func counts() async throws -> StoreCounts {
        try await pool.read { database in
            func count(_ sql: String) throws -> Int {
                try Int.fetchOne(database, sql: "SELECT count(*) FROM " + sql) ?? 0
            }
            return StoreCounts(
                feeds: try count("feed WHERE active"),
                failing: try count("feed WHERE active AND failures > 0"),
                items: try count("item"),
                alerts: try count("alert WHERE list != ''"),
                owed: try count("delivery WHERE state IN ('queued', 'sending')"),
                dead: try count("delivery WHERE state = 'dead'")
            )
        }
    }
}

extension FeedOverview {
    /// The feeds `f` for which a condition holds, in the order that follows it.
    static func fetch(
        _ database: Database,
        where condition: String,
        _ arguments: StatementArguments = [],
        now: Date
    ) throws -> [FeedOverview] {
        try Row.fetchAll(
            database,
            sql: """
                SELECT \(FeedState.columns(of: "f")), f.url, i.title AS latest_title, i.first_seen AS latest_seen,
                    (SELECT count(*) FROM item WHERE feed = f.id AND first_seen > :day) AS items_of_day
                FROM feed f LEFT JOIN item i
                    ON i.id = (SELECT id FROM item WHERE feed = f.id ORDER BY first_seen DESC, id DESC LIMIT 1)
                WHERE \(condition)
                """,
            arguments: ["day": now.milliseconds - Duration.seconds(86_400).milliseconds] + arguments
        ).map { row in
            FeedOverview(
                url: row["url"],
                state: FeedState(row: row),
                itemsOfDay: row["items_of_day"],
                latestTitle: row["latest_title"],
                latestSeen: (row["latest_seen"] as Int64?).map { Date(milliseconds: $0) }
            )
        }
    }
}

extension Item {
    /// Reads a row of items, with the address and title of its feed beside it.
    init(row: Row) {
        func list(_ column: String) -> [String] {
            let text: String = row[column]
            return text.split(separator: "\n").map(String.init)
        }
        self.init(
            identity: row["identity"],
            feedURL: row["feed_url"],
            outlet: row["feed_title"] ?? "",
            title: row["title"],
            summary: row["summary"],
            body: row["body"],
            link: row["link"],
            authors: list("authors"),
            tags: list("tags"),
            language: row["language"],
            published: (row["published"] as Int64?).map(Date.init(milliseconds:)),
            updated: (row["updated"] as Int64?).map(Date.init(milliseconds:))
        )
    }
}

extension OutboxEntry {
    /// The deliveries for which a condition on `d`, their alerts `a` and messages `m` holds, oldest first.
    static func fetch(
        _ database: Database,
        where condition: String,
        _ arguments: StatementArguments,
        limit: Int = -1
    ) throws -> [OutboxEntry] {
        try Row.fetchAll(
            database,
            sql: """
                SELECT iif(m.state = 'ready', 'queued', d.state) AS standing, d.*, a.id, a.list, a.snapshot, coalesce(m.attempts, 0) AS attempts,
                    coalesce(d.note, m.note) AS told, (SELECT max(s.until) FROM silence s
                        WHERE \(Silence.covers) AND d.state = 'queued') AS silenced_until
                FROM delivery d JOIN alert a ON a.number = d.alert LEFT JOIN message m ON m.number = d.message
                WHERE \(condition) ORDER BY d.sequence LIMIT \(limit)
                """,
            arguments: arguments
        ).map(OutboxEntry.init(row:))
    }

    private init(row: Row) throws {
        let list: String = row["list"]
        let text: String = row["snapshot"]
        let title =
            list.isEmpty
            ? try Snapshot.decode(text, as: Notice.self).title
            : try Snapshot.decode(text, as: Alert.self).headline
        self.init(
            sequence: row["sequence"],
            channel: row["channel"],
            state: DeliveryState(rawValue: row["standing"]) ?? .queued,
            id: row["id"],
            list: list.isEmpty ? nil : list,
            title: title,
            isUpdate: row["decision"] == OwedAlert.update,
            due: Date(milliseconds: row["due"]),
            hold: (row["hold"] as String?).flatMap(Hold.init),
            silencedUntil: (row["silenced_until"] as Int64?).map { Date(milliseconds: $0) },
            attempts: row["attempts"],
            note: row["told"]
        )
    }
}
