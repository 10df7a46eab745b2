"""A machine is upgraded: state folders that the penstock of version 1 of the journal and the history wrote (version1/record
says how) are taken over by this one, in each state: takeover.py PENSTOCK"""
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time

from device import APOLLO, Device
from lab import enter_private, run

HERE = os.path.dirname(os.path.abspath(__file__)) + "/version1/"
STATE = "/var/lib/penstock"
FAILED = []


def check(holds, what):
    print("%s %s" % ("ok    " if holds else "FAILED", what), flush=True)
    if not holds:
        FAILED.append(what)


def put(path, text):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w") as file:
        file.write(text)


def read(path):
    with open(path) as file:
        return file.read()


def boottime():
    return int(time.clock_gettime(time.CLOCK_BOOTTIME) * 1000)


class Machine:
    """A root folder with the state that was kept; `journal`: another one than that of the running trial."""

    def __init__(self, penstock, kind, journal="journal", seconds=600, boot="first-boot"):
        self.penstock, self.root, self.kind = penstock, tempfile.mkdtemp(prefix="penstock-takeover-"), kind
        self.state = self.root + STATE
        shutil.copytree(HERE + kind, self.state)
        put(self.root + "/proc/sys/kernel/random/boot_id", boot + "\n")
        text = read(HERE + kind + "/" + journal)
        self.deadline = boottime() + seconds * 1000
        text = re.sub(r"(?m)^deadline .*", "deadline %d" % self.deadline, text)
        put(self.state + "/journal", re.sub(r"(?m)^switched .*", "switched %d" % (boottime() - 1000), text))
        getattr(self, "kernel_" + kind)(journal == "journal", seconds)

    def kernel_null(self, open_trial, seconds):
        """What the trial has staged counts until its deadline; without one it is what was live before."""
        head, rules = read(HERE + "null/kernel").split("\n", 1)
        word, generation, _, live, staged = head.split()
        if not open_trial:
            rules, staged = rules.encode()[:int(live)].decode(), "0"
        deadline = self.deadline if open_trial else 0
        put(self.root + "/run/penstock-null", "%s %s %d %s %s\n%s" % (word, generation, deadline, live, staged, rules))

    def kernel_nftables(self, open_trial, seconds):
        text = re.sub(r"(timeout \S+ )?expires \S+", "timeout %ds" % seconds, read(HERE + "nftables/kernel"))
        run("nft", "flush", "ruleset")
        run("nft", "-f", "-", input=text)

    def kernel_ufw(self, open_trial, seconds):
        shutil.copytree(self.state + "/etc", self.root + "/etc", dirs_exist_ok=True)
        os.makedirs(self.root + "/run", exist_ok=True)
        run("nft", "flush", "ruleset")
        for tool, file in (("iptables-restore", "kernel"), ("ip6tables-restore", "kernel6")):
            run(tool, input=read(HERE + "ufw/" + file))

    def run(self, *words, code=0):
        done = run(self.penstock, *words, "--root", self.root, check=False)
        if done.returncode != code:
            check(False, "%s: %s: exit %d\n%s%s" % (self.kind, " ".join(words), done.returncode, done.stdout, done.stderr))
        return done

    def status(self):
        done = run(self.penstock, "status", "--format", "json", "--root", self.root, check=False)
        return json.loads(done.stdout) if done.stdout else {"stderr": done.stderr}

    def ports(self):
        """Those that are open to the client."""
        if self.kind == "null":
            head, rules = read(self.root + "/run/penstock-null").split("\n", 1)
            _, _, deadline, live, _ = head.split()
            on_trial = boottime() < int(deadline)
            return set(re.findall("548[12]", rules[int(live):] if on_trial else rules[:int(live)]))
        return {service["ports"] for service in self.status()["services"] if service["open"]}

    def word(self, key):
        return re.search(r"(?m)^%s (.*)$" % key, read(self.state + "/journal")).group(1)

    def screen(self, keys, *words):
        done = subprocess.run([HERE + "type.py", keys, self.penstock, "--root", self.root, "--size", "80x24", *words],
                              capture_output=True)
        return re.sub(r"\x1b(\[[0-9;?]*[A-Za-z]|[()][A-Z0-9]|.)", " ", done.stdout.decode(errors="replace"))

    def close(self):
        shutil.rmtree(self.root)


def running(penstock, kind, before, after):
    """`before` and `after`: a port that only the old rules, only the rules on trial have."""
    machine = Machine(penstock, kind)
    status = machine.status()
    check(status.get("trial") and not status["drift"], kind + ": the trial runs on, without drift")
    check(after in machine.ports() and before not in machine.ports(), kind + ": its rules decide")
    machine.run("confirm")
    check(machine.word("ending") == "confirmed", kind + ": it can be confirmed")
    check(machine.status()["last"].split(": ")[1].startswith("confirmed by "), kind + ": status says so")
    check(after in machine.ports() and not machine.status()["drift"], kind + ": and the new rules stay")
    machine.close()

    machine = Machine(penstock, kind)
    machine.run("rollback")
    check(machine.word("ending") == "rolled-back", kind + ": it can be rolled back")
    check(before in machine.ports() and not machine.status()["drift"], kind + ": and the old rules decide")
    machine.close()

    machine = Machine(penstock, kind, seconds=2)
    time.sleep(2.5)
    done = machine.run("confirm", code=1)
    check("the trial had ended: the old rules are back" in done.stderr, kind + ": it is over after its time")
    check(machine.word("ending") == "expired", kind + ": which is noted")
    check(before in machine.ports() and not machine.status()["drift"], kind + ": and the old rules decide then")
    machine.close()

    machine = Machine(penstock, kind, boot="second-boot")
    run("nft", "flush", "ruleset")
    os.path.exists(machine.root + "/run/penstock-null") and os.remove(machine.root + "/run/penstock-null")
    machine.run("restore")
    check(machine.word("ending") == "restarted", kind + ": a restart ends it")
    machine.close()


def extended(penstock):
    """The guard of the trial goes on with the code that started it: what it reads must stay as it knows it."""
    machine = Machine(penstock, "null")
    before = read(machine.state + "/journal")
    machine.screen("M", "--page", "apply")
    after = read(machine.state + "/journal")
    check(after != before and after.startswith("penstock-journal 1\n"), "an extended trial keeps its form")
    check(re.sub("deadline .*", "", after) == re.sub("deadline .*", "", before), "and all but its deadline")
    machine.close()


ENDED = (("journal-confirmed", "confirmed by root from console"), ("journal-rolled-back", "rolled back by root from console"),
         ("journal-expired", "nobody confirmed in time"))


def ended(penstock):
    for journal, sentence in ENDED:
        machine = Machine(penstock, "null", journal)
        status = machine.status()
        check(status["last"].endswith(": " + sentence), "%s: %s" % (journal, status["last"]))
        check(status["active"] and not status["drift"] and status["trial"] is None, journal + ": as confirmed")
        check("no trial is open: the last one was" in machine.run("confirm", code=1).stderr, journal + ": nothing is open")
        os.remove(machine.root + "/run/penstock-null")
        machine.run("restore")
        check(machine.status()["active"] and not machine.status()["drift"], journal + ": the boot loads what was confirmed")
        os.remove(machine.state + "/confirmed")
        put(machine.state + "/confirmed", "rubbish\n")
        machine.run("restore")
        check(machine.status()["active"] and not machine.status()["drift"], journal + ": from its twin in the history too")
        machine.close()


def pages(penstock):
    machine = Machine(penstock, "null", "journal-expired")
    seen = machine.screen("L")
    for sentence in [sentence for _, sentence in ENDED] + ["still open"]:
        check(sentence in seen, "the history says: " + sentence)
    machine.close()
    machine = Machine(penstock, "null", "journal-expired")
    seen = machine.screen("")
    check("answers are still here" in seen, "the answers that were kept are offered")
    check("nobody confirmed in time" in seen, "with the end of the last trial")
    check("river" in machine.screen("C"), "and taken up")
    machine.close()


class Moved:
    """A device whose web ports are on trial: nginx listens on the old and the new ones, ufw lets both in."""

    PORTS = (80, 443, 1780, 1443)

    def __init__(self, penstock):
        self.penstock, self.device, kept = penstock, Device(rules=(), enable=False), HERE + "web"
        for name in os.listdir(kept + "/state/ufw/trial/old"):
            path = "/etc/default/ufw" if name == "default" else "/etc/ufw/" + name
            put(path, read(kept + "/state/ufw/trial/old/" + name))
        self.device.write_apollo(read(kept + "/apollo.conf"))
        self.device.start_nginx()
        for tool in ("iptables", "ip6tables"):
            run(tool + "-restore", input=read(kept + "/" + tool + "-save"))
        shutil.copytree(kept + "/state", STATE)
        text = re.sub(r"(?m)^deadline .*", "deadline %d" % (boottime() + 600000), read(STATE + "/journal"))
        text = re.sub(r"(?m)^switched .*", "switched %d" % (boottime() - 1000), text)
        put(STATE + "/journal", re.sub(r"(?m)^boot .*", "boot " + read("/proc/sys/kernel/random/boot_id").strip(), text))

    def run(self, *words):
        done = run(self.penstock, *words, check=False)
        check(done.returncode == 0, "web: %s: exit %d %s" % (" ".join(words), done.returncode, done.stderr))

    def answering(self, *ports):
        """nginx closes what it no longer listens on a moment after its reload."""
        until, answers = time.monotonic() + 30, None
        while answers != set(ports) and time.monotonic() < until:
            answers = {port for port in self.PORTS if self.device.answers(port).startswith("HTTP/1.1 ")}
        return answers == set(ports)

    def let_in(self, *ports):
        text = "\n".join(self.device.kernel())
        return {port for port in self.PORTS if re.search(r"-A ufw-user-input .*--dport %d -j ACCEPT" % port, text)} == set(ports)

    def listens(self):
        return {int(port) for port in re.findall(r"listen\s+(?:\[::\]:)?(\d+)", self.device.apollo())}

    def close(self):
        self.device.close()
        run("nft", "flush", "ruleset")
        run("ip", "link", "delete", "eth0")


def moved(penstock):
    for word, ports in (("confirm", (1780, 1443)), ("rollback", (80, 443))):
        place = Moved(penstock)
        check(place.answering(*place.PORTS) and place.let_in(*place.PORTS), "web: the trial has the old and the new ports")
        place.run(word)
        check(place.answering(*ports), "web: after the %s nginx has %s alone" % (word, ports))
        check(place.let_in(*ports), "web: and ufw lets these in")
        check(place.listens() == set(ports), "web: the file names %s" % sorted(place.listens()))
        if word == "rollback":
            check(place.device.apollo() == APOLLO, "web: and is as it was")
        status = json.loads(run(penstock, "status", "--format", "json", check=False).stdout)
        check(status["trial"] is None and not status["drift"], "web: nothing is open, and nothing drifts")
        place.close()


def main(penstock):
    running(penstock, "null", "5481", "5482")
    running(penstock, "nftables", "5481", "5482")
    running(penstock, "ufw", "5481", "5482")
    extended(penstock)
    ended(penstock)
    pages(penstock)
    moved(penstock)
    sys.exit(len(FAILED) != 0)


if __name__ == "__main__":
    enter_private(sys.argv)
    run("ip", "link", "set", "lo", "up")
    main(sys.argv[1])
