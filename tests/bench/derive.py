"""Deriving time and memory beside the number of hosts."""
import json
import os
import statistics
import subprocess
import tempfile

import sites
from measure import RUNS, verdict


def one(penstock, path):
    """CPU milliseconds and peak KiB of deriving all flows, without the printing of them."""
    child = subprocess.Popen([penstock, "check", path], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, _, usage = os.wait4(child.pid, 0)
    child.returncode = 0
    return (usage.ru_utime + usage.ru_stime) * 1000, usage.ru_maxrss


def main(penstock):
    print("\nderiving: hosts, flows, CPU ms, peak KiB")
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        for hosts in (10, 100, 500, 1000):
            path = os.path.join(folder, "%d.yaml" % hosts)
            with open(path, "w") as file:
                file.write(sites.wide(hosts))
            flows = len(json.loads(subprocess.run([penstock, "flows", path, "--format", "json"], capture_output=True,
                                                  text=True).stdout))
            runs = [one(penstock, path) for _ in range(RUNS)]
            rows.append((hosts, flows, statistics.median(r[0] for r in runs), statistics.median(r[1] for r in runs)))
            print("  %5d %7d %9.1f %9d" % rows[-1])
    start, few, half, many = rows
    verdict("1 000 hosts: tenths of a second of CPU", many[2] / 1000, 0.5)
    # Linear: what each flow costs does not grow with the number of flows (start-up taken off).
    verdict("time a flow, 1 000 hosts / 100 hosts",
            ((many[2] - start[2]) / many[1]) / max((few[2] - start[2]) / few[1], 1e-4), 2.0)
    # A small process cannot be told from the one that started it: its peak is counted before exec too.
    verdict("memory a flow, 1 000 hosts / 500 hosts", (many[3] / many[1]) / (half[3] / half[1]), 1.25)
