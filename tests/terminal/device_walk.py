"""A SmartServer-like device by keyboard, with real ufw and nginx: put right after a factory restore, its web ports moved
back, its rules taken over, one that is not ours removed, SSH switched off: device_walk.py PENSTOCK"""
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "packets"))

from device import APOLLO, Device, Tally, private, run  # noqa: E402
from window import Terminal  # noqa: E402

MOVED = APOLLO.replace("  80 default", "  1780 default").replace("[::]:80", "[::]:1780").replace("443 ssl", "1443 ssl")


def keep(terminal, ports=False):
    terminal.until("Move the web ports of" if ports else "Make these rules active")
    terminal.press("A")
    terminal.until("Going back in")
    terminal.press("K")
    terminal.until("Done")


def mended(terminal, device, tally):
    terminal.until("the firewall lets in 80 and 443")
    terminal.go_to("Put the web pages right: firewall", "Up")
    terminal.press("Enter")
    terminal.until("Move the web pages to which ports?")
    terminal.until("[1780")
    terminal.go_to("Go on to Apply", "Down")
    terminal.press("Enter")
    keep(terminal, ports=True)
    rules = {rule for _, rule in device.tuples()}
    tally.check("allow tcp 1780 0.0.0.0/0 any 0.0.0.0/0 in" in rules and
                "allow tcp 80 0.0.0.0/0 any 0.0.0.0/0 in" not in rules, "the firewall is not at nginx's ports")
    tally.check(device.apollo() == MOVED, "nginx's file was touched")


def moved_back(terminal, device, tally):
    terminal.go_to("Move the web ports", "Down")
    terminal.press("Enter")
    terminal.until("[1780")
    terminal.press("C-u")
    terminal.type("80")
    terminal.press("Tab", "C-u")
    terminal.type("443")
    terminal.go_to("Go on to Apply", "Down")
    terminal.press("Enter")
    keep(terminal, ports=True)
    tally.check(device.apollo() == APOLLO, "nginx's file is not the vendor's")
    tally.check(device.answers(443).startswith("HTTP/"), "nobody answers on 443")


def foreign_removed(terminal, device, tally):
    terminal.go_to("Take over the rules", "Up")
    terminal.press("Enter")
    terminal.until("[Rules]")
    terminal.press("v", "v")
    terminal.until("[Change]")
    terminal.go_to("to any port 2222", "Down")
    terminal.press("-")
    terminal.until("goes away")
    terminal.press("a")
    keep(terminal)
    tally.check(not any(" 2222 " in rule for _, rule in device.tuples()), "the rule is still there")


def ssh_off(terminal, device, tally):
    terminal.go_to("Disable or enable SSH", "Down")
    terminal.press("Enter")
    terminal.until("> [x] SSH")
    terminal.press("Space")
    terminal.until("USB console")
    terminal.press("Enter", "Enter")
    terminal.until("Review  step")
    terminal.press("a")
    keep(terminal)
    left = [rule for rule in device.tuples() if rule[1].startswith("allow tcp 22 ")]
    tally.check(not left, "SSH is still let in: %s" % left)


def back_to_start(terminal):
    for _ in range(12):
        if "What do you want to do?" in terminal.screen():
            return
        terminal.press("Escape")
        terminal.settle()


def save(terminal):
    """Answers that are not saved keep their place."""
    terminal.press("s")
    terminal.until("Save as")
    terminal.press("Enter")
    terminal.until("Saved as")


def main():
    private(sys.argv)
    penstock, tally = os.path.abspath(sys.argv[1]), Tally()
    device = Device(apollo=MOVED)
    device.ufw("limit", "2222/tcp")
    device.start_nginx()
    terminal = Terminal(device.folder, [penstock])
    for part in (mended, moved_back, foreign_removed, ssh_off):
        part(terminal, device, tally)
        back_to_start(terminal)
        save(terminal)
    terminal.close()
    tally.check(run(penstock, "status", check=False).returncode == 0, "status finds something else than was kept")
    device.close()
    tally.end("device walk")


main()
