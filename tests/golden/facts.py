#!/usr/bin/python3
"""The facts of the vendor's pages, each with the command that shows it: facts.py PENSTOCK TABLE

TABLE stands beside the sites that it names; it says itself how it is read. A command runs once."""
import pathlib
import re
import shlex
import subprocess
import sys

LEAST_ROWS = 200
LISTS = ("answer", "offered", "role", "application", "always")


def rows(table):
    for number, line in enumerate(table.read_text().splitlines(), 1):
        if not line or line.startswith(("#", "==")):
            continue
        parts = line.split(" | ", 2)
        if len(parts) != 3:
            sys.exit(f"{table}:{number}: a row has a fact, a command and what it must have")
        yield number, *parts


def answer(penstock, folder, command, seen):
    """What the command says, blanks as one; it may have found errors, but must have run."""
    if command not in seen:
        done = subprocess.run([penstock, *shlex.split(command)], cwd=folder, capture_output=True, text=True,
                              timeout=60, check=False)
        if done.returncode not in (0, 1):
            sys.exit(f"penstock {command}: exit {done.returncode}: {done.stderr}")
        seen[command] = re.sub(r"\s+", " ", done.stdout + " " + done.stderr)
    return seen[command]


def is_met(text, pattern):
    if pattern.startswith("!"):
        return not re.search(pattern[1:], text)
    name, colon, _ = pattern.partition(":")
    if colon and re.fullmatch(r"[a-z0-9-]+", name) and name not in LISTS and ".*" in pattern:  # within the block of one service
        start = re.search(rf"(?:^| ){re.escape(name)}: ", text)
        text = text[start.start():][:2500] if start else ""
        text = re.split(r" source Vendor page", text)[0]
    return bool(re.search(pattern, text))


def main():
    penstock, table = pathlib.Path(sys.argv[1]).resolve(), pathlib.Path(sys.argv[2])
    seen, failed, count = {}, 0, 0
    for number, fact, command, pattern in rows(table):
        count += 1
        if not is_met(answer(penstock, table.parent, command, seen), pattern):
            failed += 1
            print(f"{table.name}:{number}: {fact}\n    penstock {command}\n    {pattern}")
    print(f"{count} facts, {len(seen)} commands, {failed} not met")
    return 1 if failed or count < LEAST_ROWS else 0


sys.exit(main())
