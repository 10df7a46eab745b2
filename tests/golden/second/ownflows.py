"""The flows a site adds of its own: who may manage the hosts, and the extras."""

from flow import Flow, address_end, host_end, text_end
from sitefile import networks


def admin(site):
    managed = [host for host in site.hosts if host.role not in ("client", "web-client", "outstation")]
    for entry in site.raw.get("admin", []):
        for network in networks(entry["from"]):
            for host in managed:
                yield Flow(entry["service"], address_end(network), host_end(host), "tcp",
                           entry["port"])


def extra(site):
    for entry in site.raw.get("extra", []):
        yield Flow(entry["name"], text_end(site, entry["from"]), text_end(site, entry["to"]),
                   entry["protocol"], entry.get("ports"))
