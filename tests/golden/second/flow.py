"""One flow, and the two ends it runs between."""

import ipaddress
from typing import NamedTuple, Optional

ANYWHERE = "anywhere"


def address_text(network):
    """A prefix as text; a bare host without its /32 or /128."""
    whole = network.prefixlen == network.max_prefixlen
    return str(network.network_address) if whole else str(network)


class End(NamedTuple):
    """A host of the site, an address outside it, or anywhere (`networks` is None)."""
    name: str
    host: object
    networks: Optional[list]


def host_end(host):
    return End(host.name, host, host.addresses)


def address_end(network):
    if network is None:
        return End(ANYWHERE, None, None)
    return End(address_text(network), None, [network])


def text_end(site, text):
    """An end as `extra` writes it: a host's name, an address, a prefix or `anywhere`."""
    if text in site.by_name:
        return host_end(site.by_name[text])
    return address_end(None if text == ANYWHERE else ipaddress.ip_network(text))


class Flow(NamedTuple):
    service: str
    start: End
    to: End
    protocol: str
    ports: Optional[str]
    certainty: str = "documented"
    verdict: str = "allow"

    def as_json(self):
        return {"service": self.service, "from": self.start.name, "to": self.to.name,
                "protocol": self.protocol, "ports": self.ports, "verdict": self.verdict,
                "certainty": self.certainty}


def between(service, start, to, ports, certainty="documented"):
    return Flow(service, host_end(start), host_end(to), "tcp", ports, certainty)
