"""One established connection, a byte to and fro without end: `gap.py server`, `gap.py client`. Each line on standard input
of the client prints the longest wait for an answer since the line before, in milliseconds."""
import select
import socket
import sys
import time

SERVER, CLIENT, PORT = "10.20.0.11", "10.20.0.12", 5481


def server():
    with socket.create_server((SERVER, PORT)) as door:
        print("ready", flush=True)
        line, _ = door.accept()
        while True:
            byte = line.recv(1)
            if not byte:
                return
            line.sendall(byte)


def longest_wait(line):
    """Until somebody asks."""
    longest = 0.0
    while not select.select([sys.stdin], [], [], 0)[0]:
        start = time.perf_counter()
        line.sendall(b".")
        if not line.recv(1):
            sys.exit("gap: the connection was cut")
        longest = max(longest, time.perf_counter() - start)
        time.sleep(0.001)
    return longest


def client():
    with socket.create_connection((SERVER, PORT), source_address=(CLIENT, 0)) as line:
        line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        print("ready", flush=True)
        while True:
            longest = longest_wait(line)
            if not sys.stdin.readline():
                return
            print("%.1f" % (longest * 1000), flush=True)


{"server": server, "client": client}[sys.argv[1]]()
