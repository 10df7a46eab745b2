"""Random packets at random hosts of random sites: random_fates.py PENSTOCK GENERATE FIRST LAST

For each seed the generator writes a valid site; one host of it gets its plan for real, and packets drawn from its rules (right
ports, neighbouring ports, other protocols, strangers) meet the fate that explain says."""
import ipaddress
import json
import os
import random
import subprocess
import sys

import yaml

from fates import all_fates
from lab import Lab, enter_private, run
from plant import EndHost
from typed import stock_nginx

PACKETS = 48
STRANGERS = ("198.51.100.7", "2001:db8:ffff::7")


class Packet:
    """One new packet, in the shape that fates.py takes."""

    via = source_port = None

    def __init__(self, direction, protocol, port, peer):
        self.direction, self.protocol, self.port, self.peer = direction, protocol, port, peer
        self.fate = None

    def __str__(self):
        return "%s %s %s %s" % (self.direction, self.protocol, self.port or "-", self.peer)


class World:
    """The addresses of a lab: names are the addresses themselves."""

    def __init__(self, host, own):
        self.host, self.addresses = host, {host: own}


def inside(rng, text):
    """One address of a prefix, not always its first."""
    net = ipaddress.ip_network(text)
    return str(net[rng.randrange(min(net.num_addresses, 200))])


def family_of(address):
    return int(":" in address)


def draw(rng, rule):
    """A packet near a rule: the protocol, port and peer mostly its own."""
    peers = rule["from"] if rule["direction"] == "in" else rule["to"]
    peer = inside(rng, rng.choice(peers)) if peers and rng.random() < 0.85 else rng.choice(STRANGERS)
    protocol = rule["protocol"] if rng.random() < 0.8 else rng.choice(("tcp", "udp", "icmp"))
    protocol = rng.choice(("tcp", "udp", "icmp")) if protocol == "any" else protocol
    if protocol == "icmp":
        return Packet(rule["direction"], "icmp", None, peer)
    first, _, last = (rule["ports"] or "5481").partition("-")
    port = rng.choice((int(first), int(last or first), int(first) - 1, int(last or first) + 1, rng.randrange(1, 65536)))
    return Packet(rule["direction"], protocol, min(max(port, 1), 65535), peer)


def choose_host(rng, site):
    """A host that is no gateway, and one address of each of its families."""
    hosts = [host for host in yaml.safe_load(site)["hosts"] if host["role"] != "gateway"]
    host = rng.choice(hosts)
    given = host["address"] if isinstance(host["address"], list) else [host["address"]]
    own = [None, None]
    for text in given:
        own[family_of(str(text))] = own[family_of(str(text))] or inside(rng, str(text))
    return host["name"], own


def explain(penstock, path, host, own, packet):
    ends = (packet.peer, own) if packet.direction == "in" else (own, packet.peer)
    words = [penstock, "explain", path, "--host", host, "--from", ends[0], "--to", ends[1],
             "--protocol", packet.protocol, "--interface", "eth0"]
    words += ["--port", str(packet.port)] if packet.port else []
    done = subprocess.run(words, capture_output=True, text=True)
    return {0: "accept", 1: "drop"}.get(done.returncode, "exit %d: %s" % (done.returncode, done.stderr.strip()))


def packets_of(rng, plan, own):
    """Distinct packets of the families the host has; what lives in the host's own group is another machine."""
    rules = [rule for rule in plan["rules"] if rule["direction"] != "forward"]
    drawn = [draw(rng, rng.choice(rules)) for _ in range(PACKETS if rules else 0)]
    return list({str(packet): packet for packet in drawn
                 if own[family_of(packet.peer)] and packet.peer not in own}.values())


def run_seed(penstock, generate, seed):
    rng = random.Random(seed)
    site = subprocess.run(["/usr/bin/python3", "-B", generate, str(seed)], capture_output=True, text=True, check=True).stdout
    host, own = choose_host(rng, site)
    with Lab() as lab:
        path = os.path.join(lab.folder.name, "site.yaml")
        with open(path, "w") as file:
            file.write(site)
        plan = json.loads(run(penstock, "plan", path, "--host", host, "--format", "json").stdout)
        packets = packets_of(rng, plan, own)
        world = World(host, own)
        for packet in packets:
            world.addresses[packet.peer] = [None, None]
            world.addresses[packet.peer][family_of(packet.peer)] = packet.peer
        plant = EndHost(lab, world)
        stock_nginx(lab.folder.name, path)
        run(penstock, "--root", lab.folder.name, "apply", path, "--host", host, "--yes", ns="host")
        cases = [(packet, family_of(packet.peer)) for packet in packets]
        for packet, family in cases:
            packet.fate = explain(penstock, path, host, own[family], packet)
        fates = all_fates(plant, cases) if cases else {}
    wrong = [(packet, fate) for (packet, _), fate in fates.items() if fate != packet.fate]
    for packet, fate in wrong:
        print("seed %d, %s: %s: explain %s, kernel %s" % (seed, host, packet, packet.fate, fate), flush=True)
    return len(fates), sum(fate == "accept" for fate in fates.values()), len(wrong)


def main():
    penstock, generate = (os.path.abspath(word) for word in sys.argv[1:3])
    enter_private([os.path.abspath(__file__), penstock, generate] + sys.argv[3:])
    results = [run_seed(penstock, generate, seed) for seed in range(int(sys.argv[3]), int(sys.argv[4]) + 1)]
    sent, accepted, wrong = (sum(column) for column in zip(*results))
    print("random packets: %d sites, %d packets, %d accepted, %d differences" % (len(results), sent, accepted, wrong))
    sys.exit(1 if wrong or not accepted or accepted == sent else 0)


main()
