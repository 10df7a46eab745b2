#!/usr/bin/python3
"""The README's two commands on a machine that has just been installed: a fresh root file system in which nothing is.

usage: fresh.py [--suite NAME] [--user root|tech] [--keep FOLDER] try|tests [WORDS OF tests/run...]

try    runs tui/try in a terminal, waits for the first page, leaves it by its key
tests  runs tests/run (with the words behind it), whose last lines are shown

The root file system is made by mmdebstrap from Debian's archive (bookworm when not told) with the smallest set of
packages, for `tech` sudo beside them, and the commit that is checked out here is cloned into it. It is entered by a plain
chroot, in mounts and processes of its own; the network is the machine's, since packages are fetched. Needs root and
mmdebstrap. --keep leaves the root file system in FOLDER, or takes the one that is there.
"""

import argparse
import os
import pathlib
import pty
import select
import shutil
import subprocess
import sys
import tempfile
import time

SOURCE = pathlib.Path(__file__).resolve().parents[2]
FIRST_PAGE = b"F10/q quit"
LIMIT = 3600


def make(folder, suite, user):
    more = ["sudo"] if user == "tech" else []
    subprocess.run(["mmdebstrap", "--variant=minbase", *[f"--include={name}" for name in more], suite, str(folder)], check=True,
                   stderr=subprocess.DEVNULL)


def furnish(folder, user):
    """The user, the checkout, and the name servers."""
    shutil.copy("/etc/resolv.conf", folder / "etc/resolv.conf")
    home = folder / ("root" if user == "root" else "home/tech")
    if user == "tech" and not home.exists():
        subprocess.run(["chroot", str(folder), "useradd", "--create-home", "--shell", "/bin/bash", "tech"], check=True)
        (folder / "etc/sudoers.d/tech").write_text("tech ALL=(ALL) NOPASSWD: ALL\n")
    shutil.rmtree(home / "penstock", ignore_errors=True)
    subprocess.run(["git", "clone", "--quiet", "--no-hardlinks", str(SOURCE), str(home / "penstock")], check=True)
    if user == "tech":
        subprocess.run(["chroot", str(folder), "chown", "-R", "tech:tech", "/home/tech"], check=True)


INSIDE = """
mount --rbind /dev "$1/dev"; mount --rbind /sys "$1/sys"; mount -t proc proc "$1/proc"
root=$1 user=$2; shift 2
home=/root; [ "$user" = root ] || home=/home/tech
exec chroot --userspec="$user:$user" "$root" env -i HOME=$home USER=$user TERM=xterm-256color LANG=C.UTF-8 \
    PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin sh -c 'cd "$HOME/penstock" && exec "$@"' sh "$@"
"""


def inside(folder, user, words):
    return ["unshare", "--mount", "--pid", "--fork", "--kill-child", "sh", "-euc", INSIDE, "sh", str(folder), user, *words]


def read_until(terminal, wanted, until):
    """What the terminal got until `wanted` stands in it; None when it ended or `until` has passed."""
    seen = b""
    while wanted not in seen:
        ready, _, _ = select.select([terminal], [], [], max(0, until - time.monotonic()))
        try:
            piece = os.read(terminal, 65536) if ready else b""
        except OSError:
            piece = b""
        if not piece:
            sys.stdout.write(seen.decode(errors="replace")[-2000:] + "\n")
            return None
        seen += piece
    return seen


def try_it(folder, user):
    process, terminal = pty.fork()
    if process == 0:
        words = inside(folder, user, ["tui/try"])
        os.execvp(words[0], words)
    seen = read_until(terminal, FIRST_PAGE, time.monotonic() + LIMIT)
    if seen is None:
        return "tui/try did not come to its first page"
    os.write(terminal, b"\x1b[21~")
    if read_until(terminal, b"\x1b[?1049l", time.monotonic() + 60) is None:
        return "the program did not leave the screen"
    _, status = os.waitpid(process, 0)
    return None if os.waitstatus_to_exitcode(status) == 0 else f"tui/try returned {os.waitstatus_to_exitcode(status)}"


def run_tests(folder, user, words):
    process = subprocess.Popen(inside(folder, user, ["tests/run", *words]), stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    lines = [line.decode(errors="replace").rstrip() for line in process.stdout]
    print("\n".join(lines[-12:]))
    return None if process.wait() == 0 else f"tests/run returned {process.returncode}"


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--suite", default="bookworm")
    parser.add_argument("--user", choices=("root", "tech"), default="root")
    parser.add_argument("--keep", type=pathlib.Path)
    parser.add_argument("what", choices=("try", "tests"))
    asked, words = parser.parse_known_args()
    with tempfile.TemporaryDirectory(prefix="penstock-fresh-") as place:
        folder = asked.keep or pathlib.Path(place) / "root"
        started = time.monotonic()
        if not (folder / "etc").exists():
            make(folder, asked.suite, asked.user)
        furnish(folder, asked.user)
        print(f"{asked.suite} for {asked.user}: made in {time.monotonic() - started:.0f} s", flush=True)
        started = time.monotonic()
        wrong = try_it(folder, asked.user) if asked.what == "try" else run_tests(folder, asked.user, words)
        print(f"{asked.what}: {wrong or 'works'}, {time.monotonic() - started:.0f} s")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
