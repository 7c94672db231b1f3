"""What scans add to the gradient of a bias."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from poolanim.scene.text.view import View


@lru_cache(maxsize=2)  # each frame asks for them
def bias_parts(view: View) -> list[float]:
    """Returns what each scan adds to the gradients of biases, in all."""
    terms = view.shown.terms["grad_bias"]
    amounts = terms.amounts.tolist()
    return [sum(amounts[terms.to.part(scan)]) for scan in range(len(view))]
