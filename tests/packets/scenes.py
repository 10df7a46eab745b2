"""Scenes that no single packet shows: scenes.py PENSTOCK

survive   a connection opened before the first apply, on a port that no rule lets in, goes on
cut       what a DMZ standby had open towards a server stops at the apply; what the server opens to it is answered
neighbour with nothing allowed in or out by default and empty neighbour caches, IPv6 still connects
killed    every penstock process is killed in the middle of a trial: the old rules decide again, by the kernel alone"""
import contextlib
import os
import signal
import sys
import threading
import time

from lab import Lab, enter_private, run
from plant import build
from table import Table
from typed import stock_ufw

HERE = os.path.dirname(os.path.abspath(__file__))


def at(name):
    return Table(os.path.join(HERE, "tables", name))


def apply(lab, table, penstock, ns, backend="nftables"):
    site = os.path.join(HERE, "tables", table.site)
    run(penstock, "--root", lab.folder.name, "apply", site, "--host", table.host, "--backend", backend, "--yes",
        "--accept-lockout", table.host, ns=ns)  # what the agents hold open looks like logins


@contextlib.contextmanager
def chatting(agent, names):
    """Keeps held connections in use, as a control system does: tracking learns of a connection by its packets."""
    done = threading.Event()

    def chat():
        while not done.wait(0.2):
            for name in names:
                agent.ask("talk", name=name, patience=5)

    thread = threading.Thread(target=chat)
    thread.start()
    try:
        yield
    finally:
        done.set()
        thread.join()


def survive(penstock):
    for backend in ("nftables", "ufw"):
        survive_by(penstock, backend)


def survive_by(penstock, backend):
    table = at("server-deny.table")
    with Lab() as lab:
        build(lab, table)
        if backend == "ufw":
            stock_ufw(lab.folder.name)
        lab.agent("host").ask("echo", port=7777)
        for family in (0, 1):
            lab.agent("world").ask("hold", name="old%d" % family, to=table.addresses["srv-a"][family], port=7777,
                                   source=table.addresses["stranger"][family])
        with chatting(lab.agent("world"), ["old0", "old1"]):
            apply(lab, table, penstock, "host", backend)
        for family in (0, 1):
            check("a connection from before the first apply by %s goes on (IPv%s)" % (backend, "46"[family]),
                  lab.agent("world").ask("talk", name="old%d" % family, patience=5)["alive"])


def cut(penstock):
    table = at("server.table")
    with Lab() as lab:
        build(lab, table)
        lab.agent("host").ask("echo", port=5481)
        lab.agent("world").ask("echo", port=5481)
        for family in (0, 1):
            server, dmz = table.addresses["srv-a"][family], table.addresses["dmz-1"][family]
            lab.agent("world").ask("hold", name="d%d" % family, to=server, port=5481, source=dmz)
            lab.agent("host").ask("hold", name="m%d" % family, to=dmz, port=5481, source=server)
        apply(lab, table, penstock, "host")
        for family in (0, 1):
            check("the DMZ standby's open connection is cut (IPv%s)" % "46"[family],
                  not lab.agent("world").ask("talk", name="d%d" % family, patience=2)["alive"])
            check("the DMZ standby answers on the server's own connection (IPv%s)" % "46"[family],
                  lab.agent("host").ask("talk", name="m%d" % family, patience=5)["alive"])


def neighbour(penstock):
    table = at("server-deny.table")
    with Lab() as lab:
        build(lab, table)
        apply(lab, table, penstock, "host")
        lab.agent("world").ask("echo", port=5481)
        run("ip", "-6", "neigh", "flush", "all", ns="host")
        run("ip", "-6", "neigh", "flush", "all", ns="world")
        left = run("ip", "-6", "neigh", "show", ns="host").stdout
        check("the neighbour cache is empty", "REACHABLE" not in left and "fd00:20::12" not in left)
        lab.agent("host").ask("hold", name="n", to=table.addresses["srv-b"][1], port=5481,
                              source=table.addresses["srv-a"][1])
        check("IPv6 connects from an empty neighbour cache", lab.agent("host").ask("talk", name="n", patience=5)["alive"])


def penstock_processes(penstock):
    """The processes of this lab that run the program: those whose network namespace is one of ours."""
    found = []
    ours = {os.stat("/run/netns/" + name).st_ino for name in os.listdir("/run/netns")}
    for pid in filter(str.isdigit, os.listdir("/proc")):
        try:
            if os.stat("/proc/%s/ns/net" % pid).st_ino in ours and os.readlink("/proc/%s/exe" % pid) == penstock:
                found.append(int(pid))
        except OSError:
            continue
    return found


def gone(penstock):
    until = time.monotonic() + 10
    while penstock_processes(penstock) and time.monotonic() < until:
        time.sleep(0.05)
    return not penstock_processes(penstock)


def one_packet(lab, table, port):
    row = {"protocol": "udp", "from": table.addresses["stranger"][0], "to": table.addresses["srv-a"][0], "port": port}
    return lab.agent("world").ask("probe", rows=[row], patience=1)["fates"][0] == "answered"


def killed(penstock):
    table = at("server.table")
    with Lab() as lab:
        build(lab, table)
        lab.agent("host").ask("listen", ports=[5000, 5001])
        table.site = "traffic-a.yaml"
        apply(lab, table, penstock, "host")
        check("the old plan lets 5001 not in", not one_packet(lab, table, 5001))
        run(penstock, "--root", lab.folder.name, "apply", os.path.join(HERE, "tables", "traffic-b.yaml"),
            "--host", "srv-a", "--confirm-within", "10", ns="host")
        check("the new plan lets 5001 in", one_packet(lab, table, 5001))
        for pid in penstock_processes(penstock):
            os.kill(pid, signal.SIGKILL)
        check("no penstock process is left", gone(penstock))
        check("the new plan still decides", one_packet(lab, table, 5001))
        until = time.monotonic() + 60
        while "expires" in run("nft", "list", "ruleset", ns="host").stdout and time.monotonic() < until:
            time.sleep(0.1)
        check("after the deadline the old plan decides", not one_packet(lab, table, 5001))
        check("what both allow comes through", one_packet(lab, table, 5000))
        run(penstock, "--root", lab.folder.name, "restore", ns="host")
        check("restore leaves the old plan", not one_packet(lab, table, 5001) and one_packet(lab, table, 5000))
        check("status finds nothing amiss",
              run(penstock, "--root", lab.folder.name, "status", ns="host", check=False).returncode == 0)


failures = []


def check(what, holds):
    print("%s  %s" % ("OK  " if holds else "FAIL", what), flush=True)
    if not holds:
        failures.append(what)


def main():
    penstock = os.path.abspath(sys.argv[1])
    enter_private([os.path.abspath(__file__), penstock])
    for scene in (survive, cut, neighbour, killed):
        scene(penstock)
    sys.exit(1 if failures else 0)


main()
