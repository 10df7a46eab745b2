"""What a machine becomes after its rules were confirmed opens no way through it: later.py PENSTOCK

A DMZ standby and a server have a host between them that is no gateway. Each row of CHANGES turns the host into a way
between the two, after the confirm; what arrives at the server is counted. Without our rules every row must let packets
through, or it shows nothing."""
import itertools
import os
import sys

from lab import Lab, enter_private, run

SITE = """penstock: 1
site: Later
product: geo-scada
version: "2022"
redundancy: hot-standby
hosts:
  - {name: srv-a, role: server, address: [10.20.0.11, 10.30.0.11, "fd00:20::11", "fd00:30::11"]}
  - {name: srv-b, role: server, address: [10.20.0.12, "fd00:20::12"]}
  - {name: dmz-1, role: dmz-standby, address: [10.30.0.5, "fd00:30::5"]}
"""
WIRES = {"h": [("in0", ("10.30.0.11/24", "fd00:30::11/64")), ("out0", ("10.20.0.11/24", "fd00:20::11/64"))],
         "d": [("eth0", ("10.30.0.5/24", "fd00:30::5/64"))], "m": [("eth0", ("10.20.0.12/24", "fd00:20::12/64"))]}
BOTH = ["sysctl -q -w net.ipv4.ip_forward=1", "sysctl -q -w net.ipv6.conf.all.forwarding=1"]
BRIDGE = ["ip link add br0 type bridge", "ip link set in0 master br0", "ip link set out0 master br0", "ip link set br0 up",
          "sysctl -q -w net.bridge.bridge-nf-call-iptables=1", "sysctl -q -w net.bridge.bridge-nf-call-ip6tables=1"]
# name: commands on the host, families that then pass where nobody filters
CHANGES = [
    ("both families", BOTH, (4, 6)),
    ("ip_forward alone", BOTH[:1], (4,)),
    ("IPv6 alone", BOTH[1:], (6,)),
    ("one interface alone", ["sysctl -q -w net.ipv4.conf.in0.forwarding=1"], (4,)),
    ("by the word for new interfaces", ["sysctl -q -w net.ipv4.conf.all.forwarding=1",
                                        "sysctl -q -w net.ipv6.conf.default.forwarding=1"] + BOTH[1:], (4, 6)),
    ("interfaces called otherwise", ["ip link set in0 down", "ip link set in0 name lan7", "ip link set lan7 up",
                                    "ip addr add fd00:30::11/64 dev lan7 nodad"] + BOTH, (4, 6)),
    ("other addresses", ["ip addr del 10.20.0.11/24 dev out0", "ip addr add 10.20.0.99/24 dev out0"] + BOTH, (4,)),
    ("a way by another interface", ["ip link add dum0 type veth peer name dum1", "ip addr add 10.44.0.1/24 dev dum0",
                                    "ip link set dum0 up"] + BOTH, (4, 6)),
    ("sources that are translated", BOTH + ["nft add table ip other", "nft add chain ip other post "
     "{ type nat hook postrouting priority 100 ; }", "nft add rule ip other post masquerade"], (4, 6)),
    ("targets that are translated", BOTH + ["nft add table ip other", "nft add chain ip other pre "
     "{ type nat hook prerouting priority -100 ; }", "nft add rule ip other pre ip daddr 10.30.0.11 dnat to 10.20.0.12"], (4, 6)),
    ("another accepts all", BOTH + ["nft add table inet other", "nft add chain inet other f "
     "{ type filter hook forward priority -10 ; policy accept ; }", "nft add rule inet other f accept"], (4, 6)),
    ("not tracked", BOTH + ["nft add table inet other", "nft add chain inet other pre "
     "{ type filter hook prerouting priority -300 ; }", "nft add rule inet other pre notrack"], (4, 6)),
    ("answers for its neighbours", ["sysctl -q -w net.ipv4.conf.in0.proxy_arp=1"] + BOTH, (4, 6)),
    ("a bridge whose frames are filtered", BRIDGE, (4, 6)),
]
UNDO = ["nft delete table ip other", "nft delete table inet other", "ip link del br0", "ip link del dum0"]
TARGETS = {4: ("10.30.0.5", ("10.20.0.12", "10.30.0.11")), 6: ("fd00:30::5", ("fd00:20::12",))}


class Way:
    def __init__(self, lab, penstock):
        self.lab, self.penstock, self.number = lab, penstock, itertools.count(20000)
        for name in "dhm":
            lab.namespace(name)
        self.wire()
        self.root = lab.folder.name

    def on(self, name, *commands, check=True):
        for command in commands:
            run(*command.split(), ns=name, check=check)

    def wire(self):
        """The host as it was: two interfaces, nothing forwarded. Neighbours are found before anybody counts."""
        self.on("h", *UNDO, "ip link del in0", "ip link del lan7", "ip link del out0", check=False)
        for line in ("ip_forward=0", "conf.default.forwarding=0"):
            self.on("h", "sysctl -q -w net.ipv4." + line)
        self.on("h", "sysctl -q -w net.ipv6.conf.all.forwarding=0")
        self.lab.cable("h", "in0", "d", "eth0")
        self.lab.cable("h", "out0", "m", "eth0")
        for name, links in WIRES.items():
            for (link, addresses), address in ((pair, a) for pair in links for a in pair[1]):
                self.on(name, "ip addr add %s dev %s%s" % (address, link, " nodad" if ":" in address else ""))
        for name, near in (("d", "30"), ("m", "20")):
            self.on(name, "ip route add default via 10.%s.0.11" % near, "ip -6 route add default via fd00:%s::11" % near)

    def on_one_wire(self):
        """Bridged, the two are neighbours; routed, the host is their way."""
        self.on("d", "ip route replace 10.20.0.12/32 dev eth0", "ip -6 route replace fd00:20::12/128 dev eth0")
        self.on("m", "ip route replace 10.30.0.5/32 dev eth0", "ip -6 route replace fd00:30::5/128 dev eth0")

    def arrives(self, family):
        """Which protocols of the DMZ standby reach the server."""
        source, targets = TARGETS[family]
        port = next(self.number)
        rows = [{"protocol": protocol, "from": source, "to": target, "port": 0 if protocol == "icmp" else port}
                for protocol in ("tcp", "udp", "icmp") for target in targets]
        rows = [row for row in rows if row["protocol"] != "icmp" or row["to"] == targets[0]]
        self.lab.agent("d").ask("probe", rows=rows, patience=0.02)
        pings = {1, 58}
        seen = [name.rsplit(" ", 2) for name in self.lab.agent("m").ask("sniffed")["seen"]]
        return [ends for ends, protocol, to in seen if int(to) == port or (int(protocol) in pings and source + ">" in ends)]

    def apply(self, *more, site=SITE):
        with open(self.root + "/site.yaml", "w") as file:
            file.write(site)
        return run(self.penstock, "--root", self.root, "apply", self.root + "/site.yaml", "--host", "srv-a", "--backend",
                   "nftables", *more, ns="h", check=False)


def change(way, commands):
    way.on("h", *commands)
    if commands is BRIDGE:
        way.on_one_wire()


def row(way, name, commands, families):
    """[what was wrong]"""
    way.wire()
    way.lab.agent("m").ask("sniff")
    change(way, commands)
    through = {family: way.arrives(family) for family in (4, 6)}
    wrong = ["%s: IPv%d gets through: %s" % (name, family, seen) for family, seen in through.items() if seen]
    held = run("nft", "list", "table", "inet", "penstock", ns="h").stdout
    way.on("h", "nft delete table inet penstock")
    way.on("d", "ip neigh flush all")
    wrong += ["%s: IPv%d does not get through without our rules" % (name, family) for family in families
              if not way.arrives(family)]
    run("nft", "-f", "-", ns="h", input=held)
    return wrong


def order(way):
    """Forwarding before the apply, in the trial, and across its end; what was open before is cut."""
    wrong = []
    way.wire()
    way.lab.agent("m").ask("sniff")
    way.on("h", "nft delete table inet penstock", *BOTH, check=False)
    way.lab.agent("m").ask("echo", port=5481)
    way.lab.agent("d").ask("hold", name="old", to="10.20.0.12", port=5481, source="10.30.0.5")
    for site in (SITE + "policy: {forward: deny}\n", SITE + "policy: {forward: allow}\n"):
        done = way.apply("--confirm-within", "60", site=site)
        wrong += ["an apply: " + done.stderr] if done.returncode else []
        wrong += ["what was open before goes on"] if way.lab.agent("d").ask("talk", name="old", patience=0.3)["alive"] else []
        wrong += ["gets through in the trial"] if way.arrives(4) or way.arrives(6) else []
        run(way.penstock, "--root", way.root, "confirm", ns="h")
        wrong += ["gets through after the confirm"] if way.arrives(4) or way.arrives(6) else []
    return wrong


def main():
    penstock = os.path.abspath(sys.argv[-1])
    enter_private([os.path.abspath(__file__), penstock])
    with Lab() as lab:
        way = Way(lab, penstock)
        done = way.apply("--yes")
        wrong = ["the first apply: " + done.stderr] if done.returncode else []
        for name, commands, families in CHANGES:
            wrong += row(way, name, commands, families)
        wrong += order(way)
    print("\n".join(wrong))
    print("later: %d changes, %d wrong" % (len(CHANGES) + 6, len(wrong)))
    sys.exit(1 if wrong else 0)


main()
