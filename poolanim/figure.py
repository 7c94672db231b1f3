"""The spec of a figure: one frozen record, for the command line, manifests and Python.

Loads neither NumPy nor matplotlib, so that checking a thousand figures is fast.
"""

from __future__ import annotations

from math import prod
from typing import TYPE_CHECKING, Any

from poolanim.errors import GridError, ParameterError, concerning
from poolanim.files.limits import CHANNELS, SIDE
from poolanim.grids.layouts import check_grad, in_order
from poolanim.grids.lines import along_line, check_row
from poolanim.grids.spec import GridSpec
from poolanim.grids.weighed import PLACED, WEIGHED, shape_of_source
from poolanim.layers.names import LayerName
from poolanim.layers.table import LAYERS
from poolanim.parameters.domains import GATHER
from poolanim.parameters.naming import calling
from poolanim.parameters.parameter import described
from poolanim.parameters.shown import Shown
from poolanim.parameters.sizes import SAME, Pair, by, spell

if TYPE_CHECKING:
    from poolanim.grids.kernels import KernelShape
    from poolanim.grids.layouts import Sizes
    from poolanim.layers.entry import Fit

ASPECTS = {"wide": (800, 450), "square": (640, 640), "tall": (450, 800)}
"""The width and the height of a picture in px, unless the figure sets its width."""
LEAST_WIDE = 480
"""The least width in px of a wide picture. A narrower one is not high enough."""


@described
class Figure(GridSpec, Shown):
    """The spec of a figure. The same spec and the same versions give the same bytes.

    A parameter that is None has the default of its layer, or the one in its description. A size may
    be one number, a pair or a text such as `3x2`.

    Args:
        layer: the name of a layer's command, such as `max`.

    Raises:
        ParameterError: a parameter is out of its limits, or does not fit the input.
        GridError: the input or the gradient consists of numbers, but is no grid.

    Example:
        >>> figure = Figure(layer="max", kernel_size="3x2", input=[[1, 2], [3, 4], [5, 6]])
        >>> figure.kernel_size, figure.input
        ((3, 2), ((1, 2), (3, 4), (5, 6)))
    """

    def __post_init__(self) -> None:
        LayerName(LAYERS).check("layer", self.layer)
        self._settle()
        self._check_frameworks(self.parameters)
        self._check_picture()
        self._check_sources()
        self._check_labels()
        if (known := self.batch_shape()) is None:
            return
        shape, layout = known
        kernel = self.kernel_shape(shape[1:3], shape[3]) if self.entry.kernel_layout else None
        if kernel is None and self.entry.kernel_layout:
            self._check_input(shape, layout)  # all that can be checked before the kernel is read
        else:
            self.check_fit(shape, layout, kernel)

    @property
    def is_transparent(self) -> bool:
        """Whether the background is transparent."""
        return self.background == "transparent"

    @property
    def directions(self) -> list[str]:
        """The names of the passes that it shows, in order."""
        return ["forward", "backward"] if self.direction == "both" else [self.direction]

    @property
    def tracked(self) -> str:
        """The grid whose cell, or that of its gradient, is tracked, and of which `focus` is one.

        Example:
            >>> Figure(layer="conv").tracked, Figure(layer="conv", wrt="weight").tracked
            ('input', 'weight')
        """
        if self.entry.restores and self.direction != "backward":
            return "output"
        if self.entry.restores and self.wrt == "all":  # each cell of the input is filled at once
            return "weight"
        return self.wrt if self.wrt in ("weight", "bias") else "input"

    @property
    def size(self) -> Pair:
        """(width, height) of the picture in px, at scale 1. That of flat grids is lower.

        Example:
            >>> Figure(layer="avg").size, Figure(layer="avg", aspect="tall", width=500).size
            ((800, 450), (500, 888))
        """
        width, height = ASPECTS[self.aspect]
        if self.width is None:
            return width, height
        return self.width, 2 * round(self.width * height / width / 2)

    @property
    def parameters(self) -> dict[str, Any]:
        """The layer's parameters by name, with the defaults of the framework of `like`.

        If `like` is None, it is the framework whose code is shown.

        Example:
            >>> Figure(layer="global-max", like="torch").parameters
            {'ties': 'first'}
        """
        entry = self.entry
        theirs = entry.usual(self.framework)
        values = {name: getattr(self, name) for name in entry.parameters}
        if entry.crops and self.padding in SAME:
            values["crop"] = theirs["crop"]
        return {
            name: theirs.get(name) if value is None else value for name, value in values.items()
        }

    def check_fit(self, shape: Sizes, layout: str, kernel: KernelShape | None) -> Fit:
        """Returns how the layer fits an input.

        Args:
            shape: of the input as a batch.
            layout: the order of its axes as it was given.
            kernel: the shape of the kernel; None for a layer without weights.

        Raises:
            PoolanimError: a parameter does not fit the input.
        """
        self._check_input(shape, layout)
        images, height, width, channels = shape
        if kernel is not None:
            with concerning("kernel", WEIGHED):
                self.check_weights(kernel, channels)
            channels = kernel.filters
        sized = ("kernel_size", spell) if kernel is None or self.kernel_size else ("kernel", by)
        with concerning(sized[0], PLACED), calling("kernel_size", *sized):
            plane = None if kernel is None else kernel.plane
            whole = {"output_size": self.output_size, **self.parameters}
            given = along_line(whole, (height, width), plane)
            if layout == "w":
                check_row(given)
            size = given["output_size"]
            own = {name: given[name] for name in self.parameters}
            fit = self.entry.fit(own, (height, width), kernel=plane, output_size=size)
            self._check_frameworks(fit.parameters)
            _check_output(fit.output_size, restores=self.entry.restores)
        scans = (height, width) if self.form == GATHER else fit.scans
        if kernel is None:
            self.check_scans(prod(scans))
        else:
            self.check_products(kernel, scans)
        self._check_focus((height, width), kernel, fit)
        grad = shape_of_source("grad", self.grad)
        if grad is not None:
            with concerning("grad", PLACED):
                output = images, *fit.output_size, channels
                check_grad(grad, self.output_layout(layout, channels), output)
        return fit

    def _check_input(self, shape: Sizes, layout: str) -> None:
        """Raises PoolanimError if an input is too large, or lacks an image or a channel."""
        images, height, width, channels = shape
        if max(height, width) > SIDE:
            raise GridError(
                f"input is {height}x{width}; it must be at most {SIDE}x{SIDE}", field="input"
            )
        if channels > CHANNELS:
            raise GridError(
                f"input has {channels:,} channels; it must have at most {CHANNELS:,}", field="input"
            )
        given = by(in_order(layout, n=images, h=height, w=width, c=channels))
        seen = f"the input is {given}, read as {layout.upper()}"
        self._check_number("batch_index", images, seen)
        self._check_number("channel", channels, seen)

    def _check_focus(self, plane: Pair, kernel: KernelShape | None, fit: Fit) -> None:
        """Raises ParameterError if the focus is no cell of the grid that is tracked.

        Args:
            plane: (height, width) of the input.
            kernel: the shape of the kernel, if there is one.
            fit: how the layer fits the input.
        """
        planes = {"input": plane, "output": fit.output_size, "bias": (1, 1)}
        if kernel is not None:
            planes["weight"] = kernel.plane
        height, width = planes[self.tracked]
        if self.focus is not None and not (self.focus[0] < height and self.focus[1] < width):
            last = f"{height - 1},{width - 1}"
            cells = last if height == width == 1 else f"a cell from 0,0 to {last}"
            raise ParameterError(
                f"focus is {self.focus[0]},{self.focus[1]}, but the {self.tracked} is "
                f"{height}x{width}; give {cells}",
                field="focus",
                given=self.focus,
                depends=PLACED,
            )

    def _check_labels(self) -> None:
        """Raises ParameterError unless there is a name for each grid of the layer."""
        names, grids = self.labels, self.entry.grids
        if not isinstance(names, str) and len(names) != len(grids):
            advice = f"{self.layer} has {len(grids)} grids; name {', '.join(grids)}"
            raise ParameterError.about("labels", ",".join(names), advice, depends=("layer",))

    def _check_picture(self) -> None:
        """Raises ParameterError if parameters of pictures and films do not fit each other."""
        if self.width is not None and self.aspect == "wide" and self.width < LEAST_WIDE:
            advice = f"a wide picture needs at least {LEAST_WIDE}, or use aspect square or tall"
            raise ParameterError.about("width", self.width, advice, depends=("aspect",))
        if self.scans is not None and self.scans[0] > self.scans[1]:
            raise ParameterError(
                f"scans is {self.scans[0]}:{self.scans[1]}; the first must not come after the last",
                field="scans",
                given=self.scans,
            )


def _check_output(size: Pair, *, restores: bool) -> None:
    """Raises ParameterError if an output is larger than a grid may be.

    Args:
        size: (height, width) of the output.
        restores: whether windows lie over it. Otherwise padding alone can make it so large.
    """
    if max(size) > SIDE:
        smaller = "stride, kernel or input" if restores else "padding"
        raise ParameterError(
            f"the output is {by(size)}, but may be at most {SIDE}x{SIDE}; use a smaller {smaller}",
            field="stride" if restores else "padding",
        )


def check_figure(given: object) -> None:
    """Raises ParameterError if something is no figure."""
    if not isinstance(given, Figure):
        raise ParameterError(f"figure is {given!r:.40}; give a Figure, such as Figure(layer='max')")
