"""Real packets against tables written by hand: run.py [--backend ufw] PENSTOCK TABLE...

For each table: build the namespaces, apply the site for real, send every packet in both families, and compare three
answers: the table's, explain's, and the kernel's. Then load the text of `plan --format nft` by the real nft (or type the
commands of `plan --format ufw`) in another namespace: both must list as the same rule set."""
import os
import re
import subprocess
import sys

from fates import all_fates
from lab import Lab, enter_private, run
from plant import build
from table import Table
from typed import same_ufw, stock_nginx, stock_ufw

HERE = os.path.dirname(os.path.abspath(__file__))


def explain(penstock, site, table, plant, row, family):
    _, _, source, target = plant.packet(row, family)
    words = [penstock, "explain", site, "--host", table.host, "--from", source, "--to", target,
             "--protocol", row.protocol, *table.options()]
    if row.port:
        words += ["--port", str(row.port)]
    if row.source_port:
        words += ["--source-port", str(row.source_port)]
    if row.via:
        words += ["--interface", row.via]
    elif row.direction == "in" and table.zones:
        words += ["--interface", plant.zone_of[row.peer]]
    done = subprocess.run(words, capture_output=True, text=True)
    return {0: "accept", 1: "drop"}.get(done.returncode, "exit %d: %s" % (done.returncode, done.stderr.strip()))


def listing(ns):
    text = run("nft", "list", "ruleset", ns=ns).stdout
    return re.sub(r"counter packets \d+ bytes \d+", "counter", text)


def same_rule_set(lab, penstock, site, table, plant):
    text = run(penstock, "plan", site, "--host", table.host, "--format", "nft", *table.options()).stdout
    lab.namespace("text")
    path = os.path.join(lab.folder.name, "plan.nft")
    with open(path, "w") as file:
        file.write(text)
    run("nft", "-f", path, ns="text")
    ours, theirs = listing(plant.under_test), listing("text")
    if ours == theirs:
        return 0
    print("%s: the text and the netlink batch list differently" % table.path)
    with open(os.path.join(lab.folder.name, "ours"), "w") as file:
        file.write(ours)
    with open(os.path.join(lab.folder.name, "text"), "w") as file:
        file.write(theirs)
    print(subprocess.run(["diff", "-u", "ours", "text"], cwd=lab.folder.name, capture_output=True, text=True).stdout)
    return 1


def compare(penstock, site, table, plant):
    fates, wrong = all_fates(plant, [(row, family) for row in table.rows for family in (0, 1)]), 0
    for (row, family), fate in fates.items():
        said = explain(penstock, site, table, plant, row, family)
        if not fate == said == row.fate:
            wrong += 1
            print("%s:%d: %s IPv%s: table %s, explain %s, kernel %s" %
                  (os.path.basename(table.path), row.number, row, "46"[family], row.fate, said, fate))
    return len(fates), wrong


def run_table(penstock, path, backend):
    table = Table(path)
    site = table.beside(table.site)
    with Lab() as lab:
        plant = build(lab, table)
        stock_nginx(lab.folder.name, site)
        if backend == "ufw":
            stock_ufw(lab.folder.name)
        run(penstock, "--root", lab.folder.name, "apply", site, "--host", table.host, "--yes", "--backend", backend,
            *table.options(), ns=plant.under_test)
        for ns in lab.names:
            run("ip", "neigh", "flush", "all", ns=ns)
        sent, wrong = compare(penstock, site, table, plant)
        wrong += (same_ufw if backend == "ufw" else same_rule_set)(lab, penstock, site, table, plant)
    print("%s: %d packets, %d differences" % (os.path.basename(path), sent, wrong), flush=True)
    return sent, wrong


def main():
    words, backend = sys.argv[1:], "nftables"
    if words[0] == "--backend":
        backend, words = words[1], words[2:]
    penstock, *paths = [os.path.abspath(word) for word in words]
    enter_private([os.path.abspath(__file__), "--backend", backend, penstock] + paths)
    results = [run_table(penstock, path, backend) for path in paths]
    sent, wrong = (sum(column) for column in zip(*results))
    print("packets: %d tables, %d packets, %d differences" % (len(paths), sent, wrong))
    sys.exit(1 if wrong or not sent else 0)


main()
