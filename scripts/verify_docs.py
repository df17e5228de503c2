#!/usr/bin/env python3
"""Runs the functions of docs/webhooks.md that check a signature, in every language that this machine has.

Each must believe a message that was rightly signed, also beside another signature, and none that is old, or changed in
a single byte, or signed with another secret.
"""
import base64
import hashlib
import hmac
import json
import re
import shutil
import subprocess
import tempfile

from rig import PROJECT

SECRET = "whsec_AQIDBAUGBwgJCgsMDQ4PEBESExQVFhcYGRobHB0eHyA="
NOW = 1752993000
BODY = '{"title":"Zelenskyy – Putin talks in Türkiye & \\"ceasefire\\""}'
RUNNERS = {
    "python": (
        "python3", ".py",
        "{code}\nimport json, sys\nfor row in json.load(open(sys.argv[1])):\n"
        "    print(int(is_from_tocsin(*row[:4], row[4].encode(), row[5])))\n",
    ),
    "js": (
        "node", ".js",
        "{code}\nfor (const row of JSON.parse(require('node:fs').readFileSync(process.argv[2])))\n"
        "  console.log(isFromTocsin(...row) ? 1 : 0);\n",
    ),
    "perl": (
        "perl", ".pl",
        "{code}\nuse JSON::PP; use Encode; local $/; open my $file, '<', $ARGV[0];\n"
        "for my $row (@{{decode_json(<$file>)}}) {{\n"
        "  $row->[4] = encode('UTF-8', $row->[4]); print is_from_tocsin(@$row), \"\\n\";\n}}\n",
    ),
}  # fmt: skip


def sign(secret, id, timestamp, body):
    key = base64.b64decode(secret.removeprefix("whsec_"))
    mac = hmac.new(key, f"{id}.{timestamp}.{body}".encode(), hashlib.sha256).digest()
    return "v1," + base64.b64encode(mac).decode()


def main():
    good = sign(SECRET, "x1", NOW, BODY)
    other = sign("whsec_" + base64.b64encode(b"another secret, as long").decode(), "x1", NOW, BODY)
    rows = [
        ((SECRET, "x1", str(NOW), good, BODY, NOW), 1, "as it was sent"),
        ((SECRET, "x1", str(NOW), f"v1a,xx {other} {good}", BODY, NOW + 299), 1, "beside others, five minutes later"),
        ((SECRET, "x1", str(NOW), good, BODY, NOW + 301), 0, "too late"),
        ((SECRET, "x1", str(NOW), good, BODY, NOW - 301), 0, "too early"),
        ((SECRET, "x1", str(NOW), good, BODY + " ", NOW), 0, "a blank more"),
        ((SECRET, "x2", str(NOW), good, BODY, NOW), 0, "another id"),
        ((SECRET, "x1", str(NOW + 1), good, BODY, NOW), 0, "another time"),
        ((SECRET, "x1", str(NOW), other, BODY, NOW), 0, "another secret"),
        ((SECRET, "x1", str(NOW), "", BODY, NOW), 0, "no signature"),
    ]
    page = (PROJECT / "docs/webhooks.md").read_text()
    wrong = ran = 0
    with tempfile.TemporaryDirectory() as folder:
        with open(folder + "/rows", "w") as file:
            json.dump([row[0] for row in rows], file)
        for language, (program, ending, frame) in RUNNERS.items():
            blocks = re.findall(rf"^```{language}\n(.*?)^```", page, re.S | re.M)
            if not shutil.which(program):
                print(f"{language}: skipped, there is no {program}")
                continue
            with open(folder + "/check" + ending, "w") as file:
                file.write(frame.format(code=blocks[0]))
            said = subprocess.run([program, folder + "/check" + ending, folder + "/rows"], capture_output=True, text=True)
            found = [int(line) for line in said.stdout.split()]
            ran += 1
            if said.returncode or len(found) != len(rows):
                print(f"{language}: {said.stderr}")
                wrong += 1
                continue
            for (_, wanted, why), got in zip(rows, found):
                if got != wanted:
                    print(f"{language}: {why}: {got} instead of {wanted}")
                    wrong += 1
    print(f"{ran} languages, {len(rows)} messages, {wrong} wrong")
    raise SystemExit(1 if wrong or ran < 2 else 0)


if __name__ == "__main__":
    main()
