"""One agent runs in each namespace of the lab and does what it is told, a JSON object a line.

It opens sockets for probes, answers for listeners, and sends raw packets. It says what it saw; the
verdict is drawn by the runner."""
import json
import os
import select
import signal
import socket
import struct
import sys
import time

TRANSPARENT = 19  # IP_TRANSPARENT, linux/in.h: IPv4 routes no foreign source without it
IPV6_FREEBIND = 78  # linux/in6.h
listeners = {}
sniffers = []
children = []


def family(address):
    return socket.AF_INET6 if ":" in address else socket.AF_INET


def bind_any(sock, address, port):
    """Binds to an address that may belong to somebody else (spoofing) or to a prefix we only route."""
    if sock.family == socket.AF_INET6:
        sock.setsockopt(socket.IPPROTO_IPV6, IPV6_FREEBIND, 1)
    else:
        sock.setsockopt(socket.IPPROTO_IP, TRANSPARENT, 1)
    sock.bind((address, port))


def listen(ports):
    """Answers on tcp and udp ports of both families; replaces nothing that listens already."""
    for port in ports:
        if port in listeners:
            continue
        made = []
        for kind in (socket.SOCK_STREAM, socket.SOCK_DGRAM):
            sock = socket.socket(socket.AF_INET6, kind)
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            sock.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 0)
            sock.bind(("::", port))
            if kind == socket.SOCK_STREAM:
                sock.listen(64)
            else:
                sock.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_RECVPKTINFO, 1)
            sock.setblocking(False)
            made.append(sock)
        listeners[port] = made
    return {"listening": sorted(listeners)}


def answer_for(sock):
    """Echoes what a datagram socket got, from the very address it was sent to; closes what a stream socket got."""
    if sock.type == socket.SOCK_STREAM:
        try:
            sock.accept()[0].close()
        except OSError:
            pass
        return
    try:
        data, ancillary, _, peer = sock.recvmsg(2000, 200)
        info = [(level, kind, value) for level, kind, value in ancillary if kind == socket.IPV6_PKTINFO]
        sock.sendmsg([data], info, 0, peer)
    except OSError:
        pass


def checksum(data):
    if len(data) % 2:
        data += b"\0"
    total = sum(struct.unpack("!%dH" % (len(data) // 2), data))
    while total >> 16:
        total = (total >> 16) + (total & 0xFFFF)
    return ~total & 0xFFFF


def echo_request(v6, ident):
    head = struct.pack("!BBHHH", 128 if v6 else 8, 0, 0, ident, 1)
    if v6:
        return head + b"penstock"  # the kernel fills in the sum
    body = head + b"penstock"
    return struct.pack("!BBHHH", 8, 0, checksum(body), ident, 1) + b"penstock"


class Probe:
    """One new packet of this namespace. `fate` stays "silent" until an answer or an error of ours tells."""

    def __init__(self, index, row):
        self.index, self.row, self.fate = index, row, "silent"
        v6 = ":" in row["to"]
        try:
            self.sock = getattr(self, "open_" + row["protocol"])(v6)
        except PermissionError:
            self.sock, self.fate = None, "refused-here"
        except OSError as error:
            self.sock, self.fate = None, "error: %s" % error

    def open_tcp(self, v6):
        sock = socket.socket(family(self.row["to"]), socket.SOCK_STREAM)
        sock.setblocking(False)
        bind_any(sock, self.row["from"], self.row.get("source-port", 0))
        sock.connect_ex((self.row["to"], self.row["port"]))
        return sock

    def open_udp(self, v6):
        sock = socket.socket(family(self.row["to"]), socket.SOCK_DGRAM)
        sock.setblocking(False)
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        bind_any(sock, self.row["from"], self.row.get("source-port", 0))
        sock.connect((self.row["to"], self.row["port"]))
        sock.send(b"penstock")
        return sock

    def open_icmp(self, v6):
        sock = socket.socket(family(self.row["to"]), socket.SOCK_RAW,
                             socket.IPPROTO_ICMPV6 if v6 else socket.IPPROTO_ICMP)
        sock.setblocking(False)
        bind_any(sock, self.row["from"], 0)
        self.ident = (os.getpid() * 64 + self.index) & 0xFFFF
        sock.sendto(echo_request(v6, self.ident), (self.row["to"], 0))
        return sock

    def events(self):
        return select.POLLOUT if self.row["protocol"] == "tcp" else select.POLLIN

    def ready(self):
        if self.row["protocol"] == "tcp":
            code = self.sock.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR)
            self.fate = "answered" if code in (0, 111) else "silent" if code in (110, 113) else "error: %d" % code
        elif self.row["protocol"] == "udp":
            self.ready_udp()
        else:
            self.ready_icmp()

    def ready_udp(self):
        try:
            self.sock.recv(2000)
            self.fate = "answered"
        except ConnectionRefusedError:
            self.fate = "answered"
        except OSError as error:
            self.fate = "error: %s" % error

    def ready_icmp(self):
        data = self.sock.recv(2000)
        start = 0 if ":" in self.row["to"] else (data[0] & 15) * 4
        kind = 129 if ":" in self.row["to"] else 0
        if data[start] == kind and struct.unpack("!H", data[start + 4:start + 6])[0] == self.ident:
            self.fate = "answered"


def serve(poller, by_fd, timeout):
    for fd, _ in poller.poll(timeout):
        if fd in by_fd:
            probe = by_fd[fd]
            probe.ready()
            if probe.fate != "silent":
                poller.unregister(fd)
                del by_fd[fd]


def probe_all(rows, patience):
    """Sends a new packet for each row and waits until all answered, or `patience` seconds after the last answer."""
    probes = [Probe(i, row) for i, row in enumerate(rows)]
    poller, by_fd = select.poll(), {}
    for probe in probes:
        if probe.sock and probe.fate == "silent":
            poller.register(probe.sock, probe.events())
            by_fd[probe.sock.fileno()] = probe
    last, left = time.monotonic(), len(by_fd)
    while by_fd and time.monotonic() - last < patience:
        serve(poller, by_fd, min(50, patience * 1000))
        if len(by_fd) != left:
            left, last = len(by_fd), time.monotonic()
    fates = [probe.fate for probe in probes]
    for probe in probes:
        if probe.sock:
            probe.sock.close()
    return {"fates": fates}


def sniff():
    """From now on remembers which packets reach this namespace, before any filter of its own."""
    sniffers.append(socket.socket(socket.AF_PACKET, socket.SOCK_DGRAM, socket.ntohs(3)))  # ETH_P_ALL
    sniffers[-1].setblocking(False)
    return {"sniffing": True}


def name_packet(data):
    """`source>destination protocol port` of an IP packet."""
    if data[0] >> 4 == 4:
        start, proto = (data[0] & 15) * 4, data[9]
        ends = [socket.inet_ntop(socket.AF_INET, data[i:i + 4]) for i in (12, 16)]
    else:
        start, proto = 40, data[6]
        ends = [socket.inet_ntop(socket.AF_INET6, data[i:i + 16]) for i in (8, 24)]
    port = struct.unpack("!H", data[start + 2:start + 4])[0] if proto in (6, 17) else 0
    return "%s>%s %d %d" % (ends[0], ends[1], proto, port)


def sniffed():
    seen = set()
    for sock in sniffers:
        while True:
            try:
                data, address = sock.recvfrom(3000)
            except BlockingIOError:
                break
            if address[2] != socket.PACKET_OUTGOING and data and data[0] >> 4 in (4, 6):
                seen.add(name_packet(data))
    return {"seen": sorted(seen)}


held = {}


def hold(name, to, port, source):
    """Opens a connection and keeps it."""
    sock = socket.socket(family(to), socket.SOCK_STREAM)
    sock.settimeout(5)
    bind_any(sock, source, 0)
    sock.connect((to, port))
    held[name] = sock
    return {"held": name}


def echo_server(port):
    """A child that accepts and echoes, for connections that are held; it ends with the agent."""
    sock = socket.socket(socket.AF_INET6, socket.SOCK_STREAM)
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    sock.bind(("::", port))
    sock.listen(16)
    child = os.fork()
    if child == 0:
        clients = []
        while True:
            for ready in select.select([sock] + clients, [], [])[0]:
                if ready is sock:
                    clients.append(sock.accept()[0])
                    continue
                try:
                    data = ready.recv(100)
                except OSError:
                    data = b""
                if data:
                    ready.sendall(data)
                else:
                    clients.remove(ready)
    sock.close()
    children.append(child)
    return {"echo": port}


def talk(name, patience):
    """Whether a held connection still carries a byte there and back."""
    sock = held[name]
    sock.settimeout(patience)
    try:
        sock.sendall(b"x")
        return {"alive": sock.recv(1) == b"x"}
    except OSError:
        return {"alive": False}


COMMANDS = {"listen": listen, "probe": probe_all, "sniff": sniff, "sniffed": sniffed, "hold": hold,
            "talk": talk, "echo": echo_server}


def main():
    while True:
        socks = [s for pair in listeners.values() for s in pair]
        for ready in select.select([sys.stdin.fileno()] + socks, [], [])[0]:
            if ready != sys.stdin.fileno():
                answer_for(ready)
                continue
            line = sys.stdin.readline()
            if not line:
                for child in children:
                    os.kill(child, signal.SIGKILL)
                return
            order = json.loads(line)
            print(json.dumps(COMMANDS[order.pop("do")](**order)), flush=True)


main()
