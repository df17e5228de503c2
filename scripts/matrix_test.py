#!/usr/bin/env python3
"""Tells alerts to a real Matrix homeserver with its real rate limit, and reads the room as another member does.

Every alert must stand there once, in order, and highlight nobody, whatever its headline says; an edited headline must
arrive as an edit, where its alert has a message of its own. The homeserver is started by a script that prints where it
is and who may log in.
"""
import argparse
import json
import os
import pathlib
import re
import subprocess
import tempfile
import time
import urllib.parse
import urllib.request

from rig import PROJECT, Server, Tocsin, rss

HOSTILE = ["@room @everyone reader bot", "[x](https://evil.test) <b>@reader:localtest</b>", "# **ceasefire** ||x||", "停火 هدنة 👩‍👩‍👧"]


def ask(base, path, token):
    request = urllib.request.Request(base + path, headers={"Authorization": f"Bearer {token}"})
    with urllib.request.urlopen(request, timeout=30) as answer:
        return json.load(answer)


def messages(home):
    """The room's messages, oldest first."""
    room = urllib.parse.quote(home["MATRIX_ROOM"])
    path = f"/_matrix/client/v3/rooms/{room}/messages?dir=b&limit=500"
    chunk = ask(home["MATRIX_BASE"], path, home["MATRIX_READER_TOKEN"])["chunk"]
    return [event for event in reversed(chunk) if event["type"] == "m.room.message"]


def told(events):
    """The names of the alerts in the order in which the room has them, edits left out."""
    bodies = [e["content"].get("formatted_body", "") for e in events if "m.new_content" not in e["content"]]
    return [name for body in bodies for name in dict.fromkeys(re.findall(r"/i/(M\d+)", body))]


def alone(tocsin):
    """The item of the first alert that was told in a message of its own: of several, none can be edited."""
    rows = tocsin.query(
        "SELECT alert.item FROM delivery JOIN alert ON alert.number = delivery.alert"
        " GROUP BY message HAVING count(*) = 1 ORDER BY alert.number LIMIT 1"
    )
    return rows[0][0] if rows else None


def main():
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("synapse", type=pathlib.Path, help="the script that starts and stops the homeserver")
    options.add_argument("--python", default="python3", help="what runs the homeserver")
    options.add_argument("--alerts", type=int, default=40)
    options.add_argument("--port", default="18448")
    options.add_argument("--program", default=PROJECT / ".build/release/tocsin")
    options = options.parse_args()
    names = [f"M{number:04}" for number in range(options.alerts)]
    titles = {name: f"Ceasefire {name} {HOSTILE[n % 4] if n % 3 == 0 else 'holds'}" for n, name in enumerate(names)}
    begun = time.monotonic()

    def answer(method, path, headers, body):
        shown = names[: int((time.monotonic() - begun) * 4)]
        items = [(name, titles[name], f"https://news.test/i/{name}") for name in shown]
        return 200, [("Content-Type", "application/rss+xml")], rss(items)

    server = Server(answer)
    with tempfile.TemporaryDirectory(prefix="matrix-") as folder:
        environment = dict(os.environ, PYTHON=options.python)
        started = subprocess.run(
            [options.synapse, "start", folder, options.port, "600"], env=environment, capture_output=True, text=True
        )
        home = dict(line.replace("export ", "").split("=", 1) for line in started.stdout.splitlines() if "=" in line)
        home = {key: value.strip("'\"") for key, value in home.items()}
        try:
            text = '[poll]\nmin = "1s"\nmax = "1s"\ngap = "0s"\nlookback = "36500d"\n'
            text += f'[[feed]]\nurl = "{server.url("/feed")}"\noutlet = "Wire"\n[[channel]]\nname = "room"\ntype = "matrix"\n'
            text += "".join(
                f"{key} = {json.dumps(home[name])}\n"
                for key, name in [("homeserver", "MATRIX_BASE"), ("room", "MATRIX_ROOM"), ("token", "MATRIX_TOKEN")]
            )
            tocsin = Tocsin(options.program, text)
            begun = time.monotonic()
            process = tocsin.start()
            deadline = begun + 400
            while time.monotonic() < deadline and len(told(messages(home))) < len(names):
                time.sleep(1)
            took = time.monotonic() - begun
            found = told(messages(home))
            titles[alone(tocsin) or names[0]] += " is over @room"
            edits = []
            while time.monotonic() < deadline and not edits:
                time.sleep(1)
                edits = [e for e in messages(home) if "is over" in e["content"].get("m.new_content", {}).get("body", "")]
            room = ask(home["MATRIX_BASE"], "/_matrix/client/v3/sync?timeout=0", home["MATRIX_READER_TOKEN"])
            joined = room["rooms"]["join"][home["MATRIX_ROOM"]]
            highlights = joined["unread_notifications"].get("highlight_count", 0)
            status = tocsin.end(process)
        finally:
            subprocess.run([options.synapse, "stop", folder], env=environment, capture_output=True)
        rests = tocsin.said().count("channel rests")
    lost, again = len(set(names) - set(found)), len(found) - len(set(found))
    print(f"{len(found)} alerts in {took:.0f} s, {lost} lost, {again} repeated, in order: {found == sorted(found)}")
    print(f"{len(edits)} edits, {highlights} highlights, {rests} rests, exit {status}")
    raise SystemExit(0 if found == names and edits and not highlights and status == 0 else 1)


if __name__ == "__main__":
    main()
