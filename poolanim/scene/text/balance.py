"""Computes why the sums of both gradients of a backward pass differ."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from poolanim.layers.axis import Axis
from poolanim.layers.batches import silently
from poolanim.records.tuples import NamedTuple
from poolanim.scene.text.operands import operand
from poolanim.scene.text.printed import Printed

if TYPE_CHECKING:
    from poolanim.layers.batches import Array, Mask
    from poolanim.scene.text.view import View

ROUNDING = 16
"""The least size of a change, in units in the last place of the sum of all absolute values."""
PLANES = 2
"""The number of axes of the grids of one channel, and of a kernel of one channel and one filter."""
MOST_NOISE = 1e-9
"""The largest rounding error of a sum."""
NOISE = 2**-46
"""The largest rounding error of a sum, as a share of all gradient. Sums within it are equal."""


class Balance(NamedTuple):
    """The sums of both gradients, and the changes from one to the other.

    Attributes:
        grads: the sum of what is given, such as the output's gradient; of a kernel's products, if
            it is multiplied with a kernel.
        sums: the sum of what gets it, such as the input's gradient.
        changes: the losses and gains by name: `padding`, `divisor_override`, or `change` in other
            layers. Empty if a sum is not finite.
        exact: the exact values, by name, of those of these numbers that are sums of given numbers.
    """

    grads: float
    sums: float
    changes: dict[str, float]
    exact: dict[str, Printed]


@silently
def balance_of(view: View) -> Balance:
    """Returns the balance of a backward pass.

    Example:
        >>> from poolanim import AvgPool, trace
        >>> from poolanim.scene.text.view import View
        >>> traced = trace(AvgPool(2, 1, (0, 1)), [[1], [2]], [[4, 8]])
        >>> balance_of(View(traced, traced.passes["backward"], 0, "input", "grad_input"))[:3]
        (12.0, 6.0, {'padding': -6.0})
    """
    assert view.grads is not None
    terms, stamped = view.shown.terms[view.target], bool(factors_of(view))
    grad = (terms.amounts if stamped else view.grads).astype(np.float64)
    target = terms.inner if stamped else view.grid(view.target)
    grads, sums, added = map(_total, (grad, target, view.deltas))
    if not all(map(math.isfinite, (grads, sums, added))):
        return Balance(grads, sums, {}, {})
    noise = min(NOISE * _total(abs(grad)), MOST_NOISE)
    exact = {"grads": Printed.sum(grad.ravel().tolist())}
    if stamped:
        exact["sums"] = Printed.sum(target.ravel().tolist())
        parts = {"padding": np.concatenate([target.ravel(), -grad])}
    elif view.divisors is None:
        deltas = view.deltas.astype(np.float64)
        lost = grad[_are_lost(view)]
        parts = {"padding": -lost, "change": np.concatenate([deltas, -grad.ravel(), lost])}
        if np.isin(deltas, grad).all():  # the gradients are moved, not computed
            exact |= {name: Printed.sum(part.tolist()) for name, part in parts.items()}
            moved = Printed.sum(deltas.tolist())
            cells = Printed.sum(target.ravel().tolist())
            exact["sums"] = moved if moved.near(sums, noise) else cells
    else:
        parts = _of_divisors(view, grad, view.divisors)
    rounding = ROUNDING * float(np.finfo(view.read.dtype).eps)
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


def balances(view: View) -> bool:
    """Returns whether it is known what the gradients of a pass sum to.

    It is not for products of several channels, or for several filters.
    """
    if view.grads is None or view.grads.ndim > PLANES:
        return False
    return not view.addends.factors or bool(factors_of(view))


def factors_of(view: View) -> dict[str, float]:
    """Returns the sums of the numbers that a pass multiplies with weights, and of these.

    Returns:
        `given` and `weights`; empty for a pass that adds no such products, or of several channels.
    """
    joined = [cells.grid for cells in view.shown.terms[view.target].of]
    if not view.scatters or "weight" not in joined or view.trace.grids["weight"].ndim > PLANES:
        return {}
    assert view.grads is not None
    return {"given": _total(view.grads), "weights": _total(view.grid("weight"))}


def _are_lost(view: View) -> Mask:
    """Returns the scans whose windows cover padding alone, if scans add to the cells under them."""
    assert view.grads is not None
    if view.gathers:  # scans have no windows
        return np.zeros(view.grads.shape, bool)
    counts = np.array(view.trace.geometry.counts(Axis.clipped))
    lost: Mask = (counts == 0) & (operand(view.target) == view.covered)
    return lost


def _of_divisors(view: View, grad: Array, divisors: Array) -> dict[str, Array]:
    """Returns the loss or gain of each scan of an average, by name."""
    inside = np.array(view.trace.geometry.counts(Axis.clipped))
    counted = np.array(view.trace.geometry.counts(Axis.declared)) if view.overridden else divisors
    # A window on padding alone may have a divisor of 0: its whole gradient is lost.
    parts = {"padding": grad * np.where(divisors == 0, -1, (inside - counted) / divisors)}
    if view.overridden:
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
