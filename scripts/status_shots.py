#!/usr/bin/env python3
"""Screenshots of the status pages, in light, dark and on a phone, with headless Chromium.

    scripts/status_shots.py FOLDER [--address http://127.0.0.1:8787] [--chromium chromium]

scripts/status_rig.py makes something to show. Chromium must find the page as the server sends it: with its policy, its
style and nothing else.
"""
import argparse
import re
import subprocess
import tempfile
import urllib.request
from pathlib import Path

SHOTS = [
    ("light", "/", 1360, 1900, []),
    ("dark", "/", 1360, 1900, ["--force-dark-mode", "--blink-settings=preferredColorScheme=0"]),
    ("phone", "/", 500, 2600, []),
    ("alerts", "/alerts", 1360, 1200, []),
    ("feeds", "/feeds", 1360, 1200, []),
    ("stories", "/stories", 1360, 1200, []),
    ("story", "/story/{talks}", 1360, 1300, []),
    ("story-dark", "/story/{talks}", 1360, 1300, ["--force-dark-mode", "--blink-settings=preferredColorScheme=0"]),
    ("story-phone", "/story/{talks}", 500, 2000, []),
    ("story-hostile", "/story/{hostile}", 1360, 1900, []),
    ("no-story", "/story/none", 1360, 500, []),
]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--address", default="http://127.0.0.1:8787")
    parser.add_argument("--chromium", default="chromium")
    arguments = parser.parse_args()
    arguments.folder.mkdir(parents=True, exist_ok=True)
    with urllib.request.urlopen(arguments.address + "/stories") as answer:
        talks, hostile = re.findall(r"/story/(\w+)", answer.read().decode())[:2]
    for name, path, width, height, more in SHOTS:
        with tempfile.TemporaryDirectory() as profile:
            subprocess.run(
                [arguments.chromium, "--headless=new", "--no-sandbox", "--disable-gpu", "--hide-scrollbars",
                 "--disable-background-networking", "--no-first-run", f"--user-data-dir={profile}",
                 f"--window-size={width},{height}", f"--screenshot={arguments.folder / (name + '.png')}", *more,
                 arguments.address + path.format(talks=talks, hostile=hostile)],
                check=True, capture_output=True, timeout=60,
            )
        print(arguments.folder / (name + ".png"))


if __name__ == "__main__":
    main()
