"""The spec of a figure: one frozen record that command line, manifest and Python all spell.

Loads neither NumPy nor matplotlib, so that a thousand figures can be checked in no time.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from poolanim.errors import GridError, ParameterError
from poolanim.fit import check_fit, known_shape
from poolanim.grids.layouts import LAYOUTS
from poolanim.grids.sources import STDIN, names_picture
from poolanim.layers.axis import SAME, Pair, spell
from poolanim.layers.table import FRAMEWORKS, LAYERS, PARAMETERS
from poolanim.limits import SIDE, TITLE
from poolanim.parameters import (
    LARGEST_SEED,
    TIES,
    PaddingField,
    PairField,
    as_text,
    check_apart,
    check_divisor,
    check_one_of,
    check_padding,
    check_power,
    check_switch,
    check_whole,
    make_plain,
    plain,
    shown,
    span,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from poolanim.grids.sources import Source

DIRECTIONS = ("forward", "backward", "both")
CODES = ("numpy", "torch", "keras", "none")
LABELS = ("article", "torch")
LABELLED = ("input", "output", "grad_output", "grad_input")
"""What has a label, in the order in which a user gives own ones."""
LONGEST_LABEL = 16
"""Characters of a label."""
MOTIONS = ("steps", "smooth")
CELLS = ("numbers", "heatmap", "both", "auto")
BACKGROUNDS = ("paper", "transparent")
ASPECTS = {"wide": (800, 450), "square": (640, 640), "tall": (450, 800)}
"""Width and height of a picture in px, unless the figure has a width of its own."""
LEAST_WIDE = 480
"""Width in px of a wide picture that still has height enough."""
ALL, LARGEST_CHANNEL = "all", 10**9
"""Channels."""
LIMITS = {
    "batch_index": (0, 10**9),
    "seed": (0, LARGEST_SEED),
    "step_ms": (40, 60_000),
    "hold_ms": (20, 60_000),
    "beats": (1, 3),
    "every": (1, 10_000),
    "precision": (0, 9),
    "width": (360, 1920),
    "scale": (1, 2),
}
"""Least and greatest value of each whole number. Browsers slow frames of under 20 ms down."""
OPTIONAL = ("every", "precision", "width")
"""Those that may be None."""


@dataclass(frozen=True, kw_only=True)
class Figure:
    """One figure, whole: the same spec and the same versions give the same bytes.

    Args:
        layer: the layer's name, that of its command.
        kernel_size: the window, an int, `HxW` or (height, width).
        stride: from one window to the next, likewise.
        padding: cells added on each side, likewise, or `TOP:BOTTOMxLEFT:RIGHT`, or a word of
            `same-upper`, `same-lower` and `valid`; at most half of the window, unless `like` is
            `onnx`.
        dilation: from one cell of a window to the next, as `kernel_size`.
        ceil_mode: whether a last window may reach beyond the padding.
        count_include_pad: whether padding counts in an average's divisor; what `like` has if None.
        divisor_override: the divisor of an average, in place of the number of cells.
        ties: who gets the gradient of tied maxima, `all`, `first` or `split`; what `like` has if
            None.
        p: the power of LP pooling.
        absolute: whether these are powers of absolute values; what `like` has if None.
        output_size: rows and columns of the output, as `kernel_size`.
        like: the framework whose defaults are meant: `article`, `torch`, `keras`, `jax`, `onnx`;
            if None that of `code`.
            A parameter that the layer does not have, must be None.
        batch_index: of an input with several images, the one that is drawn.
        channel: of an input with several channels, the one that is drawn; or `all`.
        direction: `forward`, `backward`, or `both` in one film.
        input: the grid: `random`, `ones`, an inline grid, a file, a picture, `-` for standard
            input, or numbers in lists or in an array of one to four axes. Random if None.
        grad: the gradient of the output, likewise; of a picture by default itself, shrunk.
        layout: the order of the input's axes, and of those of `grad`: `hw`, `hwc`, `chw`, `nhw`,
            `nhwc`, `nchw` or `w`, which is one row. If None, channels come first where `like` or
            `code` is `torch`; elsewhere they are the outer or inner axis of which alone there are
            at most 4.
        shape: (height, width) of an input that is `random` or `ones`, 5x5 if None; or to which a
            picture is shrunk, at most 64 rows and columns if None.
        seed: for what is random.
        focus: (row, column) of the tracked cell; if None the one that most windows cover.
        beats: frames of a scan: 3 show the window, its deltas, and what they merge into; 2 show the
            deltas with the window; 1 shows only the last.
        every: draws every so many scans, and the last; the others happen between two frames. If
            None all are drawn, but in a long film the middle is faster, and some are left out.
        scans: (first, last) scan that happens in the film, counted from 1; all if None.
        motion: `steps`, or `smooth`: in films the window glides, and deltas fly and merge.
        step_ms: time of one scan that is drawn, in ms.
        hold_ms: time of the first and the last frame of a pass, in ms; no scan happens in them.
        precision: decimals of all numbers, as far as they fit; if None each grid has up to 3 if
            they are all there are, or else 2.
        cells: what they show: `numbers`, a `heatmap`, `both`, or `auto`: numbers where these can be
            read, and colours elsewhere.
        code: whose code is shown: `numpy`, `torch`, `keras` or `none`.
        labels: what the grids are called: `article` (A_prev, A, dA, dA_prev), `torch` (input,
            output, grad_output, grad_input), or own names of these four, by commas or as a list.
        math: whether the layer's formula stands under the title.
        title: stands in place of the layer's name, and unless the film has both passes of the
            pass's and of what it is like.
        caption: a line at the foot.
        font: a `.ttf` or `.otf` file, for the title, the caption and the labels.
        theme: name of a theme in `templates/themes`, or a `.toml` file that changes one.
        background: `paper`, or `transparent` where the format can.
        aspect: `wide` (800x450), `square` (640x640) or `tall` (450x800).
        width: of the picture in px, even; the height follows from the aspect. Greater ones than the
            aspect's enlarge the picture; in smaller ones text is larger against all else.
        scale: 2 draws twice as many pixels in each direction, for the same picture.

    Raises:
        ParameterError: a field is out of its limits, or does not fit the input.
        GridError: the input or the gradient is given in numbers, but is no grid.

    Example:
        >>> figure = Figure(layer="max", kernel_size="3x2", input=[[1, 2], [3, 4], [5, 6]])
        >>> figure.kernel_size, figure.input
        ((3, 2), ((1, 2), (3, 4), (5, 6)))
    """

    layer: str
    kernel_size: PairField[None] = PairField(None, minimum=1)
    stride: PairField[None] = PairField(None, minimum=1)
    padding: PaddingField[None] = PaddingField(None)
    dilation: PairField[None] = PairField(None, minimum=1)
    ceil_mode: bool | None = None
    count_include_pad: bool | None = None
    divisor_override: int | None = None
    ties: str | None = None
    p: float | None = None
    absolute: bool | None = None
    output_size: PairField[None] = PairField(None, minimum=1)
    like: str | None = None
    batch_index: int = 0
    channel: int | str = 0
    direction: str = "backward"
    input: Source | None = None
    grad: Source | None = None
    layout: str | None = None
    shape: PairField[None] = PairField(None, minimum=1)
    seed: int = 0
    focus: PairField[None] = PairField(None, minimum=0, separator=",")
    beats: int = 2
    every: int | None = None
    scans: PairField[None] = PairField(None, minimum=1, separator=":")
    motion: str = "steps"
    step_ms: int = 800
    hold_ms: int = 1500
    precision: int | None = None
    cells: str = "auto"
    code: str = "numpy"
    labels: str | Sequence[str] = "article"
    math: bool = False
    title: str | None = None
    caption: str | None = None
    font: str | None = None
    theme: str = "light"
    background: str = "paper"
    aspect: str = "wide"
    width: int | None = None
    scale: int = 1

    @property
    def is_transparent(self) -> bool:
        """Whether what is behind the picture shows through."""
        return self.background == "transparent"

    def __post_init__(self) -> None:
        for name in ("input", "grad"):
            object.__setattr__(self, name, _frozen(name, getattr(self, name)))
        make_plain(self)
        check_one_of("layer", self.layer, LAYERS)
        check_one_of("direction", self.direction, DIRECTIONS)
        for name, (least, greatest) in LIMITS.items():
            if getattr(self, name) is not None or name not in OPTIONAL:
                check_whole(name, getattr(self, name), least, greatest)
        if self.width is not None and self.width % 2:
            raise ParameterError(f"width is {self.width}; give an even number, as video needs it")
        if self.width is not None and self.aspect == "wide" and self.width < LEAST_WIDE:
            raise ParameterError(
                f"width is {self.width}; a wide picture needs at least {LEAST_WIDE}, "
                "or use aspect square or tall"
            )
        if self.channel != ALL:
            check_whole("channel", self.channel, 0, LARGEST_CHANNEL, f"or {ALL}")
        if self.like is not None:
            check_one_of("like", self.like, FRAMEWORKS)
        if self.layout is not None:
            check_one_of("layout", self.layout, LAYOUTS)
        self._settle_parameters()
        check_one_of("code", self.code, CODES)
        check_one_of("motion", self.motion, MOTIONS)
        check_one_of("cells", self.cells, CELLS)
        check_one_of("aspect", self.aspect, ASPECTS)
        check_one_of("background", self.background, BACKGROUNDS)
        object.__setattr__(self, "labels", _labels(self.labels))
        if not isinstance(self.math, bool):
            raise ParameterError(f"math is {shown(self.math)}; give true or false")
        for name in ("font", "theme"):
            if isinstance(path := getattr(self, name), os.PathLike):
                object.__setattr__(self, name, os.fspath(path))
        for name in ("title", "caption", "font", "theme"):
            text = getattr(self, name)
            if not isinstance(text, str) and not (name != "theme" and text is None):
                raise ParameterError(f"{name} is {shown(text)}; give text")
        for name in ("title", "caption"):
            length = len(getattr(self, name) or "")
            if length > TITLE:
                raise ParameterError(f"{name} has {length:,} characters; give at most {TITLE:,}")
        for name in ("kernel_size", "stride", "dilation", "output_size", "shape"):
            size = getattr(self, name)
            if size is not None and max(size) > SIDE:
                raise ParameterError(f"{name} is {spell(size)}; each number must be at most {SIDE}")
        self._check_padding()
        if self.scans is not None and self.scans[0] > self.scans[1]:
            raise ParameterError(
                f"scans is {self.scans[0]}:{self.scans[1]}; the first must not come after the last"
            )
        own_shape = self.input not in (None, "random", "ones") and not names_picture(self.input)
        if self.shape is not None and own_shape:
            raise ParameterError(
                f"shape is {spell(self.shape)}, but the input brings its own; leave shape out"
            )
        if self.grad is not None and self.direction == "forward":
            raise ParameterError("grad is given, but a forward pass has none; leave it out")
        if self.input == self.grad == STDIN:
            raise ParameterError("input and grad are both '-'; standard input holds one grid")
        shape = known_shape(self)
        if shape is not None:
            check_fit(self, shape)

    @property
    def size(self) -> Pair:
        """(width, height) of the picture in px, at scale 1.

        Example:
            >>> Figure(layer="avg").size, Figure(layer="avg", aspect="tall", width=500).size
            ((800, 450), (500, 888))
        """
        width, height = ASPECTS[self.aspect]
        if self.width is None:
            return width, height
        return self.width, 2 * round(self.width * height / width / 2)

    @property
    def gradient(self) -> Source | None:
        """Where the gradient of the output comes from: of a picture, unless told, from itself."""
        picture = self.input if names_picture(self.input) else None
        return picture if self.grad is None else self.grad

    @property
    def parameters(self) -> dict[str, Any]:
        """The layer's parameters by name, with the defaults of what the figure is like.

        That is, unless it is told, the framework whose code is shown.

        Example:
            >>> Figure(layer="global-max", like="torch").parameters
            {'ties': 'first'}
        """
        entry = LAYERS[self.layer]
        theirs = entry.usual(self.like or (self.code if self.code in FRAMEWORKS else "article"))
        values = {name: getattr(self, name) for name in entry.parameters}
        if entry.crops and self.padding in SAME:
            values["crop"] = theirs["crop"]
        return {
            name: theirs.get(name) if value is None else value for name, value in values.items()
        }

    def _settle_parameters(self) -> None:
        """Fill in the layer's defaults, and refuse what it does not have."""
        entry = LAYERS[self.layer]
        for name in PARAMETERS:
            value = getattr(self, name)
            if name in entry.parameters and value is None:
                object.__setattr__(self, name, entry.parameters[name])
            elif name not in entry.parameters and value is not None and name != "seed":
                known = ", ".join(entry.parameters) or "no parameter"
                raise ParameterError(
                    f"{name} is {shown(value, as_text)}, but {self.layer} has no such parameter; "
                    f"it has {known}"
                )
        if "stride" in entry.parameters and self.stride is None:
            object.__setattr__(self, "stride", self.kernel_size)
        if self.layer == "unpool":
            check_apart(self.kernel_size, self.stride)
        for name in ("ceil_mode", "count_include_pad", "absolute"):
            if getattr(self, name) is not None:
                check_switch(name, getattr(self, name))
        check_divisor(self.divisor_override)
        if self.ties is not None:
            check_one_of("ties", self.ties, TIES)
        if self.p is not None:
            check_power(self.p)

    def _check_padding(self) -> None:
        """ONNX takes padding of less than the window, others of at most half of it."""
        if self.padding is None or self.kernel_size is None:
            return
        height, width = span(self.kernel_size, self.dilation or (1, 1))
        if self.like == "onnx":
            most, limit = (height - 1, width - 1), "less than the window"
        else:
            most, limit = (height // 2, width // 2), "half of it"
        check_padding(self.padding, (height, width), most, limit)


def check_figure(given: object) -> None:
    """Raise ParameterError if something is no figure."""
    if not isinstance(given, Figure):
        raise ParameterError(f"figure is {given!r:.40}; give a Figure, such as Figure(layer='max')")


def _labels(labels: object) -> str | tuple[str, ...]:
    """The name of known labels, or four own ones."""
    if isinstance(labels, str) and "," not in labels:
        check_one_of("labels", labels, LABELS)
        return labels
    own = labels.split(",") if isinstance(labels, str) else labels
    if not isinstance(own, list | tuple) or not all(isinstance(label, str) for label in own):
        raise ParameterError(f"labels is {shown(labels)}; give text, or a list of four texts")
    own = tuple(" ".join(label.split()) for label in own)
    if len(own) != len(LABELLED) or not all(0 < len(label) <= LONGEST_LABEL for label in own):
        raise ParameterError(
            f"labels is {','.join(own)!r}; give {' or '.join(LABELS)}, or four names of at most "
            f"{LONGEST_LABEL} characters: of {', '.join(LABELLED)}"
        )
    return own


def _frozen(name: str, source: Any) -> Any:
    """Lists and arrays of numbers as tuples; a path as text."""
    if source is None or isinstance(source, str):
        return source
    if isinstance(source, os.PathLike):
        return os.fspath(source)
    frozen = _deeply(name, source)
    if not isinstance(frozen, tuple):
        raise ParameterError(f"{name} is {shown(source)}; give rows of numbers, or text")
    return frozen


def _deeply(name: str, part: Any) -> Any:
    """A number as it is; what holds numbers in some order as tuples."""
    if hasattr(part, "filled") and part.mask.any():  # an array of NumPy, or one number of it
        raise GridError(f"{name} has masked numbers; fill them first, such as by its .filled(0)")
    part = plain(part)
    if isinstance(part, str | bytes | Mapping | Set) or not isinstance(part, Iterable):
        return part
    return tuple(_deeply(name, each) for each in part)
