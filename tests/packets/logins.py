"""Ways to be logged in, with the real servers: what is recognised, what apply does, and whether a second login works
after it: logins.py [--all] [WAY...] PENSTOCK

Each way is tried with a site that closes it (apply must refuse, and nothing changes), and with one that leaves it open.
Without --all some of them, and what is open is asked of `diff`; with it all of them, and a second login after a real
trial. --all needs dropbear-bin, inetutils-telnetd, mosh, screen and socat besides."""
import os
import shutil
import subprocess
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
import apart

apart.enter(sys.argv, *apart.PROCESSES)
WHOLE, PENSTOCK = "--all" in sys.argv, os.path.abspath(sys.argv[-1])
ONLY = [word for word in sys.argv[1:-1] if not word.startswith("-")]
HOST, HERE = "10.20.0.11", "/run/logins"
PYTHON = "/usr/bin/python3"  # what is below /root is hidden
SITE = """penstock: 1
site: Plant
product: geo-scada
version: "2022"
redundancy: hot-standby
hosts:
  - {name: srv-a, role: server, address: [10.20.0.11, "fd00:20::11"]}
  - {name: srv-b, role: server, address: 10.20.0.12}
"""
SSH = ["ssh", "-q", "-F", "none", "-i", HERE + "/user", "-o", "StrictHostKeyChecking=no", "-o", "BatchMode=yes",
       "-o", "UserKnownHostsFile=/dev/null", "-o", "ConnectTimeout=2"]
TUN = '''import fcntl, os, select, socket, struct, subprocess, sys
role, address = sys.argv[1:]
tun = os.open("/dev/net/tun", os.O_RDWR)
fcntl.ioctl(tun, 0x400454ca, struct.pack("16sH", b"tun0", 0x1001))
subprocess.run(["ip", "addr", "add", address, "dev", "tun0"])
subprocess.run(["ip", "link", "set", "tun0", "up"])
udp, peer = socket.socket(socket.AF_INET, socket.SOCK_DGRAM), None
if role == "server":
    udp.bind(("0.0.0.0", 1194))
else:
    peer = ("10.20.0.11", 1194)
    udp.sendto(b"", peer)
while True:
    ready = select.select([tun, udp], [], [])[0]
    if tun in ready:
        data = os.read(tun, 2000)
        peer and udp.sendto(data, peer)
    if udp in ready:
        data, other = udp.recvfrom(2000)
        peer = other if role == "server" else peer
        data and os.write(tun, data)
'''
# A program of one process that hands a shell to whoever connects.
SHELL = '''import socket, subprocess, sys
listener = socket.socket()
listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
listener.bind(("0.0.0.0", int(sys.argv[1])))
listener.listen()
while True:
    peer = listener.accept()[0]
    words = peer.recv(9999).decode()
    peer.sendall(subprocess.run(["sh", "-c", words], stdout=subprocess.PIPE, stderr=subprocess.STDOUT).stdout + b".\\n")
    peer.close()
'''
# What inetd does, with `argv` as the server; or (`--pass`) hands on the socket that listens, as systemd does.
INETD = '''import os, socket, subprocess, sys, time
listener = socket.socket()
listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
listener.bind(("0.0.0.0", int(sys.argv[1])))
listener.listen()
if sys.argv[2] == "--pass":
    if os.fork() == 0:
        os.dup2(listener.fileno(), 3)
        os.set_inheritable(3, True)
        os.environ.update(LISTEN_FDS="1", LISTEN_PID=str(os.getpid()))
        os.execv(sys.argv[3], sys.argv[3:])
    time.sleep(600)
while True:
    peer = listener.accept()[0]
    subprocess.Popen(sys.argv[2:], stdin=peer, stdout=peer, stderr=subprocess.DEVNULL)
    peer.close()
'''
# Refuses every option, as a simple client may.
TELNET = '''import socket, sys
peer = socket.create_connection((sys.argv[1], 23), 3)
peer.settimeout(30)
peer.sendall((sys.argv[2] + "\\r\\nexit\\r\\n").encode())
while True:
    data = peer.recv(9999)
    if not data:
        break
    for at in range(len(data) - 2):
        if data[at] == 255 and data[at + 1] in (251, 253):
            peer.sendall(bytes((255, 254 if data[at + 1] == 251 else 252, data[at + 2])))
    sys.stdout.write(data.decode(errors="replace"))
'''
failed, told = 0, []


def check(holds, what):
    global failed
    if not holds:
        failed += 1
        print("FAILED " + what, flush=True)


def must(*words, **more):
    return subprocess.run(words, check=True, capture_output=True, text=True, **more).stdout


def start(*words, outside=False):
    words = (["ip", "netns", "exec", "w"] if outside else []) + list(words)
    return subprocess.Popen(words, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                            start_new_session=True)


def outside(*words, give="", seconds=40):
    done = subprocess.run(["ip", "netns", "exec", "w", *words], input=give, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, text=True, errors="replace", timeout=seconds)
    return done.stdout


def put(name, text):
    with open(HERE + "/" + name, "w") as file:
        file.write(text)


def heard(address, port, where=()):
    """Waits until somebody answers on a port."""
    code = "import socket,sys; socket.create_connection((sys.argv[1], int(sys.argv[2])), 1).close()"
    for _ in range(100):
        if subprocess.run([*where, PYTHON, "-c", code, address, str(port)], stderr=subprocess.DEVNULL).returncode == 0:
            time.sleep(0.1)  # it is gone again
            return
        time.sleep(0.05)
    raise SystemExit("nobody listens on %s %s" % (address, port))


def world():
    must("mount", "--make-rprivate", "/")
    must("mount", "-t", "tmpfs", "tmpfs", "/run")
    os.makedirs("/run/netns")
    os.makedirs("/run/sshd")
    os.makedirs(HERE + "/home/.ssh")
    must("mount", "--bind", HERE + "/home", "/root")
    must("ip", "link", "set", "lo", "up")
    must("ip", "netns", "add", "w")
    must("ip", "link", "add", "eth0", "type", "veth", "peer", "name", "eth0", "netns", "w")
    for words in ("addr add 10.20.0.11/24 dev eth0", "addr add fd00:20::11/64 dev eth0 nodad", "link set eth0 up",
                  "-n w addr add 10.20.0.50/24 dev eth0", "-n w addr add fd00:20::50/64 dev eth0 nodad",
                  "-n w link set lo up", "-n w link set eth0 up"):
        must("ip", *words.split())
    for key in ("host", "user"):
        must("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", HERE + "/" + key)
    shutil.copy(HERE + "/user.pub", HERE + "/home/.ssh/authorized_keys")
    os.chmod(HERE + "/home/.ssh", 0o700)
    put("tun.py", TUN)
    put("shell.py", SHELL)
    put("inetd.py", INETD)


def sshd(port=22, where=(), run=True):
    put("sshd.%d" % port, "Port %d\nHostKey %s/host\nStrictModes no\nUsePAM no\nPidFile none\nPermitRootLogin yes\n"
        "PermitTunnel yes\nGatewayPorts yes\nAuthorizedKeysFile %s/home/.ssh/authorized_keys\n" % (port, HERE, HERE))
    words = ["/usr/sbin/sshd", "-D", "-f", HERE + "/sshd.%d" % port]
    if run:
        start(*words, outside=bool(where))
        heard("127.0.0.1", port, where)
    return words


class Way:
    """One way: `begin` makes it ready, `say` runs a line over it. `opens`: what a site says that leaves it open; None:
    nothing a site says is enough, the name must be typed."""
    sample = False
    admin = "admin: [{service: ssh, port: 22, from: [10.20.0.50]}]\n"
    host = HOST

    def begin(self):
        sshd()

    def say(self, line):
        return outside(*SSH, "root@" + self.host, line)

    def again(self):
        return self.say("echo in-again")


class Ssh(Way):
    sample = True


class OtherPort(Way):
    admin = Way.admin.replace("22", "2222")

    def begin(self):
        sshd(2222)

    def say(self, line):
        return outside(*SSH, "-p", "2222", "root@" + HOST, line)


class NoEnvironment(Way):
    def say(self, line):
        return outside(*SSH, "root@" + HOST, "env -u SSH_CONNECTION -u SSH_CLIENT setsid -w sh -c %s" % quoted(line))


class Su(Way):
    def say(self, line):
        return outside(*SSH, "root@" + HOST, "su -s /bin/sh -c %s root" % quoted(line))


class Inetd(Way):
    def begin(self):
        start(PYTHON, HERE + "/inetd.py", "22", "/usr/sbin/sshd", "-i", *sshd(22, run=False)[2:])
        heard(HOST, 22)


class Passed(Way):
    def begin(self):
        start(PYTHON, HERE + "/inetd.py", "22", "--pass", *sshd(22, run=False))
        heard(HOST, 22)


class Dropbear(Way):
    """A multi-call program, as small systems have it."""
    def begin(self):
        os.makedirs(HERE + "/bin")
        shutil.copy(shutil.which("dropbear"), HERE + "/bin/dropbearmulti")
        os.symlink("dropbearmulti", HERE + "/bin/dropbear")
        must("dropbearkey", "-t", "ed25519", "-f", HERE + "/dropbear.key")
        start(HERE + "/bin/dropbear", "-F", "-r", HERE + "/dropbear.key", "-p", "22")
        heard(HOST, 22)


class Mosh(Way):
    admin = Way.admin + "extra: [{name: mosh, from: 10.20.0.50, to: srv-a, protocol: udp, ports: 60000-60010, why: mosh}]\n"

    def say(self, line):
        put("mosh.sh", "sleep 1\n( %s ) >%s/mosh.out 2>&1\necho >%s/mosh.done\nsleep 60\n" % (line, HERE, HERE))
        for name in ("mosh.out", "mosh.done"):
            if os.path.exists(HERE + "/" + name):
                os.remove(HERE + "/" + name)
        began = outside(*SSH, "root@" + HOST, "LC_ALL=C.UTF-8 mosh-server new -p 60000:60010 -- sh %s/mosh.sh" % HERE)
        port, key = began.split("MOSH CONNECT ")[1].split()[:2]
        client = start("env", "MOSH_KEY=" + key, "TERM=xterm", "LC_ALL=C.UTF-8", "script", "-qc",
                       "stty rows 24 cols 80; mosh-client %s %s" % (HOST, port), "/dev/null", outside=True)
        return slow("mosh", client)


def slow(name, client=None):
    for _ in range(200):
        if os.path.exists(HERE + "/%s.done" % name):
            break
        time.sleep(0.1)
    if client:
        client.kill()
    try:
        with open(HERE + "/%s.out" % name) as file:
            return file.read()
    except OSError:
        return "it never ran"


class Web(Way):
    """One program that listens, answers and starts the shell: a web terminal, a telnet server."""
    sample = True
    admin = Way.admin.replace("22", "7681")

    def begin(self):
        start(PYTHON, HERE + "/shell.py", "7681")
        heard(HOST, 7681)

    def say(self, line):
        code = ("import socket, sys\ns = socket.create_connection(('%s', 7681), 3)\ns.sendall(sys.argv[1].encode())\n"
                "while True:\n    d = s.recv(9999)\n    if not d: break\n    print(d.decode(), end='')\n" % HOST)
        return outside(PYTHON, "-c", code, line)


class Socat(Way):
    """A shell with a terminal of its own."""
    admin = Way.admin.replace("22", "7682")

    def begin(self):
        start("socat", "TCP-LISTEN:7682,reuseaddr,fork", "EXEC:sh,pty,setsid,ctty,stderr")
        heard(HOST, 7682)

    def say(self, line):
        return outside("socat", "-t", "30", "-", "TCP:%s:7682,connect-timeout=2" % HOST, give=line + "\nexit\n")


class Telnet(Way):
    admin = Way.admin.replace("22", "23")

    def begin(self):
        put("login.sh", "#!/bin/sh\nexec sh\n")
        os.chmod(HERE + "/login.sh", 0o755)
        start(PYTHON, HERE + "/inetd.py", "23", shutil.which("telnetd"), "-E", HERE + "/login.sh")
        heard(HOST, 23)

    def say(self, line):
        return outside(PYTHON, "-c", TELNET, HOST, line)


class Tmux(Way):
    """The login is gone, what it started lives on."""
    sample = True
    admin = None
    start_it = "tmux -L logins new-session -d 'sh %s/later.sh'"

    def say(self, line):
        put("later.sh", "for i in 1 2 3 4 5 6 7 8 9 10; do ss -Htn state established sport = :22 | grep -q . || break;"
            " sleep 0.1; done\n( %s ) >%s/later.out 2>&1\necho >%s/later.done\n" % (line, HERE, HERE))
        for name in ("later.out", "later.done"):
            if os.path.exists(HERE + "/" + name):
                os.remove(HERE + "/" + name)
        outside(*SSH, "root@" + HOST, self.start_it % HERE)
        return slow("later")

    def again(self):
        return outside(*SSH, "root@" + HOST, "echo in-again")


class Screen(Tmux):
    sample = False
    start_it = "screen -dmS logins sh %s/later.sh"


class At(Tmux):
    """setsid, as a job of cron is: no terminal at all."""
    sample = False
    start_it = "setsid -f sh %s/later.sh </dev/null >/dev/null 2>&1"


class Pty(Tmux):
    """A terminal that no wire leads to is no console."""
    sample = False
    start_it = "setsid -f script -qc 'sh %s/later.sh' /dev/null </dev/null >/dev/null 2>&1"


class Container(Way):
    """The machine's network, processes of its own: whoever is logged in cannot be seen."""
    sample = True
    admin = Way.admin

    def say(self, line):
        start(*SSH, "root@" + HOST, "sleep 30", outside=True)
        for _ in range(100):
            if must("ss", "-Htn", "state", "established", "sport", "= :22"):
                break
            time.sleep(0.05)
        done = subprocess.run(["unshare", "-p", "-f", "--mount-proc", "sh", "-c", line], stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, text=True)
        return done.stdout

    def again(self):
        return outside(*SSH, "root@" + HOST, "echo in-again")


class Nsenter(Way):
    """Logged in, and then inside of other processes' namespace."""
    def say(self, line):
        return outside(*SSH, "root@" + HOST, "unshare -p -f --mount-proc sh -c %s" % quoted(line))

    def again(self):
        return outside(*SSH, "root@" + HOST, "echo in-again")


class Vpn(Way):
    """A VPN of a program's, on UDP 1194: ssh comes over tun0."""
    sample = True
    host = "10.99.0.1"
    closed = "admin: [{service: ssh, port: 22, from: [10.99.0.0/24]}]\n"
    admin = closed + "extra: [{name: vpn, from: anywhere, to: srv-a, protocol: udp, ports: 1194, why: the VPN}]\n"

    def begin(self):
        sshd()
        start(PYTHON, HERE + "/tun.py", "server", "10.99.0.1/24")
        time.sleep(0.3)
        start(PYTHON, HERE + "/tun.py", "client", "10.99.0.2/24", outside=True)
        heard("10.99.0.1", 22, ("ip", "netns", "exec", "w"))


class Vxlan(Way):
    """A tunnel of the kernel's."""
    host = "10.98.0.1"
    closed = "admin: [{service: ssh, port: 22, from: [10.98.0.0/24]}]\n"
    admin = closed + "extra: [{name: vx, from: 10.20.0.50, to: srv-a, protocol: udp, ports: 4789, why: the tunnel}]\n"

    def begin(self):
        sshd()
        for where, mine, other, address in (((), HOST, "10.20.0.50", "10.98.0.1/24"),
                                            (("-n", "w"), "10.20.0.50", HOST, "10.98.0.2/24")):
            must("ip", *where, "link", "add", "vx0", "type", "vxlan", "id", "7", "local", mine, "remote", other, "dstport", "4789")
            must("ip", *where, "addr", "add", address, "dev", "vx0")
            must("ip", *where, "link", "set", "vx0", "up")
        heard("10.98.0.1", 22, ("ip", "netns", "exec", "w"))


class SshTunnel(Way):
    """ssh -w: a tunnel whose carrier is ssh itself."""
    host = "10.97.0.1"
    closed = "admin: [{service: ssh, port: 22, from: [10.97.0.0/24]}]\n"
    admin = "admin: [{service: ssh, port: 22, from: [10.97.0.0/24, 10.20.0.50]}]\n"

    def begin(self):
        sshd()
        start(*SSH, "-w", "5:5", "root@" + HOST, "ip addr add 10.97.0.1/24 dev tun5; ip link set tun5 up; sleep 600",
              outside=True)
        for _ in range(100):
            if subprocess.run(["ip", "-n", "w", "link", "show", "tun5"], capture_output=True).returncode == 0:
                break
            time.sleep(0.05)
        must("ip", "-n", "w", "addr", "add", "10.97.0.2/24", "dev", "tun5")
        must("ip", "-n", "w", "link", "set", "tun5", "up")
        heard("10.97.0.1", 22, ("ip", "netns", "exec", "w"))


class Reverse(Way):
    """This machine dials out, and lets in over that."""
    sample = True
    closed = "policy: {outgoing: deny}\n"
    admin = closed + "extra: [{name: dial, from: srv-a, to: 10.20.0.50, protocol: tcp, ports: 22, why: the tunnel}]\n"

    def begin(self):
        sshd()
        sshd(22, ("ip", "netns", "exec", "w"))
        start(*SSH, "-N", "-R", "2022:127.0.0.1:22", "root@10.20.0.50")
        heard("127.0.0.1", 2022, ("ip", "netns", "exec", "w"))

    def say(self, line):
        return outside(*SSH, "-p", "2022", "root@127.0.0.1", line)


class Proxy(Way):
    """ssh behind something that answers on 443."""
    admin = Way.admin.replace("22", "443")

    def begin(self):
        sshd()
        start("socat", "TCP-LISTEN:443,reuseaddr,fork", "TCP:127.0.0.1:22")
        heard(HOST, 443)

    def say(self, line):
        return outside(*SSH, "-p", "443", "root@" + HOST, line)


class Jump(Way):
    """Over a host between."""
    def begin(self):
        sshd()
        sshd(22, ("ip", "netns", "exec", "w"))

    def say(self, line):
        return outside(*SSH, "root@127.0.0.1", " ".join(SSH) + " root@%s %s" % (HOST, quoted(line)))


class LinkLocal(Way):
    def begin(self):
        sshd()
        for _ in range(100):
            here = must("ip", "-6", "-br", "addr", "show", "dev", "eth0", "-tentative")
            there = must("ip", "-n", "w", "-6", "-br", "addr", "show", "dev", "eth0", "-tentative")
            if "fe80" in here and "fe80" in there:
                break
            time.sleep(0.05)
        own = [[word.split("/")[0] for word in line.split() if word.startswith("fe80")][0] for line in (here, there)]
        self.host = own[0] + "%eth0"
        self.admin = 'admin: [{service: ssh, port: 22, from: ["%s"]}]\n' % own[1]
        heard(self.host, 22, ("ip", "netns", "exec", "w"))


class Pipe(Way):
    """The shell's input and output are another program's of its session, which holds the connection."""
    admin = Way.admin.replace("22", "7683")

    def begin(self):
        put("pipe.sh", "cd %s\nrm -f fifo\nmkfifo fifo\nwhile :; do socat -t 30 TCP-LISTEN:7683,reuseaddr - <fifo | sh "
            ">fifo 2>&1; done\n" % HERE)
        start("sh", HERE + "/pipe.sh")
        time.sleep(0.5)

    def say(self, line):
        return outside("socat", "-t", "30", "-", "TCP:%s:7683,connect-timeout=2" % HOST, give=line + "\n")


def quoted(text):
    return "'" + text.replace("'", "'\\''") + "'"


def end_all():
    """Everything that was begun: it is in a pid namespace of ours."""
    for name in os.listdir("/proc"):
        if name.isdigit() and int(name) not in (1, os.getpid()):
            try:
                os.kill(int(name), 9)
            except OSError:
                pass
    for where in ((), ("-n", "w")):
        for device in ("tun0", "tun5", "vx0"):
            subprocess.run(["ip", *where, "link", "del", device], capture_output=True)
    subprocess.run(["nft", "flush", "ruleset"], check=True)
    for name in ("root", "bin"):
        shutil.rmtree(HERE + "/" + name, ignore_errors=True)
    time.sleep(0.1)


def site(name, more):
    put(name, SITE + more)
    return HERE + "/" + name


def line(*words):
    return "%s --root %s/root %s 2>&1" % (PENSTOCK, HERE, " ".join(words))


def refused(way, name):
    """A site that closes it: nothing without the name; with it, told in the history."""
    closed = site("closed.yaml", getattr(way, "closed", ""))
    out = way.say(line("apply", closed, "--host srv-a --confirm-within 60"))
    # dropbear and others translate \n
    check("--accept-lockout srv-a" in out and "live" not in out, "%s: a site that closes it is not refused: %s" % (name, out))
    check(subprocess.run(["nft", "list", "table", "inet", "penstock"], capture_output=True).returncode != 0,
          name + ": and changes something")
    return out


def passes(way, name):
    if way.admin is None:
        return "only by name"
    opened = site("open.yaml", way.admin)
    if not WHOLE:
        out = way.say(line("diff", opened, "--host srv-a"))
        check("would pass" in out and "be dropped" not in out and "carries that cannot be seen" not in out,
              "%s: a site that leaves it open is not seen as such: %s" % (name, out))
        return "open by diff"
    out = way.say(line("apply", opened, "--host srv-a --confirm-within 60"))
    check("live on trial" in out, "%s: a site that leaves it open is refused: %s" % (name, out))
    check("in-again" in way.again(), name + ": and a second login is cut")
    subprocess.run([PENSTOCK, "--root", HERE + "/root", "rollback"], capture_output=True)
    return "second login works"


def play(kind):
    way, name = kind(), kind.__name__
    os.makedirs(HERE + "/root")
    way.begin()
    out = refused(way, name)
    words = [text for text in out.split("penstock: ")[1:]]
    told.append((name, (words[-1] if words else out).split(": ")[0].strip()[:110], passes(way, name)))
    end_all()


# What a machine has open: (row of the table, whether it is told). `in` is opened from outside, `out` by the machine,
# `bound` waits for UDP; the site lets in what is even.
OPEN = (("in tcp 7002 10.20.0.50", False), ("in tcp 7003 10.20.0.50", True), ("in tcp 7004 fd00:20::50", False),
        ("in tcp 7005 fd00:20::50", True), ("out tcp 7102 10.20.0.50", False), ("out tcp 7103 10.20.0.50", True),
        ("out udp 7202 10.20.0.50", False), ("out udp 7203 10.20.0.50", True), ("bound udp 1194", True),
        ("bound udp 1196", False), ("bound udp 40001", False), ("loopback tcp 7301", False))
HOLD = '''import socket, sys, time
held = []
def family(address):
    return socket.AF_INET6 if ":" in address else socket.AF_INET
def listen(address, port):
    s = socket.socket(family(address))
    s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    s.bind((address, port))
    s.listen()
    held.append(s)
    return s
side, here = sys.argv[1], {4: "10.20.0.50", 6: "fd00:20::50"}
for phase in ("listen", "connect"):
    for row in sys.argv[2:]:
        words = row.split()
        kind, protocol, port = words[0], words[1], int(words[2])
        other = words[3] if len(words) > 3 else ""
        mine = {"in": "machine", "out": "outside"}.get(kind, "machine") == side
        if phase == "listen" and protocol == "tcp" and mine:
            listen("::" if ":" in other else "0.0.0.0", port)
        elif phase == "listen" and kind == "bound" and mine:
            s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
            s.bind(("0.0.0.0", port))
            held.append(s)
        elif phase == "connect" and kind == "loopback" and mine:
            held.append(socket.create_connection(("127.0.0.1", port)))
        elif phase == "connect" and kind in ("in", "out") and not mine:
            address = other if kind == "out" else "fd00:20::11" if ":" in other else "10.20.0.11"
            s = socket.socket(family(address), socket.SOCK_STREAM if protocol == "tcp" else socket.SOCK_DGRAM)
            for _ in range(100):
                try:
                    s.connect((address, port))
                    break
                except OSError:
                    time.sleep(0.05)
            held.append(s)
open(sys.argv[0] + "." + side, "w").close()
time.sleep(600)
'''


def open_connections():
    """What is open and would not come back is listed before an apply, and nothing else."""
    put("hold.py", HOLD)
    os.makedirs(HERE + "/root")
    rows = [row for row, _ in OPEN]
    for side in ("machine", "outside"):
        start(PYTHON, HERE + "/hold.py", side, *rows, outside=side == "outside")
    for _ in range(200):
        if all(os.path.exists(HERE + "/hold.py." + side) for side in ("machine", "outside")):
            break
        time.sleep(0.05)
    extras = []
    for row in rows:
        kind, protocol, port, *other = row.split()
        if kind in ("in", "out", "bound") and int(port) % 2 == 0 and port != "1194":
            ends = ("srv-a", other[0]) if kind == "out" else (other[0] if other else "anywhere", "srv-a")
            extras.append('{name: x-%s, from: "%s", to: "%s", protocol: %s, ports: %s, why: x}' % (port, *ends, protocol, port))
    path = site("holding.yaml", "policy: {outgoing: deny}\nextra: [%s]\n" % ", ".join(extras))
    out = subprocess.run([PENSTOCK, "--root", HERE + "/root", "diff", path, "--host", "srv-a"], stdout=subprocess.PIPE,
                         stderr=subprocess.STDOUT, text=True).stdout
    listed = "\n".join(line for line in out.split("\n") if "come back once" in line or "hear nothing" in line)
    for row, wanted in OPEN:
        words = " ".join(row.split()[1:3])
        check((words in listed) == wanted, "open: '%s' is %stold: %s" % (row, "not " if wanted else "", listed or out))
    end_all()


def all_ways(kind):
    for below in kind.__subclasses__():
        yield below
        yield from all_ways(below)


world()
if not ONLY:
    open_connections()
for each in all_ways(Way):
    if (WHOLE or each.sample) and (not ONLY or each.__name__ in ONLY):
        play(each)
for row in told:
    print("%-14s %-18s %s" % (row[0], row[2], row[1]))
print("%d ways, %d faults" % (len(told), failed))
sys.exit(1 if failed or not told else 0)
