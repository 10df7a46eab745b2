"""The web ports of a SmartServer moved for real, with ufw and nginx: web.py PENSTOCK."""
import os
import socket
import subprocess
import sys
import time

from lab import apart
from device import APOLLO, DEVICE, VENDOR, Device, Tally, private, run

HERE = os.path.dirname(os.path.abspath(__file__))

SITE = DEVICE + "services: {mqtt: on, mqtts: on}\n"
MOVED = SITE + "ports: {http: 1780, https: 1443}\n"


class Scene:
    def __init__(self, penstock):
        self.penstock, self.tally, self.device = penstock, Tally(), Device()
        self.device.start_nginx()

    def site(self, text):
        path = self.device.folder + "/site.yaml"
        with open(path, "w") as file:
            file.write(text)
        return path

    def command(self, *words, code=0):
        done = run(self.penstock, *words, check=False)
        self.tally.check(done.returncode == code, "%s: exit %d\n%s%s" % (
            " ".join(words), done.returncode, done.stdout, done.stderr))
        return done

    def answering(self, *ports):
        """nginx closes what it no longer listens on a moment after its reload."""
        every, until, answers = (80, 443, 1780, 1443), time.monotonic() + 30, None
        wanted = [port for port in every if port in ports]
        while answers != wanted and time.monotonic() < until:
            answers = [port for port in every if self.device.answers(port).startswith("HTTP/1.1 ")]
        self.tally.check(answers == wanted, "ports %s answer, not %s" % (answers, wanted))

    def open_ports(self, *ports):
        """What ufw lets in, of the four ports, tcp and IPv4."""
        text = "\n".join(line for line in self.device.kernel() if line.startswith("-A ufw-user-input"))
        found = [port for port in (80, 443, 1780, 1443) if "-p tcp -m tcp --dport %d -j ACCEPT" % port in text]
        self.tally.check(found == list(ports), "ufw lets in %s, not %s" % (found, list(ports)))

    def unchanged(self, before, what):
        after = (self.device.files(), self.device.kernel())
        for path in before[0]:
            self.tally.check(after[0][path] == before[0][path], "%s: '%s' is another" % (what, path))
        self.tally.check(after[1] == before[1], "%s: the kernel's rules are others" % what)

    def state(self):
        return self.device.files(), self.device.kernel()


def as_the_vendor_page():
    """What the page leads to, but for what it does by mistake or without need: rules for tcp alone, no port 1680,
    nothing out for the new ports."""
    gone = ("allow in 80/tcp", "allow in 443/tcp", "allow in 443")
    return [words for words in VENDOR if words not in gone] + ["allow 1780/tcp", "allow 1443/tcp"]


def vendor_result():
    """The same by the real ufw, in namespaces of its own."""
    pid = subprocess.run([sys.executable, os.path.abspath(__file__), "--vendor"], capture_output=True, text=True,
                         stdin=subprocess.DEVNULL, env={k: v for k, v in os.environ.items()
                                                        if k != apart.MARK})
    return {tuple(line.split("\t")) for line in pid.stdout.splitlines()}


def roll_back(scene):
    before = scene.state()
    scene.command("apply", scene.site(MOVED), "--host", "ss-1")
    scene.answering(80, 443, 1780, 1443)
    scene.open_ports(80, 443, 1780, 1443)
    scene.command("rollback")
    scene.answering(80, 443)
    scene.unchanged(before, "after the roll-back")


class Visitors:
    """Behind eth1, so that they pass ufw's rules and not the loopback's."""

    def __init__(self, scene, port):
        self.child = subprocess.Popen(["ip", "netns", "exec", "visitors", sys.executable, HERE + "/visitors.py", "10.78.0.1",
                                       str(port)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.scene, self.port = scene, port

    def none_turned_away(self, what):
        self.child.stdin.write("\n")
        self.child.stdin.flush()
        answered, turned_away = map(int, self.child.stdout.readline().split())
        self.scene.tally.check(answered > 0 and turned_away == 0, "%s: port %d answered %d and turned %d away" % (
            what, self.port, answered, turned_away))
        print("%-24s port %4d: %5d visitors, %d turned away" % (what, self.port, answered, turned_away), flush=True)

    def close(self):
        self.child.stdin.close()
        self.child.wait()


def visited(scene):
    """Who comes by the old port until the confirm, and by the new one from the switch on, is never turned away."""
    run("ip", "netns", "add", "visitors")
    run("ip", "link", "add", "door", "type", "veth", "peer", "name", "street", "netns", "visitors")
    run("ip", "addr", "add", "10.78.0.1/24", "dev", "door")
    run("ip", "link", "set", "door", "up")
    run("ip", "-n", "visitors", "addr", "add", "10.78.0.2/24", "dev", "street")
    run("ip", "-n", "visitors", "link", "set", "street", "up")
    old = Visitors(scene, 443)
    old.none_turned_away("before")
    scene.command("apply", scene.site(MOVED), "--host", "ss-1")
    old.none_turned_away("trial start")
    new = Visitors(scene, 1443)
    scene.command("rollback")
    old.none_turned_away("roll-back")
    new.close()
    scene.answering(80, 443)
    scene.command("apply", scene.site(MOVED), "--host", "ss-1")
    old.none_turned_away("trial start")
    old.close()
    new = Visitors(scene, 1443)
    new.none_turned_away("in the trial")
    scene.command("confirm")
    new.none_turned_away("confirm")
    new.close()
    scene.command("apply", scene.site(SITE), "--host", "ss-1", "--yes")
    scene.answering(80, 443)


def move(scene):
    scene.command("diff", scene.site(MOVED), "--host", "ss-1", code=1)
    scene.command("apply", scene.site(MOVED), "--host", "ss-1")
    scene.command("confirm")
    scene.answering(1780, 1443)
    scene.open_ports(1780, 1443)
    wanted = vendor_result()
    scene.tally.check(scene.device.tuples() == wanted and wanted,
                      "the rules differ from the page's: %s" % sorted(scene.device.tuples() ^ wanted))
    rest = {line.strip() for line in APOLLO.splitlines()} ^ {line.strip() for line in scene.device.apollo().splitlines()}
    scene.tally.check(all(line.startswith("listen ") for line in rest) and len(rest) == 6,
                      "more than three lines of nginx's file changed: %s" % sorted(rest))
    scene.command("status")
    scene.command("diff", scene.site(MOVED), "--host", "ss-1")


def move_back(scene, before):
    scene.command("apply", scene.site(SITE), "--host", "ss-1", "--yes")
    scene.answering(80, 443)
    scene.open_ports(80, 443)
    scene.tally.check(scene.device.tuples() == before, "moved back, the rules are others: %s" %
                      sorted(scene.device.tuples() ^ before))
    scene.tally.check(scene.device.apollo() == APOLLO, "moved back, nginx's file is another")


def taken_port(scene):
    before = scene.state()
    with socket.create_server(("127.0.0.1", 1443)):
        done = scene.command("apply", scene.site(MOVED), "--host", "ss-1", code=1)
        scene.tally.check("port 1443 for 'https' is not free" in done.stderr, "the taken port is not named")
    scene.unchanged(before, "after a refusal")


def edited_meanwhile(scene):
    scene.command("apply", scene.site(MOVED), "--host", "ss-1")
    mine = scene.device.apollo() + "# mine\n"
    scene.device.write_apollo(mine)
    done = scene.command("confirm", code=1)
    scene.tally.check("somebody changed" in done.stderr, "the confirm does not say who is in the way")
    scene.command("rollback")
    scene.tally.check(scene.device.apollo() == mine, "somebody's edit was lost")
    scene.open_ports(80, 443)
    scene.device.write_apollo(APOLLO)
    run("/usr/sbin/nginx", "-s", "reload")


def refused_by_nginx(scene):
    """What nginx does not take is refused before anything has changed."""
    broken = APOLLO.replace("listen                  443 ssl;", "listen                  443 ssl nonsense;")
    scene.device.write_apollo(broken)
    before = scene.state()
    done = scene.command("apply", scene.site(MOVED), "--host", "ss-1", code=1)
    scene.tally.check("nginx -t" in done.stderr, "nginx's refusal is not told")
    scene.unchanged(before, "after nginx's refusal")
    scene.device.write_apollo(APOLLO)


def half_moved(scene):
    """[::]:80 was forgotten by hand: nginx -t does not see it, and the move ends it."""
    half = APOLLO.replace("  80 default", "  1780 default").replace("443 ssl", "1443 ssl")
    scene.device.write_apollo(half)
    run("/usr/sbin/nginx", "-s", "reload")
    scene.command("apply", scene.site(MOVED), "--host", "ss-1", "--yes")
    scene.tally.check("[::]:1780" in scene.device.apollo() and ":80 " not in scene.device.apollo(),
                      "the half move was not finished")
    scene.open_ports(1780, 1443)


def no_file(scene):
    os.rename("/etc/nginx/sites-available/apollo.conf", "/etc/nginx/gone")
    done = scene.command("apply", scene.site(MOVED), "--host", "ss-1", code=1)
    scene.tally.check("--nginx FILE" in done.stderr, "the way out is not named")
    scene.command("diff", scene.site(MOVED), "--host", "ss-1", "--nginx", "/etc/nginx/gone")
    os.rename("/etc/nginx/gone", "/etc/nginx/sites-available/apollo.conf")


def several_ports(scene):
    scene.device.ufw("allow", "in", "1780,1999/tcp")
    done = scene.command("apply", scene.site(SITE), "--host", "ss-1", code=1)
    scene.tally.check("among others" in done.stderr, "the rule with several ports is not named")
    scene.device.ufw("delete", "allow", "in", "1780,1999/tcp")


def move_alone(scene, before):
    """web-ports changes nothing else, and leads back."""
    scene.command("web-ports", "--https", "1443", "--yes")
    scene.answering(80, 1443)
    scene.open_ports(80, 1443)
    scene.command("web-ports", "--http", "1780", "--fix-redirect", "--yes")
    scene.answering(1780, 1443)
    scene.tally.check("https://$host:1443$request_uri" in scene.device.apollo(), "the redirect was not mended")
    scene.command("web-ports", "--http", "80", "--https", "443", "--fix-redirect", "--yes")
    scene.answering(80, 443)
    scene.tally.check(scene.device.tuples() == before, "the rules are others: %s" %
                      sorted(scene.device.tuples() ^ before))
    scene.tally.check(scene.device.apollo() == APOLLO, "nginx's file is another")


def factory_restore(scene, before):
    """It resets ufw and not nginx: put together again in either direction."""
    moved = APOLLO.replace("  80 default", "  1780 default").replace("[::]:80", "[::]:1780")
    for ports in (("1780", "1443"), ("80", "443")):
        scene.device.write_apollo(moved.replace("443 ssl", "1443 ssl"))
        run("/usr/sbin/nginx", "-s", "reload")
        scene.answering(1780, 1443)
        scene.open_ports(80, 443)
        scene.command("web-ports", "--http", ports[0], "--https", ports[1], "--yes")
        scene.answering(*map(int, ports))
        scene.open_ports(*map(int, ports))
        scene.command("web-ports", "--http", "80", "--https", "443", "--yes")
        scene.tally.check(scene.device.tuples() == before, "after the restore the rules are others: %s" %
                          sorted(scene.device.tuples() ^ before))


def reaches(source, port):
    """Whether somebody outside gets an answer from the device, by an address of its own."""
    words = "import socket, sys; socket.create_connection(('10.78.0.1', %d), 2, ('%s', 0)).close()" % (port, source)
    return run("ip", "netns", "exec", "visitors", sys.executable, "-c", words, check=False).returncode == 0


def banned(scene):
    """Whom somebody keeps out of the pages stays out, in the trial and behind it; all others are let in."""
    run("ip", "-n", "visitors", "addr", "add", "10.78.0.66/24", "dev", "street")
    first = scene.device.tuples()
    for ban in ("deny from 10.78.0.66", "reject from 10.78.0.66 to any port 443 proto tcp",
                "deny in on door from 10.78.0.64/29", "deny log from 10.78.0.66 to 10.78.0.1 port 443"):
        def kept_out(when, *ports):
            for port in ports:
                scene.tally.check(not reaches("10.78.0.66", port), "%s: '%s' lets in to %d" % (when, ban, port))
                scene.tally.check(reaches("10.78.0.2", port), "%s: '%s' keeps all out of %d" % (when, ban, port))
        scene.device.ufw("insert", "1", *ban.split(" "))
        kept_out("before", 443)
        scene.command("web-ports", "--https", "1443")
        kept_out("in the trial", 443, 1443)
        scene.command("confirm")
        scene.answering(80, 1443)
        kept_out("confirmed", 1443)
        scene.command("apply", scene.site(MOVED), "--host", "ss-1", "--yes")
        scene.answering(1780, 1443)
        kept_out("applied", 1443)
        scene.command("apply", scene.site(SITE), "--host", "ss-1", "--yes")
        scene.answering(80, 443)
        kept_out("at home", 443)
        scene.device.ufw("delete", *ban.split(" "))
        scene.tally.check(scene.device.tuples() == first, "the rules are others after '%s': %s" % (
            ban, sorted(scene.device.tuples() ^ first)))


def carried(scene):
    """A rule that lets in by one interface alone moves along, and stays so narrow."""
    for words in ("delete allow in 443/tcp", "delete allow in 443", "allow in on eth1 to any port 443 proto tcp"):
        scene.device.ufw(*words.split(" "))
    scene.command("web-ports", "--https", "1443", "--yes")
    rules = {rule for _, rule in scene.device.tuples()}
    scene.tally.check("allow tcp 1443 0.0.0.0/0 any 0.0.0.0/0 in_eth1" in rules and
                      not any(" 443 " in rule and rule.endswith("in_eth1") for rule in rules),
                      "the rule on eth1 did not move along: %s" % sorted(rule for rule in rules if "443" in rule))


def main():
    private(sys.argv)
    if sys.argv[1] == "--vendor":
        device = Device(rules=as_the_vendor_page())
        print("\n".join("\t".join(item) for item in device.tuples()))
        device.close()
        return
    scene = Scene(os.path.abspath(sys.argv[1]))
    first = scene.device.tuples()
    roll_back(scene)
    move(scene)
    move_back(scene, first)
    taken_port(scene)
    edited_meanwhile(scene)
    refused_by_nginx(scene)
    half_moved(scene)
    no_file(scene)
    several_ports(scene)
    scene.command("apply", scene.site(SITE), "--host", "ss-1", "--yes")
    scene.command("remove", "--yes")
    move_alone(scene, first)
    factory_restore(scene, first)
    visited(scene)
    banned(scene)
    carried(scene)
    scene.device.close()
    scene.tally.end("web ports")


main()
