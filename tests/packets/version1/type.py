#!/usr/bin/env python3
"""Opens penstock's screens on a terminal, types, and lets the connection go: type KEYS PENSTOCK ARGUMENTS. Prints what
was on the screen."""
import os
import pty
import select
import sys
import time


def until_quiet(terminal, seconds=1.0):
    seen = b""
    while select.select([terminal], [], [], seconds)[0]:
        try:
            data = os.read(terminal, 65536)
        except OSError:
            break
        if not data:
            break
        seen += data
    return seen


def main(keys, *command):
    process, terminal = pty.fork()
    if process == 0:
        os.environ.update(TERM="xterm", LINES="24", COLUMNS="80")
        os.execv(command[0], command)
    seen = until_quiet(terminal)
    for key in keys.encode().decode("unicode_escape").encode():
        os.write(terminal, bytes([key]))
        seen += until_quiet(terminal, 0.3)
    time.sleep(0.2)
    os.close(terminal)
    os.waitpid(process, 0)
    sys.stdout.buffer.write(seen)


main(*sys.argv[1:])
