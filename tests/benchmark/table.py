"""A table of what was measured and what is wanted."""

from __future__ import annotations

BROKEN = "**does not hold**"


class Table:
    """Rows that are printed at once."""

    def __init__(self):
        self.lines = []

    @property
    def broken(self):
        """Whether something that is wanted does not hold."""
        return any(BROKEN in line for line in self.lines)

    def say(self, line):
        print(line, flush=True)
        self.lines.append(line)

    def fact(self, what, value):
        self.say(f"| {what} | {value} | |")

    def least(self, what, value, wanted, form=".1f"):
        self._judge(what, f"{value:{form}}", f"≥ {wanted}", holds=value >= wanted)

    def most(self, what, value, wanted, form=".2f", unit=""):
        self._judge(what, f"{value:{form}}{unit}", f"≤ {wanted}{unit}", holds=value <= wanted)

    def _judge(self, what, value, wanted, *, holds):
        self.say(f"| {what} | {value} | {wanted}{'' if holds else ' ' + BROKEN} |")
