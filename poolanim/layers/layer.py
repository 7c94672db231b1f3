"""What all pooling layers share: sliding over padded arrays, and accumulating gradients.

A layer itself is two rules, `reduce` and `spread`. Both see the windows transposed: not one window
after another, but for every offset in a window the array of the cells that stand there, one cell
for each window. So the loop is over the offsets of one window, however many scans there are.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass, fields
from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np

from poolanim.errors import GridError
from poolanim.layers.sliding import folded, is_coarse, windows_of
from poolanim.parameters import LARGEST_SIZE, make_plain, plain, shown

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from numpy.typing import ArrayLike, NDArray

    from poolanim.layers.axis import Axis, Pair
    from poolanim.layers.finish import Finish
    from poolanim.layers.geometry import Geometry

    Array = NDArray[Any]
    Mask = NDArray[np.bool_]


silently = np.errstate(all="ignore")
"""Infinities, NaN and overflow are values to pool like others, not worth a warning."""
BLOCK_BYTES, PART_BYTES = 2**22, 2**17
"""So much of a batch is pooled at a time, and of the output, that it stays in the cache."""


@dataclass(frozen=True, eq=False)
class Windows:
    """The windows of some rows of the output, over some images of a batch.

    Attributes:
        geometry: where all windows lie.
        images: the images' numbers in the batch.
        rows: of the output.
        cells: for each place in a window, row by row, the cells that stand there, one for each
            window: (N, rows, W_out, C). Outside the input they hold the layer's padding value.
    """

    geometry: Geometry
    images: range
    rows: range
    cells: Sequence[Array]

    @cached_property
    def inside(self) -> list[Mask]:
        """For each entry of `cells`, which of them lie in the input: (rows, W_out, 1)."""
        rows, columns = self.geometry.rows, self.geometry.columns
        return [
            np.outer(_inside(rows, u, self.rows), _inside(columns, v))[:, :, np.newaxis]
            for u, v in self.geometry.offsets()
        ]

    def parts(self) -> Iterator[Windows]:
        """The same, so few rows at a time that what is computed of them stays in the cache."""
        size = max(self.cells[0][:, :1].nbytes, 1)
        step = max(PART_BYTES // size, 1)
        for start in range(0, len(self.rows), step):
            rows = self.rows[start : start + step]
            cells = [each[:, start : start + step] for each in self.cells]
            yield Windows(self.geometry, self.images, rows, cells)


def _inside(axis: Axis, offset: int, indices: range | None = None) -> Mask:
    windows = range(len(axis.windows)) if indices is None else indices
    return np.array([axis.cell(index, offset) is not None for index in windows])


@dataclass(frozen=True)
class Pool(ABC):
    """A pooling layer over arrays (N, H, W, C), or plain grids (H, W).

    A floating point input keeps its type. Values and deltas of a float16 input are computed as
    float32, as PyTorch does, and sums of many cells as float64. An input of integers keeps its type
    in a layer that picks cells, such as max pooling. Other layers compute it as float64, and
    gradients of integers are always float64. Booleans count as 0.0 and 1.0.
    """

    picks: ClassVar[bool] = False
    """Whether each value is a cell of its window, unchanged."""
    fold: ClassVar[np.ufunc | None] = None
    """A function of two numbers that makes a window's value, up to `finished`, of its cells.

    A layer that has one passes few large windows one by one: see `poolanim.layers.sliding`.
    """

    def __post_init__(self) -> None:
        make_plain(self)

    @abstractmethod
    def geometry(self, shape: Pair) -> Geometry:
        """The windows over a grid of (height, width).

        Raises:
            ParameterError: they do not fit.
        """

    @abstractmethod
    def reduce(self, windows: Windows) -> Array:
        """The forward rule: windows to values.

        Returns:
            one value for each window, (N, H_out, W_out, C).
        """

    @abstractmethod
    def spread(self, grad_output: Array, windows: Windows) -> Iterable[Array]:
        """The backward rule: what each value's gradient adds to the cells of its window.

        Args:
            grad_output: the gradients of the values, (N, H_out, W_out, C).
            windows: as in `reduce`.

        Returns:
            for each entry of `windows.cells`, from the last to the first, what is added there:
            (N, H_out, W_out, C).
        """

    def finished(self, total: Array, windows: Windows) -> Array:  # noqa: ARG002
        """The values of windows, of their cells that `fold` made one; may overwrite `total`."""
        return total

    def shares(self, grad_output: Array, windows: Windows) -> Array:  # noqa: ARG002
        """What of each value's gradient a cell may receive."""
        return grad_output

    def give(self, share: Array, window: Array, grad_window: Array) -> None:
        """The backward rule for one window, of a layer that folds.

        Args:
            share: of the window's gradient, (N, C).
            window: its cells, (N, height, width, C).
            grad_window: their gradients, which are added to.
        """
        raise NotImplementedError(f"{type(self).__name__} folds no windows")

    @property
    def parameters(self) -> dict[str, Any]:
        """The layer's parameters by name."""
        return {field.name: getattr(self, field.name) for field in fields(self)}

    @property
    def padding_value(self) -> float:
        """What a cell outside the input counts as in the forward pass."""
        return 0.0

    def taken(self, windows: Windows, value: Array) -> list[Mask] | None:  # noqa: ARG002
        """For each entry of `windows.cells`, whether it is what the value was taken from.

        None for a layer that takes no cell before another.
        """
        return None

    def receivers(self, windows: Windows, value: Array) -> list[Mask]:
        """For each entry of `windows.cells`, whether `spread` adds to it: (N, H_out, W_out, C)."""
        return [np.broadcast_to(inside, value.shape) for inside in windows.inside]

    def terms(self, windows: Windows) -> Sequence[Array]:
        """Returns for each entry of `windows.cells` what it adds to the sum of its window.

        A layer that takes one cell before others has no sum.
        """
        return windows.cells

    def finish(self, geometry: Geometry) -> Finish | None:  # noqa: ARG002
        """Returns what turns the sums of windows into values; None if the sums are the values."""
        return None

    def weights(self, windows: Windows) -> list[Array]:  # noqa: ARG002
        """For each entry of `windows.cells`, its part in the value, or its chance to be the value.

        Empty for a layer without weights.
        """
        return []

    @silently
    def forward(self, x: ArrayLike) -> Array:
        """Pool `x`.

        Values equal those that `poolanim.trace` records, bit for bit. Only sums of more than 128
        cells may differ from it in the last bits, where windows are few: see
        `poolanim.layers.sliding`.

        Args:
            x: (N, H, W, C), or (H, W).

        Returns:
            (N, H_out, W_out, C), or (H_out, W_out).

        Raises:
            GridError: `x` is of another rank, or not of real numbers.
            ParameterError: the window is larger than the padded input.

        Example:
            >>> from poolanim import AvgPool
            >>> AvgPool(kernel_size=2).forward([[1, 2], [3, 4]])
            array([[2.5]])
        """
        batch = self.batch(x)
        geometry = self.geometry(batch.shape[1:3])
        output = np.empty_like(batch, shape=output_shape(batch.shape, geometry))
        fold = self.fold if is_coarse(geometry) else None
        for images in blocks(batch):
            if fold is not None:
                output[spanned(images)] = self._folded(fold, batch, geometry, images)
                continue
            for part in self.windows(batch, geometry, images).parts():
                output[spanned(images), spanned(part.rows)] = self.reduce(part)
        return output if np.ndim(x) == 4 else output[0, :, :, 0]

    @silently
    def backward(self, grad_output: ArrayLike, x: ArrayLike) -> Array:
        """The gradient with respect to `x`.

        Every cell receives its terms in scan order, so the result equals the sum of the deltas
        that `poolanim.trace` records, bit for bit.

        Args:
            grad_output: of the shape that `forward(x)` returns.
            x: the input of the forward pass, (N, H, W, C) or (H, W).

        Returns:
            grad_input, of the shape of `x`.

        Raises:
            GridError: a shape or rank does not fit.
            ParameterError: the window is larger than the padded input.

        Example:
            >>> from poolanim import MaxPool
            >>> MaxPool(kernel_size=2).backward([[5.0]], [[1, 2], [3, 4]])
            array([[0., 0.],
                   [0., 5.]])
        """
        batch = self.batch(x)
        geometry = self.geometry(batch.shape[1:3])
        grad = checked_gradient(grad_output, x, geometry)
        padded_input = padded_shape(batch.shape, geometry) != batch.shape
        grad_input, wide = np.zeros_like(batch, dtype=grad.dtype), computed(grad)
        coarse = self.fold is not None and is_coarse(geometry)
        for images in blocks(batch):
            own = grad_input[spanned(images)]
            if coarse:
                self._give(wide[spanned(images)], batch, geometry, images, own)
                continue
            padded = own
            if padded_input:
                padded = np.zeros_like(own, shape=padded_shape(own.shape, geometry))
            for part in self.windows(batch, geometry, images).parts():
                spread = self.spread(wide[spanned(images), spanned(part.rows)], part)
                deltas = (delta.astype(grad.dtype, copy=False) for delta in spread)
                accumulate(padded, geometry, part.rows, deltas)
            if padded_input:
                own[...] = padded[interior(geometry)]
        return grad_input if np.ndim(x) == 4 else grad_input[0, :, :, 0]

    def output_shape(self, shape: tuple[int, ...]) -> tuple[int, ...]:
        """The shape that `forward` gives for an input of `shape`, (N, H, W, C) or (H, W).

        Raises:
            GridError: `shape` is of another rank, or not of whole numbers.
            ParameterError: the window is larger than the padded input.

        Example:
            >>> from poolanim import MaxPool
            >>> MaxPool(kernel_size=3, stride=1).output_shape((8, 32, 32, 3))
            (8, 30, 30, 3)
        """
        shape = checked_shape(shape)
        if len(shape) == 2:
            return self.geometry((shape[0], shape[1])).output_shape
        return output_shape(shape, self.geometry((shape[1], shape[2])))

    def _folded(self, fold: np.ufunc, batch: Array, geometry: Geometry, images: range) -> Array:
        """The values of a few large windows over these images of a batch."""
        windows = Windows(geometry, images, range(geometry.output_shape[0]), ())
        cells = computed(batch[spanned(images)])
        return self.finished(folded(fold, cells, geometry), windows)

    def _give(
        self, grad: Array, batch: Array, geometry: Geometry, images: range, grad_input: Array
    ) -> None:
        """Add to the gradient of these images that of a few large windows, scan by scan."""
        windows = Windows(geometry, images, range(geometry.output_shape[0]), ())
        cells, shares = computed(batch[spanned(images)]), self.shares(grad, windows)
        for i, j, window in windows_of(geometry):
            self.give(shares[:, i, j], cells[window], grad_input[window])

    def batch(self, x: ArrayLike) -> Array:
        """`x` as (N, H, W, C), in the type of the values.

        Raises:
            GridError: `x` is of another rank, or not of real numbers.
        """
        batch = as_batch("input", x)
        return batch if self.picks and batch.dtype.kind != "b" else floating(batch)

    def windows(self, batch: Array, geometry: Geometry, images: range) -> Windows:
        """The windows over these images of a batch."""
        padded = computed(batch[spanned(images)])
        shape = padded_shape(padded.shape, geometry)
        if shape != padded.shape:
            outside = nearest(self.padding_value, padded.dtype)
            surrounded = np.full_like(padded, outside, shape=shape)
            surrounded[interior(geometry)] = padded
            padded = surrounded
        rows = range(geometry.output_shape[0])
        return Windows(geometry, images, rows, transposed(padded, geometry))


def transposed(padded: Array, geometry: Geometry) -> list[Array]:
    """For each place in a window the cells that stand there: views, where windows lie evenly."""
    rows = [padded[:, geometry.rows.places(u)] for u in range(geometry.rows.kernel)]
    columns = [geometry.columns.places(v) for v in range(geometry.columns.kernel)]
    return [cells[:, :, places] for cells in rows for places in columns]


def accumulate(padded: Array, geometry: Geometry, rows: range, deltas: Iterable[Array]) -> None:
    """Add to each cell its terms, in scan order.

    A cell stands at an earlier offset in a later window, so the order from the last offset to the
    first is the scan order; unless windows of different scans start alike.

    Args:
        padded: the input's gradient with its padding, which is added to.
        geometry: of the windows.
        rows: of the output, whose windows these are.
        deltas: what is added at each offset, from the last to the first.
    """
    if geometry.rows.stride is not None and geometry.columns.stride is not None:
        for cells, delta in zip(reversed(transposed(padded, geometry)), deltas, strict=True):
            cells[:, spanned(rows)] += delta
        return
    height, width = padded.shape[1:3]
    places = [
        (np.arange(height)[geometry.rows.places(u)], np.arange(width)[geometry.columns.places(v)])
        for u, v in geometry.offsets()
    ]
    terms = list(zip(reversed(places), deltas, strict=True))
    if not geometry.repeats:
        for (row, column), delta in terms:
            padded[:, row[spanned(rows), np.newaxis], column] += delta
        return
    for number, i in enumerate(rows):
        for j in range(geometry.output_shape[1]):
            for (row, column), delta in terms:
                padded[:, row[i], column[j]] += delta[:, number, j]


def spanned(numbers: range) -> slice:
    """Consecutive numbers as a slice."""
    return slice(numbers.start, numbers.stop)


def blocks(batch: Array) -> Iterator[range]:
    """The numbers of a batch's images, so many at a time as `BLOCK_BYTES` are."""
    count, size = len(batch), batch[:1].nbytes
    step = max(BLOCK_BYTES // max(size, 1), 1)
    for start in range(0, count, step):
        yield range(start, min(start + step, count))


def computed(array: Array) -> Array:
    """Returns an array in the type that computes its values: float32 for float16."""
    small = array.dtype.kind == "f" and array.dtype.itemsize < 4
    return array.astype(np.float32) if small else array


def nearest(number: float, kind: np.dtype[Any]) -> float:
    """A number, or the limit of a type of integers in place of an infinity."""
    if kind.kind == "f":
        return number
    limits = np.iinfo(kind)
    return int(min(max(number, limits.min), limits.max))


def floating(array: Array) -> Array:
    """Returns an array of floating point numbers as it is, and others as float64."""
    return array if array.dtype.kind == "f" else array.astype(np.float64)


def as_batch(name: str, x: ArrayLike) -> Array:
    """`x` as real numbers of shape (N, H, W, C), in their own type."""
    array = as_array(name, x)
    if array.dtype.kind not in "buif":
        raise GridError(f"{name} holds {array.dtype}; give real numbers, of a type that NumPy has")
    if array.ndim == 2:
        return array[np.newaxis, :, :, np.newaxis]
    check_rank(name, array.ndim)
    return array


def as_array(name: str, x: ArrayLike) -> NDArray[Any]:
    """`x` as an array of any kind, none of whose numbers is masked."""
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
    """Whether an array, or one in a list, hides numbers under a mask."""
    if isinstance(x, list | tuple):
        return any(map(_is_masked, x))
    return isinstance(x, np.ma.MaskedArray) and bool(np.ma.is_masked(x))


def check_same_rank(grad_output: ArrayLike, x: ArrayLike) -> None:
    """Raise GridError unless a gradient has the rank of the input."""
    if np.ndim(grad_output) != np.ndim(x):
        raise GridError(
            f"grad_output has rank {np.ndim(grad_output)}, but the input has rank "
            f"{np.ndim(x)}; give both alike"
        )


def checked_gradient(grad_output: ArrayLike, x: ArrayLike, geometry: Geometry) -> Array:
    """The gradient as a batch, once it fits the output's shape.

    It has the input's type, or is float64 if that is no floating point type.
    """
    batch = as_batch("input", x)
    grad = as_batch("grad_output", grad_output)
    grad = grad.astype(gradient_type(batch.dtype), copy=False)
    check_same_rank(grad_output, x)
    shape = output_shape(batch.shape, geometry)
    if grad.shape != shape:
        given, due = (by(each[1:3] if np.ndim(x) == 2 else each) for each in (grad.shape, shape))
        raise GridError(
            f"grad_output is {given}, but the output is {due}; give one gradient for each output "
            "cell"
        )
    return grad


def gradient_type(kind: np.dtype[Any]) -> np.dtype[Any]:
    """The type of an input's gradient."""
    return kind if kind.kind == "f" else np.dtype(np.float64)


def check_rank(name: str, rank: int) -> None:
    """Raise GridError unless an array of this rank is a batch."""
    if rank != 4:
        raise GridError(f"{name} has rank {rank}; give (H, W), or (N, H, W, C)")


def checked_shape(shape: tuple[int, ...]) -> tuple[int, ...]:
    """The shape of a batch or grid, as Python's numbers, once it can be one."""
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


def output_shape(shape: tuple[int, ...], geometry: Geometry) -> tuple[int, ...]:
    """The shape of the output of a batch of `shape`."""
    return shape[0], *geometry.output_shape, shape[3]


def padded_shape(shape: tuple[int, ...], geometry: Geometry) -> tuple[int, ...]:
    """The shape of a batch of `shape` with its padding, and with the place that `places` adds."""
    axes = geometry.rows, geometry.columns
    height, width = (len(axis.extent) + (axis.stride is None) for axis in axes)
    return shape[0], height, width, shape[3]


def interior(geometry: Geometry) -> tuple[slice, slice, slice]:
    """What of a padded batch is the input."""
    axes = geometry.rows, geometry.columns
    rows, columns = (slice(axis.padding[0], axis.padding[0] + axis.size) for axis in axes)
    return slice(None), rows, columns


def by(shape: tuple[int, ...]) -> str:
    """A shape as people write it: 3x3."""
    return "x".join(map(str, shape))
