#!/usr/bin/env python3
"""The worked sets as hand-written tables, against the second derivation and the program.

usage: worked.py PENSTOCK [FOLDER]    PENSTOCK `-` checks the second derivation alone
"""

import json
import pathlib
import subprocess
import sys

import derive
import sitefile

FOLDER = pathlib.Path(__file__).resolve().parent.parent / "worked"


def line(flow):
    return (f'{flow["from"]} -> {flow["to"]}  {flow["protocol"]} {flow["ports"] or "-"}'
            f'  {flow["verdict"]}')


def derived(path):
    return sorted(line(flow.as_json()) for flow in derive.flows_of(sitefile.read(path)))


def printed(program, path):
    run = subprocess.run([program, "flows", path, "--format", "json"], capture_output=True,
                         text=True, check=False)
    if run.returncode != 0:
        return [f"exit {run.returncode}: {run.stderr.strip()}"]
    return sorted(line(flow) for flow in json.loads(run.stdout))


def differences(case, by, wanted, got):
    for missing in [text for text in wanted if text not in got]:
        yield f"{case}: {by}: - {missing}"
    for surplus in [text for text in got if text not in wanted]:
        yield f"{case}: {by}: + {surplus}"
    if len(wanted) != len(got):
        yield f"{case}: {by}: {len(got)} flows, the table has {len(wanted)}"


def check(program, table):
    site = table.with_suffix(".yaml")
    wanted = sorted(table.read_text(encoding="utf-8").splitlines())
    yield from differences(table.stem, "second derivation", wanted, derived(site))
    if program != "-":
        yield from differences(table.stem, "penstock", wanted, printed(program, site))


def main(arguments):
    program = arguments[0]
    tables = sorted((pathlib.Path(arguments[1]) if arguments[1:] else FOLDER).glob("*.flows"))
    found = [text for table in tables for text in check(program, table)]
    for text in found:
        print(text)
    print(f"{len(tables)} tables, {len(found)} differences")
    return 1 if found or not tables else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
