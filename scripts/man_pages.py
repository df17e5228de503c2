#!/usr/bin/env python3
"""Writes the manual pages: tocsin(1) from what the program says of its verbs, tocsin.toml(5) from the complete example.

    man_pages.py TOCSIN FOLDER

Neither can fall behind what it describes. Only the words that no verb can say stand here.
"""
import json
import os
import pathlib
import re
import subprocess
import sys

PROJECT = pathlib.Path(__file__).resolve().parent.parent

INTRODUCTION = """tocsin watches news feeds and rings when one of them says what a watch file waits for: in the terminal,
in log files, in chat tools, by e-mail and through webhooks. Nothing that was served and matches is lost, no story
rings twice, and every alert names the line and the words that made it ring."""

FILES = [
    ("/etc/tocsin/tocsin.toml", "The settings of the service; see tocsin.toml(5). A command takes ./tocsin.toml first."),
    ("/etc/tocsin/watchlists", "The watch files, and in lib the names that they share."),
    ("/etc/tocsin/feeds.opml", "The feeds that tocsin feeds add writes down."),
    ("/etc/tocsin/credentials", "Secrets, which the service reads when it starts and root alone can read."),
    ("/var/lib/tocsin", "The database: what was seen, and what is owed to whom."),
    ("/var/log/tocsin/alerts.jsonl", "The alerts, one JSON object a line."),
]

SIGNALS = [
    ("SIGHUP", "takes up settings, lists and feeds anew; on a mistake the old ones stay in force."),
    ("SIGTERM, SIGINT", "end it within two seconds. Nothing is lost, as it is not by SIGKILL."),
]

ENVIRONMENT = [
    ("NO_COLOR", "No colour, also in a terminal."),
    ("CREDENTIALS_DIRECTORY", "Where a secret's file is looked for first; set by systemd."),
    ("NOTIFY_SOCKET, WATCHDOG_USEC, JOURNAL_STREAM", "Set by systemd: who hears that tocsin is ready and lives."),
]

STATUS = [
    ("0", "All is well."),
    ("1", "What you gave it is at fault: settings, lists, a file."),
    ("2", "The command line is at fault."),
    ("3", "The world failed: network, disk, another process."),
]


def text(words):
    """Words for troff: backslashes, hyphens and what would begin a request are made harmless."""
    words = words.replace("\\", "\\e").replace("-", "\\-").replace("'", "\\(aq").replace("`", "\\(ga")
    return re.sub(r"(?m)^([.'])", r"\\&\1", words)


def example(lines):
    return [".PP", ".in +4n", ".EX", *[text(line) for line in lines], ".EE", ".in"]


def head(name, section, date):
    number = re.search(r'number = "(.*)"', (PROJECT / "Sources/Daemon/Version.swift").read_text())[1]
    return [f'.TH {name.upper()} {section} "{date}" "tocsin {number}" "tocsin"']


def table(rows):
    return [line for term, words in rows for line in (".TP", f"\\fB{text(term)}\\fR", text(words))]


def discussion(words):
    """Paragraphs; what follows "Example:" on a line is a command as it is typed."""
    lines = []
    for paragraph in (words or "").split("\n\n"):
        if re.search(r"(?m)^(  |Example|A first)", paragraph):
            lines += example(paragraph.split("\n"))
        elif paragraph:
            lines += [".PP", text(" ".join(paragraph.split("\n")))]
    return lines


def shown(command):
    """The arguments that are not the same everywhere."""
    known = {"help", "version"}
    return [
        argument
        for argument in command.get("arguments", [])
        if argument["shouldDisplay"] and not {name["name"] for name in argument.get("names", [])} & known
    ]


def label(argument, is_marked):
    bold, italic, end = ("\\fB", "\\fI", "\\fR") if is_marked else ("", "", "")
    value = f"{italic}{text(argument['valueName'])}{end}"
    if argument["kind"] == "positional":
        return value
    names = ["-" * (1 if name["kind"] == "short" else 2) + name["name"] for name in argument["names"]]
    words = ", ".join(f"{bold}{text(name)}{end}" for name in names)
    return words if argument["kind"] == "flag" else f"{words} {value}"


def usage(path, command):
    words = [f"\\fB{text(' '.join(path))}\\fR"]
    for argument in shown(command):
        word = label(argument, True) + ("..." if argument["isRepeating"] else "")
        words.append(f"[{word}]" if argument["isOptional"] else word)
    return " ".join(words)


def verb(path, command):
    children = [child for child in command.get("subcommands", []) if child["commandName"] != "help"]
    lines = [f".SS {text(' '.join(path[1:]))}"]
    lines += [text(command.get("abstract", ""))]
    if not children or shown(command):
        lines += [".PP", usage(path, command)]
    for argument in shown(command):
        lines += [".TP", label(argument, True), text(argument.get("abstract", ""))]
    lines += discussion(command.get("discussion"))
    for child in children:
        lines += verb([*path, child["commandName"]], child)
    return lines


def program_page(program, date):
    root = json.loads(subprocess.check_output([program, "--experimental-dump-help"]))["command"]
    verbs = [command for command in root["subcommands"] if command["commandName"] != "help"]
    lines = head("tocsin", 1, date)
    lines += [".SH NAME", "tocsin \\- watches news feeds and rings when a watch file matches"]
    lines += [".SH SYNOPSIS", "\\fBtocsin\\fR \\fIverb\\fR [\\fIoption\\fR...] [\\fIargument\\fR...]"]
    lines += [".SH DESCRIPTION", text(INTRODUCTION)]
    lines += [".PP", text("Every verb has --help. Those that print facts have --json.")]
    lines += [".SH VERBS"]
    for command in verbs:
        lines += verb(["tocsin", command["commandName"]], command)
    for title, rows in [
        ("EXIT STATUS", STATUS), ("SIGNALS", SIGNALS), ("ENVIRONMENT", ENVIRONMENT), ("FILES", FILES),
    ]:
        lines += [f".SH {title}", *table(rows)]
    lines += [".SH SEE ALSO", "\\fBtocsin.toml\\fR(5), \\fBsystemctl\\fR(1), \\fBjournalctl\\fR(1)"]
    return lines


def settings_page(date):
    """The example, with a section for each of its tables."""
    lines = head("tocsin.toml", 5, date)
    lines += [".SH NAME", "tocsin.toml \\- the settings of tocsin"]
    lines += [".SH DESCRIPTION", text("One TOML file. tocsin check tells every mistake in it, with its line.")]
    block, title = [], None

    def close():
        nonlocal block
        while block and not block[-1]:
            block.pop()
        if block:
            lines.extend(example(block))
        block = []

    for line in (PROJECT / "examples/tocsin.toml").read_text().split("\n"):
        rule = re.match(r"# ── (.*?) ─+$", line)
        if rule:
            close()
            lines.append(f".SH {text(rule[1].upper())}")
            title = None
        elif re.match(r"\[[a-z]", line):
            close()
            lines.append(f".SH {text(line)}")
        elif re.match(r"# type = |type = ", line) and (kind := re.search(r'"(.*?)"', line)[1]) != title:
            title = kind
            name = block[-2:]
            del block[-2:]
            close()
            lines.append(f".SS {text(kind)}")
            block += [*name, line]
        elif line or block:
            block.append(line)
    close()
    lines += [".SH SEE ALSO", "\\fBtocsin\\fR(1)"]
    return lines


def main():
    program, folder = sys.argv[1], pathlib.Path(sys.argv[2])
    # The day of the last change, so that the same source makes the same page.
    date = os.environ.get("TOCSIN_DATE", "")
    folder.mkdir(parents=True, exist_ok=True)
    for name, lines in [("tocsin.1", program_page(program, date)), ("tocsin.toml.5", settings_page(date))]:
        (folder / name).write_text("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
