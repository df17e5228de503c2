-- A database as schema 6 had it: five alerts, one told, one on its way, one waiting, one refused, one for the digest; two items tell one story.
BEGIN TRANSACTION;
CREATE TABLE alert (
            number INTEGER PRIMARY KEY,
            id TEXT NOT NULL UNIQUE,
            list TEXT NOT NULL,
            subject TEXT NOT NULL,
            feed TEXT NOT NULL, item TEXT NOT NULL,
            decision TEXT NOT NULL,
            found INTEGER NOT NULL,
            snapshot TEXT NOT NULL, story INTEGER, occasion TEXT,
            UNIQUE (list, subject),
            UNIQUE (list, feed, item)
        ) STRICT;
INSERT INTO "alert" VALUES(1,'alert-1','ceasefire','subject 1','https://example.org/feed','item-1','alert',1753092000000,'{"channels":[],"excerpt":[],"feedURL":"https://example.org/feed","found":1753092000000,"id":"alert-1","itemIdentity":"item-1","link":"https://example.org/1","listName":"Ceasefire","match":{"at":"ceasefire.watch:1","decision":"alert","level":"title","line":"truce","list":"ceasefire","spans":[{"field":"title","length":5,"start":2,"text":"truce"}]},"outlet":"Example","priority":"normal","published":1753092000000,"subject":"subject 1","title":[{"hit":false,"text":"A "},{"hit":true,"text":"truce"},{"hit":false,"text":" number 1"}]}',1,'');
INSERT INTO "alert" VALUES(2,'alert-2','ceasefire','subject 2','https://example.org/feed','item-2','alert',1753092000000,'{"channels":[],"excerpt":[],"feedURL":"https://example.org/feed","found":1753092000000,"id":"alert-2","itemIdentity":"item-2","link":"https://example.org/2","listName":"Ceasefire","match":{"at":"ceasefire.watch:1","decision":"alert","level":"title","line":"truce","list":"ceasefire","spans":[{"field":"title","length":5,"start":2,"text":"truce"}]},"outlet":"Example","priority":"normal","published":1753092000000,"subject":"subject 2","title":[{"hit":false,"text":"A "},{"hit":true,"text":"truce"},{"hit":false,"text":" number 2"}]}',NULL,NULL);
INSERT INTO "alert" VALUES(3,'alert-3','ceasefire','subject 3','https://example.org/feed','item-3','alert',1753092000000,'{"channels":[],"excerpt":[],"feedURL":"https://example.org/feed","found":1753092000000,"id":"alert-3","itemIdentity":"item-3","link":"https://example.org/3","listName":"Ceasefire","match":{"at":"ceasefire.watch:1","decision":"alert","level":"title","line":"truce","list":"ceasefire","spans":[{"field":"title","length":5,"start":2,"text":"truce"}]},"outlet":"Example","priority":"normal","published":1753092000000,"subject":"subject 3","title":[{"hit":false,"text":"A "},{"hit":true,"text":"truce"},{"hit":false,"text":" number 3"}]}',NULL,NULL);
INSERT INTO "alert" VALUES(4,'alert-4','ceasefire','subject 4','https://example.org/feed','item-4','alert',1753092000000,'{"channels":[],"excerpt":[],"feedURL":"https://example.org/feed","found":1753092000000,"id":"alert-4","itemIdentity":"item-4","link":"https://example.org/4","listName":"Ceasefire","match":{"at":"ceasefire.watch:1","decision":"alert","level":"title","line":"truce","list":"ceasefire","spans":[{"field":"title","length":5,"start":2,"text":"truce"}]},"outlet":"Example","priority":"normal","published":1753092000000,"subject":"subject 4","title":[{"hit":false,"text":"A "},{"hit":true,"text":"truce"},{"hit":false,"text":" number 4"}]}',NULL,NULL);
INSERT INTO "alert" VALUES(5,'alert-5','ceasefire','subject 5','https://example.org/feed','item-5','alert',1753092000000,'{"channels":[],"excerpt":[],"feedURL":"https://example.org/feed","found":1753092000000,"id":"alert-5","itemIdentity":"item-5","link":"https://example.org/5","listName":"Ceasefire","match":{"at":"ceasefire.watch:1","decision":"alert","level":"title","line":"truce","list":"ceasefire","spans":[{"field":"title","length":5,"start":2,"text":"truce"}]},"outlet":"Example","priority":"normal","published":1753092000000,"subject":"subject 5","title":[{"hit":false,"text":"A "},{"hit":true,"text":"truce"},{"hit":false,"text":" number 5"}]}',NULL,NULL);
CREATE TABLE channel (
            name TEXT PRIMARY KEY,
            rest_until INTEGER NOT NULL DEFAULT 0,
            failures INTEGER NOT NULL DEFAULT 0,
            broken INTEGER NOT NULL DEFAULT 0,
            reason TEXT, since INTEGER
        , refusals INTEGER NOT NULL DEFAULT 0, moved_to TEXT) STRICT, WITHOUT ROWID;
INSERT INTO "channel" VALUES('desk',0,2,0,'down',1753091000000,0,'https://chat.example.org/hook');
CREATE TABLE "delivery" (
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
INSERT INTO "delivery" VALUES(1,'desk',1,'alert',NULL,'delivered',1753092000000,1,0,NULL,1753092001000);
INSERT INTO "delivery" VALUES(2,'desk',2,'alert',NULL,'sending',1753092000000,2,0,NULL,NULL);
INSERT INTO "delivery" VALUES(3,'desk',3,'alert',NULL,'queued',1753092000000,NULL,0,NULL,NULL);
INSERT INTO "delivery" VALUES(4,'desk',4,'alert',NULL,'dead',1753092000000,3,0,'refused',1753092001000);
INSERT INTO "delivery" VALUES(5,'desk',5,'digest','digest','queued',1753092000000,NULL,0,NULL,NULL);
CREATE TABLE edit (
    number INTEGER PRIMARY KEY,
    item INTEGER NOT NULL REFERENCES item ON DELETE CASCADE,
    title TEXT NOT NULL,
    until INTEGER NOT NULL
) STRICT;
INSERT INTO "edit" VALUES(1,2,'A truce number 2',1753092600000);
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
        , gone_at INTEGER, moved_to TEXT, moved_visits INTEGER NOT NULL DEFAULT 0, host TEXT, rhythm BLOB, served INTEGER, wished_interval INTEGER, skipped INTEGER NOT NULL DEFAULT 0, ailment TEXT, ailing_since INTEGER, ailment_told INTEGER NOT NULL DEFAULT 0) STRICT;
INSERT INTO "feed" VALUES(1,'https://example.org/feed',1,NULL,NULL,NULL,NULL,1753000000000,NULL,NULL,1753092000000,0,NULL,1753092300000,'asked after 5m',NULL,0,NULL,NULL,NULL,NULL,0,NULL,NULL,NULL,NULL,0,NULL,NULL,0);
CREATE TABLE item (
            id INTEGER PRIMARY KEY,
            feed INTEGER NOT NULL REFERENCES feed,
            identity TEXT NOT NULL,
            fingerprint INTEGER NOT NULL,
            title TEXT NOT NULL, summary TEXT NOT NULL, body TEXT NOT NULL,
            link TEXT, authors TEXT NOT NULL, tags TEXT NOT NULL, language TEXT,
            published INTEGER, updated INTEGER,
            first_seen INTEGER NOT NULL, last_seen INTEGER NOT NULL, story INTEGER,
            UNIQUE (feed, identity)
        ) STRICT;
INSERT INTO "item" VALUES(1,1,'item-1',0,'A truce number 1','','','https://example.org/1','','',NULL,NULL,NULL,1753092000000,1753092000000,1);
INSERT INTO "item" VALUES(2,1,'item-2',0,'A truce, number 2','','','https://example.org/2','','',NULL,NULL,NULL,1753092000000,1753092600000,1);
INSERT INTO "item" VALUES(3,1,'item-3',0,'A truce number 3','','','https://example.org/3','','',NULL,NULL,NULL,1753092000000,1753092000000,3);
INSERT INTO "item" VALUES(4,1,'item-4',0,'A truce number 4','','','https://example.org/4','','',NULL,NULL,NULL,1753092000000,1753092000000,4);
INSERT INTO "item" VALUES(5,1,'item-5',0,'A truce number 5','','','https://example.org/5','','',NULL,NULL,NULL,1753092000000,1753092000000,5);
CREATE TABLE list (
            id TEXT PRIMARY KEY, version INTEGER NOT NULL, since INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;
INSERT INTO "list" VALUES('ceasefire',1,1753000000000);
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
INSERT INTO "message" VALUES(1,'desk','alert-1','delivered',NULL,'{}',NULL,'{"news":{}}',0,1,0,NULL,NULL,1753092000500,1753092001000);
INSERT INTO "message" VALUES(2,'desk','alert-2','sending',X'41207472756365','{}',NULL,'{"news":{}}',0,1,0,NULL,NULL,1753092000500,NULL);
INSERT INTO "message" VALUES(3,'desk','alert-4','dead',X'41207472756365','{}',NULL,'{"news":{}}',0,1,0,NULL,NULL,1753092000500,1753092001000);
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
CREATE TABLE silence (
            id INTEGER PRIMARY KEY,
            list TEXT NOT NULL,
            author TEXT NOT NULL, reason TEXT NOT NULL,
            since INTEGER NOT NULL, until INTEGER NOT NULL
        ) STRICT;
INSERT INTO "silence" VALUES(1,'other','someone','',1753092000000,1753099200000);
CREATE INDEX feed_due ON feed (next_at) WHERE active;
CREATE INDEX item_first_seen ON item (first_seen);
CREATE INDEX alert_found ON alert (found);
CREATE INDEX item_of_feed ON item (feed, first_seen);
CREATE INDEX alert_of_item ON alert (feed, item);
CREATE INDEX feed_of_host ON feed (host);
CREATE INDEX message_open ON message (channel, number) WHERE state IN ('ready', 'sending');
CREATE UNIQUE INDEX delivery_once ON delivery (alert, channel) WHERE decision != 'update';
CREATE INDEX delivery_of_alert ON delivery (alert, channel);
CREATE INDEX delivery_line ON delivery (channel, sequence) WHERE state = 'queued';
CREATE INDEX delivery_of_message ON delivery (message) WHERE message IS NOT NULL;
CREATE INDEX item_of_story ON item (story) WHERE story IS NOT NULL;
CREATE UNIQUE INDEX alert_of_story ON alert (list, story, occasion) WHERE story IS NOT NULL;
CREATE INDEX report_of_story ON report (story, list);
CREATE INDEX report_of_item ON report (feed, item);
CREATE INDEX report_of_alert ON report (alert) WHERE alert IS NOT NULL;
CREATE INDEX report_found ON report (found);
CREATE INDEX edit_of_item ON edit (item);
CREATE TRIGGER item_edited AFTER UPDATE OF title ON item
    WHEN old.story IS NOT NULL AND old.title != new.title AND new.title != ''
    BEGIN INSERT INTO edit (item, title, until) VALUES (old.id, old.title, new.last_seen); END;
DELETE FROM "sqlite_sequence";
INSERT INTO "sqlite_sequence" VALUES('delivery',5);
COMMIT;
PRAGMA application_id = 1952674670;
PRAGMA user_version = 6;
