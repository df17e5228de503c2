import FoundationEssentials
import GRDB
public import News

extension SQLiteStore {
    /// The stories in which lists hit something, those first in which that was last.
    public func stories(limit: Int) async throws -> [StoryOverview] {
        try await pool.read { database in
            try Row.fetchAll(
                database,
                sql: """
                    SELECT r.story, min(found) AS first, max(found) AS last, count(DISTINCT lower(outlet)) AS outlets,
                        sum(standing = 'rang') AS alerts, group_concat(DISTINCT list) AS lists,
                        (SELECT title FROM report f WHERE f.story = r.story ORDER BY number LIMIT 1) AS headline
                    FROM (
                        SELECT story FROM report l
                        WHERE NOT EXISTS (SELECT 1 FROM report n WHERE n.story = l.story AND n.number > l.number)
                        ORDER BY number DESC LIMIT ?
                    ) l CROSS JOIN report r ON r.story = l.story
                    GROUP BY r.story ORDER BY max(r.number) DESC
                    """,
                arguments: [limit]
            ).map { row in
                let lists: String = row["lists"]
                return StoryOverview(
                    id: StoryID(rawValue: row["story"]),
                    headline: row["headline"],
                    first: Date(milliseconds: row["first"]),
                    last: Date(milliseconds: row["last"]),
                    outlets: row["outlets"],
                    alerts: row["alerts"],
                    lists: lists.split(separator: ",").map(String.init).sorted()
                )
            }
        }
    }

    /// The story with this id, or whose id begins so and no other's does.
    public func story(named name: String) async throws -> StoryRecord? {
        guard let range = StoryID.ids(beginning: name) else { return nil }
        return try await pool.read { database in
            let found = try Int64.fetchAll(
                database,
                sql: "SELECT DISTINCT story FROM item WHERE story BETWEEN ? AND ? LIMIT 2",
                arguments: [range.lowerBound.rawValue, range.upperBound.rawValue]
            )
            guard found.count == 1, let id = found.first.map(StoryID.init(rawValue:)) else { return nil }
            return StoryRecord(
                id: id,
                pieces: try StoryRecord.Piece.fetch(database, of: id),
                reports: try StoryRecord.Report.fetch(database, where: "r.story = ?", [id.rawValue])
            )
        }
    }

    /// What became of an item, list by list.
    public func reports(of item: Item) async throws -> [StoryRecord.Report] {
        try await pool.read { database in
            try StoryRecord.Report.fetch(
                database,
                where: "r.feed = ? AND r.item = ?",
                [item.feedURL, item.identity]
            )
        }
    }

    /// What was folded into an alert, and what raised it.
    public func reports(ofAlert id: String) async throws -> [StoryRecord.Report] {
        try await pool.read { database in
            try StoryRecord.Report.fetch(database, where: "a.id = ?", [id])
        }
    }
}

extension StoryRecord.Piece {
    fileprivate static func fetch(_ database: Database, of story: StoryID) throws -> [StoryRecord.Piece] {
        let edits = try Row.fetchAll(
            database,
            sql: """
                SELECT e.item, e.title, e.until FROM edit e JOIN item i ON i.id = e.item WHERE i.story = ? ORDER BY e.number
                """,
            arguments: [story.rawValue]
        )
        let byItem = Dictionary(grouping: edits) { $0[0] as Int64 }
        return try Row.fetchAll(
            database,
            sql: """
                SELECT i.*, f.url AS feed_url, f.title AS feed_title FROM item i JOIN feed f ON f.id = i.feed
                WHERE i.story = ? ORDER BY i.first_seen, i.id
                """,
            arguments: [story.rawValue]
        ).map { row in
            StoryRecord.Piece(
                item: Item(row: row),
                firstSeen: Date(milliseconds: row["first_seen"]),
                lastSeen: Date(milliseconds: row["last_seen"]),
                edits: (byItem[row["id"]] ?? []).map { edit in
                    StoryRecord.Edit(title: edit[1], until: Date(milliseconds: edit[2]))
                }
            )
        }
    }
}

extension StoryRecord.Report {
    fileprivate static func fetch(
        _ database: Database,
        where condition: String,
        _ arguments: StatementArguments
    ) throws -> [StoryRecord.Report] {
        try Row.fetchAll(
            database,
            sql: """
                SELECT r.*, a.id AS alert_id FROM report r LEFT JOIN alert a ON a.number = r.alert
                WHERE \(condition) ORDER BY r.number
                """,
            arguments: arguments
        ).map { row in
            StoryRecord.Report(
                list: row["list"],
                story: StoryID(rawValue: row["story"]),
                feedURL: row["feed"],
                itemIdentity: row["item"],
                entry: StoryThread.Entry(row: row),
                alert: try Snapshot.decode(row["snapshot"])
            )
        }
    }
}
