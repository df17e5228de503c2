#!/usr/bin/env python3
"""A folder with a tocsin that has a past: feeds, lists and alerts by the thousand, written straight into its store.

    scripts/status_rig.py FOLDER [--tocsin .build/debug/tocsin] [--feeds 1000] [--lists 100] [--alerts 10000] [--port 8787]

`tocsin run --config FOLDER/tocsin.toml` then serves the status of all that; nothing is polled but addresses on this
machine where nobody listens. The same arguments give the same past, which ends at this moment.
"""
import argparse
import json
import random
import sqlite3
import struct
import subprocess
import time
from pathlib import Path

OUTLETS = [
    ("Reuters", "en"), ("DW", "en"), ("BBC", "en"), ("Al Jazeera", "ar"), ("Le Monde", "fr"), ("Der Spiegel", "de"),
    ("El País", "es"), ("Kyiv Independent", "en"), ("Haaretz", "he"), ("NHK", "ja"), ("AP", "en"), ("ANSA", "it"),
]
TOPICS = [
    ("Ceasefire", "truce", "{} holds for a second night along the northern border",
     "Officials on both sides said the {} had been respected since midnight, though patrols reported sporadic fire "
     "near two villages and aid convoys were still waiting at the crossing."),
    ("Sanctions", "sanctions", "EU widens {} against shipping firms accused of moving banned oil",
     "The new {} name eleven companies and four tankers, and take effect when they are published in the Official "
     "Journal later this week."),
    ("Strikes & rail", "rail strike", "{} to stop two thirds of long-distance trains on Thursday",
     "Unions said the {} would begin at 02:00 and last for 35 hours; the operator advised passengers to travel on "
     "other days."),
    ("Earthquakes", "earthquake", "Magnitude 6.1 {} shakes the coast, no tsunami expected",
     "The {} struck at a depth of 40 km. Power was out in parts of the prefecture, and trains were halted for checks."),
    ("Grain corridor", "grain corridor", "Ports reopen as {} talks resume in Istanbul",
     "Delegations will discuss inspections in the {} and the insurance of vessels, according to two diplomats."),
    ("Central banks", "rate cut", "Central bank signals a {} before summer",
     "Markets now see a {} in April as likely, after the governor said that inflation was close to its target."),
    ("قمة", "وقف إطلاق النار", "الوسطاء يقترحون {} لمدة ستين يوما",
     "قال مسؤول إن {} قد يبدأ خلال أيام إذا وافق الطرفان على قائمة الأسماء."),
]
ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
# One day of talks: names in several spellings, a figure that changes, a quote, and one agency's text in two papers.
AGENCY = ("At least 12 people were hurt near Kherson while the truce was discussed, the regional governor said, and "
          "power was cut in three districts.")
TALKS = [
    ("Harbour Post", "Zelensky ready to meet Putin in Istanbul on Thursday, truce first", AGENCY),
    ("Rundblick", "Zelenskyy says he will wait for Putin in Istanbul on Thursday", AGENCY),
    ("Le Quai", "Zelenskiy to Putin: meet me in Istanbul on Thursday",
     "“I will be waiting for Putin in Istanbul myself”, said Zelenskiy. He called for a truce from Monday and direct talks."),
    ("Northern Wire", "Putin and Zelensky could meet for Istanbul talks on Thursday",
     "A truce is to come before the Istanbul talks. “There will be no preconditions for talks”, Peskov said. "
     "At least 17 people were hurt near Kherson."),
    ("Daily Ledger", "Istanbul talks: Zelensky will wait for Putin on Thursday, wants truce",
     "Zelensky hopes that Putin comes to Istanbul; a truce would help, two diplomats said."),
]
HOSTILE = "</h4><script>alert(1)</script><img src=x onerror=alert(2)> \u202egnp.exe"


def written(story):
    """A story's id as it is written."""
    return "".join(ALPHABET[story >> 5 * place & 31] for place in reversed(range(12)))


def tell(store, story, first, list_id, alert, reports, feeds):
    """Writes a story: an item a report, of which the first rang and the others were folded into its alert."""
    for number, (outlet, headline, text) in enumerate(reports):
        seen = first + number * 540_000
        feed_id, url = feeds[number]
        identity = f"{story}-{number}"
        link = f"https://news.example.org/{story}/{number}"
        item = store.execute(
            "INSERT INTO item (feed, identity, fingerprint, title, summary, body, link, authors, tags, language, "
            "first_seen, last_seen, story) VALUES (?, ?, 0, ?, ?, '', ?, '[]', '[]', 'en', ?, ?, ?)",
            (feed_id, identity, headline, text, link, seen, seen + number * 60_000, story)).lastrowid
        if number == 2:
            store.execute("INSERT INTO edit (item, title, until) VALUES (?, ?, ?)",
                          (item, headline.replace("Thursday", "Wednesday"), seen + 90_000))
        spans = [{"field": field, "start": place, "length": 5, "text": "truce"}
                 for field, whole in [("title", headline), ("summary", text)] if (place := whole.find("truce")) >= 0]
        snapshot = dict(alert, outlet=outlet, feedURL=url, itemIdentity=identity,
                        match=dict(alert["match"], spans=spans))
        because = "its list has not rung for the story" if number == 0 else f"{outlet} reports what {reports[0][0]} did"
        store.execute(
            "INSERT INTO report (list, story, feed, item, standing, alert, because, outlet, title, link, level, decision, "
            "priority, found, snapshot) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'title', 'alert', 'normal', ?, ?)",
            (list_id, story, url, identity, "rang" if number == 0 else "folded", int(alert["id"], 16) + 1, because, outlet,
             headline, link, seen, json.dumps(snapshot, ensure_ascii=False)))


def segments(text, word):
    before, after = text.split("{}", 1)
    parts = [{"text": before, "hit": False}, {"text": word, "hit": True}, {"text": after, "hit": False}]
    return [part for part in parts if part["text"]]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--tocsin", default=".build/debug/tocsin")
    parser.add_argument("--feeds", type=int, default=1_000)
    parser.add_argument("--lists", type=int, default=100)
    parser.add_argument("--alerts", type=int, default=10_000)
    parser.add_argument("--port", type=int, default=8787)
    parser.add_argument("--well", action="store_true", help="leave out all that is broken")
    arguments = parser.parse_args()
    chance = random.Random(7)
    folder = arguments.folder
    (folder / "watchlists").mkdir(parents=True, exist_ok=True)

    names = [topic[0] for topic in TOPICS] + [f"Desk list {number}" for number in range(len(TOPICS), arguments.lists)]
    ids = [f"list-{number:03}" for number in range(arguments.lists)]
    for number, (list_id, name) in enumerate(zip(ids, names)):
        word = TOPICS[number % len(TOPICS)][1]
        (folder / "watchlists" / f"{list_id}.watch").write_text(f"name: {name}\n\n{word}\n")
    feeds = [(f"http://127.0.0.1:9/{number}/news.xml", OUTLETS[number % len(OUTLETS)]) for number in range(arguments.feeds)]
    # The last five feeds tell the story of the talks, those before them the hostile one.
    for place, report in enumerate(TALKS):
        feeds[place - 5] = (feeds[place - 5][0], (report[0], "en"))
    for place in range(5):
        feeds[place - 10] = (feeds[place - 10][0], ("<script>alert(3)</script>" if place == 1 else f"Outlet {place}", "en"))
    tables = "".join(f'[[feed]]\nurl = "{url}"\noutlet = "{outlet[0]}"\n' for url, outlet in feeds)
    (folder / "tocsin.toml").write_text(f"""[status]
listen = "127.0.0.1:{arguments.port}"
[poll]
gap = "0s"
per_host = 50
[store]
path = "tocsin.sqlite"
[alerts]
channels = ["log", "desk", "phone"]
[[channel]]
name = "log"
type = "file"
path = "alerts.jsonl"
[[channel]]
name = "desk"
type = "webhook"
url = "http://127.0.0.1:9/hook"
[[channel]]
name = "phone"
type = "file"
path = "phone.jsonl"
{tables}""")
    for file in folder.glob("tocsin.sqlite*"):
        file.unlink()
    # The program makes its own tables; one round registers the feeds. Nobody listens at their port.
    subprocess.run([arguments.tocsin, "run", "--once", "--config", folder / "tocsin.toml"], capture_output=True)

    now = int(time.time() * 1000)
    hour = 3_600_000
    store = sqlite3.connect(folder / "tocsin.sqlite")
    store.execute("UPDATE feed SET failures = 0, trouble = NULL, ailment = NULL, ailing_since = NULL, "
                  "succeeded_at = visited_at, next_reason = 'its own rhythm', "
                  "next_at = ? + (id * 7919 % 21600) * 1000 + 600000, held_until = NULL", (now,))
    for (number,) in store.execute("SELECT id FROM feed").fetchall():
        busy = 6 + number % 9
        hours = [chance.uniform(0, 2) + (number % 7 * 3 + 2 if busy <= hour < busy + 9 else 0) for hour in range(24)]
        days = [sum(hours) / 7] * 7
        # As the program writes it: the moment, how long the feed was watched, 24 hours and seven days.
        rhythm = struct.pack("<qd31f", now, 10.0 * 86_400, *hours, *days)
        store.execute("UPDATE feed SET rhythm = ? WHERE id = ?", (rhythm, number))
    if not arguments.well:
        troubles = [("server", "the server answered 503 Service Unavailable", 14),
                    ("name", "news.example.org has no address", 4),
                    ("bot-wall", "the server answered 403 Forbidden: a page that keeps programs out", 122),
                    ("silent", None, 0), ("gap", None, 0), ("not-a-feed", "not a feed: a page in HTML", 3)]
        for number in range(min(24, arguments.feeds // 4)):
            kind, trouble, failures = troubles[number % len(troubles)]
            store.execute("UPDATE feed SET ailment = ?, trouble = ?, failures = ?, ailing_since = ? WHERE id = ?",
                          (kind, trouble, failures, now - (number + 2) * 5 * hour, number * 31 + 1))
    addresses = store.execute("SELECT id, url FROM feed ORDER BY id").fetchall()
    urls = [url for _, url in addresses]
    weights = [1 / (rank + 1) for rank in range(arguments.lists)]
    moments = sorted(now - int(chance.random() ** 1.6 * 14 * 24 * hour) for _ in range(arguments.alerts))
    for number, found in enumerate(moments):
        chosen = chance.choices(range(arguments.lists), weights)[0]
        _, word, headline, passage = TOPICS[chosen % len(TOPICS)]
        outlet, language = chance.choice(OUTLETS)
        language = "ar" if word.startswith("وقف") else "en"
        if number == len(moments) - 2:
            headline = "{} " + HOSTILE
        others = [{"outlet": chance.choice(OUTLETS)[0], "link": "https://example.org/o", "found": found + 60_000}
                  for _ in range(chance.choice([0, 0, 0, 1, 2, 5]))]
        alert_id = f"{number:016x}"
        feed = chance.choice(urls)
        alert = {
            "id": alert_id, "subject": alert_id, "listName": names[chosen],
            "match": {"list": ids[chosen], "decision": "alert", "level": "title", "at": f"{ids[chosen]}.watch:3",
                      "line": word, "spans": []},
            "priority": chance.choice(["normal", "normal", "normal", "normal", "low", "high", "urgent"]),
            "channels": [], "itemIdentity": alert_id, "feedURL": feed, "outlet": outlet,
            "title": segments(headline, word), "link": f"https://news.example.org/{number}",
            "excerpt": segments(passage, word), "language": language, "published": found, "found": found,
            "others": others, "story": written(number + 1),
        }
        plain = "".join(piece["text"] for piece in alert["title"])
        reports = [(outlet, plain, passage.replace("{}", word))]
        places = [addresses[(number + place) % len(addresses)] for place in range(5)]
        if number == len(moments) - 1:
            reports = TALKS
            alert.update(title=segments(TALKS[0][1].replace("truce", "{}"), "truce"), outlet=TALKS[0][0],
                         excerpt=segments(AGENCY.replace("truce", "{}"), "truce"), language="en", priority="high",
                         others=[dict(outlet=report[0], found=found) for report in TALKS[1:]])
            places = addresses[-5:]
        elif number == len(moments) - 2:
            reports = [(outlet, HOSTILE + " truce " + "x" * 400 * (place == 2),
                        f"{HOSTILE} truce “{HOSTILE} three words”, said {HOSTILE}") for place in range(5)]
            places = addresses[-10:-5]
        store.execute("INSERT INTO alert (number, id, list, subject, feed, item, decision, found, snapshot, story, occasion) "
                      "VALUES (?, ?, ?, ?, ?, ?, 'alert', ?, ?, ?, 'first')",
                      (number + 1, alert_id, ids[chosen], alert_id, feed, alert_id, found,
                       json.dumps(alert, ensure_ascii=False), number + 1))
        tell(store, number + 1, found, ids[chosen], alert, reports, places)
    store.execute("INSERT INTO message (channel, id, state, detail, first_at, settled_at) "
                  "VALUES ('log', 'last', 'delivered', 0, ?, ?)", (now - 60_000, now - 60_000))
    store.execute("INSERT INTO message (channel, id, state, detail, first_at, settled_at) "
                  "VALUES ('phone', 'last', 'delivered', 0, ?, ?)", (now - 90_000, now - 90_000))
    if not arguments.well:
        for number in range(37):
            store.execute("INSERT INTO delivery (channel, alert, decision, due) VALUES ('desk', ?, 'alert', ?)",
                          (arguments.alerts - number, now - (37 - number) * 400_000))
        store.execute("INSERT OR REPLACE INTO channel (name, rest_until, failures, broken, reason, since) "
                      "VALUES ('desk', ?, 9, 1, 'the server answered 404: the webhook is gone', ?)",
                      (now + 24 * hour, now - 5 * hour))
    store.commit()
    store.close()


if __name__ == "__main__":
    main()
