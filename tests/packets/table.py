"""A table of fates written by hand from the vendors' tables, one packet a line:

    site plant.yaml            the site, beside the tables
    catalog catalog.yaml       one more catalog, beside the tables; may be left out
    host srv-a                 whose firewall is under test
    in   tcp 5481  srv-b       accept   why
    out  icmp -    dmz-1       accept
    forward tcp 5481 dmz-1 > srv-a drop
    forward udp 9 srv-a > office drop via dmz0     comes in on another zone's interface: spoofed
    in   udp 68<67 any-dhcp    accept              source port behind <

Names stand for one address of each family (see `address` lines); each row is tried in both."""

import os


class Row:
    def __init__(self, number, words, why):
        self.number, self.why = number, why
        self.direction, self.protocol, port = words[:3]
        port, _, source = port.partition("<")
        self.port = None if port == "-" else int(port)
        self.source_port = int(source) if source else None
        rest = words[3:]
        if self.direction == "forward":
            self.start, self.end = rest[0], rest[2]
            rest = rest[3:]
        else:
            self.peer, rest = rest[0], rest[1:]
        self.fate = rest[0]
        self.via = rest[2] if len(rest) > 2 and rest[1] == "via" else None
        if self.fate not in ("accept", "drop"):
            raise ValueError("line %d: '%s' is neither accept nor drop" % (number, self.fate))

    def __str__(self):
        ends = "%s > %s" % (self.start, self.end) if self.direction == "forward" else self.peer
        via = " via " + self.via if self.via else ""
        source = "<%d" % self.source_port if self.source_port else ""
        return "%s %s %s%s %s%s" % (self.direction, self.protocol, self.port or "-", source, ends, via)


class Table:
    def __init__(self, path):
        self.path, self.addresses, self.rows, self.zones = path, {}, [], {}
        self.site = self.host = self.catalog = None
        self.established = []
        for number, line in enumerate(open(path), 1):
            line, _, why = line.partition("#")
            words = line.split()
            if words:
                self.read(number, words, why.strip())

    def beside(self, name):
        return os.path.normpath(os.path.join(os.path.dirname(self.path), name))

    def options(self):
        """What every command about this site needs."""
        return ["--catalog", self.beside(self.catalog)] if self.catalog else []

    def read(self, number, words, why):
        if words[0] in ("site", "host", "catalog"):
            setattr(self, words[0], words[1])
        elif words[0] == "address":
            self.addresses[words[1]] = words[2:]
        elif words[0] == "zone":
            self.zones[words[1]] = words[2:]
        else:
            self.rows.append(Row(number, words, why))
