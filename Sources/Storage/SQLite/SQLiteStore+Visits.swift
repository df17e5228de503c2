import FoundationEssentials
import GRDB
public import News

extension SQLiteStore {
    /// Writes a visit, whole or not at all; answers the alerts that were really new.
    public func commit(_ visit: FeedVisit) async throws -> [Alert] {
        let alerts = try await commits.commit(visit, to: pool)
        leases.end([visit.state.id])
        return alerts
    }

    /// Writes many states in one transaction.
    public func commitQuiet(_ states: [FeedState]) async throws {
        try await pool.write { database in
            // Neighbours in the file are written together, whatever order the answers came in.
            for state in states.sorted(by: { $0.id.rawValue < $1.id.rawValue }) {
                try state.write(database)
            }
        }
        leases.end(states.map(\.id))
    }
}

extension FeedVisit {
    /// Writes the visit into a transaction; answers the alerts that were really new.
    func write(_ database: Database) throws -> [Alert] {
        try state.write(database)
        for (old, new) in renamed {
            try database.cachedStatement(
                sql: "UPDATE OR IGNORE item SET identity = ? WHERE feed = ? AND identity = ?"
            ).execute(arguments: [new, state.id.rawValue, old])
            try database.cachedStatement(
                sql: """
                    UPDATE OR IGNORE alert SET item = ?
                    WHERE feed = (SELECT url FROM feed WHERE id = ?) AND item = ?
                    """
            ).execute(arguments: [new, state.id.rawValue, old])
            try database.cachedStatement(
                sql: """
                    UPDATE OR IGNORE report SET item = ?
                    WHERE feed = (SELECT url FROM feed WHERE id = ?) AND item = ?
                    """
            ).execute(arguments: [new, state.id.rawValue, old])
        }
        for item in items {
            try item.write(database, feed: state.id, stories[item.identity], now: at.milliseconds)
        }
        for identity in stillServed {
            try database.cachedStatement(
                sql: "UPDATE item SET last_seen = ? WHERE feed = ? AND identity = ?"
            )
            .execute(arguments: [at.milliseconds, state.id.rawValue, identity])
        }
        for owed in notices { try owed.write(database) }
        return try alerts.compactMap { owed in
            if let story = owed.alert.story, let telling {
                return try owed.write(database, of: story, telling)
            }
            return try owed.write(database) ? owed.alert : nil
        }
    }
}

extension Item {
    fileprivate func write(_ database: Database, feed: FeedID, _ story: StoryID?, now: Int64) throws {
        try database.cachedStatement(
            sql: """
                INSERT INTO item (feed, identity, fingerprint, title, summary, body, link, authors, tags,
                    language, published, updated, first_seen, last_seen, story)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                ON CONFLICT (feed, identity) DO UPDATE SET
                    fingerprint = excluded.fingerprint, title = excluded.title, summary = excluded.summary,
                    body = excluded.body, link = excluded.link, authors = excluded.authors,
                    tags = excluded.tags, language = excluded.language, published = excluded.published,
                    updated = excluded.updated, last_seen = excluded.last_seen,
                    story = coalesce(item.story, excluded.story)
                """
        ).execute(arguments: [
            feed.rawValue, identity, fingerprint, title, summary, body, link,
            authors.joined(separator: "\n"), tags.joined(separator: "\n"), language,
            published?.milliseconds, updated?.milliseconds, now, now, story?.rawValue,
        ])
    }
}

extension OwedAlert {
    /// Writes the alert and its deliveries, unless its list already rang for its subject or its item.
    ///
    /// In that case what has changed of the item is taken up.
    fileprivate func write(_ database: Database) throws -> Bool {
        if try raise(database) != nil { return true }
        try revise(database)
        return false
    }

    /// Writes the alert and its deliveries; answers its number, or nil where something like it rang before.
    func raise(_ database: Database, on occasion: String? = nil) throws -> Int64? {
        try database.cachedStatement(
            sql: """
                INSERT INTO alert (id, list, subject, feed, item, decision, found, snapshot, story, occasion)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                ON CONFLICT DO NOTHING
                """
        ).execute(arguments: [
            alert.id, alert.match.list, alert.subject, alert.feedURL, alert.itemIdentity,
            alert.match.decision.rawValue, alert.found.milliseconds, try Snapshot.encode(alert),
            alert.story?.rawValue, occasion,
        ])
        guard database.changesCount > 0 else { return nil }
        let number = database.lastInsertedRowID
        try owe(database, alert.match.decision.rawValue, due, holds)
        return number
    }
}

extension OwedNotice {
    /// What the outbox calls a notice, in the place of an alert's decision.
    static let decision = "notice"

    /// Writes the notice among the alerts, as one of no list, and its deliveries.
    func write(_ database: Database) throws {
        try database.cachedStatement(
            sql: """
                INSERT INTO alert (id, list, subject, feed, item, decision, found, snapshot)
                VALUES (:id, '', :id, :feed, :id, :decision, :found, :snapshot)
                ON CONFLICT DO NOTHING
                """
        ).execute(arguments: [
            "id": notice.id, "feed": notice.feedURL, "decision": Self.decision,
            "found": notice.found.milliseconds, "snapshot": try Snapshot.encode(notice),
        ])
        guard database.changesCount > 0 else { return }
        try owe(database, Self.decision, due)
    }
}

/// Puts deliveries of what was inserted last into the outbox.
private func owe(
    _ database: Database,
    _ decision: String,
    _ due: [String: Date],
    _ holds: [String: Hold] = [:]
) throws {
    let number = database.lastInsertedRowID
    for (channel, due) in due.sorted(by: { $0.key < $1.key }) {
        try database.cachedStatement(
            sql: "INSERT INTO delivery (channel, alert, decision, hold, due) VALUES (?, ?, ?, ?, ?)"
        ).execute(arguments: [
            channel, number, decision, holds[channel]?.rawValue, due.milliseconds,
        ])
    }
}
