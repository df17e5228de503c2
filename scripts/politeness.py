#!/usr/bin/env python3
"""Lets a hostile web server judge how politely tocsin polls it.

    scripts/politeness.py SERVER.py [--files FOLDER] [--program TOCSIN] [--seconds N]

SERVER.py lists its paths as JSON lines with --list, prints its ports as one JSON line when it is ready, and its verdict
after --seconds. Every path is a feed, spread over nine hosts of this machine, and polled about once in 70 seconds.
"""
import argparse
import json
import pathlib
import subprocess
import sys
import time

from rig import PROJECT, Tocsin


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("server", type=pathlib.Path)
    options.add_argument("--files", help="the folder of feeds that the server may hand out")
    options.add_argument("--program", default=PROJECT / ".build/release/tocsin")
    options.add_argument("--seconds", type=int, default=260)
    options.add_argument("--patience", type=int, default=5, help="seconds to end in; more for a sanitized build")
    options = options.parse_args()

    listed = subprocess.run([sys.executable, options.server, "--list"], capture_output=True, text=True, check=True)
    paths = [json.loads(line)["path"] for line in listed.stdout.splitlines()]
    words = [sys.executable, str(options.server), "--seconds", str(options.seconds)]
    words += ["--dir", options.files] if options.files else []
    server = subprocess.Popen(words, stdout=subprocess.PIPE, text=True)
    port = json.loads(server.stdout.readline())["http"]

    settings = '[poll]\nmin = "60s"\nmax = "70s"\ngap = "1s"\ncontact = "mailto:desk@example.org"\n'
    settings += '[[channel]]\nname = "log"\ntype = "file"\npath = "alerts.jsonl"\n'
    # What no feed should lead to is not a feed.
    feeds = [path for path in paths if not path.startswith("/canary")]
    for number, path in enumerate(feeds):
        settings += f'[[feed]]\nurl = "http://127.0.0.{1 + number % 9}:{port}{path}"\n'
    tocsin = Tocsin(options.program, settings)
    process = tocsin.start()
    time.sleep(options.seconds - 10)
    tocsin.end(process, options.patience)
    verdict = server.communicate(timeout=60)[0].splitlines()
    failures = [line for line in verdict if line.startswith("FAIL")]
    print("\n".join(failures + verdict[-2:]))
    return 1 if failures else 0


sys.exit(main())
