"""Random SmartServers within the limits of the written facts."""

from emit import Quoted

RECENT = ("3.5", "4.4", "4.10", "4.30.011", "4.60.023", "4.6", "unknown")
OLD = ("3.2", "3.40.009", "2.9")
OUT = ("smtp", "dns", "dns-tcp", "cms-update", "ntp", "modbus", "licensing", "remote-cms")
SWITCHES = OUT + ("bacnet", "ssh", "http", "https", "lon", "mqtt", "mdns", "mqtts",
                  "bacnet-secondary", "opc-ua")
PORTS = ("ssh", "http", "https", "mqtt", "mqtts", "bacnet-secondary", "opc-ua", "modbus",
         "ip-852")
NARROWED = SWITCHES + ("ip-70", "bacnet-clients", "ip-852")


class SmartServers:
    def __init__(self, rng, addresses, ports, foreign):
        self.rng, self.addresses, self.ports = rng, addresses, ports
        self.foreign = foreign
        self.site_version = None if rng.random() < 0.2 else rng.choice(RECENT)
        self.hosts = []

    def chance(self, share):
        return self.rng.random() < share

    def switches(self):
        chosen = self.rng.sample(SWITCHES, self.rng.randint(1, 6))
        return {service: "on" if self.chance(0.7) else "off" for service in chosen}

    def port_settings(self):
        chosen = self.rng.sample(PORTS, self.rng.randint(1, 3))
        settings = {service: self.ports.single() for service in chosen}
        if self.chance(0.2):
            settings["bacnet"] = str(self.rng.randint(47809, 47823))
        if self.chance(0.2):
            settings["lon"] = self.ports.range(self.rng.randint(1, 9))
        return settings

    def narrowing(self):
        chosen = self.rng.sample(NARROWED, self.rng.randint(1, 4))
        return {service: self.narrowed_to() for service in chosen}

    def narrowed_to(self):
        areas = self.rng.sample(("clients", "devices", "office"), self.rng.randint(1, 2))
        return [self.addresses.managers(area) for area in areas]

    def add(self, number):
        addresses = self.addresses.single("devices")
        host = {"name": f"ss-{number}", "role": "smartserver",
                "address": addresses[0] if len(addresses) == 1 else addresses}
        security = self.rng.choice(("enhanced", "standard"))
        if self.foreign:
            host["product"] = "smartserver"
        if self.chance(0.4):
            host["version"] = self.version(RECENT if security == "enhanced" else RECENT + OLD)
        host["security"] = security
        self.settle(host)
        self.hosts.append(host)

    def version(self, pool):
        text = self.rng.choice(pool)
        return Quoted(text) if self.chance(0.5) else text

    def settle(self, host):
        if self.chance(0.4):
            host["interface"] = self.rng.choice(("eth0", "eth1", "wlan0"))
        if self.chance(0.5):
            host["services"] = self.switches()
            if host["security"] == "standard" and self.chance(0.4):
                host["services"]["ip-852"] = "on"
        if self.chance(0.3):
            host["ports"] = self.port_settings()
        if self.chance(0.4):
            host["allow-from"] = self.narrowing()

    def build(self, count):
        for number in range(count):
            self.add(number)
        return self.hosts
