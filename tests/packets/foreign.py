"""Rules that are not penstock's survive apply, confirm and roll-back byte for byte, in ufw's files and in the kernel, also
those added by hand during the trial; and ufw's own files, when they are damaged or the disk is full, stay as they are:
foreign.py [--legacy] PENSTOCK"""
import os
import signal
import subprocess
import sys
import time

from device import CLEAN, Device, Tally, private, run
from lab import old_iptables

SITE = """penstock: 1
site: device
product: smartserver
version: "4.4"
hosts:
  - {name: ss-1, role: smartserver, address: 192.168.1.222, security: enhanced, interface: eth0}
services: {mqtt: on, mqtts: on, opc-ua: on, smtp: off}
allow-from: {opc-ua: [10.1.0.0/16]}
"""

FOREIGN = """allow 9443/tcp comment plant-view
allow Bind9
limit 2222/tcp
allow log 3000/tcp
allow log-all 3001/tcp
deny log from 198.51.100.7
insert 1 deny from 198.51.100.8
reject auth
route allow in on eth0 out on eth1 to 10.2.0.5 port 502 proto tcp
allow in on eth1 to any port 8080 proto tcp
allow proto tcp from 0.0.0.0/0 to any port 3002
allow proto tcp from ::/0 to any port 3003
allow proto udp from any port 67 to any port 6767
deny out 23/tcp""".splitlines()

# As fail2ban and Docker make them.
OTHERS = """iptables -N f2b-sshd
iptables -A f2b-sshd -s 192.0.2.1/32 -j REJECT --reject-with icmp-port-unreachable
iptables -A f2b-sshd -j RETURN
iptables -I INPUT -p tcp -m multiport --dports 22 -j f2b-sshd
iptables -t nat -N DOCKER
iptables -t nat -A PREROUTING -m addrtype --dst-type LOCAL -j DOCKER
iptables -t nat -A POSTROUTING -s 172.17.0.0/16 ! -o docker0 -j MASQUERADE
iptables -N DOCKER-USER
iptables -I FORWARD -j DOCKER-USER
iptables -A DOCKER-USER -j RETURN
ip6tables -N mine
ip6tables -A mine -s 2001:db8::66/128 -j DROP
ip6tables -I INPUT -j mine""".splitlines()

PROFILE = "[Bind9]\ntitle=names\ndescription=names\nports=5300/tcp|5300/udp\n"


def ours(line):
    return "penstock" in line


class Scene:
    def __init__(self, penstock):
        self.penstock, self.tally, self.device = penstock, Tally(), Device()
        self.site = self.device.folder + "/site.yaml"
        with open(self.site, "w") as file:
            file.write(SITE)
        with open("/etc/ufw/applications.d/bind9", "w") as file:
            file.write(PROFILE)
        for words in FOREIGN:
            self.device.ufw(*words.split(" "))
        for words in OTHERS:
            name, *rest = words.split(" ")
            run("/usr/sbin/" + name, *rest)

    def command(self, *words, code=0):
        done = run(self.penstock, *words, check=False)
        self.tally.check(done.returncode == code, "%s: exit %d\n%s%s" % (
            " ".join(words), done.returncode, done.stdout, done.stderr))
        return done

    def tuples(self):
        """The foreign rules as they stand, comments and all, in their order."""
        found = {}
        for name in ("user.rules", "user6.rules"):
            with open("/etc/ufw/" + name, errors="replace") as file:
                found[name] = [line for line in file if line.startswith("### tuple ###") and
                               "70656e73746f636b" not in line]  # `penstock`, as ufw writes comments
        return found

    def chains(self):
        """What others have in the kernel: their chains, tables, and jumps."""
        return [line for line in self.device.kernel() if not line.startswith(":") and
                ("f2b" in line or "DOCKER" in line or "mine" in line or "172.17" in line)]

    def same(self, before, what, but=()):
        now = self.tuples()
        for name, lines in before[0].items():
            kept = [line for line in lines if not any(word in line for word in but)]
            self.tally.check([line for line in now[name] if line in kept] == kept,
                             "%s: %s lost %s" % (what, name, [line for line in kept if line not in now[name]]))
        self.tally.check(self.chains() == before[1], "%s: the kernel lost %s" % (
            what, sorted(set(before[1]) ^ set(self.chains()))))

    def state(self):
        return self.tuples(), self.chains()


    def stale_hangs(self, words):
        """It hangs: the confirm is refused and the trial goes on; then it goes on, and has ended the trial."""
        held = HeldUfw(self.device.folder, words)
        refused = self.command("confirm", code=1)
        self.tally.check("process %d" % held.process.pid in refused.stderr, "who hangs is not named: " + refused.stderr)
        held.let_on()
        self.tally.check(held.end() == 0, "ufw failed")
        return self.command("confirm", code=1).stderr

    def stale_goes_on(self, words):
        """It goes on while the confirm waits for it."""
        held = HeldUfw(self.device.folder, words)
        confirm = subprocess.Popen([self.penstock, "confirm"], stderr=subprocess.PIPE, text=True, env=CLEAN)
        held.let_on()
        said = confirm.communicate()[1]
        self.tally.check(held.end() == 0 and confirm.returncode == 1, "exit %d, %s" % (confirm.returncode, said))
        return said

    def stale_comes_between(self, words):
        """It reads while the confirm replaces the files, and writes after it."""
        trace = self.device.folder + "/trace-confirm"
        confirm = subprocess.Popen(["/usr/bin/strace", "-o", trace, "-P", "/etc/ufw", "-e",
                                    "inject=renameat:signal=SIGSTOP:when=1", self.penstock, "confirm"],
                                   stderr=subprocess.PIPE, text=True, env=CLEAN)
        await_words(trace, "stopped by SIGSTOP")
        held = HeldUfw(self.device.folder, words)
        held.let_on()
        os.kill(child_of(confirm.pid), signal.SIGCONT)
        said = confirm.communicate()[1]
        self.tally.check(held.end() == 0 and confirm.returncode == 1, "exit %d, %s" % (confirm.returncode, said))
        return said


def await_words(trace, words):
    """Until strace tells it."""
    while not os.path.exists(trace) or words not in open(trace).read():
        time.sleep(0.01)


def child_of(pid):
    with open("/proc/%d/task/%d/children" % (pid, pid)) as file:
        return int(file.read().split()[0])


def kept(scene):
    """`smtp` is off in the site: the vendor's rule for it goes, as shown; every other rule stays."""
    before, whole = scene.state(), (scene.device.files(), scene.device.kernel())
    scene.command("apply", scene.site, "--host", "ss-1")
    scene.tally.check(scene.chains() == before[1], "the trial touched other people's chains")
    scene.command("rollback")
    scene.tally.check(whole == (scene.device.files(), scene.device.kernel()), "the roll-back is not exact")
    scene.command("apply", scene.site, "--host", "ss-1")
    scene.command("confirm")
    scene.same(before, "confirm", but=(" tcp 25 ",))
    scene.command("remove", "--yes")
    scene.same(before, "remove", but=(" tcp 25 ",))


def during_the_trial(scene):
    """A chain of others grows and stays. A `ufw` command ends the trial, and its rule stays."""
    before = scene.state()
    scene.command("apply", scene.site, "--host", "ss-1")
    run("/usr/sbin/iptables", "-I", "f2b-sshd", "1", "-s", "192.0.2.2/32", "-j", "REJECT")
    grown = scene.chains()
    scene.command("rollback")
    scene.tally.check(scene.chains() == grown and len(grown) == len(before[1]) + 1, "a ban of the trial was lost")
    scene.command("apply", scene.site, "--host", "ss-1")
    scene.device.ufw("allow", "7777/tcp")
    scene.command("confirm", code=1)
    scene.tally.check(any(" 7777 " in rule for _, rule in scene.device.tuples()), "the rule of the trial was lost")
    scene.tally.check(any("--dport 7777 " in line for line in scene.device.kernel()), "the kernel lost it")
    scene.same((before[0], grown), "after a foreign ufw")


# ufw itself, held after it has read its files and before it takes its lock.
HELD = """import os, runpy, sys, ufw.util
take = ufw.util.create_lock
def held(*args, **more):
    open(os.environ["HAS_READ"], "w").close()
    open(os.environ["GATE"]).close()
    return take(*args, **more)
ufw.util.create_lock = held
runpy.run_path("/usr/sbin/ufw", run_name="__main__")
"""


class HeldUfw:
    """`ufw WORDS`, which has read the files and waits until it is let on."""

    def __init__(self, folder, words):
        self.gate, self.has_read = folder + "/gate", folder + "/has-read"
        for path in (self.gate, self.has_read):
            os.path.exists(path) and os.remove(path)
            os.mkfifo(path)
        with open(folder + "/ufw", "w") as file:
            file.write(HELD)
        self.process = subprocess.Popen(["/usr/bin/python3", folder + "/ufw"] + words.split(), stdout=subprocess.DEVNULL,
                                        env={**CLEAN, "GATE": self.gate, "HAS_READ": self.has_read})
        open(self.has_read).close()

    def let_on(self):
        open(self.gate, "w").close()

    def end(self):
        return self.process.wait()


def stale(scene):
    """A `ufw` that read the files before the confirm writes after it: no rule is lost, and penstock says so."""
    before = scene.state()
    for number, name in enumerate(("hangs", "goes on", "comes between")):
        port = 7780 + number
        scene.command("apply", scene.site, "--host", "ss-1")
        said = getattr(scene, "stale_" + name.replace(" ", "_"))("allow %d/tcp" % port)
        print("a ufw that %-14s %s" % (name + ":", said.strip().splitlines()[-1][:110]), flush=True)
        scene.tally.check(any(" %d " % port in rule for _, rule in scene.device.tuples()), "%s: its rule is lost" % name)
        scene.tally.check(any("--dport %d " % port in line for line in scene.device.kernel()), "%s: not in the kernel" % name)
        scene.tally.check(not any(ours(line) for line in scene.device.kernel()), "%s: some of ours stayed" % name)
        scene.tally.check("# BEGIN penstock" not in scene.device.files()["/etc/ufw/before.rules"][0].decode(),
                          "%s: our block stayed" % name)
        scene.same(before, "a ufw that %s" % name)


def half_written(scene):
    """ufw writes in place: whoever looks in the midst waits for the rest."""
    trace, path = scene.device.folder + "/trace", "/etc/ufw/user.rules"
    with open(path, "rb") as file:
        whole = file.read()
    with open(path, "wb") as file:
        file.write(whole[:len(whole) // 2])
    look = subprocess.Popen(["/usr/bin/strace", "-o", trace, "-e", "trace=openat", scene.penstock, "diff", scene.site,
                             "--host", "ss-1"], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, env=CLEAN)
    await_words(trace, '/ufw.conf"')
    with open(path, "wb") as file:
        file.write(whole)
    said = look.communicate()[1]
    scene.tally.check(look.returncode == 1, "half written: exit %d, %s" % (look.returncode, said))


def damaged(scene):
    """Found at the start: refused, nothing changes, and said. What ufw alone makes of it stands beside."""
    path = "/etc/ufw/user.rules"
    with open(path, "rb") as file:
        good = file.read()
    ways = {"empty": b"", "cut short": good[:700], "a bad line": good.replace(b"COMMIT", b"-A nonsense -j ACCEPT\nCOMMIT", 1),
            "no ASCII": good.replace(b"### tuple ###", b"### tuple ### \xff", 1)}
    for name, bytes_ in ways.items():
        with open(path, "wb") as file:
            file.write(bytes_)
        before = scene.device.files(), scene.device.kernel()
        done = run(scene.penstock, "apply", scene.site, "--host", "ss-1", "--yes", check=False)
        said = done.stderr.strip().splitlines()[-1] if done.stderr.strip() else ""
        if name == "a bad line":  # no rule to ufw either: rendering the file anew leaves it out
            with open(path) as file:
                scene.tally.check(done.returncode == 0 and "nonsense" not in file.read(), "the bad line is there still")
            print("%-12s penstock: exit %d, the line is gone, every rule is there" % (name, done.returncode), flush=True)
            mended(scene, good)
            continue
        scene.tally.check(done.returncode in (1, 3) and "user.rules" in said or "ufw" in said,
                          "%s: exit %d, and said '%s'" % (name, done.returncode, said))
        scene.tally.check(before == (scene.device.files(), scene.device.kernel()), "%s: something changed" % name)
        print("%-12s penstock: exit %d, nothing changed: %s" % (name, done.returncode, said[:150]), flush=True)
        alone(scene, name, bytes_)
        mended(scene, good)


def mended(scene, good):
    with open("/etc/ufw/user.rules", "wb") as file:
        file.write(good)
    scene.device.ufw("disable")
    scene.device.ufw("--force", "enable")


def alone(scene, name, bytes_):
    """`ufw allow` on the same file, for comparison."""
    done = scene.device.ufw("allow", "7778/tcp", check=False)
    with open("/etc/ufw/user.rules", "rb") as file:
        left = file.read().count(b"### tuple ###")
    print("%-12s ufw allow: exit %d, %d of %d rules in the file afterwards" %
          ("", done.returncode, left, len(scene.tuples()["user6.rules"])), flush=True)


def full_disk(scene):
    """No room in the state folder: refused with nothing changed."""
    run("mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", "/var/lib/penstock")
    with open("/var/lib/penstock/ballast", "wb", buffering=0) as file:
        try:
            while file.write(b"0" * 4096):
                pass
        except OSError:
            pass
    before = scene.device.files(), scene.device.kernel()
    done = run(scene.penstock, "apply", scene.site, "--host", "ss-1", "--yes", check=False)
    scene.tally.check(done.returncode == 3 and before == (scene.device.files(), scene.device.kernel()),
                      "full disk: exit %d, %s" % (done.returncode, done.stderr))
    print("full disk    penstock: exit %d, nothing changed: %s" % (done.returncode, done.stderr.strip().splitlines()[-1][:150]))
    run("umount", "/var/lib/penstock")


def main():
    private(sys.argv)
    if "--legacy" in sys.argv:
        old_iptables()
    scene = Scene(os.path.abspath(sys.argv[-1]))
    kept(scene)
    during_the_trial(scene)
    stale(scene)
    half_written(scene)
    full_disk(scene)
    damaged(scene)
    scene.device.close()
    scene.tally.end("foreign rules")


main()
