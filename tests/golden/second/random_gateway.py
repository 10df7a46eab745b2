"""A random gateway: the areas of the address plan dealt out to its interfaces."""

from pools import AREAS

INTERFACES = ("eth0", "eth1", "eth2.7", "br-lan", "wan0")


def area_prefixes(addresses, area):
    prefixes = [f"10.{AREAS[area]}.0.0/16", f"fd00:{AREAS[area]}::/32"]
    if addresses.has_both():
        return prefixes
    return prefixes[:1] if addresses.base == 4 else prefixes[1:]


def carve(rng, addresses, zones):
    """One subnet of an area belongs to another zone: the longest prefix decides."""
    net = rng.choice(addresses.subnets)
    zone = rng.choice([zone for zone in zones if isinstance(zones[zone], list)])
    families = (4, 6) if addresses.has_both() else (addresses.base,)
    own = area_prefixes(addresses, net.area)
    if not set(own) & set(zones[zone]):
        zones[zone] += [net.prefix(family) for family in families]


def random_zones(rng, addresses):
    names = rng.sample(INTERFACES, rng.randint(2, 3))
    areas = list(AREAS)
    rng.shuffle(areas)
    zones = {name: [] for name in names}
    for number, area in enumerate(areas):
        if number < len(names) or rng.random() < 0.85:
            zones[names[number % len(names)]] += area_prefixes(addresses, area)
    if rng.random() < 0.3:
        zones[names[-1]] = {"any": "true"}
    if rng.random() < 0.3:
        carve(rng, addresses, zones)
    return zones


def gateway(rng, addresses, number):
    host = {"name": f"fw-{number}", "role": "gateway"}
    if rng.random() < 0.6:
        found = addresses.single(rng.choice(("control", "dmz")))
        host["address"] = found[0] if len(found) == 1 else found
    host["zones"] = random_zones(rng, addresses)
    return host
