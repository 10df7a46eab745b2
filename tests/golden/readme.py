#!/usr/bin/python3
"""Runs what README.md prints: each line of a `console` block that begins with `$ `, in order, and compares the output
that follows it; a block line `...` stands for any lines. Files and links that it names must be there, and the links of
tests/README.md.

usage: readme.py PENSTOCK SOURCE

Everything runs in namespaces of its own with an empty /var/lib, so that `sudo` is not needed and nothing lasts.
What installs, builds or opens the screens is only checked to be there: other tests run it.
"""

import difflib
import os
import pathlib
import re
import subprocess
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))

import apart  # noqa: E402

NOT_RUN = ("tui/try", "tests/run", "tests/bench/run", ".ci/run", "git ", "cmake ")
MAY_SAY_NO = re.compile(r"build/penstock (explain|diff|status)\b")
OPENS_SCREENS = re.compile(r"build/penstock( --example \S+| \S+\.yaml)?$")


def blocks(text):
    return re.findall(r"(?ms)^```console\n(.*?)^```", text)


def steps(block):
    """(command, [wanted line]) of a block."""
    found = []
    for line in block.splitlines():
        if line.startswith("$ "):
            found.append((line[2:], []))
        elif found:
            found[-1][1].append(line)
    return found


def differs(wanted, given):
    """Whether `given` is not `wanted`, where `...` in `wanted` is any lines."""
    pattern = "".join(".*" if line == "..." else re.escape(line) + "\n" for line in wanted)
    return not re.fullmatch(pattern, given, re.DOTALL)


def only_named(command, source):
    if not command.startswith(NOT_RUN) and not OPENS_SCREENS.match(command.removeprefix("sudo ")):
        return None
    program = command.removeprefix("sudo ").split()[0]
    if "/" in program and program != "build/penstock" and not os.access(source / program, os.X_OK):
        return f"{program} is not there\n"
    return ""


def check_step(command, wanted, penstock, source):
    named = only_named(command, source)
    if named is not None:
        return named
    line = command.removeprefix("sudo ").replace("build/penstock", str(penstock))
    done = subprocess.run(["/bin/sh", "-c", line], cwd=source, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, text=True, timeout=60, check=False,
                          env={"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "LC_ALL": "C.UTF-8", "TZ": "UTC"})
    given = re.sub(r"\bat \d\d:\d\d:\d\d", "at 16:03:07", done.stdout)
    failed = done.returncode not in ((0, 1) if MAY_SAY_NO.search(command) else (0,))
    if failed or (wanted and differs(wanted, given)):
        lines = difflib.unified_diff(wanted, given.splitlines(), "README.md", f"exit {done.returncode}", lineterm="")
        return f"$ {command}\n" + "\n".join(lines) + "\n"
    return ""


def missing_files(text, source):
    for target in re.findall(r"\]\(([^)#:]+)\)", text):
        if not (source / target).exists():
            yield f"the link to {target} leads nowhere\n"


def main(arguments):
    apart.enter(sys.argv, *apart.PROCESSES)
    subprocess.run(["mount", "-t", "tmpfs", "none", "/var/lib"], check=True)
    penstock, source = (pathlib.Path(argument).resolve() for argument in arguments)
    text = (source / "README.md").read_text(encoding="utf-8")
    commands = [step for block in blocks(text) for step in steps(block)]
    found = list(missing_files(text, source))
    found += missing_files((source / "tests/README.md").read_text(encoding="utf-8"), source / "tests")
    found += [check_step(command, wanted, penstock, source) for command, wanted in commands]
    print("".join(found), end="")
    print(f"{len(commands)} commands of README.md")
    return 1 if any(found) or not commands else 0


sys.exit(main(sys.argv[1:]))
