import FoundationEssentials
import GRDB
import News

/// What becomes of an alert whose item has changed: it is kept as it now stands, and those who were told hear of it.
extension OwedAlert {
    /// What the outbox calls news of an alert that was told before, in the place of its decision.
    static let update = "update"

    /// Takes up what has changed of the alert that the list raised before for the same item, if there is one.
    func revise(_ database: Database) throws {
        let statement = try database.cachedStatement(
            sql: "SELECT number, snapshot FROM alert WHERE list = ? AND feed = ? AND item = ?"
        )
        guard
            let row = try Row.fetchOne(
                statement,
                arguments: [alert.match.list, alert.feedURL, alert.itemIdentity]
            )
        else { return }
        let earlier: Alert = try Snapshot.decode(row[1] as String)
        guard let revised = earlier.revised(as: alert) else { return }
        try database.cachedStatement(sql: "UPDATE alert SET snapshot = ? WHERE number = ?")
            .execute(arguments: [try Snapshot.encode(revised), row[0] as Int64])
        for (channel, pace) in updates.sorted(by: { $0.key < $1.key }) {
            try pace.owe(database, alert: row[0], channel: channel, now: alert.found.milliseconds)
        }
    }
}

extension UpdatePace {
    /// Owes news of an alert to a channel that was told it, in the place of other news of it that still waits.
    ///
    /// A channel that is yet to be told is told the alert as it now stands.
    func owe(_ database: Database, alert: Int64, channel: String, now: Int64) throws {
        let statement = try database.cachedStatement(
            sql: """
                SELECT iif(d.state = 'sending', :now, (SELECT max(settled_at) FROM delivery
                        WHERE alert = :alert AND channel = :channel AND state = 'delivered')) AS told,
                    m.reference IS NOT NULL AND (SELECT count(*) FROM delivery WHERE message = m.number) = 1 AS editable
                FROM delivery d LEFT JOIN message m ON m.number = d.message
                WHERE d.alert = :alert AND d.channel = :channel AND d.decision != '\(OwedAlert.update)'
                    AND d.state IN ('sending', 'delivered')
                """
        )
        let arguments: StatementArguments = ["alert": alert, "channel": channel, "now": now]
        guard let row = try Row.fetchOne(statement, arguments: arguments) else { return }
        let told: Int64 = row["told"] ?? now
        let isEdit = edits && row["editable"]
        let due = isEdit ? now : max(now, told + pause.milliseconds, notBefore?.milliseconds ?? 0)
        try database.execute(
            sql: """
                UPDATE delivery SET state = 'merged', settled_at = :now
                WHERE alert = :alert AND channel = :channel AND decision = '\(OwedAlert.update)' AND state = 'queued';
                INSERT INTO delivery (channel, alert, decision, due)
                VALUES (:channel, :alert, '\(OwedAlert.update)', :due)
                """,
            arguments: ["alert": alert, "channel": channel, "now": now, "due": due]
        )
    }
}

extension Alert {
    /// The alert with the words of another of the same item; nil where they are the same.
    fileprivate func revised(as other: Alert) -> Alert? {
        guard headline != other.headline || passage != other.passage else { return nil }
        var revised = self
        revised.title = other.title
        revised.excerpt = other.excerpt
        revised.link = other.link
        revised.published = other.published
        revised.match = other.match
        revised.match.decision = match.decision
        revised.revised = other.found
        return revised
    }

    private var passage: String { excerpt.map(\.text).joined() }
}
