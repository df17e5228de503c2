public import FoundationEssentials
import GRDB
import News

extension SQLiteStore {
    /// Goes through the items that tell a story and were first seen after a moment.
    public func storyItems<Result: Sendable>(
        since moment: Date,
        into initial: Result,
        _ take: @escaping @Sendable (inout Result, StoryItem) -> Void
    ) async throws -> Result {
        try await pool.read { database in
            var result = initial
            let rows = try Row.fetchCursor(
                database,
                sql: """
                    SELECT f.url, i.title, iif(i.summary = '', substr(i.body, 1, ?), i.summary), i.first_seen, i.story
                    FROM item i JOIN feed f ON f.id = i.feed
                    WHERE i.first_seen > ? AND i.story IS NOT NULL ORDER BY i.first_seen, i.id
                    """,
                arguments: [StoryItem.leadLength, moment.milliseconds]
            )
            while let row = try rows.next() {
                take(
                    &result,
                    StoryItem(
                        feedURL: row[0],
                        title: row[1],
                        lead: row[2],
                        seen: Date(milliseconds: row[3]),
                        story: StoryID(rawValue: row[4])
                    )
                )
            }
            return result
        }
    }
}

/// How an alert whose story may have been told before is written: it rings, or is kept with the reason why it does not.
///
/// All of it happens within the transaction of its visit: whoever else finds the story meanwhile comes before or after.
extension OwedAlert {
    /// Writes what becomes of the alert; answers it where it was raised.
    func write(_ database: Database, of story: StoryID, _ telling: Telling.Rule) throws -> Alert? {
        if try rangBefore(database) {
            try revise(database)
            try reviseReport(database)
            return nil
        }
        if let same = try alertOfSameArticle(database) {
            try note(database, .folded, of: story, alert: same, "the same article in another feed")
            return nil
        }
        let thread = try StoryThread(database, of: story, for: alert)
        switch telling(self, thread) {
        case .ring(let owed, let occasion, let because):
            guard let number = try owed.raise(database, on: occasion) else {
                let because = "its list has rung for the story on the same occasion"
                try note(database, .folded, of: story, alert: try lastAlert(database, of: story), because)
                return nil
            }
            try owed.note(database, .rang, of: story, alert: number, because)
            try owed.takeUpHeld(database, of: story, alert: number)
            return owed.alert
        case .fold(let into, let because, let report, let updates):
            let lead = try Int64.fetchOne(
                database.cachedStatement(sql: "SELECT number FROM alert WHERE id = ?"),
                arguments: [into]
            )
            try note(database, .folded, of: story, alert: lead, because)
            if let report, let lead {
                try Self.add(report, to: lead, database, updates, now: alert.found.milliseconds)
            }
            return nil
        case .hold(let because):
            try note(database, .held, of: story, alert: nil, because)
            return nil
        }
    }

    private func rangBefore(_ database: Database) throws -> Bool {
        try Bool.fetchOne(
            database.cachedStatement(
                sql: "SELECT EXISTS (SELECT 1 FROM alert WHERE list = ? AND feed = ? AND item = ?)"
            ),
            arguments: [alert.match.list, alert.feedURL, alert.itemIdentity]
        ) ?? false
    }

    private func reviseReport(_ database: Database) throws {
        try database.cachedStatement(
            sql:
                "UPDATE report SET title = ?, link = ?, snapshot = ? WHERE list = ? AND feed = ? AND item = ?"
        ).execute(arguments: [
            alert.headline, alert.link, try Snapshot.encode(alert), alert.match.list, alert.feedURL,
            alert.itemIdentity,
        ])
    }

    private func alertOfSameArticle(_ database: Database) throws -> Int64? {
        try Int64.fetchOne(
            database.cachedStatement(sql: "SELECT number FROM alert WHERE list = ? AND subject = ?"),
            arguments: [alert.match.list, alert.subject]
        )
    }

    private func lastAlert(_ database: Database, of story: StoryID) throws -> Int64? {
        try Int64.fetchOne(
            database.cachedStatement(sql: "SELECT max(number) FROM alert WHERE list = ? AND story = ?"),
            arguments: [alert.match.list, story.rawValue]
        )
    }

    private func note(
        _ database: Database,
        _ standing: StoryThread.Entry.Standing,
        of story: StoryID,
        alert number: Int64?,
        _ because: String
    ) throws {
        try database.cachedStatement(
            sql: """
                INSERT INTO report (list, story, feed, item, standing, alert, because, outlet, title, link,
                    level, decision, priority, found, snapshot)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                ON CONFLICT (list, feed, item) DO UPDATE SET standing = excluded.standing, alert = excluded.alert,
                    because = excluded.because, title = excluded.title, link = excluded.link, level = excluded.level,
                    decision = excluded.decision, priority = excluded.priority, snapshot = excluded.snapshot
                """
        ).execute(arguments: [
            alert.match.list, story.rawValue, alert.feedURL, alert.itemIdentity, standing.rawValue, number,
            because,
            alert.outlet, alert.headline, alert.link, alert.match.level.rawValue,
            alert.match.decision.rawValue,
            alert.priority.rawValue, alert.found.milliseconds, try Snapshot.encode(alert),
        ])
    }

    /// What waited for others to report the same is now told with them.
    private func takeUpHeld(_ database: Database, of story: StoryID, alert number: Int64) throws {
        try database.cachedStatement(
            sql: """
                UPDATE report SET standing = 'folded', alert = ?, because = 'it waited until others reported the same'
                WHERE story = ? AND list = ? AND standing = 'held'
                """
        ).execute(arguments: [number, story.rawValue, alert.match.list])
    }

    /// Names an outlet in an alert that was raised before, and lets those who were told hear of it.
    private static func add(
        _ report: Report,
        to number: Int64,
        _ database: Database,
        _ updates: [String: UpdatePace],
        now: Int64
    ) throws {
        let text = try String.fetchOne(
            database.cachedStatement(sql: "SELECT snapshot FROM alert WHERE number = ?"),
            arguments: [number]
        )
        guard var lead: Alert = try text.map({ try Snapshot.decode($0) }) else { return }
        let name = report.outlet.lowercased()
        guard lead.outlet.lowercased() != name, lead.others.count < mostOthers,
            !lead.others.contains(where: { $0.outlet.lowercased() == name })
        else { return }
        lead.others.append(report)
        try database.cachedStatement(sql: "UPDATE alert SET snapshot = ? WHERE number = ?")
            .execute(arguments: [try Snapshot.encode(lead), number])
        for (channel, pace) in updates.sorted(by: { $0.key < $1.key }) {
            try pace.owe(database, alert: number, channel: channel, now: now)
        }
    }

    /// How many outlets an alert names; the story shows them all.
    private static let mostOthers = 200
}

extension StoryThread {
    /// How many of the latest reports are looked at, besides all that rang.
    private static let limit = 300

    /// What the list of an alert has found of a story, without the alert's own item.
    fileprivate init(_ database: Database, of story: StoryID, for alert: Alert) throws {
        let statement = try database.cachedStatement(
            sql: """
                SELECT r.*, a.id AS alert_id FROM report r LEFT JOIN alert a ON a.number = r.alert
                WHERE r.story = :story AND r.list = :list AND NOT (r.feed = :feed AND r.item = :item)
                    AND (r.standing = 'rang' OR r.number IN
                        (SELECT number FROM report WHERE story = :story AND list = :list
                            ORDER BY number DESC LIMIT \(Self.limit)))
                ORDER BY r.number
                """
        )
        let arguments: StatementArguments = [
            "story": story.rawValue, "list": alert.match.list, "feed": alert.feedURL,
            "item": alert.itemIdentity,
        ]
        self.init(try Row.fetchAll(statement, arguments: arguments).map(Entry.init(row:)))
    }
}

extension StoryThread.Entry {
    /// Reads a row of reports, with the alert's id beside it.
    init(row: Row) {
        self.init(
            Standing(rawValue: row["standing"]) ?? .folded,
            alert: row["alert_id"],
            because: row["because"],
            outlet: row["outlet"],
            headline: row["title"],
            link: row["link"],
            level: Level(rawValue: row["level"]) ?? .text,
            decision: Decision(rawValue: row["decision"]) ?? .alert,
            priority: Priority(rawValue: row["priority"]) ?? .normal,
            found: Date(milliseconds: row["found"])
        )
    }
}
