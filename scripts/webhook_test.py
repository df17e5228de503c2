#!/usr/bin/env python3
"""Sends alerts to a webhook's receiver that has outages, resets and rate limits, and lets the receiver judge.

The receiver is a program of its own; it wants nothing lost, nothing out of order, nothing repeated that the id does
not excuse, and every signature right.
"""
import argparse
import json
import pathlib
import subprocess
import sys
import tempfile
import time

from rig import PROJECT, Server, Tocsin, rss

SECRET = "whsec_AQIDBAUGBwgJCgsMDQ4PEBESExQVFhcYGRobHB0eHyA="
TROUBLE = {
    "seed": 11,
    "sinks": {
        "generic": [
            {"do": "down", "from_s": 1, "to_s": 4},
            {"on": "2", "do": "ack_lost"},
            {"on": "5", "do": "truncate"},
            {"on": "9", "do": "429", "retry_after": 2},
            {"on": "40-42", "do": "status", "code": 503, "headers": {"Retry-After": "1"}},
            {"on": "80", "do": "reset"},
            {"on": "120", "do": "garbage"},
            {"on": "200,201", "do": "429", "retry_after": 1.5},
            {"on": "250", "do": "close_after"},
            {"p": 0.01, "do": "reset"},
            {"p": 0.01, "do": "status", "code": 502},
        ]
    },
}


def main():
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--alerts", type=int, default=500)
    options.add_argument("--program", default=PROJECT / ".build/release/tocsin")
    options.add_argument("--receiver", type=pathlib.Path, default=PROJECT.parent / "shared/chat/receivers.py")
    options = options.parse_args()
    if not options.receiver.exists():
        print(f"skipped: there is no receiver at {options.receiver}")
        return 0

    folder = tempfile.TemporaryDirectory(prefix="tocsin-")
    path = pathlib.Path(folder.name)
    names = [f"A{n:04}" for n in range(options.alerts)]
    (path / "expected").write_text("\n".join(names) + "\n")
    (path / "trouble").write_text(json.dumps(TROUBLE))
    receiver = subprocess.Popen(
        [sys.executable, options.receiver, "--sinks", "generic", "--expect", path / "expected"]
        + ["--scenario", path / "trouble", "--log", path / "log", "--urls-file", path / "urls"]
        + ["--secret", SECRET, "--max-seconds", "280", "--idle-seconds", "120"],
        stdout=subprocess.PIPE,
        text=True,
    )
    while not (path / "urls").exists() or not (path / "urls").read_text().strip():
        time.sleep(0.05)
    url = json.loads((path / "urls").read_text())["generic"]["url"]

    feed = rss([(name, f"Ceasefire {name}", f"https://news.test/i/{name}") for name in names])
    server = Server(lambda method, path, headers, body: (200, [("Content-Type", "application/rss+xml")], feed))
    settings = f'[poll]\nlookback = "36500d"\n[[feed]]\nurl = "{server.url("/")}"\n'
    settings += f'[[channel]]\nname = "hook"\ntype = "webhook"\nurl = "{url}"\nsecret_env = "HOOK_SECRET"\n'
    tocsin = Tocsin(options.program, settings, environment={"HOOK_SECRET": SECRET})
    process = tocsin.start()
    report = receiver.communicate()[0]
    status = tocsin.end(process)
    print(report[report.find("sink") :].rstrip())
    print(f"receiver's verdict {receiver.returncode}, tocsin's exit {status}")
    secrets = [word for word in (SECRET, SECRET[6:]) if word in tocsin.said()]
    if secrets:
        print("the log shows the secret")
    return 1 if receiver.returncode or status or secrets else 0


if __name__ == "__main__":
    sys.exit(main())
