"""The fields of the sentences about one scan. A field is computed when a sentence first uses it.

A long film has thousands of scans, and its sentences use few of the fields.
"""

from __future__ import annotations

from functools import cached_property, lru_cache
from itertools import accumulate, product
from math import inf, isfinite
from typing import TYPE_CHECKING

from poolanim.scene.numerals import Numeral
from poolanim.scene.printed import COMPUTED, Printed

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence

    from poolanim.layers.axis import Axis
    from poolanim.scene.adapter import Step
    from poolanim.scene.lines import Lines

NEARLY, ABOUT = {True: "", False: "≈ "}, {True: "", False: "about "}
"""The sign before a number in a note, and the word before one in a caption: empty if the number is
shown without rounding."""
IN_FLOATS = " in floating point"
"""The words after a number that floating point gives, and that is no rounding of the true one."""
WEIGHT = Numeral(2)
"""Writes weights and probabilities."""
CODED = {"nan": "np.nan", "inf": "np.inf", "-inf": "-np.inf"}
"""The spelling in code of numbers for which Python has no literals."""


class ScanFields(dict[str, object]):
    """The fields of one scan.

    Args:
        facts: the fields that do not depend on the scan.
        lines: the lines of text of the pass, with its trace and its formats of numbers.
        step: the scan.
    """

    def __init__(self, facts: Mapping[str, object], lines: Lines, step: Step) -> None:
        super().__init__(facts)
        self._lines = lines
        self._step = step
        self["index"] = lines.index(*step.index)
        self["divisor"] = step.divisor

    def __missing__(self, name: str) -> object:
        self.update(_MAKERS[name.removeprefix("nearly_").removeprefix("about_")](self))
        return self[name]

    @cached_property
    def _cells(self) -> list[float]:
        """The numbers from which the value is computed.

        They contain padding only if it changes the value: a power below 0 turns it into infinity.
        """
        step, record = self._step, self._lines.record
        cells = [float(record.input[cell]) for cell in step.window.cells()]
        if -inf < record.layer.parameters.get("p", 1) < 0:
            whole = record.geometry.whole_window(step.index)
            cells += [0.0] * (len(whole.rows) * len(whole.columns) - len(cells))
        return cells

    @cached_property
    def _texts(self) -> list[str]:
        """The texts of these numbers."""
        return list(map(self._lines.numerals.input, self._cells))

    def _of_window(self) -> dict[str, object]:
        rows, columns = self._step.window.rows, self._step.window.columns
        return {"window": self._lines.index(sliced(rows), sliced(columns))}

    def _of_value(self) -> dict[str, str]:
        value = self._step.value
        coded = CODED.get(str(value), f"{value:g}")
        return {
            **number_fields("value", value, self._lines.numerals.output),
            "coded_value": coded,
        }

    def _of_mean(self) -> dict[str, str]:
        write, divisor = self._lines.numerals, int(self._step.divisor or 1)
        *_, total = accumulate(self._cells)
        added, true = self._worth(Printed.sum)
        told = number_fields("total", total, write.total, true=true)
        divided = Printed.of(told["total"]).over(divisor)
        return {
            **told,
            **self._of_formula("mean", added.over(divisor), true.over(divisor)),
            "total_gives": self._gives(divided, true.over(divisor)),
        }

    def _of_sum(self) -> dict[str, str]:
        return self._of_formula("summed", *self._worth(Printed.sum))

    def _of_norm(self) -> dict[str, str]:
        parameters = self._lines.record.layer.parameters
        p, absolute = parameters["p"], parameters["absolute"]
        if not isfinite(p):
            return number_fields("normed", self._step.value, self._lines.numerals.output)
        norms = self._worth(lambda cells: Printed.norm(cells, p, absolute=absolute))
        return self._of_formula("normed", *norms)

    def _worth(
        self, formula: Callable[[Sequence[str | float]], Printed]
    ) -> tuple[Printed, Printed]:
        """Returns the value of a formula with the printed cells, and with the exact cells."""
        shown = formula(self._texts)
        pairs = zip(self._texts, self._cells, strict=True)
        if all(Printed.of(text) == Printed.of(cell) for text, cell in pairs):
            return shown, shown
        return shown, formula(self._cells)

    def _of_formula(self, name: str, shown: Printed, true: Printed) -> dict[str, str]:
        """Returns the fields of a formula: its value, also preceded by the relation to it."""
        return {
            **number_fields(name, self._step.value, self._lines.numerals.output, true=true),
            f"{name}_gives": self._gives(shown, true),
        }

    def _gives(self, shown: Printed, true: Printed) -> str:
        """Returns the value after a formula, preceded by the relation between both."""
        write = self._lines.numerals.output
        said = write(self._step.value)
        relation = shown.gives(said, true, write.noise)
        return f"{relation} {said}{IN_FLOATS * (relation == COMPUTED)}"

    def _of_gradient(self) -> Mapping[str, str]:
        step, write = self._step, self._lines.numerals
        grad = 0.0 if step.grad is None else step.grad
        delta = step.deltas[0][2] if step.deltas else 0.0
        divisor = None if step.divisor is None else int(step.divisor)
        return _of_gradients(grad, delta, divisor, write.grad_output, write.delta)

    def _of_parts(self) -> Mapping[str, str]:
        """Returns the relation between a gradient divided by its tied cells, and one part."""
        step, write = self._step, self._lines.numerals
        grad, delta, ties = step.grad or 0.0, step.deltas[0][2], len(step.taken)
        shown, true = (Printed.of(each).over(ties) for each in (write.grad_output(grad), grad))
        return {"part_is": shown.gives(write.delta(delta), true)}

    def _of_taken(self) -> dict[str, object]:
        step = self._step
        taken = [(row, column) for row, column, _ in step.deltas] or list(step.taken)
        row, column = taken[0] if step.taken else (None, None)
        chances = dict(zip(step.window.cells(), step.weights, strict=False))
        chance = chances.get(taken[0], 1.0) if taken else 1.0
        return {
            "ties": len(step.taken),
            "cell": self._lines.index(row, column),
            **number_fields("chance", chance, WEIGHT),
        }


_GROUPS: Mapping[Callable[[ScanFields], Mapping[str, object]], tuple[str, ...]] = {
    ScanFields._of_window: ("window",),
    ScanFields._of_value: ("value", "coded_value"),
    ScanFields._of_mean: ("total", "mean", "total_gives"),
    ScanFields._of_sum: ("summed",),
    ScanFields._of_norm: ("normed", "normed_gives"),
    ScanFields._of_gradient: ("grad", "delta", "delta_is", "added"),
    ScanFields._of_parts: ("part_is",),
    ScanFields._of_taken: ("ties", "cell", "chance"),
}
_MAKERS = {name: make for make, names in _GROUPS.items() for name in names}


@lru_cache(maxsize=256)  # a grid often has few different gradients
def _of_gradients(
    grad: float, delta: float, divisor: int | None, write_grad: Numeral, write_delta: Numeral
) -> Mapping[str, str]:
    shown = Printed.of(write_grad(grad)).over(divisor or 1)
    true = Printed.of(grad).over(divisor) if divisor else None
    return {
        **number_fields("grad", grad, write_grad),
        **number_fields("delta", delta, write_delta, true=true),
        "delta_is": shown.gives(write_delta(delta), true or shown),
        **number_fields("added", delta, write_delta, write_delta.signed, true),
    }


def kinds(lines: Lines) -> Iterator[Hashable]:
    """Yields a key for each scan, in order. Scans with equal keys have fields of equal lengths.

    The lengths of the fields in OF_CELLS are not part of the key.
    """
    record, write = lines.record, lines.numerals
    steps, axes = record.steps, (record.geometry.rows, record.geometry.columns)
    values = steps.output.ravel().tolist()
    grads = [0.0] * len(steps) if steps.grad is None else steps.grad.ravel().tolist()
    divisors = [0] * len(steps) if steps.divisors is None else steps.divisors.ravel().tolist()
    received, taken = steps.received, steps.taken
    return zip(
        product(
            *([_looks_of_place(axis, index) for index in range(len(axis.windows))] for axis in axes)
        ),
        [(_looks(write.output, value), value == 0, value != value) for value in values],
        [(_looks(write.grad_output, grad), isfinite(grad)) for grad in grads],
        [_looks(write.delta, delta) for delta in received.first(steps.deltas, 0.0)],
        [len(str(divisor)) for divisor in divisors],
        [(len(str(count)), count > 1) for count in taken.counts.tolist()],
        *(
            [len(str(cell)) for cell in listed.first(cells, 0)]
            for listed in (received, taken)
            for cells in (listed.rows, listed.columns)
        ),
        strict=True,
    )


def _looks_of_place(axis: Axis, index: int) -> Hashable:
    """Returns a key for the length of an index of the output and of its window along an axis."""
    cells = axis.clipped(index)
    reaches = len(cells) < len(axis.windows[index])
    return len(str(index)), len(sliced(cells)), len(str(len(cells))), bool(cells), reaches


def _looks(write: Numeral, number: float) -> Hashable:
    """Returns a key for the length of a number, of its sign and of the sign of rounding."""
    text, exact = write.told(number)
    return len(text), exact, number < 0


def number_fields(
    name: str,
    number: float,
    write: Numeral,
    text: Callable[[float], str] | None = None,
    true: Printed | None = None,
) -> dict[str, str]:
    """Returns the fields of a number: its text, and its text with a sign or word for rounding.

    Args:
        name: the name of the fields.
        number: the number as it was computed.
        write: writes the number.
        text: writes the number in another form.
        true: the exact number, without the rounding of floats; None for a number that is given or
            chosen, not computed.
    """
    said, exact = write.told(number)
    near, about, after = NEARLY[exact], ABOUT[exact], ""
    if true is not None:
        exact, computed = true == Printed.of(said), not true.rounds_to(said, write.noise)
        near, about = NEARLY[exact], ABOUT[exact]
        if computed:
            near, about, after = f"{COMPUTED} ", "", IN_FLOATS
    if text is not None:
        said = text(number)
    return {
        name: said,
        f"nearly_{name}": f"{near}{said}{after}",
        f"about_{name}": f"{about}{said}{after}",
    }


def sliced(cells: range) -> str:
    """Returns cells as a slice of NumPy.

    Example:
        >>> sliced(range(1, 4)), sliced(range(0, 5, 2)), sliced(range(2, 3, 2))
        ('1:4', '0:5:2', '2:3')
    """
    step = f":{cells.step}" if cells.step > 1 and len(cells) > 1 else ""
    return f"{cells.start}:{cells.stop}{step}"
