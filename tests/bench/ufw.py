"""A change of 25 rules on an active ufw: our live switch and whole apply beside typing the same commands of ufw one after
the other, pair by pair."""
import json
import os

from measure import ratio, spread, verdict

from lab import Lab, run
from typed import stock_ufw

PAIRS = 3
COUNT = 25


def site(count):
    lines = ['penstock: 1', 'site: Bench', 'product: geo-scada', 'version: "2022"', 'redundancy: single', 'hosts:',
             '  - {name: srv-a, role: server, address: 10.20.0.11}']
    lines += ['  - {name: c%d, role: client, address: 10.21.%d.0/24}' % (i, i) for i in range(count)]
    return "\n".join(lines) + "\n"


def machine(lab, name):
    """A namespace with a ufw of its own, active, its files below a folder."""
    root = os.path.join(lab.folder.name, name)
    os.mkdir(root)
    stock_ufw(root)
    lab.namespace(name)
    enter = "set -e; mount -t tmpfs tmpfs /run; mount --bind %s/etc/ufw /etc/ufw; " \
        "mount --bind %s/etc/default /etc/default; " % (root, root)
    return root, enter


def typed(lab, enter, commands):
    script = enter + "ufw --force enable >/dev/null; date +%s%N; " + commands + "; date +%s%N"
    out = run("sh", "-c", script, ns="theirs").stdout.split()
    return (int(out[-1]) - int(out[0])) / 1e6


def ours(lab, penstock, root, enter, path):
    script = enter + "mkdir -p %s/var; ufw --force enable >/dev/null; exec %s --root %s apply %s --host srv-a " \
        "--backend ufw --yes --format json" % (root, penstock, root, path)
    out = run("sh", "-c", script, ns="ours").stdout
    return json.loads(out[out.index("{"):])["phases"]


def one_pair(penstock):
    with Lab() as lab:
        path = os.path.join(lab.folder.name, "site.yaml")
        with open(path, "w") as file:
            file.write(site(COUNT))
        text = run(penstock, "plan", path, "--host", "srv-a", "--format", "ufw").stdout
        commands = "; ".join("%s >/dev/null" % line for line in text.splitlines()
                             if line.startswith("ufw allow"))
        root, enter = machine(lab, "ours")
        phases = ours(lab, penstock, root, enter, path)
        _, enter = machine(lab, "theirs")
        took = typed(lab, enter, commands)
    return phases["switch"], sum(phases.values()), took


def main(penstock):
    switch, whole, peer = zip(*(one_pair(penstock) for _ in range(PAIRS)))
    print("\n%d rules, ms: switch %s, whole apply %s, typed %s" % (COUNT, spread(switch), spread(whole), spread(peer)))
    verdict("%d rules: live switch / typing" % COUNT, ratio(switch, peer), 0.1)
    verdict("%d rules: whole apply / typing" % COUNT, ratio(whole, peer), 0.5)
