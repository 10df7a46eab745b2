"""A device with rules of many hands: the vendor's, somebody's own ones, fail2ban's and Docker's."""
from device import DEVICE, Device, Tally, run

SITE = DEVICE + """services: {mqtt: on, mqtts: on, opc-ua: on, smtp: off}
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
