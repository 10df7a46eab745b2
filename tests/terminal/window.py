"""A window of a terminal multiplexer with a program in it, and what a technician does there: look, wait, press."""
import os
import subprocess
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "packets"))

from lab import run  # noqa: E402

PATIENCE = 20


class Terminal:
    """One window of 80x24; leaving it ends the server."""

    def __init__(self, folder, command):
        self.base = ["tmux", "-S", os.path.join(folder, "tmux"), "-f", "/dev/null"]
        environment = dict(os.environ, LC_ALL="C.UTF-8", HOME=folder, XDG_STATE_HOME=folder, TERM="xterm-256color")
        subprocess.run(self.base + ["new-session", "-d", "-s", "walk", "-x", "80", "-y", "24"] + command, check=True,
                       env=environment, cwd=folder, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                       stderr=subprocess.DEVNULL)

    def screen(self):
        return run(*self.base, "capture-pane", "-p", "-t", "walk").stdout

    def until(self, words):
        end = time.monotonic() + PATIENCE
        while words not in self.screen():
            if time.monotonic() > end:
                sys.exit("walk: no '%s' on this screen:\n%s" % (words, self.screen()))
            time.sleep(0.02)

    def press(self, *keys):
        run(*self.base, "send-keys", "-t", "walk", *keys)

    def type(self, text):
        run(*self.base, "send-keys", "-t", "walk", "-l", text)
        self.until(text[-12:])

    def settle(self):
        """Until two looks in a row agree."""
        last = None
        while last != (now := self.screen()):
            last = now
            time.sleep(0.15)

    def row_of_cursor(self):
        """The text of the cursor's row, once two looks in a row agree: a paint may be under way."""
        last = None
        while True:
            *rows, cursor = run(*self.base, "capture-pane", "-p", "-t", "walk", ";", "display-message", "-p", "-t",
                                "walk", "#{cursor_y}").stdout.rstrip("\n").split("\n")
            row = (int(cursor), rows[int(cursor)] if int(cursor) < len(rows) else "")
            if row == last:
                return row
            last = row
            time.sleep(0.02)

    def go_to(self, words, key):
        """Presses `key` until the focus is on a row with these words."""
        for _ in range(60):
            before = self.row_of_cursor()
            if words in before[1]:
                return
            self.press(key)
            end = time.monotonic() + 1
            while self.row_of_cursor() == before and time.monotonic() < end:
                pass
        sys.exit("walk: no row '%s' to go to on this screen:\n%s" % (words, self.screen()))

    def close(self):
        subprocess.run(self.base + ["kill-server"], check=False)
