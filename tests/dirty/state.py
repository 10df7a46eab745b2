"""What a machine holds: kernel and files, as values that can be compared."""
import collections
import os
import pickle
import re
import shutil
import stat
import subprocess
import sys

CLEAN = {"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "LC_ALL": "C.UTF-8"}
Chain = collections.namedtuple("Chain", "policy rules")


def out(*argv, **more):
    return subprocess.run(argv, capture_output=True, text=True, errors="replace", env=CLEAN, stdin=subprocess.DEVNULL,
                          **more).stdout


def parse(text):
    """{(table, chain): Chain} of what iptables-save printed."""
    chains, table = {}, ""
    for line in text.splitlines():
        line = re.sub(r" ?\[\d+:\d+\]", "", line) if line.startswith(":") else line.rstrip()
        if line.startswith("*"):
            table = line[1:]
        elif line.startswith(":"):
            name, policy = line[1:].split(" ")[:2]
            chains[table, name] = Chain(policy, [])
        elif line.startswith("-A "):
            chains[table, line.split(" ")[1]].rules.append(line)
    return chains


def kernel():
    """Both families."""
    return {"v4": parse(out("iptables-save")), "v6": parse(out("ip6tables-save"))}


def others():
    """What iptables does not show: tables of nft, the old iptables, sets."""
    tables = [line for line in out("nft", "list", "tables").splitlines()
              if not re.match(r"table ip6? (filter|nat|mangle|raw|security)$", line)]
    text = [out("nft", "list", *line.split()) for line in tables]
    for save in ("iptables-legacy-save", "ip6tables-legacy-save"):
        text += [re.sub(r" \[\d+:\d+\]", "", line) for line in out(save).splitlines() if not line.startswith("#")]
    return [re.sub(r"packets \d+ bytes \d+", "", part) for part in text] + [out("ipset", "save")]


def kept(path, about):
    with open(path, "rb") as file:
        return file.read(), stat.S_IMODE(about.st_mode), about.st_uid, about.st_gid


def files():
    found = {}
    for root in ("/etc/ufw", "/etc/default", "/etc/nginx"):
        for folder, _, names in os.walk(root):
            for name in names:
                path = os.path.join(folder, name)
                about = os.lstat(path)
                found[path] = os.readlink(path) if os.path.islink(path) else kept(path, about)
    return found


def snapshot():
    return {"kernel": kernel(), "others": others(), "files": files()}


def flat(chains):
    """Policies and rules as a bag."""
    bag = collections.Counter()
    for (table, name), chain in chains.items():
        if chain.policy not in ("-", "ACCEPT"):
            bag[table, "-P %s %s" % (name, chain.policy)] += 1
        for rule in chain.rules:
            bag[table, rule] += 1
    return bag


def is_within(few, many):
    """Whether all of `few` stand in `many`, in this order."""
    rest = iter(many)
    return all(one in rest for one in few)


def feed(text, *argv):
    subprocess.run(argv, input=text, text=True, env=CLEAN, check=True, stdout=subprocess.DEVNULL)


def is_off():
    return b"ENABLED=yes" not in kept("/etc/ufw/ufw.conf", os.stat("/etc/ufw/ufw.conf"))[0]


def ufw_on_and_off():
    return ("--force", "enable"), ("reload",), ("disable",)


def reload_alone(saves):
    """In a network of its own, with copies of the files."""
    feed("", "mount", "-t", "tmpfs", "tmpfs", "/run")
    for folder in ("ufw", "default"):
        shutil.copytree("/etc/" + folder, "/run/copy/" + folder)
        feed("", "mount", "--bind", "/run/copy/" + folder, "/etc/" + folder)
    for tool, text in zip((("ipset", "restore"), ("iptables-restore",), ("ip6tables-restore",)), saves):
        feed(text, *tool)
    for words in ufw_on_and_off() if is_off() else (("reload",),):
        out("ufw", *words)
    return snapshot()


def reloaded():
    """The same machine after ufw's own reload alone; what iptables does not show is left out."""
    saves = [out("ipset", "save"), out("iptables-save"), out("ip6tables-save")]
    script = os.path.join(os.path.dirname(os.path.abspath(__file__)), "dirty.py")
    done = subprocess.run(["unshare", "--net", "--mount", sys.executable, "-B", script, "--reload"], check=True,
                          input=pickle.dumps(saves), stdout=subprocess.PIPE)
    return dict(pickle.loads(done.stdout), others=others())
