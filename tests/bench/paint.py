"""From exec to the first whole screen, beside whiptail, in turn."""
import os
import pty
import select
import struct
import fcntl
import termios
import time

from measure import RUNS, ratio, spread, verdict

ENVIRONMENT = {"TERM": "xterm-256color", "LC_ALL": "C.UTF-8", "PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "HOME": "/nonexistent"}


def first_paint(argv, last_words):
    """Milliseconds until `last_words` have come, and the bytes up to the end of that paint."""
    start = time.perf_counter()
    pid, fd = pty.fork()
    if pid == 0:
        fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
        os.execve(argv[0], argv, ENVIRONMENT)
    seen, took = b"", None
    while took is None and time.perf_counter() - start < 10:
        if select.select([fd], [], [], 1)[0]:
            seen += os.read(fd, 65536)
            if last_words in seen:
                took = (time.perf_counter() - start) * 1000
    while select.select([fd], [], [], 0.2)[0]:
        seen += os.read(fd, 65536)
    os.kill(pid, 9)
    os.waitpid(pid, 0)
    os.close(fd)
    if took is None:
        raise SystemExit("bench: %s painted no %r" % (argv[0], last_words))
    return took, len(seen)


def main(penstock):
    ours, theirs, size = [], [], 0
    items = [word for i in range(10) for word in ("service-%02d" % i, "what it is for", "ON" if i % 2 else "OFF")]
    peer = ["/usr/bin/whiptail", "--checklist", "Which services", "20", "70", "10"] + items
    for number in range(RUNS + 1):
        mine, size = first_paint([penstock, "--example", "geo-scada"], b"quit")
        other, _ = first_paint(peer, b"<Cancel>")
        if number:
            ours.append(mine), theirs.append(other)
    print("\nfirst paint, ms: penstock %s, whiptail %s; %d bytes" % (spread(ours), spread(theirs), size))
    verdict("first paint / whiptail's", ratio(ours, theirs), 1.0)
    verdict("first paint, bytes", size, 1600)
