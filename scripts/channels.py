#!/usr/bin/env python3
"""Sends alerts through every channel to receivers that check them as the real services do, and lets them judge.

The receivers are programs of their own: they want no limit broken, nobody called, and no markup that came from a feed.
Beside their examples, hostile alerts go out that are made up from a seed, some of them told together, some edited.
"""
import argparse
import importlib.util
import json
import pathlib
import random
import subprocess
import sys
import tempfile
import time
from urllib.parse import urlsplit

from rig import PROJECT, Tocsin

SECRET = "whsec_AQIDBAUGBwgJCgsMDQ4PEBESExQVFhcYGRobHB0eHyA="
SERVICES = (
    "slack discord teams mattermost rocketchat telegram ntfy gotify googlechat zulip matrix pagerduty generic".split()
)
PIECES = [
    "<!channel>", "<!here|here>", "@everyone", "@channel", "@here", "@all", "@room", "@**all**", "@*desk*", "@admin_user",
    "<@U12345678>", "<@&123456789012345678>", "<#C012345>", "<users/all>", "<at>Bob</at>", "@", "@@here",
    "[click](https://evil.test)", "![x](https://evil.test/x.png)", "<https://evil.test|Kyiv Post>", "https://evil.test/a_b_c",
    "**b**", "__u__", "~~s~~", "||spoiler||", "`code`", "```", "# heading", "> quote", "- list", "1. list", "+ list", "\\",
    "<script>alert(1)</script>", "<b>", "</b>", "<img src=x onerror=y>", "&amp;", "&#64;here", "&", "<", ">", '"', "'",
    "{{DATE(2020-01-01T00:00:00Z)}}", "{{secret}}", "{x}", "${x}", "%s", "%0d%0aX: y", ":smile:", "$$x^2$$", "<t:1:R>",
    "\u202egnp.exe", "\u2066x\u2069", "\u200b", "\ufeff", "\x00", "\x07", "\x1b[31m", "\x7f", "\x85", "\u2028", "\r\nBcc: v@x.test",
    "\U0001f468\u200d\U0001f469\u200d\U0001f467", "\U0001f1fa\U0001f1e6", "e\u0301", "a" + "\u0301" * 60, "\u200d" * 40,
    "Зеленський", "停火协议", "هدنة", "정전", "युद्धविराम", "ceasefire", "ß", "İ", "𝔘", "ﬁ",
]  # fmt: skip


def words(chance, limit):
    """A text of hostile pieces, about so long."""
    text = ""
    while len(text) < limit:
        text += chance.choice(PIECES) + chance.choice(["", " ", "  ", "\n"])
    return text


def length(chance, longest):
    """Mostly short, sometimes far beyond every limit."""
    return chance.choice([0, 5, 40, 120, 250, 300, 700, longest])


def hostile(chance, number):
    """An alert that a hostile publisher could cause."""
    name = f"X{number:04}"
    link = chance.choice(
        [f"https://news.test/i/{name}", f"https://news.test/i/{name}?q=(a)[b]<c>\"d|e'f`g&h=é@here", f"javascript:{name}"]
        + [f"HTTPS://news.test/i/{name}/" + "p" * 3000, f" https://news.test/i/{name}\n", "https://", "//evil.test", None]
    )
    return {
        "id": name,
        "watchlist": "ceasefire",
        "name": words(chance, length(chance, 400)),
        "priority": chance.choice(["low", "normal", "high", "urgent"]),
        "at": "ceasefire.watch:24",
        "line": chance.choice(["{truce} NEAR/8 {kyiv}", words(chance, 300)]),
        "title": words(chance, length(chance, 20_000)),
        "link": link,
        "source": words(chance, length(chance, 500)),
        "published": chance.choice(["2025-07-20T06:30:00Z", None]),
        "found": "2025-07-20T06:31:00Z",
        "excerpt": [
            {"text": words(chance, length(chance, 9_000)), "hit": hit}
            for hit in ([False, True, False], [True], [False], [True, True], [])[chance.randrange(5)]
        ],
        "others": [
            {"source": words(chance, length(chance, 200)), "link": f"https://o.test/{k}/" + "p" * chance.choice([1, 900])}
            for k in range(chance.choice([0, 0, 1, 3, 60]))
        ],
    }


def as_given(alert):
    """One of the receivers' examples as a webhook would bring it."""
    return {
        "id": alert.id,
        "watchlist": "ceasefire",
        "name": alert.watchlist,
        "priority": alert.priority,
        "title": alert.title,
        "link": alert.link,
        "source": alert.source,
        "published": alert.published.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "found": alert.seen.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "at": "ceasefire.watch:24",
        "line": "ceasefire NEAR/30 (talks | truce)",
        "excerpt": [{"text": piece.text, "hit": piece.hit} for piece in alert.excerpt],
        "others": [{"source": other.source, "link": other.link} for other in alert.also],
    }


def examples(folder):
    """The receivers' own examples, from the file beside them that has them."""
    source = importlib.util.spec_from_file_location("render_ref", folder / "render_ref.py")
    made = importlib.util.module_from_spec(source)
    sys.modules["render_ref"] = made
    source.loader.exec_module(made)
    single = [made.plain(), made.hostile(), made.long(), made.cyr()]
    group = [made.plain(f"G{k:04}") for k in range(1, 9)]
    big = [made.long(f"B{k:04}") for k in range(1, 61)]
    return [as_given(alert) for alert in single], [[as_given(alert) for alert in alerts] for alerts in (group, big)]


def payloads(folder, count, seed):
    """What is sent: one payload a line."""
    chance = random.Random(seed)
    single, groups = examples(folder)
    single += [hostile(chance, number) for number in range(count)]
    lines = [{"type": "alert.created", "data": alert} for alert in single]
    lines += [{"type": "alert.batch", "data": {"occasion": "news", "alerts": alerts}} for alerts in groups]
    occasions = [
        {"occasion": "digest"},
        {"occasion": "quiet-hours"},
        {"occasion": "flood", "term": words(chance, 200)},
        {"occasion": "catch-up", "from": "2025-07-20T06:10:00Z", "to": "2025-07-20T08:40:00Z"},
    ]
    for number, occasion in enumerate(occasions):
        some = [hostile(chance, 1_000 + number * 100 + k) for k in range(chance.choice([1, 7, 40]))]
        lines.append({"type": "alert.batch", "data": dict(occasion, alerts=some)})
    lines += [{"type": "alert.updated", "data": dict(alert, others=hostile(chance, 0)["others"])} for alert in single[:40]]
    return "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)


# Channels whose name is not that of the receiver.
RECEIVERS = {"slack-bot": "slack", "webhook": "generic", "events": "generic"}


def settings(urls, all_ways=True):
    """A channel for each service, and where it is reached in two ways, two unless one will do."""
    at = {name: urls[name]["url"] if name in urls else "" for name in SERVICES}
    server = {name: "{0.scheme}://{0.netloc}".format(urlsplit(at[name])) for name in SERVICES}
    token = at["telegram"].partition("/bot")[2].partition("/")[0]
    matrix = urls.get("matrix", {})
    sections = {
        "slack": {"url": at["slack"]},
        "slack-bot": {"type": "slack", "token": "xoxb-1-2-abc", "channel": "C0123456789", "server": server["slack"]},
        "discord": {"url": at["discord"].split("?")[0]},
        "teams": {"url": at["teams"]},
        "mattermost": {"url": at["mattermost"]},
        "rocketchat": {"url": at["rocketchat"]},
        "telegram": {"token": token, "chat": "-1001", "server": server["telegram"]},
        "ntfy": {"topic": "desk-4f7a", "server": server["ntfy"]},
        "gotify": {"token": "A.app.token", "server": server["gotify"]},
        "googlechat": {"url": at["googlechat"], "threads": "list"},
        "zulip": {"server": server["zulip"], "user": "bot@x.test", "key": "k" * 32, "channel": "alerts"},
        "matrix": {"homeserver": server["matrix"], "room": matrix.get("room"), "token": matrix.get("token")},
        "pagerduty": {"key": "R" * 32, "server": server["pagerduty"]},
        "webhook": {"url": at["generic"], "secret": SECRET},
        "events": {"type": "webhook", "url": at["generic"], "secret": SECRET, "format": "cloudevents"},
    }
    if "smtp" in at:
        sections["email"] = {"url": at["smtp"], "from": "tocsin@news.test", "to": ["desk@news.test"]}
    text = ""
    for name, keys in sections.items():
        if RECEIVERS.get(name, name) not in urls or name in ("slack-bot", "events") and not all_ways:
            continue
        pairs = {"name": name, "type": name, **keys}
        text += "[[channel]]\n" + "".join(f"{key} = {json.dumps(value)}\n" for key, value in pairs.items())
    return text


def main():
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--alerts", type=int, default=200, help="how many hostile alerts are made up")
    options.add_argument("--seed", type=int, default=7)
    options.add_argument("--program", default=PROJECT / ".build/release/tocsin")
    options.add_argument("--python", default=sys.executable, help="what runs the receivers")
    options.add_argument(
        "receivers", type=pathlib.Path, nargs="?", default=PROJECT.parent / "shared/chat/receivers.py"
    )
    options = options.parse_args()
    if not options.receivers.exists():
        print(f"skipped: there are no receivers at {options.receivers}")
        return 0

    services = list(SERVICES)
    # The receiver of mails needs a package.
    if subprocess.run([options.python, "-c", "import aiosmtpd"], capture_output=True).returncode == 0:
        services.append("smtp")
    folder = tempfile.TemporaryDirectory(prefix="tocsin-")
    path = pathlib.Path(folder.name)
    (path / "alerts").write_text(payloads(options.receivers.parent, options.alerts, options.seed))
    receivers = subprocess.Popen(
        [options.python, options.receivers, "--sinks", ",".join(services), "--rate-scale", "0"]
        + ["--log", path / "log", "--urls-file", path / "urls", "--secret", SECRET, "--max-seconds", "300"],
        stdout=subprocess.PIPE,
        text=True,
    )
    while not (path / "urls").exists():
        time.sleep(0.05)
    tocsin = Tocsin(options.program, settings(json.loads((path / "urls").read_text())))
    sent = subprocess.run(
        [tocsin.program, "send-test", "--alerts", path / "alerts"], cwd=tocsin.path, capture_output=True, text=True
    )
    receivers.terminate()
    receivers.communicate()
    print(sent.stdout + sent.stderr, end="")

    seen, remarks = {}, 0
    for line in (path / "log").read_text().splitlines():
        entry = json.loads(line)
        states = seen.setdefault(entry["sink"], {})
        states[entry["state"]] = states.get(entry["state"], 0) + 1
        # The webhook's second form brings the same ids again, and an incident's update joins it.
        is_taken = entry["state"] in ("accepted", "edited", "deduplicated")
        if entry["violations"] or entry["lint"] or not is_taken:
            remarks += 1
            if remarks <= 20:
                print(entry["sink"], entry["state"], entry["violations"], entry["lint"], entry["sha"])
    for name in services:
        print(f"{name:11}", ", ".join(f"{state} {count}" for state, count in sorted(seen.get(name, {}).items())))
    missing = [name for name in services if name not in seen]
    print(f"{remarks} messages with remarks; tocsin's exit {sent.returncode}; nothing came to {missing or 'nobody'}")
    return 1 if remarks or sent.returncode or missing else 0


if __name__ == "__main__":
    sys.exit(main())
