"""What becomes of a sum of terms: nothing, a quotient or a root."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np

if TYPE_CHECKING:
    from typing import Self

    from numpy.typing import NDArray

    Array = NDArray[Any]


class Finish(Protocol):
    """Turns the sums of scans' terms into the scans' values."""

    def __call__(self, sums: Array) -> Array:
        """Returns the values.

        Args:
            sums: a number for each scan; an axis of images may come before, and one of channels
                after those of the scans.

        Returns:
            an array of the shape and the type of `sums`.
        """
        ...

    def part(self, rows: slice) -> Self:
        """Returns the finish of some scans, by their indices along the first axis."""
        ...

    def of(self, scan: int) -> Self:
        """Returns the finish of one scan, by its number from 0."""
        ...


@dataclass(frozen=True, slots=True, eq=False)
class Divide:
    """Divides each sum, as an average does.

    Attributes:
        by: the divisor of each scan, (H_out, W_out); or that of one scan, ().
    """

    by: Array

    def __call__(self, sums: Array) -> Array:
        """Returns the quotients, of the shape and the type of `sums`."""
        deep = sums.ndim > self.by.ndim  # channels share a divisor
        by = self.by[..., np.newaxis] if deep else self.by
        quotients: Array = sums / by.astype(sums.dtype)
        return quotients

    def part(self, rows: slice) -> Divide:
        """Returns the finish of some scans."""
        return Divide(self.by[rows])

    def of(self, scan: int) -> Divide:
        """Returns the finish of one scan."""
        return Divide(np.asarray(self.by.reshape(-1)[scan]))


@dataclass(frozen=True, slots=True)
class Root:
    """Takes the p-th root of each sum, as LP pooling does.

    Attributes:
        p: the power, a real number other than 0.
    """

    p: float

    def __call__(self, sums: Array) -> Array:
        """Returns the roots, of the shape and the type of `sums`.

        A zero is positive, as in PyTorch, so the root of a negative power of it is infinite.
        """
        roots: Array = (sums + 0.0) ** (1 / self.p)
        return roots

    def part(self, rows: slice) -> Root:  # noqa: ARG002
        """Returns itself, since the root is the same in every scan."""
        return self

    def of(self, scan: int) -> Root:  # noqa: ARG002
        """Returns itself, since the root is the same in every scan."""
        return self
