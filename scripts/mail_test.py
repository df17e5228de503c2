#!/usr/bin/env python3
"""Sends alerts through a mail server that refuses, hangs and breaks off, and reads the mails that it took.

The server is aiosmtpd, which wants encryption and a login. Python's own parser reads the mails: both parts must say
what the feed said. Each scene wants one ending: delivered, later, refused or broken.
"""
import argparse
import asyncio
import email
import email.policy
import email.utils
import logging
import os
import pathlib
import socket
import ssl
import subprocess
import sys
import tempfile
import time
import warnings

from rig import PROJECT, Server, Tocsin, rss

PASSWORD = "correct-horse-battery"
TITLES = [
    "Ceasefire signed",
    "Ceasefire: «перемир’я» на сході — що відомо",
    "Ceasefire 停戦協定に署名、両首脳が会談",
    "Ceasefire وقف إطلاق النار 🇺🇦",
    "Ceasefire <b>bold</b> & \"quoted\" =?utf-8?B?QmNjOiB4?= \u202egpj.exe",
    "Ceasefire " + "x" * 1200,
    ". Ceasefire\r\nBcc: eve@example.test",
]


class Counter:
    """A mail server on this machine that does what the scene says."""

    def __init__(self, folder, scene, certificate):
        from aiosmtpd.controller import Controller
        from aiosmtpd.smtp import AuthResult

        self.scene = scene
        self.mails = []
        self.commands = []
        self.words = list(scene.get("words", []))
        tls = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        tls.load_cert_chain(folder / f"{certificate}.pem", folder / f"{certificate}.key")

        def login(server, session, envelope, mechanism, data):
            return AuthResult(success=data.password == PASSWORD.encode(), handled=False)

        options = {"hostname": "127.0.0.1", "port": 0}
        if scene.get("smtps"):
            options |= {"ssl_context": tls, "authenticator": login, "auth_required": True, "auth_require_tls": False}
        elif scene.get("starttls", True):
            options |= {"tls_context": tls, "require_starttls": True, "authenticator": login, "auth_required": True}
        self.controller = any_port(Controller)(self, **options)
        self.controller.start()
        self.port = self.controller.server.sockets[0].getsockname()[1]

    async def handle_MAIL(self, server, session, envelope, address, options):
        self.commands.append(f"MAIL {address}")
        envelope.mail_from = address
        return "250 well"

    async def handle_RCPT(self, server, session, envelope, address, options):
        if address in self.scene.get("strangers", []):
            return "550 5.1.1 nobody of that name"
        envelope.rcpt_tos.append(address)
        return "250 well"

    async def handle_DATA(self, server, session, envelope):
        word = self.words.pop(0) if self.words else "250 2.0.0 taken"
        if word == "cut":
            server.transport.abort()
            return "250 never said"
        if word == "hang":
            await asyncio.sleep(600)
        if word.startswith("250"):
            self.mails.append((list(envelope.rcpt_tos), envelope.content))
        return word

    def stop(self):
        self.controller.stop(no_assert=True)


def any_port(controller):
    """The controller, but for its first look at itself: it takes the port that it was told for the one it has."""

    class AnyPort(controller):
        def _trigger_server(self):
            socket.create_connection(self.server.sockets[0].getsockname()).close()

    return AnyPort


def certificates(folder):
    for name in ["good", "bad"]:
        subprocess.run(
            ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", f"/CN={name}"]
            + ["-addext", "subjectAltName=IP:127.0.0.1", "-keyout", folder / f"{name}.key", "-out", folder / f"{name}.pem"],
            check=True,
            capture_output=True,
        )


SCENES = [
    {"name": "encrypted, with a login", "ends": ["delivered"]},
    {"name": "TLS from the first byte", "smtps": True, "ends": ["delivered"]},
    {"name": "not now, then taken", "words": ["451 4.7.1 come back"], "ends": ["later", "delivered"], "says": "451 4.7.1 come back"},
    {"name": "refused for what it says", "words": ["550 5.7.1 no such news"] * 9, "ends": ["refused"], "says": "550 5.7.1 no such news"},
    {"name": "one recipient of two", "strangers": ["bob@example.test"], "ends": ["delivered"], "says": "bob@example.test"},
    {"name": "no recipient at all", "strangers": ["bob@example.test", "desk@example.test"], "ends": ["broken"], "says": "check to"},
    {"name": "a wrong password", "password": "wrong-wrong-wrong", "ends": ["broken"], "says": "535"},
    {"name": "a certificate that nobody vouches for", "certificate": "bad", "ends": ["broken"], "says": "certificate"},
    {"name": "no encryption", "starttls": False, "keys": 'starttls = "required"\n', "ends": ["broken"], "says": "no encryption"},
    {"name": "cut off after the mail", "words": ["cut"], "ends": ["in doubt", "delivered"]},
    {"name": "nobody listens", "down": True, "ends": ["later"], "says": "connection refused"},
]  # fmt: skip


def settings(url, counter, folder, scene):
    scheme = "smtps" if scene.get("smtps") else "smtp"
    login = "" if not scene.get("starttls", True) else 'user = "desk"\npassword_env = "MAIL_PASSWORD"\n'
    return (
        f'[poll]\nlookback = "36500d"\n[[feed]]\nurl = "{url}"\noutlet = "Example"\n'
        f'[[channel]]\nname = "mail"\ntype = "email"\nurl = "{scheme}://127.0.0.1:{counter.port}"\n'
        'from = "tocsin <tocsin@example.test>"\nto = ["Night desk <desk@example.test>", "bob@example.test"]\n'
        f'ca_file = "{folder}/good.pem"\npace = "1000/s"\nburst = 100\n{login}{scene.get("keys", "")}'
    )


def ending(tocsin):
    """What has become of the first delivery."""
    state, doubt = tocsin.query(
        "SELECT delivery.state, max(delivery.in_doubt, coalesce(message.in_doubt, 0)) FROM delivery"
        " LEFT JOIN message ON message.number = delivery.message ORDER BY sequence"
    )[0]
    rests = tocsin.query("SELECT broken FROM channel WHERE rest_until > 0 AND failures > 0")
    if state == "delivered":
        return "delivered"
    if state == "dead":
        return "refused"
    if rests and rests[0][0]:
        return "broken"
    return "in doubt" if doubt else "later" if rests else state


def play(scene, folder, program):
    """Plays a scene; answers what went wrong."""
    counter = Counter(folder, scene, scene.get("certificate", "good"))
    feed = rss([("1", "Ceasefire signed", "https://news.test/i/1")])
    server = Server(lambda method, path, headers, body: (200, [("Content-Type", "application/rss+xml")], feed))
    if scene.get("down"):
        counter.stop()
    environment = {"MAIL_PASSWORD": scene.get("password", PASSWORD)}
    tocsin = Tocsin(program, settings(server.url("/"), counter, folder, scene), environment=environment)
    wrong = []
    for wanted in scene["ends"]:
        tocsin.once()
        if ending(tocsin) != wanted:
            wrong.append(f"{ending(tocsin)} instead of {wanted}")
        time.sleep(1.3)  # longer than a channel's first rest
    if scene.get("says", "") not in tocsin.said():
        wrong.append(f"the log does not say {scene['says']!r}")
    if environment["MAIL_PASSWORD"] in tocsin.said():
        wrong.append("the log shows the password")
    if "delivered" not in scene["ends"] and counter.mails:
        wrong.append("the mail went all the same")
    if scene["name"] == "no encryption" and counter.commands:
        wrong.append("the server was told of the mail")
    if wrong:
        wrong.append(tocsin.said()[-1500:])
    if not scene.get("down"):
        counter.stop()
    return wrong


def stop_while_it_hangs(folder, program):
    """Stops the daemon while the server thinks about the mail: it ends at once, and sends it again later."""
    counter = Counter(folder, {"words": ["hang"]}, "good")
    feed = rss([("1", "Ceasefire signed", "https://news.test/i/1")])
    server = Server(lambda method, path, headers, body: (200, [("Content-Type", "application/rss+xml")], feed))
    tocsin = Tocsin(program, settings(server.url("/"), counter, folder, {}), environment={"MAIL_PASSWORD": PASSWORD})
    process = tocsin.start()
    deadline = time.monotonic() + 20
    while counter.words and time.monotonic() < deadline:
        time.sleep(0.05)
    begun = time.monotonic()
    status = tocsin.end(process)
    seconds = time.monotonic() - begun
    wrong = [] if status == 0 and seconds < 3 else [f"exit {status} after {seconds:.1f} s"]
    tocsin.once()
    if ending(tocsin) != "delivered" or len(counter.mails) != 1:
        wrong.append(f"{ending(tocsin)}, {len(counter.mails)} mails\n{tocsin.said()[-1500:]}")
    counter.stop()
    return wrong


def read_mails(folder, program):
    """Every title in every part of a mail of its own."""
    counter = Counter(folder, {}, "good")
    feed = rss([(str(n), title, f"https://news.test/i/{n}") for n, title in enumerate(TITLES)])
    server = Server(lambda method, path, headers, body: (200, [("Content-Type", "application/rss+xml")], feed))
    tocsin = Tocsin(program, settings(server.url("/"), counter, folder, {}), environment={"MAIL_PASSWORD": PASSWORD})
    tocsin.once()
    wrong = [] if len(counter.mails) == len(TITLES) else [f"{len(counter.mails)} mails for {len(TITLES)} alerts"]
    mails = {}
    for recipients, content in counter.mails:
        mail = email.message_from_bytes(content, policy=email.policy.default)
        text, page = (mail.get_body((kind,)).get_content() for kind in ["plain", "html"])
        number = text.split("https://news.test/i/")[1].split()[0]
        mails[int(number)] = (mail, text, page)
        if recipients != ["desk@example.test", "bob@example.test"]:
            wrong.append(f"mail {number} went to {recipients}")
        if mail.defects or any(part.defects for part in mail.walk()):
            wrong.append(f"mail {number} is flawed: {mail.defects}")
        if max(len(line) for line in content.split(b"\r\n")) > 78 or b"\n" in content.replace(b"\r\n", b""):
            wrong.append(f"mail {number} has lines that are no lines of a mail")
        if abs(email.utils.parsedate_to_datetime(mail["Date"]).timestamp() - time.time()) > 60:
            wrong.append(f"mail {number} is dated {mail['Date']}")
        if mail["Bcc"] or mail["Auto-Submitted"] != "auto-generated" or not mail["List-Id"].startswith("<ceasefire."):
            wrong.append(f"mail {number} has another head: {dict(mail.items())}")
    for number, title in enumerate(TITLES):
        if number not in mails:
            continue
        mail, text, page = mails[number]
        shown = " ".join(title.replace("\u202e", "").replace("<b>", "").replace("</b>", "").split())[:150]
        escaped = shown.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")
        for place, words, found in [("subject", shown, mail["Subject"]), ("text", shown, text), ("page", escaped, page)]:
            if words not in found:
                wrong.append(f"the {place} of mail {number} does not hold {words!r}: {found[:200]!r}")
    ids = {row[0] for row in tocsin.query("SELECT id FROM alert")}
    if {mail["Message-ID"].split("@")[0].strip("<") for mail, _, _ in mails.values()} != ids:
        wrong.append("the mails' ids are not those of the alerts")
    counter.stop()
    return wrong


def main():
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--program", default=PROJECT / ".build/release/tocsin")
    options.add_argument("--python", help="a Python that has aiosmtpd, such as venv/bin/python")
    options = options.parse_args()
    try:
        import aiosmtpd  # noqa: F401
    except ImportError:
        if options.python:
            os.execv(options.python, [options.python, *sys.argv[: sys.argv.index("--python")], "--program", str(options.program)])
        print("skipped: there is no aiosmtpd; name a Python that has it with --python")
        return 0

    logging.getLogger("mail.log").setLevel(logging.CRITICAL)
    warnings.simplefilter("ignore")
    folder = tempfile.TemporaryDirectory(prefix="tocsin-")
    path = pathlib.Path(folder.name)
    certificates(path)
    scenes = [(scene["name"], lambda scene=scene: play(scene, path, options.program)) for scene in SCENES]
    scenes.append(("stopped while the server hangs", lambda: stop_while_it_hangs(path, options.program)))
    scenes.append(("read back", lambda: read_mails(path, options.program)))
    failed = 0
    for name, run in scenes:
        wrong = run()
        failed += bool(wrong)
        print(f"{name}: " + ("; ".join(wrong) if wrong else "as it should be"), flush=True)
    print(f"{len(scenes)} scenes, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
