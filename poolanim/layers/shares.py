"""What the gradients of values give to the cells of their windows."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from poolanim.layers.batches import nearest
from poolanim.layers.sliding import across, equal, firsts, folded, only
from poolanim.records.tuples import NamedTuple

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
        grad_window += _row(self.share[across(scan)], grad_window)


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
            share = divided(share, masks)
        return Parts([share] * len(masks), masks)

    def give(self, scan: tuple[int, ...], window: Array, grad_window: Array) -> None:
        """Adds the share of one scan to the extremes of its window."""
        share = self.share[across(scan)]
        if self.ties == "first":
            grad_window[_first(window, self.fold)] += share.astype(grad_window.dtype, copy=False)
            return
        masks = equal(window, _row(_total(self.fold, window), window))
        if self.ties == "split":
            share = share / _total(np.add, masks.astype(np.int32)).astype(share.dtype)
        grad_window += only(_row(share, grad_window), masks)


Shares = Parts | Every | Extremes
"""What a backward rule returns."""


def divided(share: Array, masks: Sequence[Mask]) -> Array:
    """Returns for each window an equal part of its share, one for each mask that holds."""
    parts: Array = share / np.count_nonzero(masks, axis=0).astype(share.dtype)
    return parts


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


def _total(fold: np.ufunc, window: Array) -> Array:
    """Returns a window's cells, (N, ..., C), folded along all its axes: (N, C)."""
    while window.ndim > 2:
        window = fold.reduce(window, axis=1)
    return window


def _row(numbers: Array, window: Array) -> Array:
    """Returns numbers of a window, (N, C), as a row of it in its type: (N, 1, ..., width, C).

    The row is laid out in memory, for a long operation instead of many short ones.
    """
    axes = tuple(range(1, window.ndim - 1))
    numbers = np.expand_dims(numbers.astype(window.dtype, copy=False), axes)
    return np.repeat(numbers, window.shape[-2], axis=-2)


def _first(window: Array, fold: np.ufunc) -> tuple[Array, ...]:
    """Returns where a window's extremes lie, the first of each that tie.

    Of several NaN it is the last, as in PyTorch, where each one beats the one before.

    Args:
        window: (N, ..., C).
        fold: `np.maximum` or `np.minimum`.

    Returns:
        an array of indices for each axis of the window, together of shape (N, C).
    """
    *before, width, channels = window.shape
    rows = window.reshape(before[0], -1, width, channels)
    lines = _across(rows, fold)
    values = fold.reduce(lines, axis=1)
    image, channel = np.ogrid[: before[0], :channels]
    row = _first_equal(lines.swapaxes(1, 2), values)
    column = _first_equal(rows[image, row, :, channel], values)
    places = np.unravel_index(row, before[1:]) if before[1:] else ()
    return image, *places, column, channel


def _across(window: Array, fold: np.ufunc) -> Array:
    """Returns the extremes of a window's rows, (N, height, C).

    Halves of rows are folded onto each other, since few channels make short loops otherwise.
    """
    while (width := window.shape[2]) > 1:
        half, rest = width // 2, window[:, :, width - 1 :]
        window = fold(window[:, :, :half], window[:, :, half : 2 * half])
        if width % 2:
            fold(window[:, :, :1], rest, out=window[:, :, :1])
    return window[:, :, 0]


def _first_equal(cells: Array, values: Array) -> Array:
    """Returns where along the last axis cells first equal a value, or are NaN the last time."""
    masks = equal(cells, values[..., np.newaxis])
    firsts: Array = masks.argmax(axis=-1)
    if not np.isnan(values).any():
        return firsts
    lasts = masks.shape[-1] - 1 - masks[..., ::-1].argmax(axis=-1)
    return np.where(np.isnan(values), lasts, firsts)
