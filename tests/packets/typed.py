"""The commands of `plan --format ufw`, typed by hand into a stock ufw: the same rules as penstock made live."""
import os
import re
import subprocess

import yaml

from lab import run

UFW = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "ufw")


def stock_ufw(root):
    """ufw as it is after its installation, inactive, below `root`."""
    run(UFW + "/stock.sh", root)


def stock_nginx(root, site):
    """The web ports of a device below `root`, on the ports of its site: nothing is to be moved."""
    with open(site) as file:
        ports = yaml.safe_load(file).get("ports", {})
    folder = root + "/etc/nginx/sites-available"
    os.makedirs(folder, exist_ok=True)
    with open(folder + "/apollo.conf", "w") as file:
        file.write("server {\n    listen %s;\n}\nserver {\n    listen %s ssl;\n}\n" % (
            ports.get("http", 80), ports.get("https", 443)))


def in_ufw(root, ns, commands):
    """Runs commands where ufw's files are those below `root`."""
    run(UFW + "/within.sh", root, "/bin/sh", "-ec", commands, ns=ns,
        env={"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "LC_ALL": "C"})


def rules(ns):
    """Policies, and the rules of each chain of ufw in their order."""
    text = "".join(run(save, "-t", "filter", ns=ns).stdout for save in ("iptables-save", "ip6tables-save"))
    lines = [re.sub(r" \[\d+:\d+\]$", "", line) for line in text.splitlines()]
    return sorted(line for line in lines if line.startswith(":")) + \
        sorted((line for line in lines if line.startswith("-A")), key=lambda line: line.split()[1])


def same_ufw(lab, penstock, site, table, plant):
    typed = os.path.join(lab.folder.name, "typed")
    stock_ufw(typed)
    lab.namespace("typed")
    text = run(penstock, "plan", site, "--host", table.host, "--format", "ufw", *table.options()).stdout
    in_ufw(typed, "typed", text)
    wrong = 0
    for name in ("user.rules", "user6.rules", "before.rules", "before6.rules"):
        if subprocess.run(["cmp", typed + "/etc/ufw/" + name, lab.folder.name + "/etc/ufw/" + name]).returncode:
            wrong += 1
    if rules(plant.under_test) != rules("typed"):
        print("%s: the typed commands lead to other rules" % table.path)
        for line in sorted(set(rules(plant.under_test)) ^ set(rules("typed"))):
            print("    " + line)
        wrong += 1
    return wrong
