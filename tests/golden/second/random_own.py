"""Random entries of `admin` and `extra`."""

OUTSIDE_OK = ("server", "permanent-standby", "dmz-standby", "client", "web-server", "smartserver")
TRUSTED = ("server", "permanent-standby", "client", "web-server", "smartserver")
PORTS = (("ssh", "22"), ("winrm", "5985"), ("console", "33000"))


def admin(rng, addresses, has_smartserver):
    """Not port 22 beside a SmartServer, whose own `ssh` listens there."""
    choices = PORTS[1:] if has_smartserver else PORTS
    entries = []
    for service, port in rng.sample(choices, rng.randint(1, 2)):
        areas = rng.sample(("control", "clients", "office"), rng.randint(1, 2))
        entries.append({"service": service, "port": port,
                        "from": [addresses.managers(area) for area in areas]})
    return entries


def named(rng, hosts, roles):
    return rng.choice([host["name"] for host in hosts if host["role"] in roles])


def ends(rng, hosts, addresses):
    """From and to: a host and the world, two hosts, or the world and a host."""
    kind = rng.randint(0, 3)
    inner = named(rng, hosts, OUTSIDE_OK)
    if kind == 0:
        return inner, rng.choice((addresses.outside(), "anywhere"))
    if kind == 1:
        return rng.choice((addresses.outside(), "anywhere")), inner
    if kind == 2:
        return addresses.managers("office"), inner
    start = named(rng, hosts, TRUSTED)
    return (start, inner) if start != inner else (start, addresses.outside())


def extra(rng, hosts, addresses, ports, number):
    start, to = ends(rng, hosts, addresses)
    entry = {"name": f"own.{number}", "from": start, "to": to,
             "protocol": rng.choice(("tcp", "udp", "tcp", "udp", "icmp", "any"))}
    if to in [host["name"] for host in hosts] and entry["protocol"] in ("icmp", "any"):
        entry["protocol"] = "tcp"
    if entry["protocol"] in ("tcp", "udp"):
        entry["ports"] = ports.range(rng.choice((1, 1, 1, 8)))
    entry["why"] = "asked for by the plant"
    return entry


def extras(rng, hosts, addresses, ports):
    return [extra(rng, hosts, addresses, ports, number) for number in range(rng.randint(1, 3))]
