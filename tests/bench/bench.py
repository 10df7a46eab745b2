"""The figures, each as a ratio against a peer in the same run: bench.py PENSTOCK PUMP [NAME...]

Not a test of the suite: it needs a quiet machine. Ends with the figures that miss, exit 1 if any does."""
import os
import sys

import derive
import measure
import paint
import rate
import switch
import ufw
from lab import enter_private


def main():
    penstock, pump = (os.path.abspath(word) for word in sys.argv[1:3])
    enter_private([os.path.abspath(__file__), penstock, pump] + sys.argv[3:])
    parts = {"derive": lambda: derive.main(penstock), "paint": lambda: paint.main(penstock),
             "switch": lambda: switch.main(penstock), "rate": lambda: rate.main(penstock, pump), "ufw": lambda: ufw.main(penstock)}
    for name in sys.argv[3:] or parts:
        parts[name]()
    print("\nbench: %d figures miss%s" % (len(measure.failures), ": " + ", ".join(measure.failures) if measure.failures else ""))
    sys.exit(1 if measure.failures else 0)


main()
