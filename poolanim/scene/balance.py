"""Where gradient went to, or came from, between the output and the input of a backward pass."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from poolanim.geometry import Axis
from poolanim.layers.pool import silently

if TYPE_CHECKING:
    from poolanim.tracing import Trace

NEGLIGIBLE = 1e-9
"""Changes of less, in parts of all gradient, are rounding."""


class Balance(NamedTuple):
    """The sums of both gradients, and what makes the one of the other.

    Attributes:
        grads: the sum of the output's gradient.
        sums: the sum of the input's gradient.
        changes: by name, what is lost or won on the way: `padding` and `divisor_override` of an
            average, or the `change` that another layer makes.
    """

    grads: float
    sums: float
    changes: dict[str, float]


@silently
def balance(record: Trace) -> Balance:
    """The balance of a backward pass.

    Example:
        >>> from poolanim import AvgPool, trace
        >>> balance(trace(AvgPool(2, 1, (0, 1)), [[1], [2]], [[4, 8]]))
        Balance(grads=12.0, sums=6.0, changes={'padding': -6.0})
    """
    assert record.grad_output is not None
    assert record.grad_input is not None
    grad = record.grad_output.astype(np.float64)
    grads, sums = float(grad.sum()), float(record.grad_input.astype(np.float64).sum())
    divisors, geometry = record.steps.divisors, record.geometry
    if divisors is None:
        changes = {"change": sums - grads}
    else:
        inside = np.array(geometry.counts(Axis.clipped))
        counted = divisors
        if record.layer.parameters.get("divisor_override") is not None:
            counted = np.array(geometry.counts(Axis.declared))
        changes = {
            "padding": float((grad * (inside - counted) / divisors).sum()),
            "divisor_override": float((grad * (counted / divisors - 1)).sum()),
        }
    least = NEGLIGIBLE * float(abs(grad).sum())
    return Balance(grads, sums, {name: x for name, x in changes.items() if abs(x) > least})
