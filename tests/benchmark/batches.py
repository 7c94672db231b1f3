"""Print the rate of a batch with one process and with two, and the peak memory of its parent.

    python -m tests.benchmark.batches [FIGURES] [ENDING]

Each of the figures, 400 unless their number is given, is a film of four scans in steps, a `.gif` or
another file. Both runs make all of them. Rates are comparable only while nothing else runs. The
memory is that of the process that hands out the figures. It grows with their number; give 100000
for that of as many. The exit code is 1 if something wanted does not hold.
"""

from __future__ import annotations

import os
import sys
import tempfile

from tests.benchmark.__main__ import Bench
from tests.benchmark.table import Table

TEXT = """
[[figure]]
name = "{{seed}}"
output = "{{seed}}.{ending}"
layer = "max"
size = 2
shape = 3
motion = "steps"
[figure.matrix]
seed = {{ first = 1, last = {figures} }}
"""
ALL = 100_000
"""The figures of which the whole time is told."""
MOST_MB = 150
LEAST_FACTOR = 1.8


def main(figures="400", ending="gif"):
    figures, table, rates = int(figures), Table(), {}
    table.say(
        f"{figures:,} figures as {ending}, {len(os.sched_getaffinity(0))} processors, a load of "
        f"{os.getloadavg()[0]:.1f}\n\n| what | measured | wanted |\n|---|---|---|"
    )
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(folder)
        (bench.folder / "a.toml").write_text(TEXT.format(figures=figures, ending=ending))
        for jobs in (1, 2):
            command = [sys.executable, "-P", "-m", "poolanim", "batch", "a.toml", "--quiet"]
            seconds, memory = bench.once([*command, "--out", str(jobs), "--jobs", str(jobs)])
            rates[jobs] = figures / seconds
            hours = ALL / rates[jobs] / 3600
            table.say(
                f"| processes: {jobs} | {rates[jobs]:.1f} a second, {ALL:,} in {hours:.1f} h | |"
            )
            table.most(f"peak memory of the parent of {jobs}, MB", memory, MOST_MB)
    table.least("rate of two processes / one", rates[2] / rates[1], LEAST_FACTOR)
    return int(table.broken)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
