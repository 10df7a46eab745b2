"""The flows of the SmartServer: its services in the order of the catalog."""

from typing import NamedTuple

from flow import Flow, address_end, host_end


class Service(NamedTuple):
    id: str
    direction: str  # in, out or both, seen from the SmartServer
    protocol: str
    ports: str
    default: bool
    certainty: str = "documented"


SERVICES = (
    Service("bacnet", "in", "udp", "47808", False),
    Service("ssh", "in", "tcp", "22", True),
    Service("smtp", "out", "tcp", "25", True),
    Service("dns", "out", "udp", "53", True),
    Service("dns-tcp", "out", "tcp", "53", False),
    Service("cms-update", "out", "tcp", "80", True),
    Service("http", "in", "tcp", "80", True, "disputed"),
    Service("ntp", "out", "udp", "123", True),
    Service("modbus", "out", "tcp", "502", True),
    Service("licensing", "out", "tcp", "443", True),
    Service("https", "in", "tcp", "443", True),
    Service("lon", "in", "tcp", "1628-1645", False),
    Service("ip-852", "both", "udp", "1628", False),
    Service("mqtt", "in", "tcp", "1883", False),
    Service("ip-70", "both", "udp", "2541", True),
    Service("mdns", "both", "udp", "5353", True),
    Service("mqtts", "in", "tcp", "8883", False),
    Service("remote-cms", "out", "tcp", "8883", False),
    Service("bacnet-secondary", "in", "udp", "41797", False),
    Service("bacnet-clients", "out", "udp", "49152-65535", False),
    Service("opc-ua", "in", "tcp", "55000", False),
)


def is_on(host, service):
    if service.id == "ip-70":
        return True
    if service.id == "bacnet-clients":
        return host.switch("bacnet", False)
    return host.switch(service.id, service.default)


def peers(host, service, direction):
    """The other ends: each `allow-from` address, else anywhere."""
    if service.id == "mdns" and direction == "out":
        return [None]
    narrowed = host.allow_from(service.id)
    if narrowed is None and service.id == "bacnet-clients":
        narrowed = host.allow_from("bacnet")
    return [None] if narrowed is None else narrowed


def service_flows(host, service, direction):
    ports = host.port(service.id, service.ports)
    for peer in peers(host, service, direction):
        ends = (address_end(peer), host_end(host))
        start, to = ends if direction == "in" else reversed(ends)
        yield Flow(service.id, start, to, service.protocol, ports, service.certainty)


def allows(site):
    for service in SERVICES:
        for direction in ("in", "out"):
            for host in site.role("smartserver"):
                if service.direction in (direction, "both") and is_on(host, service):
                    yield from service_flows(host, service, direction)
