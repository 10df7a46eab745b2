"""Rules that are not penstock's survive apply, confirm and roll-back byte for byte, in ufw's files and in the kernel, also
those added by hand during the trial; and ufw's own files, when they are damaged or the disk is full, stay as they are:
foreign.py [--legacy] PENSTOCK"""
import os
import sys

from device import private, run
from lab import old_iptables
from ufw_scene import Scene

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
    full_disk(scene)
    damaged(scene)
    scene.device.close()
    scene.tally.end("foreign rules")


main()
