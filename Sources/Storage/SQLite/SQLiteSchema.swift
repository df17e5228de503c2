import GRDB

/// The tables, as the scripts that led to them: script n turns schema n into schema n + 1.
///
/// A script that has been released is never edited; a change is a new script at the end. Moments are
/// milliseconds since 1970, so that they sort and compare as integers.
enum SQLiteSchema {
    /// Marks the file as ours in its header ("tcsn"), so that another program's database is never written to.
    static let applicationID = 0x7463_736E

    /// The schema that this program writes.
    static var version: Int { scripts.count }

    static let scripts = [
        first, knownItemsAndHosts, rhythmAndHealth, messagesAndSilences, receiversThatMoved, stories,
        lookUpsOfStatus,
    ]

    /// Brings a database up to this program's schema, one script a transaction.
    static func migrate(_ database: Database, path: String) throws {
        let found = try Int.fetchOne(database, sql: "PRAGMA user_version") ?? 0
        let owner = try Int.fetchOne(database, sql: "PRAGMA application_id") ?? 0
        let tables = try Int.fetchOne(database, sql: "SELECT count(*) FROM sqlite_master") ?? 0
        guard owner == applicationID || (owner == 0 && tables == 0) else {
            throw StoreError.foreignDatabase(path: path)
        }
        guard found <= version else {
            throw StoreError.newerSchema(path: path, found: found, known: version)
        }
        if tables == 0 {
            // Only a database without tables can still be made to give free pages back.
            try database.execute(sql: "PRAGMA auto_vacuum = INCREMENTAL; VACUUM")
        }
        for (number, script) in scripts.enumerated().dropFirst(found) {
            try database.inTransaction {
                try database.execute(sql: script)
                try database.execute(sql: "PRAGMA application_id = \(applicationID)")
                try database.execute(sql: "PRAGMA user_version = \(number + 1)")
                return .commit
            }
        }
    }

    /// A feed's latest items are looked through where it serves new ones, and its alerts follow an item to a new id;
    /// a server that has had enough is left alone by all of its feeds.
    private static let knownItemsAndHosts = """
        CREATE INDEX item_of_feed ON item (feed, first_seen);
        CREATE INDEX alert_of_item ON alert (feed, item);
        ALTER TABLE feed ADD COLUMN gone_at INTEGER;
        ALTER TABLE feed ADD COLUMN moved_to TEXT;
        ALTER TABLE feed ADD COLUMN moved_visits INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE feed ADD COLUMN host TEXT;
        CREATE INDEX feed_of_host ON feed (host);
        """

    /// Each feed is asked at its own rhythm and as its document wishes, also while that is not sent again; what ails it is
    /// told once.
    private static let rhythmAndHealth = """
        ALTER TABLE feed ADD COLUMN rhythm BLOB;
        ALTER TABLE feed ADD COLUMN served INTEGER;
        ALTER TABLE feed ADD COLUMN wished_interval INTEGER;
        ALTER TABLE feed ADD COLUMN skipped INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE feed ADD COLUMN ailment TEXT;
        ALTER TABLE feed ADD COLUMN ailing_since INTEGER;
        ALTER TABLE feed ADD COLUMN ailment_told INTEGER NOT NULL DEFAULT 0;
        """

    /// What is sent is written out once and kept until it has arrived.
    ///
    /// A delivery on its way belongs to such a message; what an older program had on its way goes back in line. Lists can
    /// be silenced for a while.
    private static let messagesAndSilences = """
        CREATE TABLE message (
            number INTEGER PRIMARY KEY,
            channel TEXT NOT NULL,
            id TEXT NOT NULL,
            state TEXT NOT NULL,
            body BLOB, envelope TEXT, edits TEXT,
            occasion TEXT, detail INTEGER NOT NULL,
            attempts INTEGER NOT NULL DEFAULT 0,
            in_doubt INTEGER NOT NULL DEFAULT 0,
            note TEXT, reference TEXT,
            first_at INTEGER NOT NULL, settled_at INTEGER,
            UNIQUE (channel, id)
        ) STRICT;
        CREATE INDEX message_open ON message (channel, number) WHERE state IN ('ready', 'sending');

        CREATE TABLE owed (
            sequence INTEGER PRIMARY KEY AUTOINCREMENT,
            channel TEXT NOT NULL,
            alert INTEGER NOT NULL REFERENCES alert,
            decision TEXT NOT NULL,
            hold TEXT,
            state TEXT NOT NULL DEFAULT 'queued',
            due INTEGER NOT NULL,
            message INTEGER REFERENCES message,
            in_doubt INTEGER NOT NULL DEFAULT 0,
            note TEXT,
            settled_at INTEGER
        ) STRICT;
        INSERT INTO owed (sequence, channel, alert, decision, hold, state, due, in_doubt, note, settled_at)
            SELECT sequence, channel, alert, decision, iif(decision = 'digest', 'digest', NULL),
                iif(state = 'sending', 'queued', state), due, max(in_doubt, state = 'sending'), note, settled_at
            FROM delivery ORDER BY sequence;
        DROP TABLE delivery;
        ALTER TABLE owed RENAME TO delivery;
        CREATE UNIQUE INDEX delivery_once ON delivery (alert, channel) WHERE decision != 'update';
        CREATE INDEX delivery_of_alert ON delivery (alert, channel);
        CREATE INDEX delivery_line ON delivery (channel, sequence) WHERE state = 'queued';
        CREATE INDEX delivery_of_message ON delivery (message) WHERE message IS NOT NULL;

        ALTER TABLE channel ADD COLUMN refusals INTEGER NOT NULL DEFAULT 0;

        CREATE TABLE silence (
            id INTEGER PRIMARY KEY,
            list TEXT NOT NULL,
            author TEXT NOT NULL, reason TEXT NOT NULL,
            since INTEGER NOT NULL, until INTEGER NOT NULL
        ) STRICT;
        """

    /// A receiver that has moved is found again after a start.
    private static let receiversThatMoved = """
        ALTER TABLE channel ADD COLUMN moved_to TEXT;
        """

    /// Each item tells a story, a list rings for one once on each occasion, and what did not ring is kept with the reason;
    /// of items that tell a story the earlier headlines are kept.
    private static let stories = """
        ALTER TABLE item ADD COLUMN story INTEGER;
        CREATE INDEX item_of_story ON item (story) WHERE story IS NOT NULL;
        ALTER TABLE alert ADD COLUMN story INTEGER;
        ALTER TABLE alert ADD COLUMN occasion TEXT;
        CREATE UNIQUE INDEX alert_of_story ON alert (list, story, occasion) WHERE story IS NOT NULL;

        CREATE TABLE report (
            number INTEGER PRIMARY KEY,
            list TEXT NOT NULL, story INTEGER NOT NULL,
            feed TEXT NOT NULL, item TEXT NOT NULL,
            standing TEXT NOT NULL,
            alert INTEGER REFERENCES alert ON DELETE CASCADE,
            because TEXT NOT NULL,
            outlet TEXT NOT NULL, title TEXT NOT NULL, link TEXT,
            level TEXT NOT NULL, decision TEXT NOT NULL, priority TEXT NOT NULL,
            found INTEGER NOT NULL,
            snapshot TEXT NOT NULL,
            UNIQUE (list, feed, item)
        ) STRICT;
        CREATE INDEX report_of_story ON report (story, list);
        CREATE INDEX report_of_item ON report (feed, item);
        CREATE INDEX report_of_alert ON report (alert) WHERE alert IS NOT NULL;
        CREATE INDEX report_found ON report (found);

        CREATE TABLE edit (
            number INTEGER PRIMARY KEY,
            item INTEGER NOT NULL REFERENCES item ON DELETE CASCADE,
            title TEXT NOT NULL,
            until INTEGER NOT NULL
        ) STRICT;
        CREATE INDEX edit_of_item ON edit (item);
        CREATE TRIGGER item_edited AFTER UPDATE OF title ON item
            WHEN old.story IS NOT NULL AND old.title != new.title AND new.title != ''
            BEGIN INSERT INTO edit (item, title, until) VALUES (old.id, old.title, new.last_seen); END;
        """

    /// What the status asks for is looked up, however much the store holds.
    private static let lookUpsOfStatus = """
        CREATE INDEX alert_of_list ON alert (list, found);
        CREATE INDEX feed_ailment ON feed (ailment) WHERE active AND ailment IS NOT NULL;
        CREATE INDEX delivery_waiting ON delivery (channel, due) WHERE state IN ('queued', 'sending');
        CREATE INDEX delivery_given_up ON delivery (channel) WHERE state IN ('dead', 'expired');
        CREATE INDEX message_delivered ON message (channel, settled_at) WHERE state = 'delivered';
        """

    private static let first = """
        CREATE TABLE feed (
            id INTEGER PRIMARY KEY,
            url TEXT NOT NULL UNIQUE,
            active INTEGER NOT NULL DEFAULT 1,
            etag TEXT, last_modified TEXT, unconditional_at INTEGER, body_hash INTEGER,
            baselined_at INTEGER, visited_at INTEGER, succeeded_at INTEGER, read_at INTEGER,
            failures INTEGER NOT NULL DEFAULT 0, trouble TEXT,
            next_at INTEGER NOT NULL, next_reason TEXT NOT NULL, held_until INTEGER,
            lease_until INTEGER NOT NULL DEFAULT 0,
            title TEXT, boilerplate BLOB
        ) STRICT;
        CREATE INDEX feed_due ON feed (next_at) WHERE active;

        CREATE TABLE item (
            id INTEGER PRIMARY KEY,
            feed INTEGER NOT NULL REFERENCES feed,
            identity TEXT NOT NULL,
            fingerprint INTEGER NOT NULL,
            title TEXT NOT NULL, summary TEXT NOT NULL, body TEXT NOT NULL,
            link TEXT, authors TEXT NOT NULL, tags TEXT NOT NULL, language TEXT,
            published INTEGER, updated INTEGER,
            first_seen INTEGER NOT NULL, last_seen INTEGER NOT NULL,
            UNIQUE (feed, identity)
        ) STRICT;
        CREATE INDEX item_first_seen ON item (first_seen);

        CREATE TABLE list (
            id TEXT PRIMARY KEY, version INTEGER NOT NULL, since INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE alert (
            number INTEGER PRIMARY KEY,
            id TEXT NOT NULL UNIQUE,
            list TEXT NOT NULL,
            subject TEXT NOT NULL,
            feed TEXT NOT NULL, item TEXT NOT NULL,
            decision TEXT NOT NULL,
            found INTEGER NOT NULL,
            snapshot TEXT NOT NULL,
            UNIQUE (list, subject),
            UNIQUE (list, feed, item)
        ) STRICT;
        CREATE INDEX alert_found ON alert (found);

        CREATE TABLE delivery (
            sequence INTEGER PRIMARY KEY AUTOINCREMENT,
            channel TEXT NOT NULL,
            alert INTEGER NOT NULL REFERENCES alert,
            decision TEXT NOT NULL,
            state TEXT NOT NULL DEFAULT 'queued',
            due INTEGER NOT NULL,
            parcel TEXT,
            attempts INTEGER NOT NULL DEFAULT 0,
            in_doubt INTEGER NOT NULL DEFAULT 0,
            note TEXT,
            settled_at INTEGER,
            UNIQUE (channel, alert)
        ) STRICT;
        CREATE INDEX delivery_line ON delivery (channel, sequence) WHERE state = 'queued';
        CREATE INDEX delivery_sent ON delivery (channel, parcel) WHERE state = 'sending';
        CREATE INDEX delivery_alert ON delivery (alert);

        CREATE TABLE channel (
            name TEXT PRIMARY KEY,
            rest_until INTEGER NOT NULL DEFAULT 0,
            failures INTEGER NOT NULL DEFAULT 0,
            broken INTEGER NOT NULL DEFAULT 0,
            reason TEXT, since INTEGER
        ) STRICT, WITHOUT ROWID;
        """
}
