#!/usr/bin/env python3
"""Random sites through the program and through the second derivation.

usage: compare.py PENSTOCK FIRST LAST    the seeds FIRST to LAST; `-` for PENSTOCK checks
                                         the second derivation alone against the invariants
"""

import difflib
import json
import multiprocessing
import os
import pathlib
import subprocess
import sys
import tempfile
from collections import Counter

import derive
import emit
import generate
import invariants
import problems
import sitefile

FLOW_KEYS = ("service", "from", "to", "protocol", "ports", "verdict", "certainty")
RULE_KEYS = ("direction", "verdict", "protocol", "ports", "from", "to", "interface", "service",
             "flow", "certainty")
SHOWN = 12


class Refused(Exception):
    pass


class Program:
    """The program under test, on one site file."""

    def __init__(self, path):
        self.path = path

    def bytes(self, *arguments):
        run = subprocess.run([self.path, *arguments, "--format", "json"], capture_output=True,
                             check=False, timeout=60)
        if run.returncode != 0 or run.stderr:
            raise Refused(f"{' '.join(arguments)}: exit {run.returncode}: "
                          f"{run.stderr.decode(errors='replace').strip()}")
        return run.stdout

    def twice(self, *arguments):
        first, second = self.bytes(*arguments), self.bytes(*arguments)
        if first != second:
            raise Refused(f"7: {' '.join(arguments)}: two runs, two answers")
        return json.loads(first)

    def flows(self, site_file):
        return self.twice("flows", site_file)

    def plan(self, site_file, host):
        return self.twice("plan", site_file, "--host", host)

    def flows_once(self, site_file):
        return json.loads(self.bytes("flows", site_file))


class Second:
    """The second derivation in the program's place: to check it against the invariants."""

    def flows(self, site_file):
        return [flow.as_json() for flow in derive.flows_of(sitefile.read(site_file))]

    flows_once = flows

    def plan(self, site_file, host):
        site = sitefile.read(site_file)
        return derive.plan_of(site, site.by_name[host], derive.flows_of(site))


def text_lines(records, keys):
    return [json.dumps({key: record.get(key) for key in keys}) for record in records]


def difference(what, wanted, got):
    lines = list(difflib.unified_diff(wanted, got, lineterm="", n=0))[2:]
    lines = [f"  {line}" for line in lines if not line.startswith("@@")]
    if lines:
        yield "\n".join([f"{what}: {len(lines)} lines differ (- second derivation, + penstock)",
                         *lines[:SHOWN]])


def rerun(program, folder, raw):
    path = folder / "variant.yaml"
    path.write_text(emit.text(raw), encoding="utf-8")
    return program.flows_once(str(path))


def check_site(program, path):
    """(hosts, flows, rules, differences) of one site file."""
    site = sitefile.read(path)
    wanted = derive.flows_of(site)
    flows = program.flows(str(path))
    plans = {host.name: program.plan(str(path), host.name) for host in site.hosts}
    found = list(difference("flows", text_lines([flow.as_json() for flow in wanted], FLOW_KEYS),
                            text_lines(flows, FLOW_KEYS)))
    for host in site.hosts:
        found += plan_differences(derive.plan_of(site, host, wanted), plans[host.name])
    if not isinstance(program, Second):
        found += code_differences(problems.codes_of(site, wanted), plans)
    output = invariants.Output(site.raw, flows, plans,
                               lambda raw: rerun(program, path.parent, raw))
    found += list(invariants.broken(output))
    return len(plans), len(flows), sum(len(plan["rules"]) for plan in plans.values()), found


def plan_differences(wanted, got):
    what = f"host {wanted['host']}"
    for key in ("host", "role", "policy"):
        if wanted[key] != got[key]:
            yield f"{what}: {key}\n  -{wanted[key]}\n  +{got[key]}"
    yield from difference(what, text_lines(wanted["rules"], RULE_KEYS),
                          text_lines(got["rules"], RULE_KEYS))
    yield from difference(f"{what}: port moves", move_lines(wanted), move_lines(got))


def move_lines(plan):
    return [f"{move['service']} {move['from']} to {move['to']}" for move in plan["port-moves"]]


def code_differences(wanted, plans):
    """The codes of a site are those of all its plans together."""
    got = {problem["code"] for plan in plans.values() for problem in plan["problems"]}
    for code in sorted(wanted ^ (got & problems.CODES)):
        yield f"problem code {code}: {'missing' if code in wanted else 'surplus'}"


def check_seed(task):
    program_path, seed = task
    program = Second() if program_path == "-" else Program(program_path)
    with tempfile.TemporaryDirectory(prefix="penstock-second-") as folder:
        path = pathlib.Path(folder, "site.yaml")
        path.write_text(generate.site_text(seed), encoding="utf-8")
        try:
            return seed, check_site(program, path)
        except Refused as refusal:
            return seed, (0, 0, 0, [str(refusal).replace(folder + "/", "")])


def main(arguments):
    program, first, last = arguments[0], int(arguments[1]), int(arguments[2])
    tasks = [(program, seed) for seed in range(first, last + 1)]
    totals, differing = Counter(), 0
    with multiprocessing.Pool(os.cpu_count()) as pool:
        for seed, (hosts, flows, rules, found) in pool.imap(check_seed, tasks, chunksize=5):
            totals.update(hosts=hosts, flows=flows, rules=rules)
            differing += bool(found)
            for text in found:
                print(f"seed {seed}: {text}")
    print(f"{len(tasks)} sites, {totals['hosts']} hosts, {totals['flows']} flows, "
          f"{totals['rules']} rules; {differing} sites differ")
    return 1 if differing or not tasks else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
