"""The parameters of a figure that say where its numbers come from. Loads no NumPy."""

from __future__ import annotations

from math import prod
from typing import TYPE_CHECKING

from poolanim.errors import ParameterError, concerning
from poolanim.files.limits import CELLS
from poolanim.grids.layouts import layout_of, sizes
from poolanim.grids.sources import STDIN, WORDS, is_read, names_picture
from poolanim.grids.weighed import READ, Weighed, shape_of_source
from poolanim.parameters.sizes import by, spell

if TYPE_CHECKING:
    from poolanim.grids.layouts import Sizes
    from poolanim.parameters.sizes import Pair
    from poolanim.parameters.source import Source


class GridSpec(Weighed):
    """The parameters of a figure, with what they say about its grids."""

    @property
    def gradient(self) -> Source | None:
        """The source of the output's gradient. The default for a picture is the picture itself."""
        picture = self.input if names_picture(self.input) else None
        return picture if self.grad is None else self.grad

    @property
    def made_shape(self) -> tuple[int, ...]:
        """(height, width) or (height, width, channels) of an input that is made to measure."""
        return self.shape or self.entry.shape

    @property
    def picture_shape(self) -> Pair | None:
        """(height, width) of a picture after shrinking; None if that follows from the picture."""
        if self.shape is None:
            return None
        height, width = self.shape[:2]
        return height, width

    @property
    def made_layout(self) -> str:
        """The layout of an input that is made to measure."""
        if len(self.made_shape) == 2:
            return self.layout_for(self.made_shape)
        layout = self.layout or ("chw" if self._channels_first else "hwc")
        if layout not in ("chw", "hwc"):
            advice = f"give hwc or chw, as shape is {by(self.made_shape)}"
            raise ParameterError.about("layout", layout, advice, depends=READ)
        return layout

    @property
    def _channels_first(self) -> bool:
        """Whether channels precede rows in PyTorch's order, which the figure has."""
        return "torch" in (self.like, self.code)

    def batch_shape(self) -> tuple[Sizes, str] | None:
        """Returns the (N, H, W, C) and the layout of the input; None if it is yet to be read.

        Raises:
            PoolanimError: the numbers are no grid, or the layout does not fit.
        """
        if not is_read(self.input, "input"):
            height, width, channels = (*self.made_shape, 1)[:3]
            return (1, height, width, channels), self.made_layout
        shape = shape_of_source("input", self.input)
        if shape is None:
            return None
        layout = self.layout_for(shape)
        return sizes(layout, shape), layout

    def layout_for(self, shape: tuple[int, ...], own: str = "") -> str:
        """Returns the layout of an input of this shape. In PyTorch, channels come first.

        Args:
            shape: of the input.
            own: the layout that its source names, if there is one.

        Raises:
            PoolanimError: the layout does not fit, or several do.
        """
        with concerning("input" if self.layout is None else "layout", READ):
            return layout_of(shape, self.layout or own or None, channels_first=self._channels_first)

    def output_layout(self, layout: str, channels: int) -> str:
        """Returns the layout of an output of so many channels, from that of the input.

        Example:
            >>> from poolanim import Figure
            >>> Figure(layer="conv").output_layout("hw", 2)
            'hwc'
        """
        if channels == 1 or "c" in layout:
            return layout
        images = "n" * layout.startswith("n")
        return f"{images}chw" if self._channels_first else f"{images}hwc"

    def _check_sources(self) -> None:
        """Raises ParameterError if the sources of numbers do not fit each other."""
        if self.shape is not None:
            self._check_shape(self.shape)
        piped = [name for name in WORDS if getattr(self, name) == STDIN]
        if len(piped) > 1:
            raise ParameterError(
                f"{' and '.join(piped)} are {'both' if len(piped) == 2 else 'all'} {STDIN!r}, but "
                "standard input holds one grid; name files for the others",
                field=piped[0],
            )

    def _check_shape(self, shape: tuple[int, ...]) -> None:
        """Raises ParameterError if the input is not of a shape that can be chosen."""
        picture = names_picture(self.input)
        why = ""
        if is_read(self.input, "input") and not picture:
            why = "the input has its own shape; leave shape out"
        elif picture and len(shape) > 2:
            why = "a picture has one channel, its luminance; give rows and columns"
        elif prod(shape) > CELLS:
            why = f"at most {CELLS:,} numbers are made; give a smaller one"
        if why:
            raise ParameterError(
                f"shape is {spell(shape)}, but {why}",
                field="shape",
                given=shape,
                depends=("input",),
            )
