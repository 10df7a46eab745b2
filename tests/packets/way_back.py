"""The way back where somebody did worse to ufw than add a rule, and what `remove` leads back to: way_back.py PENSTOCK"""
import os
import sys

from device import Device, Tally, private, run
from ufw_scene import SITE, Scene

GATEWAY = """penstock: 1
site: plant
product: smartserver
version: "4.4"
hosts:
  - {name: ss-1, role: smartserver, address: 192.168.1.7, security: standard}
  - {name: gate, role: gateway, address: [192.168.1.222, 10.77.0.1], zones: {eth0: [192.168.1.0/24], eth1: [10.77.0.0/24]}}
"""


def damaged_in_the_trial(scene):
    """user.rules is cut short while the trial runs: the old rules come back in the kernel all the same."""
    before, path = scene.device.kernel(), "/etc/ufw/user.rules"
    with open(path, "rb") as file:
        whole = file.read()
    scene.command("apply", scene.site, "--host", "ss-1")
    with open(path, "wb") as file:
        file.write(whole[:300])
    os.utime(path, (0, 0))
    done = run(scene.penstock, "rollback", check=False)
    scene.tally.check(scene.device.kernel() == before, "damaged: the kernel has not the old rules: " + done.stderr)
    with open(path, "wb") as file:
        file.write(whole)


def flushed(penstock, tally):
    """ufw was not active before, and somebody flushes INPUT in the trial: nothing of ours stays."""
    device = Device(enable=False)
    with open(device.folder + "/site.yaml", "w") as file:
        file.write(SITE)
    started = run(penstock, "apply", device.folder + "/site.yaml", "--host", "ss-1", "--backend", "ufw", check=False)
    tally.check(started.returncode == 0, "flushed: apply: " + started.stderr)
    run("/usr/sbin/iptables", "-F", "INPUT")
    back = run(penstock, "rollback", check=False)
    tally.check(back.returncode != 3, "flushed: exit %d, %s" % (back.returncode, back.stderr))
    tally.check(not any("penstock" in line for line in device.kernel()), "flushed: some of ours stayed")
    tally.check(":INPUT ACCEPT []" in device.kernel(), "flushed: INPUT denies")
    device.close()
    run("ip", "link", "del", "eth0", check=False)


def put_there_again(scene):
    """A rule that a plan took away and somebody wants again, and says so, stays."""
    rule = "allow out proto tcp from any to any port 25"
    scene.command("apply", scene.site, "--host", "ss-1", "--yes")
    scene.device.ufw("allow", "out", "25/tcp")
    with open(scene.site, "w") as file:
        file.write(SITE.replace("interface: eth0}", "interface: eth0, not-ours: {keep: ['%s']}}" % rule))
    scene.command("apply", scene.site, "--host", "ss-1", "--yes")
    scene.tally.check(any(rule.startswith("allow tcp 25 ") for _, rule in scene.device.tuples()),
                      "the rule that was to be kept is gone")
    scene.command("remove", "--yes")


def forwarding(penstock, tally):
    """What a gateway's plan switched on, `remove` switches off again."""
    device, path = Device(enable=False), "/proc/sys/net/ipv4/ip_forward"
    with open(device.folder + "/site.yaml", "w") as file:
        file.write(GATEWAY)
    for words, wanted in ((("apply", device.folder + "/site.yaml", "--host", "gate", "--backend", "ufw", "--yes"), "1"),
                          (("remove", "--yes"), "0")):
        done = run(penstock, *words, check=False)
        tally.check(done.returncode == 0, "%s: exit %d, %s" % (words[0], done.returncode, done.stderr))
        with open(path) as file:
            tally.check(file.read().strip() == wanted, "%s: ip_forward is not %s" % (words[0], wanted))
    with open(device.folder + "/site.yaml", "w") as file:
        file.write(SITE)
    run(penstock, "apply", device.folder + "/site.yaml", "--host", "ss-1", "--backend", "ufw", "--yes")
    with open(path, "w") as file:  # as Docker does
        file.write("1")
    run(penstock, "remove", "--yes")
    with open(path) as file:
        tally.check(file.read().strip() == "1", "forwarding that was none of ours is off")
    with open("/etc/ufw/sysctl.conf") as file:
        tally.check(not any(line.startswith("net/ipv4/ip_forward=1") for line in file), "sysctl.conf forwards still")
    with open(path, "w") as file:
        file.write("0")
    device.close()
    run("ip", "link", "del", "eth0", check=False)


def main():
    private(sys.argv)
    penstock, tally = os.path.abspath(sys.argv[-1]), Tally()
    flushed(penstock, tally)  # first: the kernel has no chain of ufw yet
    forwarding(penstock, tally)
    scene = Scene(penstock)
    scene.tally = tally
    damaged_in_the_trial(scene)
    put_there_again(scene)
    scene.device.close()
    tally.end("the way back")


main()
