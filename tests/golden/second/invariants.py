"""The invariants 1 to 6, checked on what the program printed and on the site file alone.

Each check takes `Output` and yields a line of text for everything that breaks it. (7, the same
bytes on every run, is checked where the program is run.) Nothing here uses the second derivation.
"""

import copy
import functools
import ipaddress
from collections import Counter

ANY_VERSION = 0
INNER = ("server", "permanent-standby")
# The internal services of the SmartServer with a fixed port.
INTERNAL = {"tcp": (53, 1099, 1880, 3200, 5432, 6379, 8101, 8181, 9001, 9090, 44444),
            "udp": (53, 1629)}


@functools.lru_cache(maxsize=None)
def network_of(text):
    return ipaddress.ip_network(text)


def listed(value):
    return value if isinstance(value, list) else [value]


class Output:
    """raw: the site; flows: the list; plans: host -> plan; rerun(raw): flows of another site."""

    def __init__(self, raw, flows, plans, rerun):
        self.raw, self.flows, self.plans, self.rerun = raw, flows, plans, rerun
        self.hosts = {host["name"]: host for host in raw["hosts"]}

    def names(self, *roles):
        return [name for name, host in self.hosts.items() if host["role"] in roles]

    def role(self, name):
        return self.hosts[name]["role"] if name in self.hosts else None

    def addresses(self, name):
        """The networks behind the end of a flow; None is anywhere."""
        if name == "anywhere":
            return None
        found = self.hosts[name].get("address", []) if name in self.hosts else name
        return [network_of(text) for text in listed(found)]


def holds(ports, number):
    first, _, last = (ports or "0").partition("-")
    return int(first) <= number <= int(last or first)


def identity(service, start, to, protocol, ports, verdict):
    return (service, start, to, protocol, ports, verdict)


def flow_identity(flow):
    verdict = {"allow": "accept", "deny": "drop"}[flow["verdict"]]
    return identity(flow["service"], flow["from"], flow["to"], flow["protocol"], flow["ports"],
                    verdict)


def rule_identity(rule):
    return identity(rule["service"], rule["flow"]["from"], rule["flow"]["to"], rule["protocol"],
                    rule["ports"], rule["verdict"])


def dmz_never_initiates(output):
    """1: no allow from a D inwards, each D-to-other deny is there, denies come first."""
    for flow in output.flows:
        if output.role(flow["to"]) in INNER and flow["verdict"] == "allow":
            if comes_from_dmz(output, flow["from"]):
                yield f"1: allow {flow['service']} {flow['from']} -> {flow['to']}"
    for dmz in output.names("dmz-standby"):
        for inner in output.names(*INNER, "dmz-standby"):
            if inner != dmz:
                yield from missing_denies(output, dmz, inner)
    for name, plan in output.plans.items():
        verdicts = [rule["verdict"] for rule in plan["rules"]]
        if verdicts != sorted(verdicts, reverse=True):
            yield f"1: host {name}: a drop after an accept"


def comes_from_dmz(output, start):
    own = output.addresses(start) or []
    dmz = [net for name in output.names("dmz-standby") for net in output.addresses(name)]
    return any(net.version == zone.version and net.subnet_of(zone) for net in own for zone in dmz)


def missing_denies(output, dmz, inner):
    for host, direction in ((dmz, "out"), (inner, "in")):
        found = [rule for rule in output.plans[host]["rules"]
                 if rule["direction"] == direction and rule["verdict"] == "drop"
                 and rule["flow"] == {"from": dmz, "to": inner}]
        if len(found) != 1:
            yield f"1: host {host}: {len(found)} {direction} denies of {dmz} -> {inner}"


def nobody_is_main(output):
    """2: the same rules when the servers change places in the file."""
    swapped = copy.deepcopy(output.raw)
    places = [n for n, host in enumerate(swapped["hosts"]) if host["role"] == "server"]
    if len(places) < 2:
        return
    hosts = [swapped["hosts"][place] for place in places]
    for place, host in zip(places, reversed(hosts)):
        swapped["hosts"][place] = host
    before, after = (Counter(map(flow_identity, flows))
                     for flows in (output.flows, output.rerun(swapped)))
    for found in (before - after) + (after - before):
        yield f"2: depends on the order of the servers: {found}"


def each_flow_once(output):
    """3: one out rule, one in rule, and the forward rules between the zones."""
    flows = Counter(map(flow_identity, output.flows))
    for name, plan in output.plans.items():
        for direction, end in (("out", 1), ("in", 2)):
            wanted = Counter({flow: count for flow, count in flows.items() if flow[end] == name})
            got = Counter(rule_identity(rule) for rule in plan["rules"]
                          if rule["direction"] == direction)
            for found in (wanted - got) + (got - wanted):
                yield (f"3: host {name}: {direction} rules {got[found]}, "
                       f"flows {wanted[found]}: {found}")
        yield from forwarded_once(output, name, plan)


def forwarded_once(output, name, plan):
    wanted = Counter()
    if output.role(name) == "gateway":
        for flow in output.flows:
            for zone, _ in crossings(output, name, flow):
                wanted[(flow_identity(flow), zone)] += 1
    got = Counter((rule_identity(rule), rule["interface"]) for rule in plan["rules"]
                  if rule["direction"] == "forward")
    for found in (wanted - got) + (got - wanted):
        yield f"3: host {name}: forward rules {got[found]}, crossings {wanted[found]}: {found}"


def crossings(output, gateway, flow):
    """The pairs of zones that packets of `flow` cross at `gateway`; twice the same between networks of one zone."""
    if gateway in (flow["from"], flow["to"]):
        return set()
    starts, tos = (output.addresses(flow[end]) for end in ("from", "to"))
    zones = output.hosts[gateway]["zones"]
    return {(start, to) for version, start, network in places(zones, starts)
            for other_version, to, other in places(zones, tos)
            if ANY_VERSION in (version, other_version) or version == other_version
            if start and to and (start != to or passes_within(zones[start], network, other))}


def passes_within(prefixes, network, other):
    """Whether two places of one zone are in different networks; None: unknown, or anywhere."""
    if ANY_VERSION in (network, other):
        versions = [] if isinstance(prefixes, dict) else [network_of(prefix).version for prefix in listed(prefixes)]
        return not versions or len(versions) > len(set(versions))
    return network is None or network != other


def places(zones, networks):
    """(IP version, zone, network of the zone) of each network; anywhere is in every zone."""
    if networks is None:
        return {(ANY_VERSION, zone, ANY_VERSION) for zone in zones}
    return {(net.version, *place(zones, net)) for net in networks}


def place(zones, network):
    lengths = {}
    for zone, prefixes in zones.items():
        for prefix in [] if isinstance(prefixes, dict) else listed(prefixes):
            around = network_of(prefix)
            if around.version == network.version and around.supernet_of(network):
                lengths[around.prefixlen] = zone, str(around)
    if lengths:
        return lengths[max(lengths)]
    return next((zone for zone, prefixes in zones.items() if isinstance(prefixes, dict)), None), None


def no_needless_ranges(output):
    """4: no advise range between two ends of 2020 or later, 8080 never for a web client."""
    for flow in output.flows:
        if flow["service"] == "advise" and all(recent(output, flow[end]) for end in ("from", "to")):
            yield f"4: advise {flow['from']} -> {flow['to']} although both are 2020 or later"
        if output.role(flow["from"]) == "web-client" and holds(flow["ports"], 8080):
            yield f"4: 8080 open to {flow['from']} at {flow['to']}"


def recent(output, name):
    host = output.hosts[name]
    inherited = output.raw["product"] == host.get("product", output.raw["product"])
    version = host.get("version", output.raw.get("version") if inherited else None) or "unknown"
    return version != "unknown" and version >= "2020"


def ports_move_together(output):
    """5: one override of `client-server` moves every flow that uses it, and nothing else."""
    if not output.names(*INNER):
        return
    moved = copy.deepcopy(output.raw)
    moved.setdefault("ports", {})["client-server"] = "48000"
    for host in moved["hosts"]:
        host.get("ports", {}).pop("client-server", None)
    servers = output.names(*INNER, "dmz-standby")
    wanted = [with_port(flow, servers, "48000") for flow in output.flows]
    got = [flow_identity(flow) for flow in output.rerun(moved)]
    for found in (Counter(wanted) - Counter(got)) + (Counter(got) - Counter(wanted)):
        yield f"5: after moving client-server to 48000: {found}"


def with_port(flow, servers, port):
    found = flow_identity(flow)
    if flow["service"] in ("client-server", "server-link", "web-client-link"):
        if flow["to"] in servers:
            return found[:4] + (port,) + found[5:]
    return found


def internals_stay_inside(output):
    """6: no in rule for an internal service; moving web ports leaves outbound 80 and 443."""
    for name in output.names("smartserver"):
        rules = output.plans[name]["rules"]
        for rule in rules:
            for port in INTERNAL.get(rule["protocol"], ()):
                if rule["direction"] == "in" and holds(rule["ports"], port):
                    yield f"6: host {name}: {rule['service']} opens internal port {port}"
        for rule in rules:
            wanted = {"cms-update": "80", "licensing": "443"}.get(rule["service"])
            if wanted and (rule["direction"], rule["ports"]) != ("out", wanted):
                yield f"6: host {name}: {rule['service']} is {rule['direction']} {rule['ports']}"


CHECKS = (dmz_never_initiates, nobody_is_main, each_flow_once, no_needless_ranges,
          ports_move_together, internals_stay_inside)


def broken(output):
    for check in CHECKS:
        yield from check(output)
