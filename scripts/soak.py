#!/usr/bin/env python3
"""Runs tocsin for a long time on thousands of feeds of which a fifth misbehave in every way there is.

    soak.py TOCSIN FOLDER [--feeds 10000] [--minutes 30] [--warm-up 8]

Every feed is pinned to a minute. Says each minute what the process holds, and at the end whether memory or descriptors
grew after the warm-up, and whether a healthy feed was ever asked later than a minute, its slot (six seconds) and the
pause between two requests to its host allow. Exit 0 where all is well.
"""
import argparse
import asyncio
import os
import shutil
import signal
import subprocess
import sys
import time

PORT = 8470
PER_HOST = 5
INTERVAL = 60.0
# A slot of a tenth, as much again for lateness, and the pauses of the host's other feeds.
ALLOWED = INTERVAL * 1.1 + 6 + PER_HOST * 2
KINDS = [
    "404", "500", "429", "410", "403", "login", "page", "empty", "hang", "drip", "reset", "cut", "loop", "headers",
    "churn", "bytes", "gzip", "304", "move", "status",
]


def document(number, generation, ids="item"):
    items = "".join(
        f"<item><guid>{ids}-{number}-{n}</guid><title>News {n} of {number}: a ceasefire in sector {n % 7}</title>"
        f"<link>http://news.example/{number}/{n}</link><description>{'Words of no interest. ' * 20}</description></item>"
        for n in range(generation, generation + 15)
    )
    return f'<rss version="2.0"><channel><title>Feed {number}</title>{items}</channel></rss>'.encode()


class Server:
    def __init__(self, feeds):
        self.feeds = feeds
        self.asked = {}
        self.gaps = []
        self.requests = 0
        self.late = []
        self.measuring = False

    def note(self, number):
        now = time.monotonic()
        before = self.asked.get(number)
        self.asked[number] = now
        if before is not None and self.measuring:
            self.gaps.append(now - before)
            if now - before > ALLOWED:
                self.late.append((number, now - before))

    async def serve(self, reader, writer):
        try:
            while True:
                head = await reader.readuntil(b"\r\n\r\n")
                self.requests += 1
                lines = head.decode("latin-1").split("\r\n")
                path = lines[0].split(" ")[1]
                fields = dict(line.lower().split(": ", 1) for line in lines[1:] if ": " in line)
                number, kind = int(path.split("/")[1]), path.split("/")[2]
                if not await self.answer(writer, number, kind, fields):
                    break
        except (asyncio.IncompleteReadError, ConnectionError, asyncio.LimitOverrunError, IndexError, ValueError):
            pass
        finally:
            writer.close()

    async def answer(self, writer, number, kind, fields):
        def send(status, body=b"", extra=""):
            head = f"HTTP/1.1 {status}\r\nContent-Length: {len(body)}\r\n{extra}\r\n"
            writer.write(head.encode("latin-1") + body)

        if kind == "well":
            self.note(number)
            # One in ten visits brings a new item.
            generation = int(time.monotonic() / 600) + number % 10
            tag = f'"{generation}"'
            if fields.get("if-none-match") == tag:
                send("304 Not Modified", extra=f"ETag: {tag}\r\n")
            else:
                send("200 OK", document(number, generation), f"ETag: {tag}\r\n")
        elif kind == "hang":
            await asyncio.sleep(90)
        elif kind == "drip":
            writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n<rss")
            for _ in range(60):
                writer.write(b" ")
                await writer.drain()
                await asyncio.sleep(1)
            return False
        elif kind == "reset":
            writer.transport.abort()
            return False
        elif kind == "cut":
            body = document(number, 0)
            writer.write(f"HTTP/1.1 200 OK\r\nContent-Length: {len(body) * 2}\r\n\r\n".encode() + body[: len(body) // 2])
            return False
        elif kind == "loop":
            send("302 Found", extra=f"Location: /{number}/loop\r\n")
        elif kind == "headers":
            send("200 OK", document(number, 0), "X-Large: " + "x" * 300_000 + "\r\n")
        elif kind == "churn":
            send("200 OK", document(number, 0, f"build-{self.requests}"))
        elif kind == "bytes":
            send("200 OK", os.urandom(20_000))
        elif kind == "gzip":
            send("200 OK", b"\x1f\x8b\x08\x00broken", "Content-Encoding: gzip\r\n")
        elif kind == "304":
            send("304 Not Modified")
        elif kind == "move":
            send("301 Moved Permanently", extra=f"Location: http://127.9.9.{number % 200 + 1}:{PORT}/{number}/404\r\n")
        elif kind == "status":
            send("299 Whatever", document(number, 0))
        elif kind == "login":
            send("200 OK", b"<html><form><input type=password></form></html>")
        elif kind == "page":
            send("200 OK", b"<html><h1>Welcome</h1></html>" * 200)
        elif kind == "empty":
            send("200 OK")
        else:
            extra = "Retry-After: 30\r\n" if kind == "429" else ""
            send(f"{kind} No", extra=extra)
        await writer.drain()
        return True


def settings(folder, feeds):
    os.makedirs(f"{folder}/watchlists")
    with open(f"{folder}/watchlists/ceasefire.watch", "w") as file:
        file.write('ceasefire SENTENCE "sector 3"\n')
    with open(f"{folder}/tocsin.toml", "w") as file:
        file.write('[poll]\nconcurrency = 400\n[alerts]\noperator = "log"\nchannels = ["log"]\n')
        file.write('[status]\nlisten = "127.0.0.1:0"\n')
        file.write('[[channel]]\nname = "log"\ntype = "file"\npath = "alerts.jsonl"\n')
        for number in range(feeds):
            # The last fifth misbehaves, on hosts of its own.
            ill = number >= feeds * 4 // 5
            kind = KINDS[number % len(KINDS)] if ill else "well"
            host = number // PER_HOST
            file.write(f'[[feed]]\nurl = "http://127.{host >> 16 & 255}.{host >> 8 & 255}.{host % 250 + 1}:{PORT}/{number}/{kind}"\n')
            file.write('every = "60s"\n')


def held(process):
    with open(f"/proc/{process.pid}/status") as file:
        resident = next(int(line.split()[1]) for line in file if line.startswith("VmRSS"))
    with open(f"/proc/{process.pid}/stat") as file:
        fields = file.read().rsplit(") ", 1)[1].split()
    cpu = (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    return resident / 1024, len(os.listdir(f"/proc/{process.pid}/fd")), cpu


async def main():
    options = argparse.ArgumentParser()
    options.add_argument("tocsin")
    options.add_argument("folder")
    options.add_argument("--feeds", type=int, default=10_000)
    options.add_argument("--minutes", type=int, default=30)
    options.add_argument("--warm-up", type=int, default=8)
    options = options.parse_args()
    shutil.rmtree(options.folder, ignore_errors=True)
    settings(options.folder, options.feeds)
    server = Server(options.feeds)
    await asyncio.start_server(server.serve, "0.0.0.0", PORT, backlog=4096)
    log = open(f"{options.folder}/log", "w")
    process = subprocess.Popen(
        [options.tocsin, "run", "--config", f"{options.folder}/tocsin.toml"], stdout=log, stderr=log
    )
    marks = []
    try:
        for minute in range(1, options.minutes + 1):
            await asyncio.sleep(60)
            if process.poll() is not None:
                sys.exit(f"tocsin ended with {process.returncode}")
            server.measuring = minute >= options.warm_up
            memory, descriptors, cpu = held(process)
            marks.append((memory, descriptors))
            print(
                f"minute {minute}: {memory:.0f} MB, {descriptors} descriptors, {cpu:.1f} s CPU, "
                f"{server.requests} requests, {len(server.late)} late",
                flush=True,
            )
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(20)
    steady = marks[options.warm_up:]
    half = max(1, len(steady) // 2)

    def grew(which, slack):
        early = max(mark[which] for mark in steady[:half])
        late = max(mark[which] for mark in steady[half:])
        return late > early * 1.05 + slack, f"{early:.0f} to {late:.0f}"

    memory, descriptors = grew(0, 2), grew(1, 50)
    gaps = sorted(server.gaps)
    healthy = options.feeds * 4 // 5
    print(f"memory {memory[1]} MB, descriptors {descriptors[1]} (highest of the earlier and the later half)")
    print(f"{len(gaps)} visits to {healthy} healthy feeds: median {gaps[len(gaps) // 2]:.1f} s apart, most {gaps[-1]:.1f} s")
    print(f"later than {ALLOWED:.0f} s: {len(server.late)} {server.late[:5]}")
    unasked = healthy - len([n for n in server.asked if n < healthy])
    sys.stdout.flush()
    # Connections that hang are left where they are.
    os._exit(0 if not (memory[0] or descriptors[0] or server.late or unasked) else 1)


asyncio.run(main())
