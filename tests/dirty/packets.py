"""New packets of other machines, and of this one, and whether the firewall lets them pass: seen behind every filter."""
import os
import re
import socket
import struct
import subprocess
import sys

import state

TABLE = """table inet seen {
 set in { type ipv4_addr . inet_proto . inet_service; flags dynamic; }
 set out { type inet_proto . inet_service; flags dynamic; }
 chain i { type filter hook input priority 2000; iifname eth0 add @in { ip saddr . ip protocol . th dport }; }
 chain o { type filter hook postrouting priority 2000; ip daddr 198.18.0.9 add @out { ip protocol . th dport }; }
}
"""
NUMBERS = {"tcp": 6, "udp": 17}
DEVICE = "192.168.1.222"


def checksum(data):
    data += b"\0" * (len(data) % 2)
    total = sum(struct.unpack("!%dH" % (len(data) // 2), data))
    while total >> 16:
        total = (total & 0xFFFF) + (total >> 16)
    return ~total & 0xFFFF


def packet(source, protocol, port):
    """A SYN, or a datagram of nothing."""
    number = NUMBERS[protocol]
    ends = socket.inet_aton(source) + socket.inet_aton(DEVICE)
    if protocol == "tcp":
        body = struct.pack("!HHLLBBHHH", 40001, port, 7, 0, 5 << 4, 2, 1024, 0, 0)
        total = checksum(ends + struct.pack("!BBH", 0, number, len(body)) + body)
        body = body[:16] + struct.pack("!H", total) + body[18:]
    else:
        body = struct.pack("!HHHH", 40001, port, 8, 0)
    return struct.pack("!BBHHHBBH", 0x45, 0, 20 + len(body), 1, 0, 64, number, 0) + ends + body


def send(words):
    """In the namespace of the other machine; each word is `SOURCE/PROTOCOL/PORT`."""
    line = socket.socket(socket.AF_INET, socket.SOCK_RAW, socket.IPPROTO_RAW)
    for word in words:
        source, protocol, port = word.split("/")
        line.sendto(packet(source, protocol, int(port)), (DEVICE, 0))


def go_out(ports):
    for protocol, port in ports:
        line = socket.socket(socket.AF_INET, socket.SOCK_STREAM if protocol == "tcp" else socket.SOCK_DGRAM)
        line.setblocking(False)
        try:
            line.connect(("198.18.0.9", port))
            if protocol == "udp":
                line.send(b"")
        except OSError:
            pass
        line.close()


def seen(name):
    text = state.out("nft", "list", "set", "inet", "seen", name)
    found = re.search(r"elements = \{(.*?)\}", text, re.S)
    return {tuple(part.strip() for part in re.sub(r"expires \S+", "", one).split(" . "))
            for one in found[1].split(",")} if found else set()


def number(text):
    return int(text) if text.isdigit() else socket.getservbyname(text)


def play(come, go):
    """Of (source, protocol, port) and (protocol, port) those that pass."""
    subprocess.run(["nft", "-f", "-"], input=TABLE, text=True, check=True, env=state.CLEAN)
    words = ["/".join(map(str, one)) for one in sorted(come)]
    subprocess.run(["ip", "netns", "exec", "peer", sys.executable, "-B", os.path.abspath(__file__), *words], check=True)
    go_out(go)
    passed = ({(source, protocol, number(port)) for source, protocol, port in seen("in")},
              {(protocol, number(port)) for protocol, port in seen("out")})
    state.out("nft", "delete", "table", "inet", "seen")
    return passed


def cable():
    """The other machine, at the end of eth0."""
    return ["ip netns add peer", "ip link set eth1 netns peer", "ip netns exec peer ip link set lo up",
            "ip netns exec peer ip link set eth1 up", "ip netns exec peer ip addr add 192.168.1.1/24 dev eth1",
            "mac=$(ip -o link show eth0 | sed 's/.*ether \\([^ ]*\\).*/\\1/')\n"
            "ip netns exec peer ip neigh replace %s lladdr $mac dev eth1" % DEVICE,
            "echo 0 >/proc/sys/net/ipv4/conf/all/rp_filter", "echo 0 >/proc/sys/net/ipv4/conf/eth0/rp_filter",
            "ip route add default dev eth0"]


if __name__ == "__main__":
    send(sys.argv[1:])
