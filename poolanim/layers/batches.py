"""Reads arrays as batches (N, H, W, C), and says in which types they are computed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from poolanim.errors import GridError, shown
from poolanim.parameters.domains import plain
from poolanim.parameters.sizes import LARGEST_SIZE, by

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import ArrayLike, NDArray

    Array = NDArray[Any]
    Mask = NDArray[np.bool_]

silently = np.errstate(all="ignore")
"""Infinities, NaN and overflow are values like others and cause no warning."""
MANY = 128
"""Sums of more cells are float64, since the error grows with the number of cells."""
BLOCK_BYTES = 2**22
"""The size of a part of a batch that stays in the cache."""


def as_batch(name: str, x: ArrayLike) -> Array:
    """Returns real numbers of shape (N, H, W, C) in their own type.

    Args:
        name: of the array, for errors.
        x: (N, H, W, C), or (H, W).

    Raises:
        GridError: `x` has another rank, or holds no real numbers.
    """
    array = as_numbers(name, x)
    if array.ndim == 2:
        return array[np.newaxis, :, :, np.newaxis]
    check_rank(name, array.ndim)
    return array


def like_given(batch: Array, given: ArrayLike) -> Array:
    """Returns a batch; if a plane was given, its one image (H, W), or (H, W, C) if C is not 1."""
    return batch.reshape(shape_like(batch.shape, np.ndim(given)))


def shape_like(shape: tuple[int, ...], rank: int) -> tuple[int, ...]:
    """Returns the shape of a batch; if an array of rank 2 was given, that of its one image."""
    if rank == 4:
        return shape
    return shape[1:3] if shape[3] == 1 else shape[1:]


def as_numbers(name: str, x: ArrayLike) -> Array:
    """Returns an array of real numbers in their own type.

    Raises:
        GridError: `x` holds no real numbers.
    """
    array = as_array(name, x)
    if array.dtype.kind not in "buif":
        raise GridError(f"{name} holds {array.dtype}; give real numbers, of a type that NumPy has")
    return array


def as_array(name: str, x: ArrayLike) -> NDArray[Any]:
    """Returns an array of any type, none of whose numbers is masked."""
    if _is_masked(x):
        raise GridError(f"{name} has masked numbers; fill them first, such as by its .filled(0)")
    try:
        return np.asarray(x)
    except ValueError as error:  # rows of unequal length
        raise GridError(f"{name} is no grid: {error}") from None
    except RuntimeError as error:  # a tensor that requires a gradient
        raise GridError(f"{name} is no array ({error}); give its .detach().numpy()") from None
    except TypeError as error:  # a tensor of a type that NumPy has not, or not in main memory
        raise GridError(
            f"{name} is no array ({error}); give its .detach().cpu().float().numpy()"
        ) from None


def _is_masked(x: object) -> bool:
    if isinstance(x, list | tuple):
        return any(map(_is_masked, x))
    # Naming np.ma imports it, which takes longer than a small trace.
    return hasattr(x, "mask") and isinstance(x, np.ma.MaskedArray) and bool(np.ma.is_masked(x))


def check_rank(name: str, rank: int) -> None:
    """Raises GridError unless an array of this rank is a batch."""
    if rank != 4:
        raise GridError(f"{name} has rank {rank}; give (H, W), or (N, H, W, C)")


def check_same_rank(grad_output: ArrayLike, x: ArrayLike) -> None:
    """Raises GridError unless a gradient has the rank of the input."""
    if np.ndim(grad_output) != np.ndim(x):
        raise GridError(
            f"grad_output has rank {np.ndim(grad_output)}, but the input has rank "
            f"{np.ndim(x)}; give both alike"
        )


def checked_shape(shape: tuple[int, ...]) -> tuple[int, ...]:
    """Returns the shape of a batch or a grid as Python's numbers.

    Raises:
        GridError: no batch or grid has this shape.
    """
    given = plain(shape)
    numbers = [plain(number) for number in given] if isinstance(given, list | tuple) else []
    sizes = tuple(
        number for number in numbers if type(number) is int and 0 <= number <= LARGEST_SIZE
    )
    if not numbers or len(sizes) < len(numbers):
        raise GridError(f"shape is {shown(shape)}; give (H, W), or (N, H, W, C)")
    if len(sizes) != 2:
        check_rank("input", len(sizes))
    return sizes


def checked_gradient(
    grad_output: ArrayLike, x: ArrayLike, shape: tuple[int, ...], kind: np.dtype[Any]
) -> Array:
    """Returns the gradient of an output as a batch.

    Args:
        grad_output: the gradient.
        x: the input.
        shape: of the output as a batch.
        kind: the type of the result.

    Raises:
        GridError: the gradient has not the shape of the output, or holds no real numbers.
    """
    grad, due = as_numbers("grad_output", grad_output), shape_like(shape, np.ndim(x))
    if grad.ndim != len(due):
        raise GridError(
            f"grad_output has rank {grad.ndim}, but the output has rank {len(due)}; give both alike"
        )
    if grad.shape != due:
        raise GridError(
            f"grad_output is {by(grad.shape)}, but the output is {by(due)}; give one gradient for "
            "each output cell"
        )
    return grad.reshape(shape).astype(kind, copy=False)


def gradient_type(kind: np.dtype[Any]) -> np.dtype[Any]:
    """Returns the type of the gradient of an input of this type."""
    return kind if kind.kind == "f" else np.dtype(np.float64)


def computed(array: Array) -> Array:
    """Returns an array in the type in which its values are computed: float32 for float16."""
    small = array.dtype.kind == "f" and array.dtype.itemsize < 4
    return array.astype(np.float32) if small else array


def floating(array: Array) -> Array:
    """Returns an array of floating point numbers as it is, and others as float64."""
    return array if array.dtype.kind == "f" else array.astype(np.float64)


def wide(array: Array, count: int) -> Array:
    """Returns an array in the type in which sums of so many of its cells are added up."""
    wider = np.promote_types(array.dtype, np.float64) if count > MANY else array.dtype
    return array.astype(wider, copy=False)


def nearest(number: float, kind: np.dtype[Any]) -> float:
    """Returns a number, or the limit of a type of integers in place of an infinity."""
    if kind.kind == "f":
        return number
    limits = np.iinfo(kind)
    return int(min(max(number, limits.min), limits.max))


def blocks(batch: Array) -> Iterator[range]:
    """Returns the numbers of a batch's images in blocks of about `BLOCK_BYTES`."""
    count, size = len(batch), batch[:1].nbytes
    step = max(BLOCK_BYTES // max(size, 1), 1)
    for start in range(0, count, step):
        yield range(start, min(start + step, count))


def spanned(numbers: range) -> slice:
    """Returns consecutive numbers as a slice."""
    return slice(numbers.start, numbers.stop)
