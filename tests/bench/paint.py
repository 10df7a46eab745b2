"""What the screens cost, beside dialog, whiptail, nconf and htop in one run: from exec to the first paint, bytes of
it, bytes of a cursor key, a typed character, the next page and a tick, peak memory. nmtui stays out: without
NetworkManager running it paints nothing."""
import fcntl
import os
import pty
import select
import statistics
import struct
import tempfile
import termios
import time

from measure import RUNS, ratio, spread, verdict

ENVIRONMENT = {"TERM": "xterm-256color", "LC_ALL": "C.UTF-8", "PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "HOME": "/nonexistent"}
DOWN, TAB, ENTER, F2, F3 = b"\x1bOB", b"\t", b"\r", b"\x1bOQ", b"\x1bOR"
QUIET = 0.25
ITEMS = [word for i in range(10) for word in ("service-%02d" % i, "what it is for", "ON" if i % 2 else "OFF")]
KCONFIG = 'mainmenu "Site"\n\nmenu "Services"\nconfig A\n\tbool "first"\nconfig N\n\tstring "name"\nendmenu\n' + \
    "".join('config S%d\n\tbool "service-%02d"\n' % (i, i) for i in range(12))


class Session:
    """A program on a terminal of 80x24."""

    def __init__(self, argv, first):
        start = time.perf_counter()
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
            os.execve(argv[0], argv, ENVIRONMENT)
        seen = b""
        while first not in seen:
            if not select.select([self.fd], [], [], 10)[0]:
                raise SystemExit("bench: %s painted no %r" % (argv[0], first))
            seen += os.read(self.fd, 65536)
        self.took = (time.perf_counter() - start) * 1000
        self.first = len(seen) + self.bytes(0.05)

    def bytes(self, quiet=QUIET):
        count = 0
        while select.select([self.fd], [], [], quiet)[0]:
            try:
                count += len(os.read(self.fd, 65536))
            except OSError:
                break
        return count

    def press(self, keys, quiet=QUIET):
        os.write(self.fd, keys)
        return self.bytes(quiet)

    def peak(self):
        """KiB."""
        with open("/proc/%d/status" % self.pid) as status:
            return next(int(line.split()[1]) for line in status if line.startswith("VmHWM:"))

    def close(self):
        os.kill(self.pid, 9)
        os.waitpid(self.pid, 0)
        os.close(self.fd)


def each(session, keys):
    return statistics.median(session.press(key) for key in keys)


def measure(argv, first, prepare=(), keys=(), quiet=QUIET):
    session = Session(argv, first)
    for key in prepare:
        session.press(key, max(quiet, QUIET))
    value = each(session, keys) if keys else None
    session.close()
    return value


def tick(argv, first, prepare=()):
    """Bytes of one second, with nobody at the keys: the median of five."""
    session = Session(argv, first)
    for key in prepare:
        session.press(key, 0.6)
    counts = []
    end = time.monotonic() + 5.2
    while time.monotonic() < end:
        session_bytes = session.bytes(0.3)
        if session_bytes:
            counts.append(session_bytes)
    session.close()
    return statistics.median(counts) if counts else None


def programs(penstock, folder):
    """name: what is started, the last words of its first paint; how to get to the other figures."""
    kconfig = os.path.join(folder, "Kconfig")
    with open(kconfig, "w") as out:
        out.write(KCONFIG)

    def ours(page):
        """Each in a root of its own: answers that a killed session kept would be offered first."""
        root = os.path.join(folder, page)
        os.mkdir(root)
        return [penstock, "--root", root, "--example", "geo-scada", "--host", "srv-a", "--page", page]

    dialog, whiptail = ["/usr/bin/dialog"], ["/usr/bin/whiptail"]
    listed = ["--checklist", "Which services", "20", "70", "10"] + ITEMS
    asked = ["--inputbox", "Which address", "10", "60"]
    return {
        "penstock": {
            "main": (ours("services"), b"quit", [DOWN] * 5),
            "typed": (ours("product"), b"quit", [b"a", b"b", b"c", b"1", b"2"]),
            "page": (ours("safety"), b"quit", [b"\x1b"]),
            "tick": (ours("apply"), b"quit", [b"A"])},
        "whiptail": {
            "main": (whiptail + listed, b"<Cancel>", [DOWN] * 5),
            "typed": (whiptail + asked, b"<Cancel>", [b"a", b"b", b"c", b"1", b"2"])},
        "dialog": {
            "main": (dialog + listed, b"ancel", [DOWN] * 5),
            "typed": (dialog + asked, b"ancel", [b"a", b"b", b"c", b"1", b"2"]),
            "tick": (dialog + ["--pause", "Going back", "12", "60", "60"], b"ancel", [])},
        "nconf": {
            "main": (["/usr/bin/kconfig-nconf", kconfig], b"F9", [DOWN] * 5),
            "page": (["/usr/bin/kconfig-nconf", kconfig], b"F9", [ENTER])},
        "htop": {
            "main": (["/usr/bin/htop"], b"Quit", [DOWN] * 5),
            "typed": (["/usr/bin/htop", "-d", "100"], b"Quit", [b"q", b"w", b"x"]),
            "page": (["/usr/bin/htop", "-d", "100"], b"Quit", [F2]),
            "tick": (["/usr/bin/htop", "-d", "10"], b"Quit", [])},
    }


def start_times(table, figures):
    """All in turn, so that a machine that slows down slows all of them."""
    for number in range(RUNS + 1):
        for name, parts in table.items():
            argv, first, keys = parts["main"]
            session = Session(argv, first)
            if number:
                figures[name].setdefault("ms", []).append(session.took)
                figures[name].setdefault("peaks", []).append(session.peak())
            else:
                figures[name]["first"] = session.first + session.bytes()
                figures[name]["key"] = each(session, keys)
            session.close()


def other_figures(table, figures):
    for name, parts in table.items():
        if "typed" in parts:
            argv, first, keys = parts["typed"]
            figures[name]["typed"] = measure(argv, first, [F3] if name == "htop" else [], keys)
        if "page" in parts:
            argv, first, keys = parts["page"]
            figures[name]["page"] = measure(argv, first, [], keys)
        if "tick" in parts:
            figures[name]["tick"] = tick(*parts["tick"])
    # A dialog has no next page: it ends, and another begins.
    for row in figures.values():
        row["peak"] = statistics.median(row["peaks"])
    for name in ("dialog", "whiptail"):
        figures[name]["page"] = figures[name]["first"]


WORDS = {"first": "bytes of the first paint", "key": "bytes of a cursor key", "typed": "bytes of a typed character",
         "page": "bytes of the next page", "tick": "bytes of a tick", "peak": "peak memory, KiB"}
# Absolute bounds of the product; a figure without one is held against the peers alone.
BOUNDS = {"first": 1600, "key": 60, "typed": 20, "tick": 20}


def print_table(figures):
    print("\n%-10s %-24s" % ("", "exec to first paint, ms") + "".join("%9s" % key for key in WORDS))
    for name, row in figures.items():
        cells = ("%9s" % ("-" if row.get(key) is None else "%g" % row[key]) for key in WORDS)
        print("%-10s %-24s%s" % (name, spread(row["ms"]), "".join(cells)))
    print()


def verdicts(figures):
    mine = figures["penstock"]
    peers = {name: row for name, row in figures.items() if name != "penstock"}
    for name, row in peers.items():
        verdict("exec to first paint / %s's" % name, ratio(mine["ms"], row["ms"]), 1.0)
    for key, words in WORDS.items():
        if mine.get(key) is None:
            verdict(words + ": not seen", 1, 0)
            continue
        if key in BOUNDS:
            verdict(words, mine[key], BOUNDS[key])
        for name, row in peers.items():
            if row.get(key) is not None:
                verdict("%s / %s's %g" % (words, name, row[key]), mine[key] / max(row[key], 1), 1.0)


def main(penstock):
    with tempfile.TemporaryDirectory() as folder:
        table = programs(penstock, folder)
        figures = {name: {} for name in table}
        start_times(table, figures)
        other_figures(table, figures)
    print_table(figures)
    verdicts(figures)
