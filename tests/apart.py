"""Namespaces of a test's own: its script is run again in them, once, and proves that it is."""
import os
import sys

MARK = "PENSTOCK_TEST_OUTSIDE"
PROCESSES = ("--pid", "--fork", "--kill-child", "--mount-proc")  # its processes end with it


def network():
    return os.readlink("/proc/self/ns/net")


def command(argv, *more):
    """The script `argv` in a network and mounts of its own; `more` are options of unshare."""
    return ["unshare", "--net", "--mount", *more, sys.executable, "-B", *argv]


def environment():
    return dict(os.environ, **{MARK: network()})


def outside():
    """Whether this is still the first run."""
    return MARK not in os.environ


def check():
    """The namespace we came from is the machine's own (its first process may not be readable)."""
    if outside() or os.environ[MARK] == network():
        sys.exit("not in a network namespace of its own: nothing is run")


def enter(argv, *more):
    """Returns in the second run."""
    if outside():
        words = command(argv, *more)
        os.execvpe(words[0], words, environment())
    check()
