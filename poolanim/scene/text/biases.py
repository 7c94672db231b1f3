"""What scans add to the gradient of a bias."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from poolanim.scene.text.step import Listed

if TYPE_CHECKING:
    from poolanim.scene.text.view import View


@lru_cache(maxsize=2)  # each frame asks for them
def bias_parts(view: View) -> list[float]:
    """Returns what each scan adds to the gradient of the bias, in all."""
    terms = view.shown.terms["grad_bias"]
    wanted = Listed.of(terms.to, (0, 0, *view.trace.place("grad_bias", view.number)))
    amounts = terms.amounts[wanted.wanted].tolist()
    return [sum(amounts[wanted.part(scan)]) for scan in range(len(view))]
