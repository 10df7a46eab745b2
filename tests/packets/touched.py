"""Somebody else's hand in our table, before and during a trial: touched.py [--all] PENSTOCK

After each, the first line of `status` is compared with what packets meet, and one command (restore, or rollback) must
bring back what was confirmed. A trial that was flushed comes back by itself. What was touched is never confirmed."""
import os
import sys
import time

from lab import Lab, enter_private, run

SITE = """penstock: 1
site: Touched
product: geo-scada
version: "2022"
redundancy: hot-standby
hosts:
  - {name: srv-a, role: server, address: 10.20.0.11}
  - {name: srv-b, role: server, address: 10.20.0.12}
  - {name: dmz-1, role: dmz-standby, address: 10.30.0.5}
admin: [{service: ssh, port: 22, from: [10.20.0.0/24]}%s]
"""
MORE = ", {service: web, port: 9090, from: [10.20.0.0/24]}"
OPEN, TRIED, SHUT = 22, 9090, 9999
# name: nft's commands, whether our rules then decide over nothing
HANDS = [
    ("all is flushed", "flush ruleset", True),
    ("the table is deleted", "delete table inet penstock", True),
    ("the table's rules are flushed", "flush table inet penstock", True),
    ("the table sleeps", "add table inet penstock { flags dormant; }", True),
    ("the slot is emptied", "flush chain inet penstock SLOT_input", True),
    ("a base chain is emptied", "flush chain inet penstock input", True),
    ("a rule before the switch", "insert rule inet penstock input tcp dport 9999 accept", False),
    ("a rule in the slot", "insert rule inet penstock SLOT_input tcp dport 9999 accept", False),
    ("a chain that accepts", "add chain inet penstock mine { type filter hook input priority -5; }", False),
    ("a chain that drops", "add chain inet penstock mine { type filter hook input priority -5; }\n"
     "add rule inet penstock mine tcp dport 22 drop", False),
    ("a set", "add set inet penstock bob { type ipv4_addr; }", False),
    ("a chain that nobody calls", "add chain inet penstock helper\nadd rule inet penstock helper accept", False),
    ("an address more", "add element inet penstock SLOT_dmz_deny_4 { 10.20.0.99 }", False),
    ("the policy", "add chain inet penstock input { policy accept; }", False),
]


class Scene:
    def __init__(self, lab, penstock):
        self.lab, self.penstock, self.wrong, self.seen = lab, penstock, [], 0
        for name in "hw":
            lab.namespace(name)
        lab.cable("h", "eth0", "w", "eth0")
        for name, address in (("h", "10.20.0.11/24"), ("w", "10.20.0.12/24")):
            run("ip", "addr", "add", address, "dev", "eth0", ns=name)
        lab.agent("h").ask("listen", ports=[OPEN, TRIED, SHUT])

    def command(self, *words):
        return run(self.penstock, "--root", self.lab.folder.name, *words, ns="h", check=False)

    def apply(self, more, *words):
        path = self.lab.folder.name + "/site.yaml"
        with open(path, "w") as file:
            file.write(SITE % more)
        done = self.command("apply", path, "--host", "srv-a", "--backend", "nftables", "--accept-lockout", "srv-a", *words)
        self.check(done.returncode == 0, "apply: " + done.stderr)

    def check(self, good, words):
        self.seen += 1
        if not good:
            self.wrong.append(words)

    def touch(self, commands):
        text = run("nft", "list", "table", "inet", "penstock", ns="h").stdout
        slot = text.split("chain input {")[1].split("}")[0].rsplit("goto ", 1)[1][0]
        trial = "elements" in text.split("set trial {")[1].split("}")[0]
        slot = {"a": "b", "b": "a"}[slot] if trial else slot
        run("nft", "-f", "-", ns="h", input=commands.replace("SLOT", slot) + "\n")

    def opens(self):
        rows = [{"protocol": "tcp", "from": "10.20.0.12", "to": "10.20.0.11", "port": port} for port in (OPEN, TRIED, SHUT)]
        fates = self.lab.agent("w").ask("probe", rows=rows, patience=0.05)["fates"]
        return [fate == "answered" for fate in fates]

    def status(self):
        return self.command("status").stdout.splitlines()[0]

    def is_as_confirmed(self, name):
        self.check(self.opens() == [True, False, False], name + ": packets meet something else than what was confirmed")
        words = self.command("status").stdout
        self.check("drift: kernel = what was confirmed" in words, name + ": status: " + words)

    def confirmed(self, name, commands, dead):
        """Nothing is on trial: status tells, restore brings back."""
        self.touch(commands)
        first = self.status()
        self.check(not first.startswith("OK"), "%s: status says '%s'" % (name, first))
        self.check(first.startswith("OFF") == dead, "%s: status says '%s'" % (name, first))
        done = self.command("restore")
        self.check(done.returncode == 0, "%s: restore: %s" % (name, done.stderr))
        self.is_as_confirmed(name)

    def tried(self, name, commands, dead):
        """A trial runs: what was touched is not confirmed, and the old rules come back."""
        self.apply(MORE, "--confirm-within", "60")
        self.check(self.opens() == [True, True, False], name + ": the trial does not decide")
        self.touch(commands)
        done = self.command("confirm")
        self.check(done.returncode == 1, "%s: confirm: exit %d, %s" % (name, done.returncode, done.stdout))
        if dead:
            self.comes_back(name)
        self.command("rollback")
        self.is_as_confirmed("on trial, " + name)

    def comes_back(self, name):
        """The guard hears of it; nobody else does anything."""
        for _ in range(100):
            if self.command("status").stdout.splitlines()[0].split()[0] != "OFF":
                break
            time.sleep(0.05)
        self.check(self.opens()[2] is False, name + ": the machine stands open")


def main():
    penstock = os.path.abspath(sys.argv[-1])
    enter_private([os.path.abspath(__file__)] + sys.argv[1:-1] + [penstock])
    with Lab() as lab:
        scene = Scene(lab, penstock)
        scene.apply("", "--yes")
        scene.is_as_confirmed("at first")
        for number, hand in enumerate(HANDS):
            scene.confirmed(*hand)
            if "--all" in sys.argv or number % 4 == 0:
                scene.tried(*hand)
    print("\n".join(scene.wrong))
    print("touched: %d looked at, %d wrong" % (scene.seen, len(scene.wrong)))
    sys.exit(1 if scene.wrong else 0)


main()
