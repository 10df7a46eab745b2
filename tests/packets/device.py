"""A SmartServer-like device in private namespaces: a real ufw with the vendor's rules, and a real nginx with the vendor's
`listen` lines. Nothing of the machine's own files is touched: they are covered by mounts that end with the process."""
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time

from lab import apart, enter_private
from typed import stock_ufw

CLEAN = {"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "LC_ALL": "C", "LANGUAGE": "C"}

# The site of the device; what it offers comes behind.
DEVICE = """penstock: 1
site: device
product: smartserver
version: "4.4"
hosts:
  - {name: ss-1, role: smartserver, address: 192.168.1.222, security: enhanced, interface: eth0}
"""

# The vendor's rules as its page lists them, in words of ufw, before the web ports are moved.
VENDOR = """default deny incoming
default deny outgoing
logging low
allow 22/tcp
allow in 5353/udp
allow out 5353/udp
allow in 2541/udp
allow out 2541/udp
allow in on lo
allow out on lo
deny in from 127.0.0.0/8
allow out 53/udp
allow out 80/tcp
allow out 443/tcp
allow out on ip70
allow out 123/udp
allow out 25/tcp
allow out 502/tcp
allow in 1628/udp
allow out 1628/udp
allow in on eth0 to any port 1883
allow in on eth0 to any port 8883
allow in 80/tcp
allow in 443/tcp
allow in 443""".splitlines()

APOLLO = """# the web pages of the device
server {
    # listen on HTTP port(s) (this is the default server)
    listen                  80 default_server;
    listen             [::]:80 default_server ipv6only=on;
    server_name "";
    return 301 https://$host$request_uri;
}

server {
    # listen on IPv4 HTTPS port (using a self-signed certificate)
    listen                  443 ssl;
    server_name "";
    ssl_certificate     /etc/nginx/device.crt;
    ssl_certificate_key /etc/nginx/device.key;
    location / { return 200 "device\\n"; }
}
"""

NGINX = """user root;
worker_processes 1;
pid /run/nginx.pid;
error_log /run/nginx-error.log;
events { worker_connections 64; }
http {
    access_log off;
    include /etc/nginx/sites-available/apollo.conf;
}
"""

FILES = ["/etc/default/ufw"] + ["/etc/ufw/" + name for name in (
    "ufw.conf", "user.rules", "user6.rules", "before.rules", "before6.rules", "after.rules", "after6.rules",
    "sysctl.conf")] + ["/etc/nginx/sites-available/apollo.conf"]


def private(argv):
    """Runs the script again in namespaces of its own, its process tree with it."""
    enter_private(argv)


def run(*argv, check=True, **more):
    done = subprocess.run(argv, capture_output=True, text=True, env=CLEAN, stdin=subprocess.DEVNULL, **more)
    if check and done.returncode != 0:
        raise RuntimeError("%s: exit %d\n%s%s" % (" ".join(argv), done.returncode, done.stdout, done.stderr))
    return done


class Device:
    def __init__(self, apollo=APOLLO, rules=VENDOR, enable=True):
        apart.check()
        self.folder = tempfile.mkdtemp(prefix="penstock-device-")
        self.nginx_runs = False
        run("ip", "link", "set", "lo", "up")
        self.links()
        run("mount", "-t", "tmpfs", "tmpfs", "/var/lib")
        stock_ufw(self.folder)
        for path in ("/etc/ufw", "/etc/default"):
            run("mount", "--bind", self.folder + path, path)
        self.cover("/etc/nginx")
        self.stock_nginx(apollo)
        for words in rules:
            self.ufw(*words.split(" "))
        if enable:
            self.ufw("--force", "enable")

    def links(self):
        run("ip", "link", "add", "eth0", "type", "veth", "peer", "name", "eth1")
        for link, address in (("eth0", "192.168.1.222/24"), ("eth1", "10.77.0.1/24")):
            run("ip", "addr", "add", address, "dev", link)
            run("ip", "link", "set", link, "up")

    def cover(self, path):
        copy = self.folder + path
        if os.path.isdir(path):
            shutil.copytree(path, copy, symlinks=True)
        else:
            os.makedirs(copy)
        run("mount", "--bind", copy, path)

    def stock_nginx(self, apollo):
        os.makedirs("/etc/nginx/sites-available", exist_ok=True)
        with open("/etc/nginx/nginx.conf", "w") as file:
            file.write(NGINX)
        self.write_apollo(apollo)
        run("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=device", "-days", "2",
            "-keyout", "/etc/nginx/device.key", "-out", "/etc/nginx/device.crt")

    def write_apollo(self, text):
        with open("/etc/nginx/sites-available/apollo.conf", "w") as file:
            file.write(text)

    def apollo(self):
        with open("/etc/nginx/sites-available/apollo.conf") as file:
            return file.read()

    def start_nginx(self):
        os.makedirs("/var/lib/nginx", exist_ok=True)
        # It goes on in the background and would keep our pipes open.
        subprocess.run(["/usr/sbin/nginx"], check=True, env=CLEAN, stdin=subprocess.DEVNULL,
                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self.nginx_runs = True

    def ufw(self, *words, check=True):
        return run("/usr/sbin/ufw", *words, check=check)

    def files(self):
        """Bytes, mode and owner of everything that may change."""
        state = {}
        for path in FILES:
            about = os.stat(path)
            with open(path, "rb") as file:
                state[path] = (file.read(), about.st_mode, about.st_uid, about.st_gid)
        return state

    def kernel(self):
        text = "".join(run(save).stdout for save in ("iptables-save", "ip6tables-save"))
        lines = [line for line in text.splitlines() if not line.startswith("#")]
        return [re.sub(r"\[\d+:\d+\]", "[]", line) for line in lines]

    def tuples(self):
        """The rules as a set, comments aside."""
        found = set()
        for name in ("user.rules", "user6.rules"):
            with open("/etc/ufw/" + name) as file:
                for line in file:
                    if line.startswith("### tuple ###"):
                        found.add((name, re.sub(r" comment=\w+", "", line[14:].strip())))
        return found

    def answers(self, port, family="127.0.0.1"):
        """The first line of what speaks HTTP there; "" for nobody."""
        import socket
        try:
            with socket.create_connection((family, port), timeout=5) as line:
                line.sendall(b"HEAD / HTTP/1.0\r\n\r\n")
                return line.recv(64).split(b"\r\n")[0].decode()
        except OSError:
            return ""

    def stop_nginx(self):
        """Until it has ended: it removes its pid file last."""
        with open("/run/nginx.pid") as file:
            os.kill(int(file.read()), 15)
        while os.path.exists("/run/nginx.pid"):
            time.sleep(0.01)
        self.nginx_runs = False

    def close(self):
        if self.nginx_runs:
            self.stop_nginx()
        run("umount", "/etc/nginx", "/etc/default", "/etc/ufw", "/var/lib", check=False)
        shutil.rmtree(self.folder, ignore_errors=True)


class Tally:
    """Counts what held and says what did not."""

    def __init__(self):
        self.held = self.failed = 0

    def check(self, good, what):
        if good:
            self.held += 1
        else:
            self.failed += 1
            print("FAIL: " + what, flush=True)

    def end(self, name):
        print("%s: %d held, %d failed" % (name, self.held, self.failed))
        sys.exit(1 if self.failed or not self.held else 0)
