"""What other people did to a machine, by a seed: each touch is a name, when it happens, and shell commands."""
import random

MOMENTS = ("files", "typed", "written", "on", "kernel", "late")
# files: what ufw reads besides its rules; typed: words of ufw; written: hand-made lines; on: ufw is switched on;
# kernel: what others load into it; late: files that were edited since and are not loaded.

V4 = ("198.51.100.%d", "203.0.113.%d", "10.%d.0.0/16", "192.0.2.%d")
V6 = ("2001:db8::%x", "2001:db8:%x::/48", "fd00:9::%x")
PORTS = (21, 22, 23, 25, 53, 80, 123, 161, 443, 502, 631, 1443, 1628, 1780, 1883, 2222, 2404, 3000, 3306, 4840, 5353,
         5900, 8080, 8443, 8883, 9100, 20000, 44818, 47808, 55000)
LINKS = ("eth0", "eth1", "lo", "tun0", "wlan0", "br-lan", "main_0", "ip70")


class Dice:
    def __init__(self, seed):
        self.random = random.Random(seed)
        self.one, self.often = self.random.choice, self.random.randint

    def chance(self, share):
        return self.random.random() < share

    def v4(self):
        return self.one(V4) % self.often(1, 250)

    def v6(self):
        return self.one(V6) % self.often(1, 250)

    def peer(self, v6):
        return self.v6() if v6 else self.v4()

    def port(self):
        return self.one(PORTS)


def match(dice, v6, chain=""):
    """A match of iptables as people write them."""
    words = []
    if dice.chance(0.6):
        words.append(("-d " if "output" in chain.lower() else "-s ") + dice.peer(v6))
    if dice.chance(0.2):
        side = "-o" if "output" in chain.lower() else "-i"
        words.append("%s %s" % (side, dice.one(LINKS)))
    if dice.chance(0.6):
        protocol = dice.one(("tcp", "udp"))
        words.append("-p " + protocol)
        words.append(dice.one(("--dport %d" % dice.port(), "-m multiport --dports %d,%d" % (dice.port(), 60000),
                               "--sport %d" % dice.port(), "--dport %d:%d" % (30000, 30000 + dice.often(1, 99)))))
        if protocol == "tcp" and dice.chance(0.2):
            words.append("-m conntrack --ctstate NEW")
    extra = ("-m limit --limit 5/min", "-m comment --comment 'by hand; really'", "-m mark --mark 0x2",
             "-m connlimit --connlimit-above 9", "-m recent --name seen --set", "-m length --length 0:99",
             "-m statistic --mode random --probability 0.5", "-m pkttype --pkt-type broadcast",
             "-m hashlimit --hashlimit-above 9/sec --hashlimit-name h", "-m string --string 'a b' --algo bm",
             "-m state --state NEW", "-m addrtype --dst-type LOCAL", "-m iprange --src-range 10.0.0.1-10.0.0.9")
    if dice.chance(0.3):
        one = dice.one(extra)
        words.append(extra[0] if v6 and "iprange" in one else one)
    return " ".join(words)


def verdict(dice, v6):
    return dice.one(("DROP", "DROP", "REJECT", "ACCEPT", "RETURN", "LOG --log-prefix 'mine: '",
                     "REJECT --reject-with icmp6-adm-prohibited" if v6 else "REJECT --reject-with icmp-host-prohibited",
                     "NFLOG --nflog-group 2"))


def tool(v6):
    return "ip6tables" if v6 else "iptables"


def ufws(v6, name):
    return ("ufw6-" if v6 else "ufw-") + name


# --- what ufw's own files say


def policies(dice):
    lines = []
    for chain in dice.random.sample(("INPUT", "OUTPUT", "FORWARD"), dice.often(1, 2)):
        lines.append("s/^DEFAULT_%s_POLICY=.*/DEFAULT_%s_POLICY=%s/" % (
            chain, chain, dice.one(('"ACCEPT"', '"DROP"', '"REJECT"', "DROP", "'DROP'"))))
    return ["sed -i '%s' /etc/default/ufw" % line.replace("'", "\"") for line in lines]


def no_ipv6(dice):
    return ["sed -i 's/^IPV6=.*/IPV6=%s/' /etc/default/ufw" % dice.one(("no", "No"))]


def logging(dice):
    return ["ufw logging " + dice.one(("off", "low", "medium", "high", "full"))]


def profile(dice):
    text = "[%s]\\ntitle=t\\ndescription=d\\nports=%s\\n" % ("Plant View", dice.one(("9443/tcp", "80,443/tcp", "5300")))
    return ["printf '%s' >/etc/ufw/applications.d/plant" % text]


# --- words of ufw


def typed(dice):
    way = dice.one(("", "", "in ", "in on %s " % dice.one(LINKS), "out ", "out on %s " % dice.one(LINKS)))
    what = dice.one(("allow ", "allow ", "allow ", "deny ", "reject ", "limit "))
    log = dice.one(("", "", "", "log ", "log-all "))
    port, protocol = dice.port(), dice.one(("tcp", "udp"))
    shape = dice.often(1, 7)
    if shape == 1 and not log:
        words = "%s%s%d%s" % (what, way if " on " not in way else "", port, dice.one(("", "/tcp", "/udp")))
    elif shape == 2:
        words = "%s%s%sfrom %s" % (what, way, log, dice.peer(dice.chance(0.3)))
    elif shape == 3:
        words = "%s%s%sfrom %s to any port %d proto %s" % (what, way, log, dice.peer(dice.chance(0.3)), port, protocol)
    elif shape == 4:
        words = "%s%s%sto any port %d" % (what, way, log, port)
    elif shape == 5:
        words = "%s%s%sproto %s to any port %d,%d" % (what, way, log, protocol, port, 40000 + dice.often(1, 9))
    elif shape == 6:
        words = "route %sin on eth0 out on eth1 from %s to %s" % (what, dice.v4(), dice.v4())
    else:
        words = "%s%s%sproto %s to any port %d:%d" % (what, way, log, protocol, 21000, 21000 + dice.often(1, 9))
    if dice.chance(0.3):
        words = dice.one(("prepend ", "insert 1 ")) + words if "route" not in words else words
    if dice.chance(0.3):
        words += " comment '%s'" % dice.one(("mine", "penstock", "penstock:ssh a>b", "Werk 3 \u00e4", "a b  c"))
    return ["ufw " + words]


def typed_profile(dice):
    return ["[ ! -e /etc/ufw/applications.d/plant ] || ufw %s 'Plant View'" % dice.one(("allow", "allow in", "limit"))]


# --- lines by hand


def hand_line(dice):
    """Among ufw's own lines of its files before and after."""
    v6, name = dice.chance(0.3), dice.one(("before", "after"))
    chain = ufws(v6, name + dice.one(("-input", "-input", "-output", "-forward")))
    line = "-A %s %s -j %s" % (chain, match(dice, v6, chain), verdict(dice, v6))
    place = dice.one(("/^# don.t delete the 'COMMIT'/i", "/^# End required lines/a", "/^COMMIT/i"))
    return [put(v6, name, place, line)]


def put(v6, name, place, line):
    text = line.replace("\\", "\\\\").replace("'", "\"").replace("/", "\\/").replace("\\/", "/")
    return "sed -i '%s %s' /etc/ufw/%s%s.rules" % (place.replace("'", "."), text, name, "6" if v6 else "")


def hand_chain(dice):
    v6 = dice.chance(0.3)
    name = dice.one(("watch", "LOGGED", "ufw-mine", "user-bans"))
    to = ufws(v6, "before-input")
    declared = ":%s - [0:0]" % name
    path = "/etc/ufw/before%s.rules" % ("6" if v6 else "")
    lines = ["-A %s %s -j %s" % (name, match(dice, v6), verdict(dice, v6)) for _ in range(dice.often(0, 3))]
    lines.append("-A %s %s -j %s" % (to, match(dice, v6), name))
    done = ["sed -i '0,/^:ufw/s//%s\\n&/' %s" % (declared, path)]
    return done + [put(v6, "before", "/^COMMIT/i", line) for line in lines]


def other_table(dice):
    v6 = dice.chance(0.2)
    table, lines = dice.one((
        ("nat", [":PREROUTING ACCEPT [0:0]",
                 "-A PREROUTING -p tcp --dport %d -j REDIRECT --to-ports 8080" % dice.port()]),
        ("nat", [":POSTROUTING ACCEPT [0:0]", "-F POSTROUTING", "-A POSTROUTING -o eth1 -j MASQUERADE"]),
        ("nat", [":dnats - [0:0]", "-A dnats -p tcp --dport 81 -j REDIRECT --to-ports 82", "-A PREROUTING -j dnats"]),
        ("mangle", [":PREROUTING ACCEPT [0:0]", "-A PREROUTING -i eth1 -j MARK --set-mark 2"]),
        ("raw", [":PREROUTING ACCEPT [0:0]", "-A PREROUTING -p udp --dport 9 -j NOTRACK"])))
    text = "\\n".join(["*" + table] + lines + ["COMMIT"])
    path = "/etc/ufw/%s%s.rules" % (dice.one(("before", "before", "after")), "6" if v6 else "")
    at = dice.one(("1i %s", "$a %s"))
    return ["sed -i '%s' %s" % (at % text, path)]


def user_line(dice):
    """Below ufw's own in user.rules, without a tuple."""
    v6 = dice.chance(0.3)
    chain = ufws(v6, "user-" + dice.one(("input", "output", "forward")))
    line = "-A %s %s -j %s" % (chain, match(dice, v6, chain), verdict(dice, v6))
    return [put(v6, "user", dice.one(("/^### RULES ###/a", "/^### END RULES ###/i")), line)]


def hook(dice):
    name = dice.one(("before", "after"))
    return ["printf '#!/bin/sh\\nexit 0\\n' >/etc/ufw/%s.init" % name,
            "chmod %s /etc/ufw/%s.init" % (dice.one(("640", "750")), name)]


def crlf(dice):
    return [dice.one(("echo >>/etc/default/ufw", "echo '# by hand' >>/etc/ufw/user.rules",
                      "sed -i 's/^LOGLEVEL=.*/&\\n\\n# x/' /etc/ufw/ufw.conf", "chmod 644 /etc/ufw/user.rules",
                      "chmod 600 /etc/ufw/before.rules", "echo 'net/ipv4/ip_forward=1' >>/etc/ufw/sysctl.conf",
                      "sed -i '/^# /d' /etc/ufw/before.rules", "sed -i 's/^-A/ -A/' /etc/ufw/after.rules"))]


# --- the kernel


def ban(dice):
    """A program that bans: a chain of its own and a jump to it, before ufw's."""
    v6 = dice.chance(0.3)
    name, run = dice.one(("f2b-sshd", "sshguard", "CROWDSEC", "BLACKLIST", "ufw-blocklist-input")), tool(v6)
    done = ["%s -N %s" % (run, name)]
    done += ["%s -A %s -s %s -j %s" % (run, name, dice.peer(v6), dice.one(("DROP", "REJECT")))
             for _ in range(dice.often(0, 4))]
    done.append("%s -I %s 1 %s -j %s" % (run, dice.one(("INPUT", ufws(v6, "before-input"))), match(dice, v6), name))
    return done


def ban_set(dice):
    name = "set%d" % dice.often(1, 3)
    return ["ipset create -exist %s hash:net" % name, "ipset add -exist %s %s" % (name, dice.v4()),
            "iptables -I %s 1 -m set --match-set %s src -j DROP" % (
                dice.one(("INPUT", "ufw-before-input", "ufw-user-input", "FORWARD")), name)]


def lone_rule(dice):
    v6 = dice.chance(0.3)
    chain = dice.one(("INPUT", "OUTPUT", "FORWARD") + tuple(ufws(v6, name) for name in (
        "before-input", "before-output", "user-input", "user-output", "user-forward", "after-input", "reject-input",
        "track-input", "track-output", "logging-deny", "not-local", "skip-to-policy-input", "user-limit",
        "user-limit-accept", "before-logging-input", "after-logging-output", "user-logging-input")))
    if v6 and chain.endswith("not-local"):
        chain = "INPUT"
    how = dice.one(("-A %s" % chain, "-I %s 1" % chain))
    return ["%s %s %s -j %s" % (tool(v6), how, match(dice, v6, chain), verdict(dice, v6))]


def twin_rule(dice):
    """What ufw has already, once more."""
    chain = dice.one(("ufw-before-input", "ufw-user-input", "INPUT", "ufw-user-output", "ufw-after-input"))
    return ["rule=$(iptables -S %s | grep '^-A' | tail -n %d | head -n 1)" % (chain, dice.often(1, 4)),
            "[ -z \"$rule\" ] || eval iptables \"$rule\""]


def other_kernel_table(dice):
    v6 = dice.chance(0.2)
    return ["%s -t %s" % (tool(v6), dice.one((
        "nat -A POSTROUTING -o eth1 -j MASQUERADE", "nat -I PREROUTING -p tcp --dport 81 -j REDIRECT --to-ports 82",
        "mangle -A PREROUTING -i eth1 -j MARK --set-mark 7", "raw -A PREROUTING -p udp --dport 9 -j NOTRACK",
        "mangle -A FORWARD -p tcp --tcp-flags SYN,RST SYN -j TCPMSS --clamp-mss-to-pmtu",
        "security -A INPUT -j LOG", "mangle -P FORWARD DROP", "nat -N spare")))]


def docker(dice):
    return ["iptables -t nat -N DOCKER", "iptables -t nat -A PREROUTING -m addrtype --dst-type LOCAL -j DOCKER",
            "iptables -t nat -A POSTROUTING -s 172.17.0.0/16 ! -o docker0 -j MASQUERADE",
            "iptables -N DOCKER-USER", "iptables -I FORWARD -j DOCKER-USER", "iptables -A DOCKER-USER -j RETURN"]


def nft_table(dice):
    name, family = "other%d" % dice.often(1, 2), dice.one(("inet", "ip", "ip6", "netdev", "arp"))
    if family == "netdev":
        return ["nft 'add table netdev %s; add chain netdev %s in { type filter hook ingress device eth0 "
                "priority 0; }'" % (name, name)]
    return ["nft 'add table %s %s; add chain %s %s c { type filter hook input priority %d; }'" % (
        family, name, family, name, dice.often(-300, 300)),
        "nft add rule %s %s c %s" % (family, name, dice.one(("counter", "accept", "return") if family == "arp" else (
            "tcp dport %d drop" % dice.port(), "counter accept", "udp dport 9 return", "ct state invalid drop")))]


def legacy(dice):
    return ["%s-legacy %s" % (tool(dice.chance(0.3)), dice.one((
        "-A INPUT -p tcp --dport %d -j DROP" % dice.port(), "-N left", "-A FORWARD -j ACCEPT",
        "-t nat -A POSTROUTING -o eth1 -j MASQUERADE")))]


def policy(dice):
    return ["%s -P %s %s" % (tool(dice.chance(0.4)), dice.one(("INPUT", "OUTPUT", "FORWARD")),
                             dice.one(("ACCEPT", "DROP")))]


def gone(dice):
    """A rule of ufw's files that somebody took out of the kernel."""
    v6 = dice.chance(0.3)
    chain = ufws(v6, dice.one(("before-input", "user-input", "user-output", "after-input", "before-output",
                               "logging-deny", "skip-to-policy-input")))
    return ["%s -D %s %d 2>/dev/null || :" % (tool(v6), chain, dice.often(1, 5))]


def emptied(dice):
    return ["iptables -F " + dice.one(("ufw-user-input", "ufw-after-input", "ufw-before-output", "ufw-user-output"))]


# --- edited and not loaded


def late(dice):
    return dice.one((hand_line, hand_chain, other_table, user_line, policies, no_ipv6))(dice)


def late_tuple(dice):
    port = dice.port()
    lines = "### tuple ### allow tcp %d 0.0.0.0/0 any 0.0.0.0/0 in\\n" \
        "-A ufw-user-input -p tcp --dport %d -j ACCEPT" % (port, port)
    return ["sed -i '/^### RULES ###/a \\\\n%s' /etc/ufw/user.rules" % lines]


KINDS = {
    "files": ((policies, 0.4), (no_ipv6, 0.15), (logging, 0.3), (profile, 0.3), (hook, 0.15)),
    "typed": ((typed, 1.0), (typed, 0.9), (typed, 0.8), (typed, 0.6), (typed, 0.4), (typed, 0.3), (typed_profile, 0.5)),
    "written": ((hand_line, 0.5), (hand_line, 0.3), (hand_chain, 0.25), (other_table, 0.25), (user_line, 0.25),
                (crlf, 0.2)),
    "on": (),
    "kernel": ((ban, 0.5), (ban, 0.2), (ban_set, 0.3), (lone_rule, 0.6), (lone_rule, 0.5), (lone_rule, 0.3),
               (twin_rule, 0.2), (other_kernel_table, 0.35), (docker, 0.15), (nft_table, 0.25), (legacy, 0.1),
               (policy, 0.15), (gone, 0.2), (emptied, 0.05)),
    "late": ((late, 0.15), (late_tuple, 0.1)),
}


def touches(seed):
    """Of one machine, in their order: (moment, name, commands)."""
    dice = Dice(seed)
    found = []
    for moment in MOMENTS:
        if moment == "on":
            found.append(("on", "on", ["ufw --force enable"] if dice.chance(0.85) else []))
        for make, share in KINDS[moment]:
            if dice.chance(share):
                found.append((moment, make.__name__, make(dice)))
    return found
