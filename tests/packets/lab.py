"""The lab: network namespaces joined by veth, each with an agent in it. Everything lives in private network and
mount namespaces; leaving the lab ends its processes and namespaces."""
import json
import os
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, ".."))

import apart  # noqa: E402


def enter_private(argv):
    """Runs this script again inside its own network and mount namespaces, once."""
    apart.enter(argv)
    subprocess.run(["mount", "-t", "tmpfs", "tmpfs", "/run"], check=True)


def old_iptables():
    """From here on `iptables` is the one over ip_tables, for everything that runs in this mount namespace."""
    apart.check()
    run("mount", "--bind", "/usr/sbin/xtables-legacy-multi", "/usr/sbin/xtables-nft-multi")
    if "legacy" not in run("/usr/sbin/iptables", "-V").stdout:
        sys.exit("packets: the old iptables is not to be had here")


def run(*argv, ns=None, check=True, **more):
    if ns:
        argv = ("ip", "netns", "exec", ns) + argv
    done = subprocess.run(argv, capture_output=True, text=True, **more)
    if check and done.returncode != 0:
        raise RuntimeError("%s: exit %d\n%s%s" % (" ".join(argv), done.returncode, done.stdout, done.stderr))
    return done


class Agent:
    def __init__(self, ns):
        self.child = subprocess.Popen(["ip", "netns", "exec", ns, sys.executable, HERE + "/agent.py"],
                                      stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def ask(self, do, **arguments):
        self.tell(do, **arguments)
        return self.hear()

    def tell(self, do, **arguments):
        self.child.stdin.write(json.dumps(dict(arguments, do=do)) + "\n")
        self.child.stdin.flush()

    def hear(self):
        line = self.child.stdout.readline()
        if not line:
            raise RuntimeError("an agent of the lab has died")
        return json.loads(line)

    def close(self):
        self.child.stdin.close()
        self.child.wait()


QUIET = {"net.ipv4.icmp_ratelimit": 0, "net.ipv4.icmp_ratemask": 0, "net.ipv6.icmp.ratelimit": 0,
         "net.ipv4.conf.all.rp_filter": 0, "net.ipv4.conf.default.rp_filter": 0,
         "net.ipv4.conf.all.accept_local": 1, "net.ipv4.ip_nonlocal_bind": 1, "net.ipv6.ip_nonlocal_bind": 1,
         "net.ipv6.conf.all.accept_dad": 0, "net.ipv6.conf.default.accept_dad": 0}


class Lab:
    """`with Lab() as lab:`; namespaces are named after what lives in them."""

    def __init__(self):
        apart.check()
        self.names, self.agents = [], {}
        self.folder = tempfile.TemporaryDirectory(prefix="penstock-lab-")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        for agent in self.agents.values():
            agent.close()
        for name in self.names:
            run("ip", "netns", "delete", name)
        self.folder.cleanup()

    def namespace(self, name):
        run("ip", "netns", "add", name)
        self.names.append(name)
        for key, value in QUIET.items():
            run("sysctl", "-q", "-w", "%s=%s" % (key, value), ns=name, check=False)
        run("ip", "link", "set", "lo", "up", ns=name)

    def agent(self, name):
        if name not in self.agents:
            self.agents[name] = Agent(name)
        return self.agents[name]

    def cable(self, left, left_if, right, right_if):
        run("ip", "link", "add", left_if, "netns", left, "type", "veth", "peer", "name", right_if, "netns", right)
        for ns, link in ((left, left_if), (right, right_if)):
            run("ip", "link", "set", link, "up", ns=ns)

    def address(self, ns, link, address):
        length = "/128" if ":" in address else "/32"
        run("ip", "addr", "add", address + length, "dev", link, *(["nodad"] if ":" in address else []), ns=ns)

    def route(self, ns, link, to, source=None):
        words = ["ip", "-6" if ":" in to else "-4", "route", "replace", to, "dev", link]
        run(*(words + (["src", source] if source else [])), ns=ns)
