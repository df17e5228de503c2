#!/usr/bin/env python3
"""Fills the disk of a running tocsin, makes room again, and shows that nothing was lost, told twice or said too often.

Needs root, for a small tmpfs.  scripts/disk_full.py .build/debug/tocsin
"""
import os
import pathlib
import subprocess
import sys
import tempfile
import time

from rig import Server, Tocsin, rss

BATCH = 40


def main():
    items = []
    asked = [0]

    def answer(method, path, headers, body):
        asked[0] += 1
        return 200, [], rss(items)

    def publish(count):
        first = len(items)
        items.extend(
            (f"item-{n}", f"Ceasefire number {n} " + "talks " * 200, f"https://example.org/{n}")
            for n in range(first, first + count)
        )

    def wait(what, patience, until):
        end = time.monotonic() + patience
        while not until():
            if time.monotonic() > end:
                sys.exit(f"not in {patience} s: {what}\n{tocsin.said()}")
            time.sleep(0.2)

    server = Server(answer)
    process = None
    disk = pathlib.Path(tempfile.mkdtemp(prefix="tocsin-disk-"))
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=3m", "tocsin", str(disk)], check=True)
    try:
        tocsin = Tocsin(
            sys.argv[1],
            f"""
            [store]
            path = "{disk}/tocsin.sqlite"
            [poll]
            gap = "0s"
            min = "1s"
            [[feed]]
            url = "{server.url("/feed")}"
            every = "60s"
            lookback = "36500d"
            [[channel]]
            name = "log"
            type = "file"
            path = "alerts.jsonl"
            flood = "off"
            """,
        )
        told = lambda: [alert["title"].split(" talks")[0] for alert in tocsin.alerts()[0]]
        publish(BATCH)
        process = tocsin.start()
        wait("the first alerts", 30, lambda: len(told()) == BATCH)

        # The disk fills up between two polls, to the last byte.
        ballast = open(disk / "ballast", "wb", buffering=0)
        try:
            while True:
                ballast.write(b"x" * 4096)
        except OSError:
            pass
        publish(BATCH)
        wait("the store fails", 90, lambda: "the store fails" in tocsin.said())
        before, spent = asked[0], cpu(process.pid)
        time.sleep(20)
        print(f"while the disk is full: {asked[0] - before} polls, {cpu(process.pid) - spent:.2f} s of CPU in 20 s")
        assert asked[0] - before <= 1 and cpu(process.pid) - spent < 1, "it spins"

        ballast.close()
        os.unlink(disk / "ballast")
        began = time.monotonic()
        wait("the store works again", 30, lambda: "the store works again" in tocsin.said())
        wait("all alerts", 90, lambda: len(told()) >= 2 * BATCH)
        print(f"all told {time.monotonic() - began:.1f} s after there was room again")
        publish(BATCH)
        wait("alerts of the next poll", 90, lambda: len(told()) >= 3 * BATCH)
        code = tocsin.end(process)
        titles = told()
        assert sorted(set(titles)) == sorted(titles), "an alert was told twice"
        assert len(titles) == 3 * BATCH, f"{len(titles)} alerts, not {3 * BATCH}"
        lines = [line for line in tocsin.said().splitlines() if "the store fails" in line]
        assert len(lines) == 1, lines
        assert code == 0, f"it ended with {code}"
        print(f"{len(titles)} alerts, each once; the failure was said once; it ended well")
    finally:
        if process and process.poll() is None:
            process.kill()
            process.wait()
        subprocess.run(["umount", "-l", str(disk)])
        disk.rmdir()


def cpu(process):
    """Seconds of processor time that a process has used."""
    words = pathlib.Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(words[11]) + int(words[12])) / os.sysconf("SC_CLK_TCK")


if __name__ == "__main__":
    main()
