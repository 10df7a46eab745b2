#!/usr/bin/python3
"""Golden cases: one file holds the files, the command lines, and what each must print and return.

usage: case.py [--update] PENSTOCK SOURCE CASE...

A case begins with words on what it shows; then come sections, each after a line that starts with `=== `:
    === file NAME      its content
    === example NAME   a copy of tui/examples/NAME.yaml of SOURCE, under that name
    === copy PATH      a copy of that file of tests/golden of SOURCE, under its last name
    === $ LINE         a shell line, run in the folder of the files, with penstock in the PATH
    === nobody $ LINE  the same without privilege
    === stdout, === stderr, === exit N   what the line before must give; stdout and stderr may be left out: empty
Times, durations and the folder are written <time>, <ms> and <folder>. --update writes what was given instead.

Every case runs as root in namespaces of its own: no network but a loopback, no processes but its own.
"""

import difflib
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))

import apart  # noqa: E402

NOBODY = 65534
TIMEOUT = 60
VARIABLE = [
    (re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:?\d\d:?\d\d([+-]\d{4})?"), "<time>"),
    (re.compile(r"\bat \d\d:\d\d:\d\d"), "at <time>"),
    (re.compile(r'("(?:derive|rehearse|switch|persist|remaining)": )[0-9.]+'), r"\1<ms>"),
    (re.compile(r"come back in \d+ s"), "come back in <ms>"),
]


class Step:
    def __init__(self, head):
        self.head = head
        self.line = head.split("$ ", 1)[1]
        self.nobody = head.startswith("nobody ")
        self.wanted = {"stdout": "", "stderr": "", "exit": ""}


def parse(text):
    """(intro, [(head, body)], steps) of a case."""
    parts = re.split(r"(?m)^=== (.*)\n", text)
    files, steps = [], []
    for head, body in zip(parts[1::2], parts[2::2]):
        if "$ " in head:
            steps.append(Step(head))
        elif head in ("stdout", "stderr"):
            steps[-1].wanted[head] = body
        elif head.startswith("exit "):
            steps[-1].wanted["exit"] = head[5:]
        else:
            files.append((head, body))
    return parts[0], files, steps


def write(intro, files, steps):
    pieces = [intro]
    pieces += [f"=== {head}\n{body}" for head, body in files]
    for step in steps:
        pieces.append(f"=== {step.head}\n")
        pieces += [f"=== {name}\n{step.wanted[name]}" for name in ("stdout", "stderr") if step.wanted[name]]
        pieces.append(f"=== exit {step.wanted['exit']}\n")
    return "".join(pieces)


def place_files(files, folder, source):
    for head, body in files:
        kind, name = head.split(" ", 1)
        target = folder / {"example": f"{name}.yaml", "copy": pathlib.Path(name).name}.get(kind, name)
        target.parent.mkdir(parents=True, exist_ok=True)
        if kind == "example":
            shutil.copy(source / "tui" / "examples" / f"{name}.yaml", target)
        elif kind == "copy":
            shutil.copy(source / "tests" / "golden" / name, target)
        else:
            target.write_bytes(body.encode("utf-8", "surrogateescape"))


def plain(data, folder):
    text = data.decode("utf-8", "backslashreplace").replace(str(folder), "<folder>")
    for pattern, word in VARIABLE:
        text = pattern.sub(word, text)
    return text if not text or text.endswith("\n") else text + "\n"


def run_step(step, folder, environment):
    who = {"user": NOBODY, "group": NOBODY, "extra_groups": []} if step.nobody else {}
    done = subprocess.run(["/bin/sh", "-c", step.line], cwd=folder / "files", env=environment, timeout=TIMEOUT,
                          stdin=subprocess.DEVNULL, capture_output=True, check=False, **who)
    return {"stdout": plain(done.stdout, folder), "stderr": plain(done.stderr, folder),
            "exit": str(done.returncode)}


def run_case(path, penstock, source, update):
    """The differences of one case."""
    intro, files, steps = parse(path.read_text(encoding="utf-8", errors="surrogateescape"))
    if not steps:
        return f"{path.name}: no line to run\n"
    differences = []
    with tempfile.TemporaryDirectory(prefix="penstock-case-") as name:
        folder = pathlib.Path(name)
        folder.chmod(0o755)
        (folder / "bin").mkdir()
        (folder / "files").mkdir()
        shutil.copy(penstock, folder / "bin" / "penstock")
        place_files(files, folder / "files", source)
        environment = {"PATH": f"{folder}/bin:/usr/sbin:/usr/bin:/sbin:/bin", "LC_ALL": "C.UTF-8", "TZ": "UTC",
                       "HOME": str(folder), "LOGNAME": "root", "USER": "root", "ASAN_OPTIONS": "detect_leaks=1"}
        for step in steps:
            given = run_step(step, folder, environment)
            if given != step.wanted and not update:
                differences.append(f"{path.name}: $ {step.line}\n{compare(step.wanted, given)}")
            step.wanted = given
    if update:
        path.write_text(write(intro, files, steps), encoding="utf-8", errors="surrogateescape")
    return "".join(differences)


def compare(wanted, given):
    lines = []
    for name in ("stdout", "stderr", "exit"):
        lines += difflib.unified_diff(wanted[name].splitlines(), given[name].splitlines(), f"{name} wanted",
                                      f"{name} given", lineterm="")
    return "\n".join(lines) + "\n"


def run_apart(arguments, path):
    """One case as the first process of namespaces of its own."""
    words = apart.command([__file__, *arguments, path], *apart.PROCESSES)
    return subprocess.run(words, env=apart.environment(), check=False).returncode


def main(arguments):
    update = arguments[:1] == ["--update"]
    penstock, source, *paths = arguments[update:] if len(arguments) > update + 2 else (None, None)
    if not paths:
        print(__doc__, file=sys.stderr)
        return 2
    if apart.outside():
        return max(run_apart(arguments[:update + 2], path) for path in paths)
    apart.check()
    subprocess.run(["ip", "link", "set", "lo", "up"], check=True)
    failed = run_case(pathlib.Path(paths[0]), pathlib.Path(penstock).resolve(), pathlib.Path(source).resolve(), update)
    print(failed, end="")
    return 1 if failed else 0


sys.exit(main(sys.argv[1:]))
