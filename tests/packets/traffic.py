"""Replaces one plan by another under a flood of new connections: traffic.py [--backend ufw] [--legacy] PENSTOCK FLOOD

Every probe is a new connection. Denied = denied by both plans, allowed = allowed by both: nothing denied may come through
and nothing allowed may be lost, at trial start, confirm, roll back, and expiry. One connection is open all the while, and the
longest wait in it is told. With ufw its own `ufw reload` runs beside, for comparison. --legacy: over the old iptables."""
import os
import subprocess
import sys
import time

from lab import Lab, enter_private, old_iptables, run
from plant import build
from table import Table
from typed import in_ufw, stock_ufw

HERE = os.path.dirname(os.path.abspath(__file__))
ENOUGH = 200_000
ENOUGH_LEGACY = 60_000


class Flood:
    def __init__(self, program, ns, host_ns):
        self.child = subprocess.Popen(["ip", "netns", "exec", ns, program, "/run/netns/" + host_ns],
                                      stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.last = [0, 0, 0, 0]

    def stage(self):
        """Counts since the last call: sent and got of the allowed, sent and got of the denied."""
        self.child.stdin.write("\n")
        self.child.stdin.flush()
        total = [int(word) for word in self.child.stdout.readline().split()]
        since = [a - b for a, b in zip(total, self.last)]
        self.last = total
        return since

    def close(self):
        self.child.stdin.close()
        return self.child.wait()


class Connection:
    def __init__(self):
        self.ends = [self.start("host", "server"), self.start("world", "client")]

    @staticmethod
    def start(ns, what):
        child = subprocess.Popen(["ip", "netns", "exec", ns, sys.executable, HERE + "/gap.py", what],
                                 stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        if child.stdout.readline() != "ready\n":
            sys.exit("traffic: no connection (%s)" % what)
        return child

    def gap(self):
        """The longest wait since the last call, ms."""
        self.ends[1].stdin.write("\n")
        self.ends[1].stdin.flush()
        return float(self.ends[1].stdout.readline())

    def close(self):
        for child in reversed(self.ends):
            child.stdin.close()
            child.wait()


class Play:
    def __init__(self, penstock, flood, lab, backend):
        self.penstock, self.flood, self.lab, self.backend = penstock, flood, lab, backend
        self.total, self.bad = [0, 0, 0, 0], 0
        self.connection, self.gap, self.reload_gap = None, 0.0, 0.0

    def do(self, *words, check=True):
        return run(self.penstock, "--root", self.lab.folder.name, *words, ns="host", check=check)

    def apply(self, name, *more):
        self.do("apply", os.path.join(HERE, "tables", name), "--host", "srv-a", "--backend", self.backend,
                *more)

    def stage(self, what):
        counts = self.flood.stage()
        lost, leaked = counts[0] - counts[1], counts[3]
        self.total = [a + b for a, b in zip(self.total, counts)]
        self.bad += lost + leaked
        gap = self.connection.gap()
        self.gap = max(self.gap, gap)
        print("%-12s %8d new connections, %d allowed lost, %d denied through, longest wait %.1f ms" %
              (what, counts[0] + counts[2], lost, leaked, gap), flush=True)

    def expire(self):
        """Waits until the kernel itself, or the guard, has gone back."""
        until = time.monotonic() + 60
        while self.is_open():
            if time.monotonic() > until:
                sys.exit("traffic: the trial did not expire within a minute")
            time.sleep(0.2)

    def is_open(self):
        if self.backend == "ufw":
            return "on trial" in self.do("status", check=False).stdout
        return "expires" in run("nft", "list", "ruleset", ns="host").stdout

    def reload(self):
        in_ufw(self.lab.folder.name, "host", "ufw reload")
        counts = self.flood.stage()
        self.reload_gap = self.connection.gap()
        print("ufw reload   %8d new connections, %d allowed lost, %d denied through, longest wait %.1f ms (not ours)" %
              (counts[0] + counts[2], counts[0] - counts[1], counts[3], self.reload_gap), flush=True)

    def round(self):
        self.apply("traffic-b.yaml", "--confirm-within", "60")
        self.stage("trial start")
        self.do("confirm")
        self.stage("confirm")
        self.apply("traffic-a.yaml", "--confirm-within", "60")
        self.stage("trial start")
        self.do("rollback")
        self.stage("roll back")
        self.apply("traffic-a.yaml", "--yes")
        self.stage("at once")


def main():
    words, backend = sys.argv[1:], "nftables"
    legacy = "--legacy" in words
    words = [word for word in words if word != "--legacy"]
    if words[0] == "--backend":
        backend, words = words[1], words[2:]
    penstock, program = (os.path.abspath(word) for word in words)
    enter_private([os.path.abspath(__file__), "--backend", backend] + ["--legacy"] * legacy + [penstock, program])
    if legacy:
        old_iptables()
    enough = ENOUGH_LEGACY if legacy else ENOUGH
    table = Table(os.path.join(HERE, "tables", "server.table"))
    with Lab() as lab:
        build(lab, table)
        if backend == "ufw":
            stock_ufw(lab.folder.name)
        play = Play(penstock, None, lab, backend)
        play.apply("traffic-a.yaml", "--yes")
        for key, value in (("nf_conntrack_udp_timeout", 1), ("nf_conntrack_udp_timeout_stream", 1)):
            run("sysctl", "-q", "-w", "net.netfilter.%s=%d" % (key, value), ns="host")
        play.flood = Flood(program, "world", "host")
        play.connection = Connection()
        play.stage("before")
        rounds = 0
        while rounds < 5 or (sum(play.total[::2]) < enough and rounds < 200):
            play.round()
            rounds += 1
        play.apply("traffic-b.yaml", "--confirm-within", "10")
        play.stage("trial start")
        play.expire()
        play.stage("expiry")
        if backend == "ufw":
            play.reload()
        play.flood.close()
        play.connection.close()
        sent = sum(play.total[::2])
    print("traffic: %d new connections, %d wrong; longest wait in the open one %.1f ms%s" % (
        sent, play.bad, play.gap, ", by ufw reload %.1f ms" % play.reload_gap if backend == "ufw" else ""))
    smooth = backend != "ufw" or play.gap < play.reload_gap
    sys.exit(0 if sent >= enough and play.bad == 0 and smooth else 1)


main()
