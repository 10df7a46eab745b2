#!/usr/bin/env python3
"""A random valid site; the same seed gives the same bytes.

usage: generate.py SEED    prints the site file
"""

import random
import sys

import emit
import random_gateway
import random_own
from emit import Quoted
from pools import Addresses, Ports
from random_geo import Geo
from random_smartserver import SmartServers


class Draft:
    """What the parts of one random site share."""

    def __init__(self, seed):
        self.rng = random.Random(seed)
        self.addresses, self.ports = Addresses(self.rng), Ports(self.rng)
        self.product = self.rng.choice(("geo-scada", "geo-scada", "geo-scada", "smartserver"))
        mixed = self.rng.random() < 0.15
        self.geo = self.part(Geo, "geo-scada", mixed)
        self.smart = self.part(SmartServers, "smartserver", mixed)

    def part(self, kind, product, mixed):
        if product != self.product and not mixed:
            return None
        return kind(self.rng, self.addresses, self.ports, product != self.product)

    def chance(self, share):
        return self.rng.random() < share

    def main_part(self):
        return self.geo if self.product == "geo-scada" else self.smart


def hosts_of(draft):
    hosts = draft.geo.build() if draft.geo else []
    if draft.smart:
        hosts += draft.smart.build(draft.rng.randint(1, 3))
    if draft.chance(0.4):
        count = draft.rng.choice((1, 1, 2))
        hosts += [random_gateway.gateway(draft.rng, draft.addresses, number)
                  for number in range(count)]
    if draft.chance(0.5):
        draft.rng.shuffle(hosts)
    return hosts


def head_of(draft, seed):
    site = {"penstock": "1", "site": Quoted(f"Generated site {seed}"), "product": draft.product}
    if draft.main_part().site_version:
        site["version"] = Quoted(draft.main_part().site_version)
    if draft.geo:
        site["redundancy"] = draft.geo.redundancy
    return site


def settings_of(draft, part, chance):
    """Services and ports of the whole site, of one product."""
    services = part.switches() if draft.chance(chance) else {}
    ports = part.port_settings() if draft.chance(chance) else {}
    return services, ports


def add_settings(draft, site):
    services, ports = {}, {}
    for part in (draft.geo, draft.smart):
        if part:
            found = settings_of(draft, part, 0.4)
            services.update(found[0])
            ports.update(found[1])
    if services:
        site["services"] = services
    if ports:
        site["ports"] = ports
    if draft.geo and draft.chance(0.2):
        site["server-os"] = draft.rng.choice(("legacy", "current"))
    if draft.smart and draft.chance(0.4):
        site["allow-from"] = draft.smart.narrowing()


def add_own(draft, site):
    if draft.chance(0.5):
        site["admin"] = random_own.admin(draft.rng, draft.addresses, draft.smart is not None)
    if draft.chance(0.5):
        site["extra"] = random_own.extras(draft.rng, site["hosts"], draft.addresses, draft.ports)
    if draft.smart is None and draft.chance(0.4):
        site["policy"] = {"incoming": draft.rng.choice(("deny", "allow")),
                          "outgoing": draft.rng.choice(("deny", "allow"))}


def site_text(seed):
    draft = Draft(seed)
    site = head_of(draft, seed)
    site["hosts"] = hosts_of(draft)
    add_settings(draft, site)
    add_own(draft, site)
    return emit.text(site)


if __name__ == "__main__":
    sys.stdout.write(site_text(int(sys.argv[1])))
