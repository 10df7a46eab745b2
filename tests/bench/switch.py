"""The live switch and the whole apply beside `nft -f` with the same rules, in turn, each in a namespace of its own."""
import json
import os

import sites
from lab import Lab, run
from measure import RUNS, ratio, spread, verdict, wall


def prepare(lab, penstock, name, text):
    path = os.path.join(lab.folder.name, name + ".yaml")
    with open(path, "w") as file:
        file.write(text)
    rules = run(penstock, "plan", path, "--host", "srv-a", "--format", "nft").stdout
    with open(path + ".nft", "w") as file:
        file.write("add table inet penstock\ndelete table inet penstock\n" + rules)
    return path


def one_apply(penstock, lab, site):
    argv = ["ip", "netns", "exec", "ours", penstock, "--root", lab.folder.name]
    took, out = wall(argv + ["apply", site, "--host", "srv-a", "--format", "json"])
    run(*argv, "rollback")
    return took, json.loads(out)["phases"]["switch"]


def compare(penstock, what, before, after):
    with Lab() as lab:
        for ns in ("ours", "theirs"):
            lab.namespace(ns)
        old, new = prepare(lab, penstock, "before", before), prepare(lab, penstock, "after", after)
        run(penstock, "--root", lab.folder.name, "apply", old, "--host", "srv-a", "--yes", ns="ours")
        run("nft", "-f", old + ".nft", ns="theirs")
        whole, switch, peer = [], [], []
        for number in range(RUNS + 1):
            apply_ms, switch_ms = one_apply(penstock, lab, new)
            peer_ms, _ = wall(["ip", "netns", "exec", "theirs", "nft", "-f", new + ".nft"])
            if number:
                whole.append(apply_ms), switch.append(switch_ms), peer.append(peer_ms)
    print("\n%s, ms: switch %s, whole apply %s, nft -f %s" % (what, spread(switch), spread(whole), spread(peer)))
    verdict("%s: live switch / nft -f" % what, ratio(switch, peer), 1.0)
    verdict("%s: whole apply / nft -f" % what, ratio(whole, peer), 2.5)


def main(penstock):
    compare(penstock, "20 rules", sites.small(0), sites.small(1))
    compare(penstock, "10 000 client hosts", sites.clients(10_000), sites.clients(10_000, 1))
