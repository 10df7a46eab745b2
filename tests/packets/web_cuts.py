"""The move of the web ports, killed at each of its steps with real ufw and nginx: web_cuts.py [STRIDE [FIRST]] PENSTOCK.

A step is a system call that replaces or removes a file, or that starts or awaits another program. Each case kills the
command there, without or with its guard; then comes the next command, or a boot. A web port that is let in must answer
all the time, and afterwards ufw, its files and nginx's file must all be the old ones or all the new ones."""
import os
import re
import signal
import subprocess
import sys
import time

from device import CLEAN, Device, Tally, private, run

STEPS = "renameat,unlinkat,clone,clone3,vfork,wait4,waitid"
USUAL, MOVED = (80, 443), (1780, 1443)
APOLLO_PATH = "/etc/nginx/sites-available/apollo.conf"


class Scene:
    def __init__(self, penstock):
        self.penstock, self.tally, self.device, self.boots = penstock, Tally(), Device(), 0
        self.device.start_nginx()
        self.apollo = {USUAL: self.device.files()[APOLLO_PATH]}  # bytes, mode and owner of each state

    def command(self, *words):
        return run(self.penstock, *words, check=False)

    def move(self, ports, *more):
        return ("web-ports", "--http", str(ports[0]), "--https", str(ports[1])) + more

    def open_ports(self):
        lines = [line for line in self.device.kernel() if line.startswith("-A ufw-user-input")]
        return [port for port in USUAL + MOVED
                if any("-p tcp -m tcp --dport %d -j ACCEPT" % port in line for line in lines)]

    def answering(self):
        return [port for port in USUAL + MOVED if self.device.answers(port).startswith("HTTP/1.1 ")]

    def in_files(self):
        """The web ports that ufw's and nginx's files name."""
        allowed = {int(port) for _, rule in self.device.tuples()
                   for port in re.findall(r"^allow tcp (\d+) 0\.0\.0\.0/0 any 0\.0\.0\.0/0 in$", rule)}
        listened = set(map(int, re.findall(r"^\s*listen\s+(\d+)", self.device.apollo(), re.M)))
        return ([port for port in USUAL + MOVED if port in allowed], [port for port in USUAL + MOVED if port in listened])

    def promised(self):
        """The entry whose new state the journal is past the commit point of; None: the old state holds."""
        try:
            with open("/var/lib/penstock/journal") as file:
                fields = dict(line.rstrip("\n").split(" ", 1) for line in file if " " in line)
        except OSError:
            return None
        return fields.get("entry") if fields.get("phase") in ("confirming", "confirmed") else None

    def settles(self, wanted):
        """nginx closes what it no longer listens on a moment after its reload."""
        until = time.monotonic() + 20
        while self.answering() != wanted and time.monotonic() < until:
            time.sleep(0.05)
        return self.answering() == wanted

    def boot(self):
        """Another boot id, no rules in the kernel, ufw and nginx start from their files, then penstock."""
        self.boots += 1
        path = self.device.folder + "/boot-id"
        with open(path, "w") as file:
            file.write("00000000-0000-4000-8000-%012d\n" % self.boots)
        run("umount", "/proc/sys/kernel/random/boot_id", check=False)
        run("mount", "--bind", path, "/proc/sys/kernel/random/boot_id")
        self.device.stop_nginx()
        run("/lib/ufw/ufw-init", "force-stop", check=False)
        run("/lib/ufw/ufw-init", "start", check=False)
        self.device.start_nginx()
        return self.command("restore")


def cut(scene, words, at):
    """Runs the command, killed at its step number `at` (0: not at all). Gives the steps that it came to."""
    trace = scene.device.folder + "/trace"
    inject = ["-e", "inject=%s:signal=SIGKILL:when=%d" % (STEPS, at)] if at else []
    done = subprocess.run(["/usr/bin/strace", "-qq", "-o", trace, "-e", "trace=" + STEPS] + inject + [scene.penstock] + list(words),
                   env=CLEAN, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
                   check=False)
    scene.tally.check(done.returncode in (0, -signal.SIGKILL), "%s: exit %d: %s" % (words[0], done.returncode, done.stderr))
    with open(trace) as file:
        return [line for line in file if "(" in line]


def kill_guards(scene):
    """Those of this network namespace alone."""
    here = os.readlink("/proc/self/ns/net")
    for name in filter(str.isdigit, os.listdir("/proc")):
        try:
            ours = (os.readlink("/proc/%s/ns/net" % name) == here and
                    os.readlink("/proc/%s/exe" % name) == scene.penstock)
        except OSError:
            continue
        if ours:
            os.kill(int(name), signal.SIGKILL)


def judge(scene, what, wanted):
    ports = scene.open_ports()
    scene.tally.check(tuple(ports) == wanted, "%s: %s are let in, promised were %s" % (what, ports, wanted))
    apollo = scene.device.files()[APOLLO_PATH]
    scene.tally.check(scene.apollo.setdefault(wanted, apollo) == apollo, "%s: nginx's file is another" % what)
    scene.tally.check(tuple(ports) in (USUAL, MOVED), "%s: ufw lets in %s" % (what, ports))
    scene.tally.check(scene.in_files() == (ports, ports), "%s: the kernel has %s, the files %s" % (
        what, ports, scene.in_files()))
    scene.tally.check(scene.settles(ports), "%s: %s are let in, %s answer" % (what, ports, scene.answering()))


def one_case(scene, act, at, boot):
    was = tuple(scene.open_ports())
    ports = MOVED if was == USUAL else USUAL
    before = {"apply": [], "apply --yes": []}.get(act, [scene.move(ports, "--confirm-within", "60")])
    words = {"apply": scene.move(ports, "--confirm-within", "60"), "apply --yes": scene.move(ports, "--yes"),
             "confirm": ("confirm",), "rollback": ("rollback",)}[act]
    for command in before:
        done = scene.command(*command)
        scene.tally.check(done.returncode == 0, "%s: cannot begin: %s" % (act, done.stderr))
    entry = scene.promised()
    steps = cut(scene, words, at)
    promised = scene.promised()
    wanted = ports if promised and promised != entry else was
    what = "%s cut at %d, %s" % (act, at, steps[-1].strip()[:70] if steps else "")
    alive = [port for port in scene.open_ports() if port in (443, 1443) and port in scene.answering()]
    scene.tally.check(alive, "%s: no web page answers" % what)
    if boot:
        kill_guards(scene)
        scene.boot()
    else:
        scene.command("rollback")
    judge(scene, what + (", then a boot" if boot else ", then rollback"), wanted)
    return len(steps)


def main():
    private(sys.argv)
    numbers = [int(word) for word in sys.argv[1:] if word.isdigit()]
    stride, first = (numbers + [1, 0][len(numbers):])[:2]
    scene = Scene(os.path.abspath(sys.argv[-1]))
    for act in ("confirm", "apply", "rollback", "apply --yes"):
        points, cases = one_case(scene, act, 0, False), 0
        for number in range(first, 2 * points, stride):
            one_case(scene, act, number // 2 + 1, number % 2 == 1)
            cases += 1
        print("%-12s %3d steps, %3d cases, %d failed so far" % (act, points, cases, scene.tally.failed), flush=True)
    scene.device.close()
    scene.tally.end("web cuts")


main()
