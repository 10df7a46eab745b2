"""Addresses and ports handed out once each, so that a random site never clashes."""

AREAS = {"control": 20, "clients": 21, "dmz": 30, "office": 40, "devices": 50}
# Internal services of the SmartServer, and defaults that a random port must not meet.
TAKEN = {5353, 5432, 6379, 8080, 8101, 8181, 8883, 9001, 9090, 41797, 44444, 47808, 48000}


class Subnet:
    """One /24 and one /64 of an area, with single hosts numbered from 1."""

    def __init__(self, area, number):
        self.area, self.number = area, number
        self.hosts = 0
        self.ranged = False

    def single(self, family):
        area = AREAS[self.area]
        if family == 4:
            return f"10.{area}.{self.number}.{self.hosts}"
        return f"fd00:{area}:0:{self.number}::{self.hosts:x}"

    def prefix(self, family):
        area = AREAS[self.area]
        if family == 4:
            return f"10.{area}.{self.number}.0/24"
        return f"fd00:{area}:0:{self.number}::/64"


class Addresses:
    def __init__(self, rng):
        self.rng = rng
        self.base = rng.choice((4, 4, 4, 6))
        self.other_share = rng.choice((0, 0, 0.5, 1))
        self.subnets = []

    def families(self):
        """The base family always: every flow then has a family both ends share."""
        if self.rng.random() < self.other_share:
            return [self.base, 10 - self.base]
        return [self.base]

    def has_both(self):
        return self.other_share > 0

    def subnet(self, area):
        in_area = [net for net in self.subnets if net.area == area]
        if in_area and self.rng.random() < 0.4:
            return self.rng.choice(in_area)
        self.subnets.append(Subnet(area, len(in_area) + 1))
        return self.subnets[-1]

    def single(self, area):
        net = self.subnet(area)
        net.hosts += 1
        return [net.single(family) for family in self.families()]

    def prefix(self, area):
        """A range of a group of like hosts; it may contain single hosts of others."""
        free = [net for net in self.subnets if net.area == area and not net.ranged]
        if not free or self.rng.random() < 0.7:
            free = [Subnet(area, 1 + sum(net.area == area for net in self.subnets))]
            self.subnets += free
        net = self.rng.choice(free)
        net.ranged = True
        return [net.prefix(family) for family in self.families()]

    def outside(self):
        number = self.rng.randint(1, 250)
        return f"192.0.2.{number}" if self.base == 4 else f"2001:db8::{number:x}"

    def managers(self, area):
        """An address or range of the base family that no host of the site need have."""
        number = self.rng.randint(100, 250)
        if self.base == 4:
            return self.rng.choice((f"10.{AREAS[area]}.{number}.0/24",
                                    f"10.{AREAS[area]}.{number}.9"))
        return self.rng.choice((f"fd00:{AREAS[area]}:0:{number}::/64",
                                f"fd00:{AREAS[area]}:0:{number}::9"))


class Ports:
    def __init__(self, rng):
        self.rng = rng
        self.taken = set(TAKEN)

    def range(self, width):
        """A range above every default range and below the dynamic one."""
        while True:
            first = self.rng.randint(5600, 47000)
            ports = set(range(first, first + width))
            if not ports & self.taken:
                self.taken |= ports
                return str(first) if width == 1 else f"{first}-{first + width - 1}"

    def single(self):
        return self.range(1)
