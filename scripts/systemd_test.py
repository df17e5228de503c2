#!/usr/bin/env python3
"""Installs the Debian package in a machine with a real systemd, and lives through what a service lives through.

    systemd_test.py [PACKAGE]

The machine is a container on a copy of this one that is thrown away: start, readiness, an alert, reloads good and bad, a
hang that the watchdog ends, a kill, a rotated log, an upgrade, settings that are wrong, stop, purge. It needs root and
systemd-nspawn; where they are missing it says so and ends well, for that is no fault of tocsin.
"""
import contextlib
import http.server
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import time

PROJECT = pathlib.Path(__file__).resolve().parent.parent
PORT = 8080
FEEDS = 100
PACKAGE = "/opt/tocsin.deb"
SETTINGS = "/etc/tocsin/tocsin.toml"


def serve(log):
    """The publisher and the webhook's receiver, on the machine's own network."""

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            number = self.path.strip("/")
            title = "Ceasefire signed" if number == "0" else f"Weather {number}"
            body = f"<rss><channel><title>F</title><item><guid>{number}</guid><title>{title}</title></item></channel></rss>"
            self.answer(404 if number == "gone" else 200, body.encode())

        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            with open(log, "ab") as calls:
                calls.write(body + b"\n")
            self.answer(200, b"")

        def answer(self, status, body):
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *words):
            pass

    http.server.ThreadingHTTPServer(("127.0.0.1", PORT), Handler).serve_forever()


class Machine:
    """A container whose first process is systemd, on a copy of this machine's files."""

    def __init__(self, scratch):
        self.root = scratch / "root"
        self.calls = scratch / "calls"
        for name in ("upper", "work", "root"):
            (scratch / name).mkdir()
        options = f"lowerdir=/,upperdir={scratch}/upper,workdir={scratch}/work"
        subprocess.run(["mount", "-t", "overlay", "overlay", "-o", options, self.root], check=True)
        # Images of machines without a systemd forbid packages to start and stop services; here there is one.
        (self.root / "usr/sbin/policy-rc.d").unlink(missing_ok=True)
        self.console = open(scratch / "console", "wb")
        self.nspawn = None
        self.init = None

    def boot(self):
        command = [
            "systemd-nspawn", "--quiet", "--register=no", "--keep-unit", "--machine=tocsin-test", "-D", self.root,
            "--console=pipe", "--private-network", "--kill-signal=SIGRTMIN+3", "--resolv-conf=off",
            "/lib/systemd/systemd", "systemd.unit=basic.target",
        ]
        self.nspawn = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=self.console, stderr=self.console, start_new_session=True
        )

        def child():
            found = subprocess.run(["pgrep", "-P", str(self.nspawn.pid)], capture_output=True, text=True).stdout
            return found.split()[0] if found.split() else None

        self.init = wait_for("the container's first process", child)
        wait_for("systemd", lambda: self.try_run("systemctl is-active basic.target") == "active")

    def try_run(self, command, status=None):
        """What a command inside the machine writes; fails where it does not end as said."""
        enter = ["nsenter", "-t", self.init, "-m", "-u", "-i", "-n", "-p", "-C", "/bin/sh", "-c", command]
        done = subprocess.run(enter, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=60)
        if status is not None and done.returncode != status:
            raise Failure(f"{command}: ended with {done.returncode}\n{done.stdout}")
        return done.stdout.strip()

    def run(self, command, status=0):
        return self.try_run(command, status)

    def start_server(self):
        enter = ["nsenter", "-t", self.init, "-n", sys.executable, __file__, "--serve", self.calls]
        server = subprocess.Popen(enter, stdin=subprocess.DEVNULL)
        wait_for("the publisher", lambda: f":{PORT} " in self.try_run("ss --listening --tcp --numeric"))
        return server

    def show(self, key):
        return self.run(f"systemctl show --value --property={key} tocsin")

    def journal(self, words=""):
        return self.try_run(f"journalctl --no-pager --output=cat --unit=tocsin {words}")

    def write(self, path, text, mode=0o644):
        self.run(f"umask 077; cat >{path} <<'EOF'\n{text}\nEOF\nchmod {mode:o} {path}")

    def end(self):
        if self.nspawn:
            self.nspawn.terminate()
            try:
                self.nspawn.wait(10)
            except subprocess.TimeoutExpired:
                self.nspawn.kill()
                self.nspawn.wait()
        self.console.close()
        subprocess.run(["umount", self.root])


class Failure(Exception):
    pass


def wait_for(what, condition, patience=30):
    deadline = time.monotonic() + patience
    while time.monotonic() < deadline:
        answer = condition()
        if answer:
            return answer
        time.sleep(0.05)
    raise Failure(f"{what} did not come within {patience} s")


def require(condition, what):
    if not condition:
        raise Failure(what)


def say(what):
    print(f"  {what}", flush=True)


def obstacle(package):
    """Why the test cannot run here; nil where it can."""
    if package is None:
        return "there is no package; make deb builds one"
    if os.geteuid() != 0:
        return "it takes root"
    missing = [tool for tool in ("systemd-nspawn", "nsenter", "dpkg", "pgrep") if not shutil.which(tool)]
    if missing:
        return f"{' and '.join(missing)} missing: apt-get install systemd-container util-linux dpkg procps"
    with tempfile.TemporaryDirectory() as folder:
        tried = subprocess.run(["mount", "-t", "tmpfs", "tmpfs", folder], capture_output=True)
        if tried.returncode != 0:
            return "this machine does not let root mount"
        subprocess.run(["umount", folder])
    return None


def settings(more=""):
    feeds = "".join(
        f'[[feed]]\nurl = "http://127.0.0.1:{PORT}/{number}"\nlookback = "36500d"\n' for number in range(1, FEEDS)
    )
    text = (PROJECT / "systemd/tocsin.toml").read_text()
    text += '[poll]\nper_host = 20\ngap = "0s"\nlookback = "36500d"\n'
    text += '[[channel]]\nname = "desk"\ntype = "webhook"\nurl_file = "credentials/desk-url"\n'
    return text + feeds + f'[[feed]]\nurl = "http://127.0.0.1:{PORT}/gone"\n' + more


def install(machine, package):
    shutil.copy(package, machine.root / PACKAGE[1:])
    said = machine.run(f"dpkg --install {PACKAGE}")
    require("systemctl enable --now tocsin" in said, f"the package does not say what comes next:\n{said}")
    require(machine.try_run("systemctl is-active tocsin") == "inactive", "it was started unasked")
    require(machine.try_run("systemctl is-enabled tocsin") == "disabled", "it was enabled unasked")
    machine.run("cd / && tocsin check")
    say("installed, not started; the settings it comes with are in order")
    unit = machine.run("systemctl show --value --property=FragmentPath tocsin")
    analysis = machine.run(f"systemd-analyze security --offline=true --threshold=12 {unit}")
    say(re.search(r"Overall exposure level.*", analysis)[0])
    machine.run(f"systemd-analyze verify {unit}")
    for page in ("1 tocsin", "5 tocsin.toml"):
        machine.run(f"MANROFFSEQ= man --warnings {page} 2>&1 >/dev/null | grep . && exit 1 || exit 0")


def configure(machine):
    machine.run("cd / && tocsin feeds add http://127.0.0.1:%d/0" % PORT)
    machine.write("/etc/tocsin/credentials/desk-url", f"http://127.0.0.1:{PORT}/hook", mode=0o600)
    machine.write(SETTINGS, settings())
    machine.run("cd / && tocsin check")
    machine.run("mkdir -p /run/systemd/system/tocsin.service.d")
    machine.write(
        "/run/systemd/system/tocsin.service.d/test.conf", "[Service]\nWatchdogSec=3s\nRestartSec=100ms\nTimeoutAbortSec=1s"
    )
    machine.run("systemctl daemon-reload")


def calls(machine):
    lines = machine.calls.read_text().splitlines() if machine.calls.exists() else []
    return [json.loads(line)["data"]["title"] for line in lines]


def start(machine):
    begun = time.monotonic()
    machine.run("systemctl enable --now tocsin")
    took = time.monotonic() - begun
    require(machine.show("ActiveState") == "active", "it is not active")
    status = machine.show("StatusText")
    require(f"{FEEDS + 1} feeds, 4 lists" in status, f"its status says {status}")
    say(f"ready after {took * 1000:.0f} ms: {status}")
    wait_for("the webhook's alert", lambda: calls(machine) == ["Ceasefire signed"])
    wait_for("the journal's alert", lambda: "Ceasefire signed" in machine.journal())
    require("Ceasefire signed" in machine.run("cat /var/log/tocsin/alerts.jsonl"), "the alert log is empty")
    say("rang: in the journal, in the alert log, through a webhook whose address only root can read")
    found = wait_for("the failing feed", lambda: machine.journal(f"TOCSIN_FEED=http://127.0.0.1:{PORT}/gone"))
    require("feed fails" in found, f"the journal's fields find {found}")
    say("journal: TOCSIN_FEED finds what a feed went through")


def reload(machine):
    machine.write("/etc/tocsin/watchlists/mine.watch", "weather 42")
    machine.run("systemctl reload tocsin")
    wait_for("the new list", lambda: f"{FEEDS + 1} feeds, 5 lists" in machine.show("StatusText"))
    require(machine.show("ActiveState") == "active", "it is not active after a reload")
    machine.write(SETTINGS, settings('[pol]\nmin = "5m"\n'))
    machine.run("systemctl reload tocsin")
    wait_for("the refusal", lambda: "refused" in machine.show("StatusText"))
    errors = machine.journal("--priority=err")
    require("the old settings stay in force" in errors and "did you mean poll?" in errors, f"the errors are {errors}")
    require(machine.show("ActiveState") == "active", "a refused reload ended it")
    machine.write(SETTINGS, settings())
    machine.run("systemctl reload tocsin")
    wait_for("the end of the refusal", lambda: "refused" not in machine.show("StatusText"))
    say("reloaded: what is right is taken up, what is wrong is refused and told as an error")


def hang_and_kill(machine):
    wait_for("a watchdog that is fed", lambda: machine.show("WatchdogTimestampMonotonic") != "0")
    time.sleep(4)  # longer than the watchdog waits
    require(machine.show("NRestarts") == "0", "the watchdog was not fed")
    machine.run("systemctl kill --signal=STOP --kill-who=main tocsin")
    begun = time.monotonic()
    wait_for("the restart after a hang", lambda: machine.show("NRestarts") == "1" and machine.show("ActiveState") == "active")
    require("Watchdog timeout" in machine.try_run("journalctl --no-pager -u tocsin"), "not by the watchdog")
    say(f"hung: the watchdog had it started anew after {time.monotonic() - begun:.1f} s (WatchdogSec=3s)")
    machine.run("systemctl kill --signal=KILL --kill-who=main tocsin")
    wait_for("the restart after a kill", lambda: machine.show("NRestarts") == "2" and machine.show("ActiveState") == "active")
    require(calls(machine) == ["Ceasefire signed"], f"the webhook heard {calls(machine)}")
    say("killed: started anew, and nothing rang twice")


def rotate(machine):
    machine.run("logrotate --force /etc/logrotate.d/tocsin")
    wait_for("a new alert log", lambda: machine.run("ls /var/log/tocsin").split() == ["alerts.jsonl", "alerts.jsonl.1"])
    say("rotated: logrotate moved the alert log, and the service took up a new one")


def upgrade(machine):
    before, settings = machine.show("MainPID"), machine.run(f"cat {SETTINGS}")
    machine.run(f"dpkg --install {PACKAGE}")
    require(machine.show("ActiveState") == "active" and machine.show("MainPID") != before, "it was not started anew")
    require(machine.run(f"cat {SETTINGS}") == settings, "an upgrade changed the settings")
    say("upgraded: started anew with the settings that were there")


def weigh(machine):
    pid = machine.show("MainPID")
    time.sleep(5)
    status = machine.run(f"cat /proc/{pid}/status")
    say("memory with %d feeds at rest: %s" % (
        FEEDS, ", ".join(f"{key} {int(value) / 1024:.1f} MiB" for key, value in re.findall(r"(VmRSS|RssAnon):\s+(\d+)", status))
    ))


def refuse(machine):
    machine.write(SETTINGS, settings('[pol]\nmin = "5m"\n'))
    machine.run("systemctl restart tocsin", status=1)
    time.sleep(1)
    require(machine.show("ActiveState") == "failed" and machine.show("ExecMainStatus") == "1", "it did not end with 1")
    require(machine.show("NRestarts") == "0", "wrong settings were tried again")
    require("did you mean poll?" in machine.journal("--priority=err"), "the journal does not say why")
    machine.write(SETTINGS, settings())
    machine.run("systemctl restart tocsin")
    say("wrong settings at a start: told, and not tried again until someone mends them")


def stop_and_purge(machine):
    begun = time.monotonic()
    machine.run("systemctl stop tocsin")
    took = time.monotonic() - begun
    require(machine.show("Result") == "success" and took < 3, f"it ended as {machine.show('Result')} after {took:.1f} s")
    say(f"stopped within {took * 1000:.0f} ms")
    machine.run("systemctl start tocsin")
    machine.run("dpkg --remove tocsin")
    require(machine.try_run("pgrep -x tocsin") == "", "it runs on without its package")
    require("alerts.jsonl" in machine.run("ls /var/log/tocsin"), "removal took the alerts with it")
    machine.run("dpkg --purge tocsin")
    places = "/etc /var/lib /var/log /lib/systemd /usr/bin /usr/share /usr/lib"
    left = machine.run(f"find {places} -path '*tocsin*' ! -path '/var/lib/dpkg/*' ! -path '/var/log/journal/*'")
    require(left == "", f"purge leaves behind:\n{left}")
    say("removed and purged without a trace")


def main():
    if sys.argv[1:2] == ["--serve"]:
        return serve(sys.argv[2])
    packages = sys.argv[1:] or sorted(map(str, PROJECT.glob(".build/deb/*.deb")), key=os.path.getmtime)
    package = packages[-1] if packages else None
    why = obstacle(package)
    if why:
        print(f"the test under systemd is left out: {why}")
        return 0
    begun = time.monotonic()
    size = os.path.getsize(package)
    print(f"{os.path.basename(package)}, {size / 1e6:.1f} MB, under a real systemd:")
    scratch = pathlib.Path(tempfile.mkdtemp(prefix="tocsin-systemd-"))
    with contextlib.ExitStack() as cleanup:
        cleanup.callback(shutil.rmtree, scratch, ignore_errors=True)
        subprocess.run(["mount", "-t", "tmpfs", "tmpfs", scratch], check=True)
        cleanup.callback(subprocess.run, ["umount", scratch])
        try:
            machine = Machine(scratch)
            cleanup.callback(machine.end)
            machine.boot()
        except (Failure, subprocess.CalledProcessError) as error:
            console = (scratch / "console").read_text(errors="replace")[-500:] if (scratch / "console").exists() else ""
            print(f"the test under systemd is left out: no container starts here ({error})\n{console}")
            return 0
        try:
            install(machine, package)
            server = machine.start_server()
            cleanup.callback(server.wait)
            cleanup.callback(server.kill)
            configure(machine)
            for step in (start, reload, hang_and_kill, rotate, upgrade, weigh, refuse, stop_and_purge):
                step(machine)
        except Failure as failure:
            print(f"FAILED: {failure}\n--- journal\n{machine.journal()[-6000:]}")
            return 1
    print(f"all well, {time.monotonic() - begun:.0f} s")
    return 0


if __name__ == "__main__":
    sys.exit(main())
