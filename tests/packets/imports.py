"""What a device has, taken over into a site and applied again: nothing of the machine changes. imports.py PENSTOCK.

Each step adds rules to the vendor's, so that every step is another rule set; the words are ufw's own (ufw(8))."""
import os
import sys

from device import APOLLO, Device, Tally, private, run

STEPS = [
    ("the vendor's rules", []),
    ("one partner", ["allow proto tcp from 10.0.0.5 to any port 8080"]),
    ("a network, IPv6", ["allow proto udp from 2001:db8::/32 to any port 514"]),
    ("a comment", ["allow 9443/tcp comment plant-view"]),
    ("a port of every protocol", ["allow 53"]),
    ("from one host, all ports", ["allow from 192.168.1.20"]),
    ("from one host to one of ours", ["allow from 192.168.0.4 to 192.168.1.222 port 22 proto tcp"]),
    ("a limit", ["limit 2222/tcp"]),
    ("a limit on ssh", ["delete allow 22/tcp", "limit 22/tcp"]),
    ("a log", ["allow log 3000/tcp"]),
    ("log-all on a service's port", ["allow log-all 4840/tcp", "allow log 55000/tcp"]),
    ("a deny", ["deny proto udp from 1.2.3.4 to any port 514"]),
    ("a reject", ["reject auth"]),
    ("a deny in front", ["insert 1 deny from 198.51.100.7"]),
    ("several ports", ["allow proto tcp from any to any port 8000,8010:8020"]),
    ("a range", ["allow 6000:6010/udp"]),
    ("an application's profile", ["allow Bind9"]),
    ("a source port", ["allow proto udp from any port 67 to any port 6767"]),
    ("interfaces", ["allow in on eth1 to any port 443 proto tcp", "allow in on eth0 to any port 80 proto tcp"]),
    ("the other interface of MQTT", ["allow in on eth1 to any port 1883"]),
    ("out to one host", ["allow out proto tcp from any to 10.0.0.9 port 587", "deny out 23/tcp"]),
    ("route rules", ["route allow in on eth0 out on eth1 to 10.2.0.5 port 502 proto tcp"]),
    ("another protocol", ["allow proto gre from 10.0.0.6", "allow proto esp from any to any"]),
    ("BACnet alone, without its tools", ["allow in 47808/udp"]),
    ("BACnet with its tools", ["allow out 49152:65535/udp"]),
    ("one family of a service", ["allow proto tcp from 0.0.0.0/0 to any port 55000"]),
    ("an internal service's port", ["allow 9090/tcp"]),
    ("no name lookups", ["delete allow out 53/udp"]),
    ("narrower than anywhere", ["allow proto tcp from 10.9.0.0/16 to any port 443"]),
    ("a higher log level", ["logging medium"]),
    ("no log", ["logging off"]),
    ("reject by default", ["default reject incoming"]),
    ("forwarding by default", ["default allow routed"]),
    ("IP-852", ["allow 1628/udp", "allow out 1628/udp", "allow 1629/tcp"]),
    ("no SSH", ["delete limit 22/tcp"]),
    ("standard security", ["default allow outgoing"]),
]

PROFILE = "[Bind9]\ntitle=names\ndescription=names\nports=5353/tcp|5300/udp\n"


def prepare():
    os.makedirs("/etc/ufw/applications.d", exist_ok=True)
    with open("/etc/ufw/applications.d/bind9", "w") as file:
        file.write(PROFILE)


def state(device):
    return device.files(), device.kernel()


def take_over(device, penstock, tally, name):
    path = device.folder + "/site.yaml"
    if os.path.exists(path):
        os.remove(path)
    before = state(device)
    first = run(penstock, "import", check=False)
    tally.check(first.returncode == 0, "%s: import: exit %d: %s" % (name, first.returncode, first.stderr))
    tally.check(run(penstock, "import", check=False).stdout == first.stdout, "%s: two imports differ" % name)
    run(penstock, "import", path, check=False)
    checked = run(penstock, "check", path, check=False)
    tally.check(checked.returncode == 0, "%s: the site has errors: %s" % (name, checked.stderr))
    differs = run(penstock, "diff", path, check=False)
    tally.check(differs.returncode == 0, "%s: diff: exit %d:\n%s%s" % (
        name, differs.returncode, "\n".join(line for line in differs.stdout.splitlines() if line[0] in "+-"),
        differs.stderr))
    applied = run(penstock, "apply", path, "--yes", check=False)
    tally.check(applied.returncode == 0, "%s: apply: exit %d: %s" % (name, applied.returncode, applied.stderr))
    after = state(device)
    changed = [path for path in before[0] if before[0][path] != after[0][path]]
    tally.check(not changed, "%s: changed: %s" % (name, changed))
    tally.check(before[1] == after[1], "%s: the kernel's rules changed: %s" % (
        name, sorted(set(before[1]) ^ set(after[1]))[:6]))
    return first


def main():
    private(sys.argv)
    penstock, tally = os.path.abspath(sys.argv[1]), Tally()
    device = Device()
    device.start_nginx()
    prepare()
    for name, commands in STEPS:
        for words in commands:
            device.ufw(*words.split(" "))
        take_over(device, penstock, tally, name)
    moved = APOLLO.replace("  80 default", "  1780 default").replace("[::]:80", "[::]:1780").replace("443 ssl", "1443 ssl")
    device.write_apollo(moved)
    run("/usr/sbin/nginx", "-s", "reload")
    said = take_over(device, penstock, tally, "web ports moved by hand").stdout
    tally.check("ports: {http: 1780, https: 1443}" in said, "the moved ports are not in the site")
    device.write_apollo(APOLLO)
    run("/usr/sbin/nginx", "-s", "reload")
    with open("/etc/default/ufw") as file:
        text = file.read()
    with open("/etc/default/ufw", "w") as file:
        file.write(text.replace("IPV6=yes", "IPV6=no"))
    device.ufw("reload")
    take_over(device, penstock, tally, "IPv6 off")
    print("%d rule sets" % (len(STEPS) + 2))
    device.close()
    tally.end("imports")


main()
