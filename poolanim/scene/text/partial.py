"""The channels that a scan joins, and what each of them adds to its value."""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolanim.records import replace
from poolanim.scene.text.arrays import PLANE
from poolanim.scene.text.operands import operand

if TYPE_CHECKING:
    from poolanim.scene.text.view import View


def by_channel(view: View, scan: int) -> dict[int, list[float]]:
    """Returns the products that a scan adds up, by the place of their channel under the window.

    Example:
        >>> import numpy as np
        >>> from poolanim import Conv, trace
        >>> from poolanim.scene.text.view import View
        >>> traced = trace(Conv(np.ones((1, 1, 2, 1))), [[[[3, 4]]]])
        >>> by_channel(View(traced, traced.passes["forward"], 0, "input", "output"), 0)
        {0: [3.0], 1: [4.0]}
    """
    products = [product for product, _ in view.computed(scan)]
    terms = view.shown.terms[view.target]
    read = next(cells for cells in terms.of if operand(cells.grid) == view.covered)
    part = terms.to.part(scan)
    computed = read.flat[part] >= 0
    channels = [axis[computed].tolist() for axis in read.indices(part)[len(PLANE) :]]
    found: dict[int, list[float]] = {}
    for place, product in zip(*channels or [[0] * len(products)], products, strict=True):
        found.setdefault(place, []).append(product)
    return found


def joins_channels(view: View) -> bool:
    """Returns whether a scan reads several channels, or adds to several."""
    deep = view.spans[view.covered][len(PLANE) :]
    return any(len(along.of((0, 0, 0))) > 1 for along in deep)


def filling(view: View) -> View:
    """Returns a view of the values that scans compute, whichever grid is tracked."""
    own = view.shown.own
    return replace(view, target=own) if own in view.shown.terms else view
