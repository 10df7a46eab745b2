"""Another `ufw` at work while penstock confirms, or writing a file that penstock reads: no rule of either is lost, and
penstock says what happened: stale.py PENSTOCK"""
import os
import signal
import subprocess
import sys
import time

from device import CLEAN, private
from ufw_scene import Scene, ours

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


class Meeting:
    """A confirm and a `ufw` that read its files before."""

    def __init__(self, scene):
        self.penstock, self.tally, self.device, self.command = scene.penstock, scene.tally, scene.device, scene.command

    def hangs(self, words):
        """It hangs: the confirm is refused and the trial goes on; then it goes on, and has ended the trial."""
        held = HeldUfw(self.device.folder, words)
        refused = self.command("confirm", code=1)
        self.tally.check("process %d" % held.process.pid in refused.stderr, "who hangs is not named: " + refused.stderr)
        held.let_on()
        self.tally.check(held.end() == 0, "ufw failed")
        return self.command("confirm", code=1).stderr

    def goes_on(self, words):
        """It goes on while the confirm waits for it."""
        held = HeldUfw(self.device.folder, words)
        confirm = subprocess.Popen([self.penstock, "confirm"], stderr=subprocess.PIPE, text=True, env=CLEAN)
        held.let_on()
        said = confirm.communicate()[1]
        self.tally.check(held.end() == 0 and confirm.returncode == 1, "exit %d, %s" % (confirm.returncode, said))
        return said

    def comes_between(self, words):
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


def stale(scene):
    """A `ufw` that read the files before the confirm writes after it: no rule is lost, and penstock says so."""
    before = scene.state()
    for number, name in enumerate(("hangs", "goes on", "comes between")):
        port = 7780 + number
        scene.command("apply", scene.site, "--host", "ss-1")
        said = getattr(Meeting(scene), name.replace(" ", "_"))("allow %d/tcp" % port)
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


def added_to_the_new(scene):
    """A `ufw` that reads what the confirm has just written adds its rule to ours, and both stay."""
    trace = scene.device.folder + "/trace-new"
    scene.command("apply", scene.site, "--host", "ss-1")
    count = ["/usr/bin/strace", "-o", trace, "-P", "/etc/ufw", "-e", "trace=renameat", scene.penstock, "confirm"]
    subprocess.run(count, stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL, env=CLEAN, check=True)
    with open(trace) as file:
        last = sum(line.startswith("renameat(") for line in file)
    scene.command("remove", "--yes")
    scene.command("apply", scene.site, "--host", "ss-1")
    os.remove(trace)
    confirm = subprocess.Popen(count[:5] + ["-e", "inject=renameat:signal=SIGSTOP:when=%d" % last] + count[7:],
                               stderr=subprocess.PIPE, text=True, env=CLEAN)
    await_words(trace, "stopped by SIGSTOP")
    held = HeldUfw(scene.device.folder, "allow 7790/tcp")
    held.let_on()
    os.kill(child_of(confirm.pid), signal.SIGCONT)
    said = confirm.communicate()[1]
    scene.tally.check(held.end() == 0 and confirm.returncode == 0, "exit %d, %s" % (confirm.returncode, said))
    scene.tally.check(any(" 7790 " in rule for _, rule in scene.device.tuples()), "its rule is lost")
    scene.tally.check(any(ours(line) for line in scene.device.kernel()), "ours are lost")
    scene.tally.check(any("--dport 7790 " in line for line in scene.device.kernel()), "the kernel has not its rule")
    scene.command("status")


def looked_at(scene):
    """Who reads about ufw, or waits with its name on the command line, is no ufw."""
    watcher = subprocess.Popen(["/usr/bin/tail", "-f", "/etc/default/ufw"], stdout=subprocess.DEVNULL)
    scene.command("apply", scene.site, "--host", "ss-1")
    scene.command("rollback")
    scene.command("apply", scene.site, "--host", "ss-1", "--yes")
    watcher.kill()
    watcher.wait()
    scene.command("remove", "--yes")


def main():
    private(sys.argv)
    scene = Scene(os.path.abspath(sys.argv[-1]))
    for part in (stale, half_written, looked_at, added_to_the_new):
        part(scene)
    scene.device.close()
    scene.tally.end("another ufw")


main()
