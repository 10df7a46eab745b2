"""The screens where no description of a terminal is installed: bare.py PENSTOCK

Empty folders lie over those of the machine, in mounts of the test's own. Each terminal that plants have comes to the first
page, until it is told to end; one that nobody knows is refused in words."""
import os
import pathlib
import pty
import select
import signal
import subprocess
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))

import apart  # noqa: E402

FOLDERS = ("/etc/terminfo", "/lib/terminfo", "/usr/share/terminfo", "/var/lib")  # the last one keeps answers
TERMINALS = ("xterm", "xterm-256color", "screen", "screen-256color", "tmux", "tmux-256color", "linux", "vt100", "vt220", "ansi")


def open_in(term, penstock):
    process, terminal = pty.fork()
    if process == 0:
        os.execve(penstock, [penstock, "--example", "geo-scada"], {"TERM": term, "LANG": "C.UTF-8", "HOME": "/nonexistent"})
    return process, terminal


def read(terminal):
    """What has come: nothing yet is empty, None when the program has closed the terminal."""
    ready, _, _ = select.select([terminal], [], [], 0.2)
    try:
        return (os.read(terminal, 65536) or None) if ready else b""
    except OSError:
        return None


def play(term, penstock):
    """(exit code, all that was shown); the program is ended when its first page is there."""
    process, terminal = open_in(term, penstock)
    shown, patience = b"", time.monotonic() + 60
    while (piece := read(terminal)) is not None and time.monotonic() < patience:
        shown += piece
        if not piece and b"quit" in shown:
            os.kill(process, signal.SIGTERM)
    if piece is not None:
        os.kill(process, signal.SIGKILL)
    _, status = os.waitpid(process, 0)
    return os.waitstatus_to_exitcode(status), shown


def main(penstock):
    wrong = []
    for folder in filter(os.path.isdir, FOLDERS):
        subprocess.run(["mount", "-t", "tmpfs", "tmpfs", folder], check=True)
        if any(pathlib.Path(folder).iterdir()):
            wrong.append(f"{folder} is not empty")
    for term in TERMINALS:
        code, shown = play(term, penstock)
        if code != 128 + signal.SIGTERM or b"quit" not in shown:
            wrong.append(f"{term}: exit {code}, {shown[-200:]!r}")
    code, shown = play("teletype-of-1963", penstock)
    if code == 0 or b"'teletype-of-1963' is not known here" not in shown:
        wrong.append(f"an unknown terminal: exit {code}, {shown[-200:]!r}")
    print("\n".join(wrong) or f"{len(TERMINALS)} terminals")
    return 1 if wrong else 0


if __name__ == "__main__":
    apart.enter(sys.argv, *apart.PROCESSES)
    sys.exit(main(sys.argv[1]))
