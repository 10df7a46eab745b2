"""Honest timing: whole processes, in turn with a peer, medians and the spread."""
import os
import statistics
import subprocess
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "packets"))

RUNS = 11
failures = []


def wall(argv, **more):
    """Milliseconds of one process from fork to wait, and what it printed."""
    start = time.perf_counter()
    done = subprocess.run(argv, capture_output=True, text=True, **more)
    took = (time.perf_counter() - start) * 1000
    if done.returncode != 0:
        sys.exit("bench: %s: exit %d\n%s" % (" ".join(argv), done.returncode, done.stderr))
    return took, done.stdout


def spread(values):
    return "%.2f (%.2f-%.2f)" % (statistics.median(values), min(values), max(values))


def ratio(ours, theirs):
    """Median of the ratios pair by pair: holds when the machine's speed drifts."""
    return statistics.median(a / b for a, b in zip(ours, theirs))


def verdict(what, value, limit, at_most=True):
    holds = value <= limit if at_most else value >= limit
    sign = "<=" if at_most else ">="
    print("%s  %-58s %7.2f  (%s %.2f)" % ("OK  " if holds else "MISS", what, value, sign, limit), flush=True)
    if not holds:
        failures.append(what)
