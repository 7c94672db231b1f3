"""Where gradient went to, or came from, between the output and the input of a backward pass."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from poolanim.layers.axis import Axis
from poolanim.layers.batches import silently

if TYPE_CHECKING:
    from poolanim.layers.rules import Array
    from poolanim.scene.adapter import Record

NEGLIGIBLE = 1e-9
"""Changes of less, in parts of all gradient, are rounding."""
NOISE = 2**-46
"""What rounding adds to a sum, in parts of all gradient; sums that differ by less are the same."""


class Balance(NamedTuple):
    """The sums of both gradients, and what makes the one of the other.

    Attributes:
        grads: the sum of the output's gradient.
        sums: the sum of the input's gradient.
        changes: by name, what is lost or won on the way: on `padding`, by a `divisor_override`, or
            by the `change` that another layer makes. Empty where a sum is not finite.
    """

    grads: float
    sums: float
    changes: dict[str, float]


@silently
def balance(record: Record) -> Balance:
    """The balance of a backward pass.

    Example:
        >>> from poolanim import AvgPool, trace
        >>> from poolanim.scene.adapter import records
        >>> traced = trace(AvgPool(2, 1, (0, 1)), [[1], [2]], [[4, 8]])
        >>> balance(records(traced, "backward")[0])
        Balance(grads=12.0, sums=6.0, changes={'padding': -6.0})
    """
    assert record.grad_output is not None
    assert record.grad_input is not None
    grad = record.grad_output.astype(np.float64)
    grads, sums, added = map(_total, (grad, record.grad_input, record.steps.deltas))
    if not all(map(math.isfinite, (grads, sums, added))):
        return Balance(grads, sums, {})
    divisors, geometry = record.steps.divisors, record.geometry
    inside = np.array(geometry.counts(Axis.clipped))
    if divisors is None:
        lost = _total(grad[inside == 0])
        changes = {"padding": -lost, "change": added - grads + lost}
    else:
        overridden = record.layer.parameters.get("divisor_override") is not None
        counted = np.array(geometry.counts(Axis.declared)) if overridden else divisors
        # A window on padding alone may have a divisor of 0: its whole gradient is lost.
        missed = np.where(divisors == 0, -1, (inside - counted) / divisors)
        changes = {"padding": _total(grad * missed)}
        if overridden:
            changes["divisor_override"] = _total(grad * (counted / divisors - 1))
    size = _total(abs(grad))
    least = max(NEGLIGIBLE, 16 * float(np.finfo(record.input.dtype).eps)) * size
    noise = min(NOISE * size, NEGLIGIBLE)
    grads = grads if abs(grads) > noise else 0.0
    sums = sums if abs(sums - grads) > noise else grads
    return Balance(grads, sums, {name: x for name, x in changes.items() if abs(x) > least})


def _total(numbers: Array) -> float:
    """The sum of numbers, rounded once; NaN or infinite if one is, or if it is beyond all floats.

    Example:
        >>> _total(np.array([1e30, 1, -1e30])), _total(np.array([np.inf, 1])), _total(np.array([]))
        (1.0, inf, 0.0)
    """
    given = numbers.ravel().tolist()
    if not all(map(math.isfinite, given)):
        return float(sum(given))
    try:
        return math.fsum(given)
    except OverflowError:
        return float(sum(given))
