"""The plan of one host: the flows as its firewall sees them."""

from flow import address_text

VERDICTS = {"allow": "accept", "deny": "drop"}
INTERFACE_SERVICES = ("mqtt", "mqtts")


def policy(site, host):
    if host.role == "smartserver":
        enhanced = host.entry["security"] == "enhanced"
        return {"incoming": "deny", "outgoing": "deny" if enhanced else "allow",
                "forward": "deny"}
    asked = site.raw.get("policy", {})
    outgoing = "deny" if host.role == "dmz-standby" else asked.get("outgoing", "allow")
    return {"incoming": asked.get("incoming", "deny"), "outgoing": outgoing, "forward": "deny"}


def of_families(networks, others):
    """The networks whose family `others` has too; all of them where there are no others."""
    families = {other.version for other in others or []}
    return [net for net in networks or [] if not families or net.version in families]


def rule(flow, direction, start, to, interface=None):
    return {"direction": direction, "verdict": VERDICTS[flow.verdict],
            "protocol": flow.protocol, "ports": flow.ports,
            "from": [address_text(net) for net in start],
            "to": [address_text(net) for net in to], "interface": interface,
            "service": flow.service,
            "flow": {"from": flow.start.name, "to": flow.to.name},
            "certainty": flow.certainty}


def in_rule(flow, host):
    narrowed = host.role == "smartserver" and flow.service in INTERFACE_SERVICES
    interface = host.entry.get("interface") if narrowed else None
    peers = of_families(flow.start.networks, host.addresses)
    return rule(flow, "in", peers, [], interface)


def out_rule(flow, host):
    return rule(flow, "out", [], of_families(flow.to.networks, host.addresses))


def zone_of(gateway, network):
    """The zone with the longest prefix around `network`, else the `any` zone, else None."""
    containing = [(prefix.prefixlen, zone) for zone, prefixes in gateway.zone_networks.items()
                  for prefix in prefixes
                  if prefix.version == network.version and network.subnet_of(prefix)]
    if containing:
        return max(containing)[1]
    return next((zone for zone in gateway.zones if zone not in gateway.zone_networks), None)


def network_around(gateway, zone, network):
    """The longest network of the zone that holds it; None: none that is named."""
    around = [prefix for prefix in gateway.zone_networks.get(zone, ())
              if prefix.version == network.version and network.subnet_of(prefix)]
    return max(around, key=lambda prefix: prefix.prefixlen, default=None)


def between_networks(gateway, zone, starts, tos):
    """Whether the ends in one zone lie in different networks of it: the gateway is the way between these."""
    if not starts or not tos:
        versions = [network.version for network in gateway.zone_networks.get(zone, ())]
        return not versions or len(versions) > len(set(versions))
    for start in starts:
        for to in tos:
            ends = [network_around(gateway, zone, end) for end in (start, to)]
            if start.version == to.version and (None in ends or ends[0] != ends[1]):
                return True
    return False


def by_zone(gateway, end):
    """zone -> the end's networks there; anywhere is in every zone, without a network."""
    if end.networks is None:
        return {zone: [] for zone in gateway.zones}
    zones = {}
    for network in end.networks:
        zone = zone_of(gateway, network)
        if zone is not None:
            zones.setdefault(zone, []).append(network)
    return zones


def forward_rules(flow, gateway):
    """(rule, zone of the initiator, zone of the listener) for each pair of zones that a packet crosses, and for each
    zone whose networks it passes between."""
    if gateway in (flow.start.host, flow.to.host):
        return
    starts, tos = by_zone(gateway, flow.start), by_zone(gateway, flow.to)
    for zone in gateway.zones:
        for other in gateway.zones:
            if zone not in starts or other not in tos:
                continue
            if zone == other and not between_networks(gateway, zone, starts[zone], tos[zone]):
                continue
            start = of_families(starts[zone], tos[other])
            to = of_families(tos[other], starts[zone])
            if bool(start) == bool(starts[zone]) and bool(to) == bool(tos[other]):
                yield rule(flow, "forward", start, to, zone), zone, other


def rules(flows, host):
    for flow in flows:
        if flow.start.host is host:
            yield out_rule(flow, host)
        if flow.to.host is host:
            yield in_rule(flow, host)
        if host.role == "gateway":
            yield from (found[0] for found in forward_rules(flow, host))


def port_moves(host):
    """(service, default port, wanted port) of the web ports of a SmartServer that move."""
    if host.role != "smartserver":
        return []
    wanted = [(service, default, host.port(service, default))
              for service, default in (("http", "80"), ("https", "443"))]
    return [move for move in wanted if move[1] != move[2]]
