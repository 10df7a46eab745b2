"""dirty.py [-v] [--shrink] PENSTOCK [FIRST [COUNT]]: plays machines that other people have lived on, each in namespaces
of its own. A seed is a machine; one that shows a fault is told with what was done to it, with --shrink with the least
of it."""
import collections
import os
import pickle
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [HERE, os.path.join(HERE, "..")]

import apart  # noqa: E402
from touches import Dice, touches  # noqa: E402
import compare  # noqa: E402
import play  # noqa: E402
import state  # noqa: E402


def one(penstock, seed, left_out):
    apart.check()
    machine = [touch for i, touch in enumerate(touches(seed)) if i not in left_out]
    said = []
    play.make(machine)
    try:
        print(play.Play(penstock, Dice(seed + 1000000), said.append).play())
    except compare.Fault as fault:
        print("FAULT: %s" % fault)
        print("\n".join(said), file=sys.stderr)


def child(penstock, seed, left_out):
    command = apart.command([os.path.abspath(__file__), "--one", penstock, str(seed), ",".join(map(str, left_out))],
                            *apart.PROCESSES)
    done = subprocess.run(command, capture_output=True, text=True, env=apart.environment(), stdin=subprocess.DEVNULL)
    if done.returncode != 0:
        return "FAULT: the test itself: " + done.stderr[-2000:], ""
    return done.stdout.strip(), done.stderr


def shrink(penstock, seed, what):
    """Leaves out what the fault does not need."""
    left_out, head = [], what.split(":")[1]
    for i in range(len(touches(seed))):
        now, _ = child(penstock, seed, left_out + [i])
        if now.startswith("FAULT:") and now.split(":")[1] == head:
            left_out.append(i)
            what = now
    return left_out, what


def main(argv):
    flags = [word for word in argv if word.startswith("-")]
    argv = [word for word in argv if not word.startswith("-")]
    penstock, first, count = os.path.abspath(argv[0]), int((argv[1:] or [1])[0]), int((argv[2:] or [1])[0])
    tally = collections.Counter()
    for seed in range(first, first + count):
        what, log = child(penstock, seed, [])
        if "-v" in flags:
            print(seed, what[:150].split("\n")[0], flush=True)
        tally[what.split(": ")[0] if not what.startswith("refused") else what[:100]] += 1
        if what.startswith("FAULT"):
            left_out = []
            if "--shrink" in flags:
                left_out, what = shrink(penstock, seed, what)
            print("seed %d: %s" % (seed, what))
            for i, touch in enumerate(touches(seed)):
                if i not in left_out:
                    print("    %s %s: %s" % (touch[0], touch[1], "; ".join(touch[2])))
            print("    " + "\n    ".join(line for line in log.splitlines() if line.startswith("$")), flush=True)
    for what, times in tally.most_common():
        print("%5d %s" % (times, what))
    return 1 if tally["FAULT"] else 0


if __name__ == "__main__":
    if sys.argv[1] == "--reload":
        apart.check()
        sys.stdout.buffer.write(pickle.dumps(state.reload_alone(pickle.load(sys.stdin.buffer))))
    elif sys.argv[1] == "--one":
        one(sys.argv[2], int(sys.argv[3]), [int(word) for word in sys.argv[4].split(",") if word])
    else:
        sys.exit(main(sys.argv[1:]))
