"""What the test scripts share: a web server on this machine, and a tocsin in a folder of its own."""
import http.server
import json
import os
import pathlib
import signal
import sqlite3
import subprocess
import tempfile
import threading
from xml.sax.saxutils import escape

PROJECT = pathlib.Path(__file__).resolve().parent.parent


class Server(http.server.ThreadingHTTPServer):
    """Answers GET and POST as a function of (method, path, headers, body) -> (status, headers, body) says."""

    daemon_threads = True
    request_queue_size = 512

    def __init__(self, answer):
        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def handle_any(self):
                length = int(self.headers.get("Content-Length") or 0)
                body = self.rfile.read(length)
                status, headers, content = answer(self.command, self.path, self.headers, body)
                self.send_response(status)
                for name, value in headers:
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                self.wfile.write(content)

            do_GET = do_POST = handle_any

            def log_message(self, *words):
                pass

        super().__init__(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def handle_error(self, request, client):
        pass  # a client that was killed leaves half a conversation behind

    def url(self, path):
        return f"http://127.0.0.1:{self.server_address[1]}{path}"


def rss(items, title="Example"):
    """A feed of (id, title, link) entries, newest first as publishers have it."""
    entries = "".join(
        f"<item><guid isPermaLink='false'>{escape(i)}</guid><title>{escape(t)}</title><link>{escape(l)}</link></item>"
        for i, t, l in reversed(items)
    )
    return f"<rss version='2.0'><channel><title>{title}</title>{entries}</channel></rss>".encode()


class Tocsin:
    """A tocsin with a database, an alert log and one list in a folder of its own."""

    def __init__(self, program, settings, watch="ceasefire\n", environment=None, stories=False):
        self.program = str(pathlib.Path(program).resolve())
        self.folder = tempfile.TemporaryDirectory(prefix="tocsin-")
        self.path = pathlib.Path(self.folder.name)
        (self.path / "watchlists").mkdir()
        (self.path / "watchlists/ceasefire.watch").write_text(watch)
        self.stories = stories
        self.configure(settings)
        self.environment = dict(os.environ, **(environment or {}))
        self.log = open(self.path / "stderr.log", "ab")

    def configure(self, settings):
        """Writes the settings down, [status] and [alerts] added.

        Runs beside each other share no port; and most tests count items, of which each must ring.
        """
        added = f'\n[status]\nlisten = "127.0.0.1:0"\n[alerts]\nstories = {str(self.stories).lower()}\n'
        (self.path / "tocsin.toml").write_text(settings + added)

    def start(self, *words):
        return subprocess.Popen(
            [self.program, "run", *words],
            cwd=self.path,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=self.log,
        )

    def once(self, timeout=300):
        return self.start("--once", "--verbose").wait(timeout=timeout)

    def end(self, process, patience=5):
        process.send_signal(signal.SIGTERM)
        return process.wait(timeout=patience)

    def alerts(self):
        """What the alert log holds, without news of alerts that it held before, and how many of its lines are cut."""
        path = self.path / "alerts.jsonl"
        alerts, broken = [], 0
        for line in path.read_bytes().split(b"\n") if path.exists() else []:
            if not line:
                continue
            try:
                event = json.loads(line)
            except ValueError:
                broken += 1
                continue
            if event["type"] != "alert.updated":
                alerts.append(event["data"])
        return alerts, broken

    def query(self, sql):
        with sqlite3.connect(self.path / "tocsin.sqlite") as database:
            return database.execute(sql).fetchall()

    def said(self):
        return (self.path / "stderr.log").read_text(errors="replace")
