public import FoundationEssentials
import GRDB

extension SQLiteStore {
    /// Forgets what has outlived its use, in one transaction.
    ///
    /// An alert goes only when no delivery of it is left. An item's id stays long after its text, and for as long
    /// as its feed may still serve it: what a feed last served is what stood in the body that was last read.
    public func prune(_ limits: Retention, now: Date) async throws -> Int {
        try await pool.write { database in
            let before = database.totalChangesCount
            try database.execute(
                sql: """
                    UPDATE item SET title = '', summary = '', body = ''
                    WHERE last_seen < :texts AND (title != '' OR summary != '' OR body != '');
                    DELETE FROM item WHERE last_seen < :identities AND last_seen <
                        (SELECT coalesce(read_at, 0) FROM feed WHERE feed.id = item.feed) - :fading;
                    DELETE FROM delivery WHERE settled_at < :deliveries AND state NOT IN ('queued', 'sending');
                    DELETE FROM message WHERE settled_at < :deliveries AND state NOT IN ('ready', 'sending')
                        AND NOT EXISTS (SELECT 1 FROM delivery WHERE delivery.message = message.number);
                    DELETE FROM silence WHERE until < :deliveries;
                    DELETE FROM report WHERE found < :identities;
                    DELETE FROM alert WHERE found < :identities
                        AND NOT EXISTS (SELECT 1 FROM delivery WHERE delivery.alert = alert.number);
                    """,
                arguments: [
                    "fading": Duration.seconds(31 * 86_400).milliseconds,
                    "texts": (now - limits.texts).milliseconds,
                    "identities": (now - limits.identities).milliseconds,
                    "deliveries": (now - limits.deliveries).milliseconds,
                ]
            )
            return database.totalChangesCount - before
        }
    }
}

extension Date {
    fileprivate static func - (moment: Date, length: Duration) -> Date {
        Date(milliseconds: moment.milliseconds - length.milliseconds)
    }
}
