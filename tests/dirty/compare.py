"""Whether one state of a machine is another, or another by what was announced alone."""
import collections
import difflib
import os
import re

import state


class Fault(Exception):
    pass


def difference(before, after):
    """(what comes, what goes) as bags of (family, table, rule)."""
    bags = [collections.Counter({(family, table, rule): count for family in ("v4", "v6")
                                 for (table, rule), count in state.flat(kernel[family]).items()})
            for kernel in (before, after)]
    return bags[1] - bags[0], bags[0] - bags[1]


def announced(lines):
    bag = collections.Counter()
    for line in lines:
        if not re.match(r"-P \S+ ACCEPT$", line["text"]):
            bag["v6" if line["group"].endswith(" (v6)") else "v4", line["group"].split(" ")[0], line["text"]] += 1
    return bag


def tell(bag):
    return "; ".join("%s %s %s%s" % (*key, " (%d times)" % count if count > 1 else "") for key, count in bag.items())


def compare(what, wanted, got):
    if wanted - got or got - wanted:
        raise Fault("%s: wanted and missing: [%s], not wanted: [%s]" % (
            what, tell(wanted - got), tell(got - wanted)))


def moved_back(bag):
    found = collections.Counter()
    for (family, table, rule), count in bag.items():
        found[family, table, re.sub(r"\b1443\b", "443", re.sub(r"\b1780\b", "80", rule))] += count
    return found


def speaks_of_new(before):
    """Somebody has rules about the new ports already, which go on deciding there."""
    rules = [rule for family in before["kernel"].values() for chain in family.values() for rule in chain.rules]
    return re.search(r"\b(1443|1780)\b", "\n".join(rules + before["others"]))


def in_order(what, before, after, goes):
    """What stays of each chain stands in its order."""
    for family in ("v4", "v6"):
        for (table, name), chain in before[family].items():
            now = after[family].get((table, name), state.Chain("-", [])).rules
            left = len(chain.rules) - sum(count for key, count in goes.items()
                                          if key[:2] == (family, table) and key[2].startswith("-A %s " % name))
            if longest(chain.rules, now) < left:
                raise Fault("%s: %s %s %s is in another order:\n  %s\n  %s" % (
                    what, family, table, name, "\n  ".join(chain.rules), "\n  ".join(now)))


def longest(a, b):
    """How many of `a` stand in `b` in the same order."""
    row = [0] * (len(b) + 1)
    for one in a:
        last = row
        row = [0]
        for i, other in enumerate(b):
            row.append(last[i] + 1 if one == other else max(row[i], last[i + 1]))
    return row[-1]


# What a ufw that was switched off leaves: jumps to its chains, which are empty, and the loopback's rules without IPv6.
LEFT = re.compile(r"-A [A-Z]+ (-j ufw6?-|-[io] lo -j ACCEPT$)")


def whole(kernel, off):
    """Every chain with its rules in order; without what is empty and lets everything through."""
    found = {}
    for family in kernel:
        for key, chain in kernel[family].items():
            rules = [rule for rule in chain.rules if not (off and LEFT.match(rule))]
            if rules or chain.policy in ("DROP", "?"):
                found[family, *key] = chain._replace(rules=rules)
    return found


def same_kernel(what, before, after, off=False):
    for key in sorted(set(whole(before, off)) | set(whole(after, off))):
        one, other = whole(before, off).get(key), whole(after, off).get(key)
        if one != other:
            raise Fault("%s: %s is another:\n%s" % (what, " ".join(key), "\n".join(
                line for line in difflib.ndiff(*([chain.policy] + chain.rules if chain else ["(none)"]
                                                 for chain in (one, other))) if line[0] != " ")))
    for family in before:
        for (table, name), chain in before[family].items():
            if not name.startswith("ufw") and (table, name) not in after[family] and chain.policy == "-":
                raise Fault("%s: the chain %s %s is gone" % (what, table, name))


def ufws_logging(file):
    """Without the section that ufw writes by its policies, whoever changed them last."""
    return (re.sub(rb"### LOGGING ###.*### END LOGGING ###", b"", file[0], flags=re.S), *file[1:])


def same_files(what, before, after):
    for path in sorted(set(before) | set(after)):
        one, other = before.get(path), after.get(path)
        if one == other:
            continue
        if not one or not other:
            raise Fault("%s: %s: %s" % (what, path, "new" if other else "gone"))
        if os.path.basename(path) in ("user.rules", "user6.rules") and ufws_logging(one) == ufws_logging(other):
            continue
        raise Fault("%s: %s: %s %s\n%s" % (what, path, one[1:], other[1:], "".join(
            line for line in difflib.ndiff(*(text[0].decode(errors="replace").splitlines(True)
                                             for text in (one, other))) if line[0] != " ")))


def same(what, before, after):
    off = b"ENABLED=yes" not in before["files"]["/etc/ufw/ufw.conf"][0]
    same_kernel(what, before["kernel"], after["kernel"], off)
    same_files(what, before["files"], after["files"])
    same_others(what, before, after)


def same_others(what, before, after):
    if before["others"] != after["others"]:
        raise Fault("%s: others' tables: %s" % (what, "\n".join(difflib.ndiff(
            "\n".join(before["others"]).splitlines(), "\n".join(after["others"]).splitlines()))))


def without_block(data):
    return re.sub(rb"# BEGIN penstock.*?# END penstock[^\n]*\n", b"", data, flags=re.S)


MAY_CHANGE = {"/etc/default/ufw": rb"DEFAULT_\w+_POLICY=[^\n]*", "/etc/ufw/ufw.conf": rb"(ENABLED|LOGLEVEL)=[^\n]*",
              "/etc/ufw/sysctl.conf": rb"#?net/\S*forward[^\n]*",
              "/etc/nginx/sites-available/apollo.conf": rb"listen [^\n]*"}


def besides(path, data):
    return re.sub(MAY_CHANGE[path], b"", data).split()


def only_told(said, before, after):
    """Files after a change: lines by hand and rules of others stay, in their order."""
    for path in sorted(set(before) | set(after)):
        one, other = before.get(path), after.get(path)
        if one == other:
            continue
        if not one or not other or one[1:] != other[1:]:
            raise Fault("%s: %s, %s" % (path, one and one[1:], other and other[1:]))
        name = os.path.basename(path)
        if name in ("user.rules", "user6.rules"):
            rules_stay(said, name, one[0], other[0])
        elif name in ("before.rules", "before6.rules"):
            if without_block(one[0]) != without_block(other[0]):
                raise Fault("%s: lines that are not ours changed" % path)
        elif path not in MAY_CHANGE or besides(path, one[0]) != besides(path, other[0]):
            raise Fault("%s: changed, which nobody announced:\n%s" % (path, "".join(line for line in difflib.ndiff(
                one[0].decode().splitlines(True), other[0].decode().splitlines(True)) if line[0] != " ")))


def rules_stay(said, name, one, other):
    one, other = ([line for line in data.decode(errors="replace").splitlines() if line.startswith("### tuple")]
                  for data in (one, other))
    lost = collections.Counter(one) - collections.Counter(other)
    removed = " ".join(line["text"] for line in said["lines"] if line["change"] == "removed")
    for line in lost:
        port = line.split(" ")[5]
        if port != "any" and port.split(",")[0] not in re.split(r"[ ,]", removed) or not removed:
            raise Fault("%s: lost, and nobody announced it: %s" % (name, line))
    stays = [line for line in one if line not in lost]
    if longest(stays, other) < len(stays):
        raise Fault("%s: somebody's rules are in another order" % name)
