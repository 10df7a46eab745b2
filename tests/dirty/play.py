"""One dirty machine, played: what is announced is what comes, and everything else stays as it was."""
import collections
import json
import os
import re
import subprocess

import packets
import state
from compare import (Fault, announced, compare, difference, in_order, moved_back, only_told, same, same_others,
                     speaks_of_new)

HERE = os.path.dirname(os.path.abspath(__file__))
SITE = """penstock: 1
site: dirty
product: smartserver
version: "4.4"
hosts:
  - {name: ss-1, role: smartserver, address: 192.168.1.222, security: %s, interface: eth0}
"""
FAR = "172.30.7.9"  # no touch speaks of it
SERVICES = ("mqtt", "mqtts", "bacnet", "opc-ua", "remote-cms", "lon", "smtp", "ntp", "modbus")


def shell(commands):
    """Each on its own: one that is refused has changed nothing, which is fine."""
    text = "\n".join("{ %s\n} </dev/null >/dev/null 2>&1" % line for line in commands)
    subprocess.run(["bash", "-c", text], env=state.CLEAN)


def cover():
    """Private files and links of a device."""
    subprocess.run([os.path.join(HERE, "..", "ufw", "machine.sh")], check=True, env=state.CLEAN)
    shell(["ip link set lo up", "ip link add eth0 type veth peer name eth1", "ip addr add 192.168.1.222/24 dev eth0",
           "ip link set eth0 up"] + packets.cable())


def make(touches):
    cover()
    for moment in ("files", "typed"):
        shell([command for touch in touches if touch[0] == moment for command in touch[2]])
    shell(["ufw logging low"] if not any(touch[1] == "logging" for touch in touches) else [])
    for moment in ("written", "on", "kernel", "late"):
        shell(["; ".join(touch[2]) for touch in touches if touch[0] == moment and touch[2]])


def write_site(dice):
    text = SITE % dice.one(("enhanced", "enhanced", "standard"))
    chosen = dice.random.sample(SERVICES, dice.often(1, 4))
    text += "services: {%s}\n" % ", ".join("%s: %s" % (name, dice.one(("on", "on", "off"))) for name in chosen)
    if dice.chance(0.5):
        text += "ports: {http: %d, https: %d}\n" % dice.one(((1780, 1443), (8080, 8443), (80, 1443)))
    with open("/mnt/site.yaml", "w") as file:
        file.write(text)


class Play:
    def __init__(self, penstock, dice, say):
        self.penstock, self.dice, self.say = penstock, dice, say
        self.reloads = dice.chance(0.3)
        self.device = ["/mnt/site.yaml", "--host", "ss-1", "--backend", "ufw"]

    def run(self, *words):
        done = subprocess.run([self.penstock, *words], capture_output=True, text=True, errors="replace",
                              env=state.CLEAN, stdin=subprocess.DEVNULL)
        self.say("$ penstock %s = %d\n%s" % (" ".join(words), done.returncode, done.stderr))
        if done.returncode not in (0, 1, 3):
            raise Fault("%s: exit %d\n%s" % (" ".join(words), done.returncode, done.stderr))
        return done

    def must(self, *words):
        done = self.run(*words)
        if done.returncode != 0:
            raise Fault("%s: exit %d: %s%s" % (
                " ".join(words), done.returncode, done.stdout[-1500:], done.stderr[-1500:]))
        return done

    def choose(self):
        """What is done: a site, the ports alone, or the imported site with one service more."""
        kind = self.dice.one(("site", "site", "site", "ports", "import"))
        if kind == "ports":
            return ["web-ports", "--http", "1780", "--https", "1443"]
        write_site(self.dice)
        if kind == "import" and self.run("import", "/mnt/imported.yaml").returncode == 0:
            self.device = ["/mnt/imported.yaml", "--backend", "ufw"]
        return ["apply", *self.device]

    def look(self, command, before):
        """What is announced; None where nothing is."""
        done = self.run("diff", *self.device, "--format", "json") if command[0] == "apply" else \
            self.run(*command, "--diff", "--format", "json")
        same("diff", before, state.snapshot())
        if done.returncode == 3 or not done.stdout.startswith("{"):
            return None
        return json.loads(done.stdout)

    def play(self):
        before = state.snapshot()
        self.off = b"ENABLED=yes" not in before["files"]["/etc/ufw/ufw.conf"][0]
        command = self.choose()
        self.reloads = self.reloads and not (self.off and command[0] == "web-ports")  # it stays off
        self.control = state.reloaded() if self.reloads else None
        self.first = json.loads(self.run("status", "--format", "json").stdout)
        said = self.look(command, before) if command[0] == "apply" else None
        if self.dice.chance(0.4):
            done = self.run(*command, "--confirm-within", "60")
            if done.returncode == 0:
                self.must("rollback")
            same("trial and roll-back", before, state.snapshot())
        moves = command[0] == "web-ports" and not speaks_of_new(before)
        strangers = self.strangers(before["kernel"]) if moves else []
        came = self.fates(strangers, (80, 443))
        done = self.run(*command, "--yes")
        after = state.snapshot()
        if done.returncode != 0:
            same("refusal", before, after)
            return "refused: " + done.stderr.strip().splitlines()[-1]
        self.applied(command, said, before, after)
        if strangers and self.fates(strangers, (1780, 1443)) != came:
            raise Fault("web-ports: others come in than before, who were %s" % came)
        if self.reloads:
            state.out("ufw", "reload")
        removed = self.run("remove", "--yes")
        if removed.returncode != 0:
            raise Fault("remove: %s" % removed.stderr)
        now = state.snapshot()
        self.forgive(before["kernel"], now["kernel"])
        wanted = self.control if self.reloads else before
        same("remove", dict(wanted, kernel=before["kernel"]) if self.off else wanted, now)
        return "went"

    def forgive(self, before, now):
        """Where files and kernel were not of one mind, removing leads to what the files say: rules that were not live
        and were taken away come back live, and a policy that somebody set in the kernel alone is the files' again. What
        a ufw that was off loads into other tables stays there, as its own `disable` leaves it."""
        for line in self.first["not-live"] + self.first["beside-files"]:
            family = "v6" if line["group"].endswith(" (v6)") else "v4"
            table, name = line["group"].split(" ")[:2]
            for kernel in (before, now, self.control["kernel"] if self.control else {family: {}}):
                chain = kernel[family].get((table, name))
                if chain and line["text"].startswith("-P"):
                    kernel[family][table, name] = chain._replace(policy="?")
                elif chain and line in self.first["not-live"] and line["text"] in chain.rules:
                    chain.rules.remove(line["text"])
        if self.off:
            for family, chains in now.items():
                for key, chain in chains.items():
                    there = before[family].get(key, state.Chain("", [])).rules
                    if key[0] != "filter" and state.is_within(there, chain.rules):
                        chain.rules[:] = there

    def meet(self, services):
        """What status calls open is open to somebody far away, and what it calls closed is closed."""
        rows = {}
        for row in services:
            if row["protocol"] in ("tcp", "udp") and row["ports"] and row["chain"] != "before6.rules":
                rows.setdefault((row["direction"], row["protocol"], int(row["ports"].split("-")[0])), []).append(row)
        rows = {key: row for key, row in rows.items()
                if not any(one["decided-by"] or one["also-refused-by"] for one in row)}
        come = {(FAR, *key[1:]) for key in rows if key[0] == "in"}
        entered, left = packets.play(come, {key[1:] for key in rows if key[0] == "out"})
        for (direction, protocol, port), row in sorted(rows.items()):
            out = direction == "out"
            passes = (protocol, port) in left if out else (FAR, protocol, port) in entered
            wide = any(one["open"] and one["peers"].split(">")[-1 if out else 0] == "anywhere" for one in row)
            if wide and not passes or passes and not any(one["open"] for one in row):
                raise Fault("status: %s %s %d is not %s: %s" % (
                    direction, protocol, port, "open" if wide else "closed", row))

    def strangers(self, kernel):
        """Of the rules' own addresses one each, and one of nobody's."""
        text = " ".join(rule for chain in kernel["v4"].values() for rule in chain.rules)
        return sorted(set(re.findall(r" -s (\d+\.\d+\.\d+\.\d+)", text)))[:40] + [FAR]

    def fates(self, strangers, ports):
        entered, _ = packets.play({(stranger, "tcp", port) for stranger in strangers for port in ports}, set())
        return {(stranger, i) for i, port in enumerate(ports) for stranger in strangers
                if (stranger, "tcp", port) in entered}

    def applied(self, command, said, before, after):
        comes, goes = difference(before["kernel"], after["kernel"])
        if said:
            compare("comes", announced(said["kernel-comes"]), comes)
            compare("goes", announced(said["kernel-goes"]), goes)
            only_told(said, before["files"], after["files"])
        else:
            tcp = collections.Counter({key: count for key, count in goes.items() if "-p udp" not in key[2]})
            compare("ports alone", tcp, moved_back(comes))
        in_order("apply", before["kernel"], after["kernel"], goes)
        same_others("apply", before, after)
        status = json.loads(self.run("status", "--format", "json").stdout)
        if status["drift"] and not status["not-live"]:
            raise Fault("status: drift behind a confirm: %s" % json.dumps({key: value for key, value in status.items()
                                                                            if key != "services"}))
        self.meet(status["services"])
        if command[0] == "apply":
            again = json.loads(self.run("diff", *self.device, "--format", "json").stdout)
            left = again["kernel-comes"] + again["kernel-goes"]
            if left or again["added"] or again["removed"]:
                raise Fault("diff behind a confirm: +%d -%d, %s" % (again["added"], again["removed"], left))
        same("status and diff", after, state.snapshot())
