"""New packets a second with 10 and with 10 000 peers, through our sets and through linear rules as ufw makes them."""
import os
import statistics
import subprocess

import sites
from lab import Lab, run
from measure import RUNS, verdict

LINEAR = """*filter
:INPUT DROP [0:0]
:ufw-user-input - [0:0]
-A INPUT -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT
-A INPUT -j ufw-user-input
%sCOMMIT
"""


def peer(number):
    return "10.%d.%d.%d" % (64 + (number >> 16), number >> 8 & 255, number & 255)


def wire(lab):
    lab.namespace("host"), lab.namespace("world")
    lab.cable("host", "eth0", "world", "world0")
    lab.address("host", "eth0", "10.20.0.11")
    lab.address("world", "world0", "10.99.0.1")
    lab.route("host", "eth0", "default")
    lab.route("world", "world0", "default")
    run("sysctl", "-q", "-w", "net.ipv4.conf.world0.proxy_arp=1", ns="world", check=False)


def ours(lab, penstock, peers):
    path = os.path.join(lab.folder.name, "site.yaml")
    with open(path, "w") as file:
        file.write(sites.clients(peers))
    run(penstock, "--root", lab.folder.name, "apply", path, "--host", "srv-a", "--yes", ns="host")


def linear(lab, _, peers):
    rules = "".join("-A ufw-user-input -p tcp --dport 5481 -s %s -j ACCEPT\n" % peer(i * 2) for i in range(peers))
    run("iptables-restore", ns="host", input=LINEAR % rules)


def rate(fill, penstock, pump, peers):
    """Thousands of new connections a second from the last peer of the list."""
    with Lab() as lab:
        wire(lab)
        fill(lab, penstock, peers)
        source = peer((peers - 1) * 2)
        lab.address("world", "world0", source)
        done = subprocess.run(["ip", "netns", "exec", "world", pump, source, "10.20.0.11"], capture_output=True,
                              text=True, check=True)
        sent, answered, seconds = done.stdout.split()
        if int(answered) < int(sent) * 0.99:
            raise SystemExit("bench: %s of %s packets were answered with %d peers" % (answered, sent, peers))
        return int(sent) / float(seconds) / 1000


def main(penstock, pump):
    kinds = {("sets", 10): ours, ("sets", 10_000): ours, ("linear", 10): linear, ("linear", 10_000): linear}
    rates = {kind: [] for kind in kinds}
    for _ in range(RUNS):
        for (name, peers), fill in kinds.items():
            rates[(name, peers)].append(rate(fill, penstock, pump, peers))
    print("\nnew connections, thousands a second (median)")
    for (name, peers), values in rates.items():
        print("  %-7s %6d peers %8.1f" % (name, peers, statistics.median(values)))
    for name, limit in (("sets", 0.75), ("linear", 0.0)):
        value = statistics.median(b / a for a, b in zip(rates[(name, 10)], rates[(name, 10_000)]))
        verdict("%s: rate with 10 000 peers / with 10" % name, value, limit, at_most=False)
