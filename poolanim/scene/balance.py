"""Computes why the sums of both gradients of a backward pass differ."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from poolanim.layers.axis import Axis
from poolanim.layers.batches import silently
from poolanim.scene.printed import Printed

if TYPE_CHECKING:
    from poolanim.layers.batches import Array
    from poolanim.scene.adapter import Record

ROUNDING = 16
"""The least size of a change, in units in the last place of the sum of all absolute values."""
MOST_NOISE = 1e-9
"""The largest rounding error of a sum."""
NOISE = 2**-46
"""The largest rounding error of a sum, as a share of all gradient. Sums within it are equal."""


class Balance(NamedTuple):
    """The sums of both gradients, and the changes from one to the other.

    Attributes:
        grads: the sum of the output's gradient.
        sums: the sum of the input's gradient.
        changes: the losses and gains by name: `padding`, `divisor_override`, or `change` in other
            layers. Empty if a sum is not finite.
        exact: the exact values, by name, of those of these numbers that are sums of given numbers.
    """

    grads: float
    sums: float
    changes: dict[str, float]
    exact: dict[str, Printed]


@silently
def balance(record: Record) -> Balance:
    """Returns the balance of a backward pass.

    Example:
        >>> from poolanim import AvgPool, trace
        >>> from poolanim.scene.adapter import records
        >>> traced = trace(AvgPool(2, 1, (0, 1)), [[1], [2]], [[4, 8]])
        >>> balance(records(traced, "backward")[0])[:3]
        (12.0, 6.0, {'padding': -6.0})
    """
    assert record.grad_output is not None
    assert record.grad_input is not None
    grad = record.grad_output.astype(np.float64)
    grads, sums, added = map(_total, (grad, record.grad_input, record.steps.deltas))
    if not all(map(math.isfinite, (grads, sums, added))):
        return Balance(grads, sums, {}, {})
    noise = min(NOISE * _total(abs(grad)), MOST_NOISE)
    exact = {"grads": Printed.sum(grad.ravel().tolist())}
    if record.steps.divisors is None:
        deltas = record.steps.deltas.astype(np.float64)
        lost = grad[np.array(record.geometry.counts(Axis.clipped)) == 0]
        parts = {"padding": -lost, "change": np.concatenate([deltas, -grad.ravel(), lost])}
        if np.isin(deltas, grad).all():  # the gradients are moved, not computed
            exact |= {name: Printed.sum(part.tolist()) for name, part in parts.items()}
            moved = Printed.sum(deltas.tolist())
            cells = Printed.sum(record.grad_input.ravel().tolist())
            exact["sums"] = moved if moved.near(sums, noise) else cells
    else:
        parts = _of_divisors(record, grad, record.steps.divisors)
    rounding = ROUNDING * float(np.finfo(record.input.dtype).eps)
    none = Printed.of(0.0)
    changes = {
        name: _total(part)
        for name, part in parts.items()
        if (
            exact[name] != none
            if name in exact
            else abs(_total(part)) > rounding * _total(abs(part))
        )
    }
    grads = grads if abs(grads) > noise else 0.0
    sums = sums if abs(sums - grads) > noise else grads
    return Balance(grads, sums, changes, exact)


def _of_divisors(record: Record, grad: Array, divisors: Array) -> dict[str, Array]:
    """Returns the loss or gain of each scan of an average, by name."""
    inside = np.array(record.geometry.counts(Axis.clipped))
    overridden = record.layer.parameters.get("divisor_override") is not None
    counted = np.array(record.geometry.counts(Axis.declared)) if overridden else divisors
    # A window on padding alone may have a divisor of 0: its whole gradient is lost.
    parts = {"padding": grad * np.where(divisors == 0, -1, (inside - counted) / divisors)}
    if overridden:
        parts["divisor_override"] = grad * (counted / divisors - 1)
    return parts


def _total(numbers: Array) -> float:
    """Returns the sum of numbers, rounded once; NaN or infinite if a number is, or on overflow.

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
