"""A site file as the derivation needs it: hosts with their defaults filled in.

Scalars stay the text of the file, so a version `4.10` is not the number 4.1.
"""

import ipaddress

import yaml

import versions

LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
SERVERS = ("server", "permanent-standby", "dmz-standby")
GEO_PORTS = {
    "client-server": "5481", "advise": "5500-5509", "web-http": "8080", "web-https": "443",
    "xml-secure": "443", "xml": "80", "html-secure": "444", "html": "81",
    "webx-secure": "453", "webx": "85",
    "poll-dnp3": "20000", "poll-dnp3-udp": "20000", "poll-modbus": "502",
    "call-in": "20000", "call-in-udp": "20000",
}


def listed(value):
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def networks(value):
    return [ipaddress.ip_network(text) for text in listed(value)]


def is_on(text):
    return text in ("on", "true", "yes")


class Host:
    def __init__(self, site, entry, index):
        self.site, self.entry, self.index = site, entry, index
        self.name, self.role = entry["name"], entry["role"]
        self.product = entry.get("product", site.product)
        self.addresses = networks(entry.get("address"))
        inherited = site.raw.get("version") if self.product == site.product else None
        self.version = versions.of(self.product, entry.get("version", inherited))
        self.apps = entry.get("apps", ["viewx"] if self.role == "client" else [])
        self.zones = entry.get("zones", {})
        self.zone_networks = {zone: networks(prefixes) for zone, prefixes in self.zones.items()
                              if not isinstance(prefixes, dict)}

    def is_server(self):
        return self.role in SERVERS

    def is_client(self):
        return self.role == "client" or (self.is_server() and "apps" in self.entry)

    def port(self, service, default):
        """The host's setting, else the site's, else the catalog's."""
        site_wide = self.site.raw.get("ports", {}).get(service, default)
        return self.entry.get("ports", {}).get(service, site_wide)

    def geo_port(self, service):
        return self.port(service, GEO_PORTS[service])

    def switch(self, service, default):
        for settings in (self.entry, self.site.raw):
            if service in settings.get("services", {}):
                return is_on(settings["services"][service])
        return default

    def own_switch(self, service):
        """What the host itself says, or None."""
        own = self.entry.get("services", {})
        return is_on(own[service]) if service in own else None

    def allow_from(self, service):
        """The addresses of `allow-from`, or None where the service is not narrowed."""
        for settings in (self.entry, self.site.raw):
            if service in settings.get("allow-from", {}):
                return networks(settings["allow-from"][service])
        return None


class Site:
    def __init__(self, raw):
        self.raw = raw
        self.product = raw.get("product")
        self.hosts = [Host(self, entry, n) for n, entry in enumerate(raw["hosts"])]
        self.by_name = {host.name: host for host in self.hosts}

    def switch(self, service, default):
        said = self.raw.get("services", {})
        return is_on(said[service]) if service in said else default

    def role(self, *roles):
        return [host for host in self.hosts if host.role in roles]

    def uses(self, host):
        """Every server or web-server that `host` opens connections to, in file order."""
        if "uses" in host.entry:
            return self.named(host.entry["uses"])
        if host.role == "client":
            return self.role("server", "permanent-standby")
        if host.role == "web-client":
            return self.role("web-server") or self.role("server")
        return [other for other in self.role("server") if other is not host]

    def links(self, standby):
        if "links" in standby.entry:
            return self.named(standby.entry["links"])
        return self.role("server")

    def named(self, names):
        wanted = {self.by_name[name] for name in listed(names)}
        return [host for host in self.hosts if host in wanted]


def read(path):
    with open(path, encoding="utf-8") as stream:
        return Site(yaml.load(stream, Loader=LOADER))
