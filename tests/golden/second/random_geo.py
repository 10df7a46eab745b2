"""Random Geo SCADA / ClearSCADA hosts within the limits of the written facts."""

from emit import Quoted

VERSIONS = ("2023", "2022", "2022", "2021 R2", "2020", "2020 R1.2", "2019", "2019", "2017 R3",
            "2017 R2.1", "2015 R1", "2013 R2", "unknown")
APPS = ("viewx", "odbc", "server-status", "server-config", "scxcmd", "opc-ae-printer",
        "opc-da-hda-bridge", "automation")
QUIET_APPS = ("server-status", "server-config", "scxcmd", "automation")
WAYS = ("poll-dnp3", "poll-dnp3-udp", "poll-modbus", "call-in", "call-in-udp")
SWITCHES = ("remote-browse", "xml", "xml-secure", "html", "html-secure", "webx", "webx-secure",
            "web-client-link")
PORTS = ("client-server", "web-http", "web-https", "xml-secure", "xml", "html-secure", "html",
         "webx-secure", "webx")
WEB_SERVER = {"webx", "webx-secure", "web-client-link", "web-https", "advise"}
MAINS = {"single": 1, "hot-standby": 2, "triple-standby": 3}
PERMANENTS = {"single": 0, "hot-standby": 4, "triple-standby": 3}


class Geo:
    def __init__(self, rng, addresses, ports, foreign):
        self.rng, self.addresses, self.ports = rng, addresses, ports
        self.foreign = foreign  # the site's own product is the other one
        self.redundancy = rng.choice(("single", "hot-standby", "hot-standby", "triple-standby"))
        self.site_version = None if rng.random() < 0.1 else rng.choice(VERSIONS)
        self.hosts = []

    def chance(self, share):
        return self.rng.random() < share

    def names(self, *roles):
        return [host["name"] for host in self.hosts if host["role"] in roles]

    def some(self, names, least=1):
        return self.rng.sample(names, self.rng.randint(min(least, len(names)), len(names)))

    def add(self, name, role, addresses):
        host = {"name": name, "role": role,
                "address": addresses[0] if len(addresses) == 1 else addresses}
        if self.foreign:
            host["product"] = "geo-scada"
        if self.chance(0.4):
            host["version"] = Quoted(self.rng.choice(VERSIONS))
        self.hosts.append(host)
        return host

    def add_servers(self):
        mains = MAINS[self.redundancy]
        for number in range(mains):
            addresses = self.addresses.single("control")
            if self.chance(0.1):
                addresses += self.addresses.single("devices")
            self.add(f"srv-{'abc'[number]}", "server", addresses)
        for number in range(self.rng.randint(0, min(2, PERMANENTS[self.redundancy]))):
            self.add(f"perm.{number}", "permanent-standby", self.addresses.single("control"))
        for number in range(self.rng.choice((0, 1, 2)) if mains > 1 else 0):
            self.add(f"dmz_{number}", "dmz-standby", self.addresses.single("dmz"))

    def add_clients(self):
        for number in range(self.rng.randint(0, 3)):
            area = self.rng.choice(("clients", "control", "office"))
            kind = self.rng.choice((self.addresses.single, self.addresses.prefix))
            self.add(f"client-{number}", "client", kind(area))
        for number in range(self.rng.choice((0, 0, 1, 2))):
            area = self.rng.choice(("control", "dmz"))
            host = self.add(f"iis-{number}", "web-server", self.addresses.single(area))
            self.settle_web_server(host)
        for number in range(self.rng.choice((0, 1, 2))):
            area = self.rng.choice(("office", "dmz"))
            kind = self.rng.choice((self.addresses.single, self.addresses.prefix))
            self.add(f"Web{number}", "web-client", kind(area))

    def add_outstations(self):
        """Each is reached in at least one way, by every server."""
        for number in range(self.rng.choice((0, 0, 1, 2))):
            kind = self.rng.choice((self.addresses.single, self.addresses.prefix))
            host = self.add(f"rtu-{number}", "outstation", kind("devices"))
            ways = self.rng.sample(WAYS, self.rng.randint(1, 3))
            if self.chance(0.7):
                host["services"] = {way: "on" if way in ways else "off" for way in WAYS}
            if self.chance(0.3):
                host["ports"] = {"poll-modbus": self.ports.single()}

    def settle_web_server(self, host):
        """No web-server before 2015 R1."""
        inherited = None if self.foreign else self.site_version
        if host.get("version", inherited) == "2013 R2":
            host["version"] = "2015 R1"

    def connect(self, host):
        servers = self.names("server", "permanent-standby", "dmz-standby")
        role = host["role"]
        if role == "permanent-standby":
            if self.redundancy == "triple-standby" or self.chance(0.3):
                mains = self.names("server")
                host["links"] = self.rng.sample(mains, self.rng.randint(1, 2))
        elif role in ("client", "web-server") and self.chance(0.4):
            host["uses"] = self.some(servers, 0 if self.chance(0.1) else 1)
        elif role == "web-client" and self.chance(0.5):
            host["uses"] = self.some(servers + self.names("web-server"))
        if role == "client" and self.chance(0.6):
            host["apps"] = self.rng.sample(APPS, self.rng.randint(1, 3))
        if role == "client" and self.chance(0.2):
            host["sessions"] = str(self.rng.choice((1, 4, 24)))
        if role in ("server", "permanent-standby", "dmz-standby") and self.chance(0.1):
            self.make_client(host, servers)

    def make_client(self, host, servers):
        """A server with client applications.

        A DMZ standby may only use its like, and must not have to advise an inner server.
        """
        quiet = self.chance(0.3)
        apps = QUIET_APPS if quiet else APPS
        host["apps"] = self.rng.sample(apps, self.rng.randint(1, 3))
        if host["role"] == "dmz-standby":
            servers = self.names("dmz-standby")
        elif self.chance(0.5):
            return
        elif not quiet:
            servers = self.names("server", "permanent-standby")
        host["uses"] = self.some([name for name in servers if name != host["name"]], 0)

    def switches(self):
        chosen = self.rng.sample(SWITCHES, self.rng.randint(1, 3))
        return {service: self.rng.choice(("on", "off")) for service in chosen}

    def port_settings(self):
        chosen = self.rng.sample(PORTS, self.rng.randint(1, 2))
        settings = {service: self.ports.single() for service in chosen}
        if self.chance(0.4):
            settings["advise"] = self.ports.range(self.rng.randint(1, 12))
        return settings

    def settle(self, host):
        """The host's own services and ports, where that role listens."""
        if host["role"] in ("web-client", "gateway", "outstation"):
            return
        if host["role"] == "client":
            if self.chance(0.15):
                host["ports"] = {"advise": self.ports.range(self.rng.randint(1, 12))}
            if self.chance(0.2):
                host["services"] = {"remote-browse": self.rng.choice(("on", "off"))}
            return
        for key, settings in (("services", self.switches()), ("ports", self.port_settings())):
            if host["role"] == "web-server":
                settings = {name: settings[name] for name in settings if name in WEB_SERVER}
            if settings and self.chance(0.2):
                host[key] = settings

    def build(self):
        self.add_servers()
        self.add_clients()
        self.add_outstations()
        for host in self.hosts:
            self.connect(host)
            self.settle(host)
        return self.hosts
