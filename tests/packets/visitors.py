"""Somebody outside who opens the web page again and again, each time by a new connection: visitors.py ADDRESS PORT.

Each line on standard input prints how many were answered and how many were not since the line before."""
import select
import socket
import sys


def is_answered(address, port):
    """What speaks HTTP answers; an HTTPS port answers plain HTTP by an error, which shows as much."""
    try:
        with socket.create_connection((address, port), timeout=5) as line:
            line.sendall(b"HEAD / HTTP/1.0\r\n\r\n")
            return line.recv(64).startswith(b"HTTP/1.")
    except OSError:
        return False


def main():
    address, port = sys.argv[1], int(sys.argv[2])
    count = [0, 0]
    while True:
        count[0 if is_answered(address, port) else 1] += 1
        if select.select([sys.stdin], [], [], 0)[0]:
            if not sys.stdin.readline():
                return
            print(*count, flush=True)
            count = [0, 0]


main()
