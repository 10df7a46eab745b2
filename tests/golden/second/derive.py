#!/usr/bin/env python3
"""The second derivation: flows of a site and plan of a host, from the written facts alone.

usage: derive.py SITE [HOST]    prints JSON: the flows, or the plan of HOST
"""

import json
import sys

import geoscada
import ownflows
import plan
import sitefile
import smartserver


def flows_of(site):
    """Denies first, then the allows service by service, then the site's own."""
    return [*geoscada.denies(site), *geoscada.allows(site), *smartserver.allows(site),
            *ownflows.admin(site), *ownflows.extra(site)]


def plan_of(site, host, flows):
    return {"host": host.name, "role": host.role, "policy": plan.policy(site, host),
            "rules": list(plan.rules(flows, host)),
            "port-moves": [dict(zip(("service", "from", "to"), move))
                           for move in plan.port_moves(host)]}


def main(arguments):
    site = sitefile.read(arguments[0])
    flows = flows_of(site)
    if len(arguments) > 1:
        answer = plan_of(site, site.by_name[arguments[1]], flows)
    else:
        answer = [flow.as_json() for flow in flows]
    json.dump(answer, sys.stdout, indent=1)
    print()


if __name__ == "__main__":
    main(sys.argv[1:])
