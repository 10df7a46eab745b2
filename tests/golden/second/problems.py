"""The problem codes that the written facts name and tie to a condition, for a whole site."""

import plan
from geoscada import ADVISE_APPS, is_old

CODES = {"dmz-initiates", "odbc-disputed", "no-mimics", "advise-range", "advise-automation",
         "enhanced-resets", "ssh-returns"}


def dmz_initiates(site, flows):
    """An allow flow out of a gateway zone that holds a D to one that holds an M or P."""
    for gateway in site.role("gateway"):
        dmz = zones_of(gateway, site.role("dmz-standby"))
        inner = zones_of(gateway, site.role("server", "permanent-standby"))
        for flow in flows:
            if flow.verdict == "allow":
                for _, start, to in plan.forward_rules(flow, gateway):
                    if start != to and start in dmz and to in inner:
                        return True
    return False


def zones_of(gateway, hosts):
    return {plan.zone_of(gateway, net) for host in hosts for net in host.addresses}


def odbc_disputed(_site, flows):
    return any(flow.service == "advise" and flow.certainty == "disputed" for flow in flows)


def no_mimics(site, _flows):
    for client in site.role("web-client"):
        uses = site.uses(client)
        if uses and all(host.role == "web-server" and is_old(host) for host in uses):
            return True
    return False


def advised_clients(flows):
    return {flow.to.host for flow in flows if flow.service == "advise"}


def advise_range(_site, flows):
    for client in advised_clients(flows):
        first, _, last = client.geo_port("advise").partition("-")
        apps = len((ADVISE_APPS | {"odbc"}) & set(client.apps)) or 1
        if int(last or first) - int(first) + 1 < apps * int(client.entry.get("sessions", 1)):
            return True
    return False


def advise_automation(site, _flows):
    """An automation client of an old pair, advised or not for its other applications."""
    return any("automation" in client.apps and client.is_client()
               and any(is_old(client, server) for server in site.uses(client))
               for client in site.hosts)


def enhanced_resets(site, _flows):
    return any(host.entry["security"] == "enhanced" for host in site.role("smartserver"))


def ssh_returns(site, _flows):
    return any(not host.switch("ssh", True) for host in site.role("smartserver"))


def codes_of(site, flows):
    conditions = {"dmz-initiates": dmz_initiates, "odbc-disputed": odbc_disputed,
                  "no-mimics": no_mimics, "advise-range": advise_range,
                  "advise-automation": advise_automation, "enhanced-resets": enhanced_resets,
                  "ssh-returns": ssh_returns}
    return {code for code, holds in conditions.items() if holds(site, flows)}
