"""Builds the lab for a table: the host under test with its world around it, or a gateway with its zones."""
from lab import run


class EndHost:
    """`host` has the tested host's addresses on eth0; `world` has everybody else's."""

    def __init__(self, lab, table):
        self.lab, self.table, self.under_test = lab, table, "host"
        for ns in ("host", "world"):
            lab.namespace(ns)
        lab.cable("host", "eth0", "world", "world0")
        for name, addresses in table.addresses.items():
            for address in filter(None, addresses):
                mine = name == table.host
                lab.address("host" if mine else "world", "eth0" if mine else "world0", address)
        for ns, link in (("host", "eth0"), ("world", "world0")):
            lab.route(ns, link, "default")
            run("ip", "-6", "route", "replace", "default", "dev", link, ns=ns)

    def packet(self, row, family):
        """From which agent to which, with which addresses; None if an end has no address of this family."""
        own, peer = (self.own(family), self.peer(row.peer, family))
        if row.direction == "in":
            return "world", "host", peer, own
        return "host", "world", own, peer

    def own(self, family):
        return self.table.addresses[self.table.host][family]

    def peer(self, name, family):
        return self.table.addresses[name][family]


class Gateway:
    """A namespace a zone, each joined to `gw` by the interface that the site names."""

    def __init__(self, lab, table):
        self.lab, self.table, self.under_test = lab, table, "gw"
        lab.namespace("gw")
        self.near, self.zone_of = {}, {}
        for number, (zone, names) in enumerate(table.zones.items()):
            self.add_zone(number, zone, names)
        for key in ("net.ipv4.ip_forward", "net.ipv6.conf.all.forwarding"):
            run("sysctl", "-q", "-w", key + "=1", ns="gw")

    def add_zone(self, number, zone, names):
        ns, lab = "z-" + zone, self.lab
        lab.namespace(ns)
        lab.cable("gw", zone, ns, "up0")
        self.near[zone] = ["10.255.%d.1" % number, "fd00:255:%d::1" % number]
        for gateway, inside, length in zip(self.near[zone], ("10.255.%d.2" % number, "fd00:255:%d::2" % number),
                                           ("/24", "/64")):
            nodad = ["nodad"] if ":" in inside else []
            run("ip", "addr", "add", gateway + length, "dev", zone, *nodad, ns="gw")
            run("ip", "addr", "add", inside + length, "dev", "up0", *nodad, ns=ns)
            run("ip", "-6" if ":" in inside else "-4", "route", "add", "default", "via", gateway, ns=ns)
            for name in names:
                self.zone_of[name] = zone
                address = self.table.addresses[name][":" in inside]
                lab.address(ns, "up0", address)
                run("ip", "-6" if ":" in inside else "-4", "route", "add", address, "via", inside, "dev", zone, ns="gw")

    def packet(self, row, family):
        if row.direction == "forward":
            start = row.via or self.zone_of[row.start]
            return ("z-" + start, "z-" + self.zone_of[row.end], self.table.addresses[row.start][family],
                    self.table.addresses[row.end][family])
        zone, peer = self.zone_of[row.peer], self.table.addresses[row.peer][family]
        if row.direction == "in":
            return "z-" + zone, "gw", peer, self.near[zone][family]
        return "gw", "z-" + zone, self.near[zone][family], peer


def build(lab, table):
    return (Gateway if table.zones else EndHost)(lab, table)
