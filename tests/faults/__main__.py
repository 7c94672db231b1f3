"""`python -m tests.faults [--whole | --cases N] [--only KIND] [--seed N]`."""

from __future__ import annotations

import argparse
import os
import random
import sys
import tempfile
import time
from functools import partial
from pathlib import Path

from tests.faults import grammar, kinds
from tests.faults.runs import FAULTS, Tally

KINDS = {
    "the Nth system call fails": kinds.failing_calls,
    "no file may be large": kinds.small_files,
    "few files may be open": kinds.few_handles,
    "a signal at a random moment": kinds.kills,
    "two to four runs at once": kinds.at_once,
    "command lines at random": grammar.command_lines,
    "manifests at random": grammar.manifests,
}

SOME = ("mp4", "several", "batch")
"""Commands that are tried where not all are."""


def chosen(cases, most, seed):
    """Some cases of all, or all of them, in their order."""
    if most is None or most >= len(cases):
        return cases
    numbers = sorted(random.Random(seed).sample(range(len(cases)), most))
    return [cases[number] for number in numbers]


def load():
    """Load what runs use, so that they can be forked."""
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    from poolanim.batch import dispatch, pages, run, work, workers  # noqa: F401
    from poolanim.cli import commands  # noqa: F401
    from poolanim.files import pictures  # noqa: F401
    from poolanim.formats import painting, player, video  # noqa: F401
    from poolanim.paint.vector import pdf, svg  # noqa: F401
    from poolanim.publish import notebook, publishing  # noqa: F401


def main():
    """Try faults, and print what came of them; exits with 1 if anything did not hold."""
    parser = argparse.ArgumentParser(prog="python -m tests.faults", description=main.__doc__)
    parser.add_argument("--whole", action="store_true", help="all cases")
    parser.add_argument("--cases", type=int, default=20, metavar="N", help="of each kind")
    parser.add_argument("--only", metavar="KIND", help="kinds whose name has this in it")
    parser.add_argument("--seed", type=int, default=0, metavar="N", help="other cases")
    options = parser.parse_args()
    load()
    tallies = {}
    with tempfile.TemporaryDirectory() as folder:
        os.environ["XDG_CACHE_HOME"] = folder
        most = None if options.whole else options.cases
        bench = kinds.Bench(Path(folder), None if options.whole else SOME)
        for name, kind in KINDS.items():
            if options.only and options.only not in name:
                continue
            begun = time.monotonic()
            tally = tallies[name] = Tally()
            for case, faults in kind(bench, partial(chosen, most=most, seed=options.seed)):
                tally.note(case, *faults)
            print(f"{name}: {tally.tried} in {time.monotonic() - begun:.0f} s", file=sys.stderr)
            print("\n".join(tally.told), file=sys.stderr)
    print("\n".join(table(tallies)))
    sys.exit(any(sum(tally.faults.values()) for tally in tallies.values()))


def table(tallies):
    """What was tried, and how often what came of it, as Markdown."""
    yield f"| fault | tried | {' | '.join(FAULTS)} |"
    yield "|---" * (2 + len(FAULTS)) + "|"
    for name, tally in tallies.items():
        counts = " | ".join(str(tally.faults[fault]) for fault in FAULTS)
        yield f"| {name} | {tally.tried:,} | {counts} |"


if __name__ == "__main__":
    main()
