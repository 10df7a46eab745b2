"""From empty to confirmed by keyboard, for each product, in a terminal multiplexer: walk.py PENSTOCK

A session of tmux with a server of its own runs the program in a private network namespace. The keys are those a
technician would press; each is sent when the screen says what it waits for. At the end the kernel must hold exactly
the plan of the site file that was saved."""
import os
import sys
import tempfile
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "packets"))

from lab import enter_private, run  # noqa: E402
from window import PATIENCE, Terminal  # noqa: E402


def pair(terminal):
    terminal.until("What runs at this site?")
    terminal.type("Riverside")
    terminal.go_to("EcoStruxure Geo SCADA", "Down")
    terminal.press("Space")
    terminal.until("( ) 2022")
    terminal.go_to("2023", "Down")
    terminal.press("Space")
    terminal.press("Enter")
    terminal.until("How many servers")
    terminal.go_to("DMZ", "Down")
    terminal.press("Space")
    terminal.go_to("Hot standby pair", "Up")
    terminal.press("Space")
    terminal.go_to("( ) server-1", "Down")
    terminal.press("Space")
    terminal.press("Enter")
    terminal.until("Which machines take part?")
    terminal.press("Tab", "Tab")
    for number, address in enumerate(("10.20.0.11", "10.20.0.12", "10.30.0.5")):
        if number:
            terminal.press("Down")
        terminal.type(address)


def device(terminal):
    terminal.until("What runs at this site?")
    terminal.type("Tank farm")
    terminal.go_to("SmartServer IoT", "Down")
    terminal.press("Space")
    terminal.until("( ) 4.4")
    terminal.go_to("4.4", "Down")
    terminal.press("Space")
    terminal.press("Enter")
    terminal.until("Which machines take part?")
    terminal.press("Tab", "Tab")
    terminal.type("192.168.1.222")
    terminal.go_to("more", "Tab")
    terminal.press("Enter")
    terminal.go_to("( ) enhanced", "Down")
    terminal.press("Space")
    terminal.until("(*) enhanced")
    terminal.press("Enter")
    terminal.until("Which machines take part?")


def finish(terminal):
    for _ in range(8):
        if "Review  step" in terminal.screen():
            break
        before = terminal.screen()
        terminal.press("Enter")
        end = time.monotonic() + PATIENCE
        while terminal.screen() == before and time.monotonic() < end:
            time.sleep(0.02)
    terminal.until("Review  step")
    terminal.press("a")
    terminal.until("Make these rules active")
    terminal.press("A")
    terminal.until("not yet kept")
    terminal.press("K")
    terminal.until("kept for good")


def save(terminal, path):
    terminal.press("s")
    terminal.until("ave")
    terminal.press("C-u")
    terminal.type(path)
    terminal.press("Enter")
    end = time.monotonic() + PATIENCE
    while not os.path.exists(path) and time.monotonic() < end:
        time.sleep(0.02)


def walk(penstock, name, host, describe):
    with tempfile.TemporaryDirectory(prefix="penstock-walk-") as root:
        terminal, path = Terminal(root, [penstock, "--root", root]), os.path.join(root, name + ".yaml")
        try:
            terminal.until("Set up a site")
            terminal.press("Enter")
            describe(terminal)
            finish(terminal)
            save(terminal, path)
        finally:
            terminal.close()
        said = run(penstock, "--root", root, "diff", path, "--host", host, check=False)
        print("%s: %s" % (name, said.stdout.strip().split("\n")[-1]), flush=True)
        if said.returncode != 0 or " 0 same" in said.stdout:
            sys.exit("walk: the kernel does not hold the plan of the site that was saved\n" + said.stdout + said.stderr)
        run(penstock, "--root", root, "remove", "--yes")


def main():
    penstock = os.path.abspath(sys.argv[1])
    enter_private([os.path.abspath(__file__), penstock])
    run("ip", "link", "add", "eth0", "type", "veth", "peer", "name", "eth1")
    run("ip", "addr", "add", "192.168.1.222/24", "dev", "eth0")
    walk(penstock, "pair", "server-1", pair)
    walk(penstock, "device", "smartserver-1", device)


main()
