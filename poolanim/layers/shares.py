"""What the gradients of values give to the cells of their windows."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from poolanim.layers.batches import nearest
from poolanim.layers.folding import add_to_all, add_to_extremes
from poolanim.layers.sliding import across, equal, firsts, folded

if TYPE_CHECKING:
    from collections.abc import Sequence

    from poolanim.layers.batches import Array, Mask
    from poolanim.layers.sliding import Windows


class Parts(NamedTuple):
    """What each offset of all windows receives.

    Attributes:
        amounts: for each offset of a window an amount for each window, (N, rows, ..., C).
        masks: for each offset which cells receive it, of the same shape; None for all cells.
    """

    amounts: Sequence[Array]
    masks: Sequence[Mask] | None = None

    def parts(self, windows: Windows) -> Parts:  # noqa: ARG002
        """Returns itself."""
        return self


class Every(NamedTuple):
    """The same share to every cell of a window.

    Attributes:
        share: an amount for each window, (N, rows, ..., C).
    """

    share: Array

    def parts(self, windows: Windows) -> Parts:
        """Returns the share for each offset."""
        return Parts([self.share] * len(windows.cells))

    def give(self, scan: tuple[int, ...], window: Array, grad_window: Array) -> None:  # noqa: ARG002
        """Adds the share of one scan to the cells of its window.

        Args:
            scan: the indices of the scan.
            window: the cells, (N, ..., C).
            grad_window: their gradients, of the same shape.
        """
        add_to_all(grad_window, self.share[across(scan)])


class Extremes(NamedTuple):
    """A share to the largest or the smallest cells of a window.

    Attributes:
        share: an amount for each window, (N, rows, ..., C).
        fold: `np.maximum` or `np.minimum`.
        ties: `all` for the share to each cell that ties, `first` for the share to the first of
            them, `split` for an equal part of it to each.
        padding_value: what cells outside the input hold.
    """

    share: Array
    fold: np.ufunc
    ties: str
    padding_value: float

    def parts(self, windows: Windows) -> Parts:
        """Returns the share for each offset, and where the cell is an extreme."""
        value = folded(self.fold, windows.cells)
        masks, share = extremes(windows, value, self.padding_value), self.share
        if self.ties == "first":
            masks = first_extremes(masks, value)
        if self.ties == "split":
            share = share / np.count_nonzero(masks, axis=0).astype(share.dtype)
        return Parts([share] * len(masks), masks)

    def give(self, scan: tuple[int, ...], window: Array, grad_window: Array) -> None:
        """Adds the share of one scan to the extremes of its window."""
        share = self.share[across(scan)]
        add_to_extremes(grad_window, share, window, self.fold, self.ties)


Shares = Parts | Every | Extremes
"""What a backward rule returns."""


def extremes(windows: Windows, value: Array, padding_value: float) -> list[Mask]:
    """Returns for each offset where a cell of the input equals the value, or is NaN as it is."""
    masks = [equal(cell, value) for cell in windows.cells]
    if not (value == nearest(padding_value, value.dtype)).any():
        return masks
    return [mask & inside for mask, inside in zip(masks, windows.inside, strict=True)]


def first_extremes(masks: Sequence[Mask], value: Array) -> list[Mask]:
    """Returns for each mask where it is the first that holds.

    Of several NaN the last counts, as in PyTorch, where each one beats the one before.
    """
    found, no_number = firsts(masks), np.isnan(value)
    if not no_number.any():
        return found
    lasts = firsts(masks[::-1])[::-1]
    return [np.where(no_number, *pair) for pair in zip(lasts, found, strict=True)]
