"""The table of parameters: all that a figure is made of, an entry each.

Fields, checks, options, help, manifest keys, schema and names of files follow from it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from poolanim.limits import CHANNELS, SIDE, TITLE
from poolanim.parameters.domains import (
    FRAMEWORKS,
    LAYOUTS,
    SWITCH,
    TIES,
    Choice,
    Names,
    Switch,
    Text,
)
from poolanim.parameters.numbers import DIVISOR, POWER, SEED, Whole
from poolanim.parameters.parameter import PaddingField, PairField, Parameter, Plain, ShapeField
from poolanim.parameters.shapes import Shape
from poolanim.parameters.sizes import Padding, Size
from poolanim.parameters.source import Numbers

if TYPE_CHECKING:
    from poolanim.parameters.source import Source

LabelsParameter = Parameter[str | Sequence[str], str | tuple[str, ...]]

EXTENT = Size(1, SIDE)
WIDTH = Whole(360, 1920, even=True)
EVERY = Whole(1, 10_000)
DIRECTIONS = Choice(("forward", "backward", "both"))
CODES = Choice(("numpy", "torch", "keras", "none"))
LABELS = Names(("article", "torch"), ("input", "output", "grad_output", "grad_input"), longest=16)


@dataclass(frozen=True, kw_only=True)
class Parameters:
    """The parameters of a figure. Those of its layer come first."""

    layer: str
    kernel_size: PairField[None] = Parameter(
        EXTENT, None, "The window.", metavar="K|HxW", aliases=("size",), letter="k"
    )
    stride: PairField[None] = Parameter(
        EXTENT, None, "Cells from one window to the next.", metavar="S|HxW", letter="s"
    )
    padding: PaddingField[None] = Parameter(
        Padding(),
        None,
        "Cells added on each side, at most half of the window; or same-upper, same-lower or valid.",
        letter="p",
    )
    dilation: PairField[None] = Parameter(
        EXTENT,
        None,
        "Cells from one cell of a window to the next.",
        metavar="D|HxW",
        letter="d",
    )
    ceil_mode: Plain[bool | None] = Parameter(
        SWITCH, None, "Let a last window reach beyond the padding."
    )
    count_include_pad: Plain[bool | None] = Parameter(
        Switch(negative=True), None, "Count padding in the divisor."
    )
    divisor_override: Plain[int | None] = Parameter(
        DIVISOR, None, "The divisor, in place of the number of cells."
    )
    ties: Plain[str | None] = Parameter(
        TIES, None, "The tied extremes that get the gradient: all, the first, or each a part."
    )
    p: Plain[float | None] = Parameter(POWER, None, "The power, or inf.")
    absolute: Plain[bool | None] = Parameter(
        Switch(negative=True), None, "Raise absolute values to the power."
    )
    output_size: PairField[None] = Parameter(
        EXTENT, None, "Rows and columns of the output.", metavar="N|HxW", letter="o"
    )
    like: Plain[str | None] = Parameter(
        Choice(tuple(FRAMEWORKS)),
        None,
        "The framework whose defaults apply, where frameworks differ. The figure names it.  "
        "[default: that of --code]",
    )
    direction: Plain[str] = Parameter(
        DIRECTIONS, "backward", "The pass to show; both is one film, forward then backward."
    )
    input: Plain[Source | None] = Parameter(
        Numbers(),
        None,
        'The grid: "1 2 3; 4 5 6", a .csv, .tsv, .txt, .npy or .json file, a picture, '
        "- for standard input, random or ones.  [default: random]",
    )
    grad: Plain[Source | None] = Parameter(
        Numbers(),
        None,
        "The gradient dA, spelled as --input.  [default: random; of a picture, the picture]",
    )
    layout: Plain[str | None] = Parameter(
        Choice(LAYOUTS),
        None,
        "The order of the axes of --input and --grad: n images, c channels, h height, w width.  "
        "[default: channels first if --like or --code is torch; otherwise the first or the last "
        "axis, if its size is at most 4]",
    )
    shape: ShapeField[None] = Parameter(
        Shape(EXTENT, CHANNELS),
        None,
        "Rows and columns, and channels if there are several, of a random input; or rows and "
        "columns of a picture after shrinking.  [default: 5x5]",
    )
    batch_index: Plain[int] = Parameter(
        Whole(0, 10**9), 0, "The image to draw, of an input with several, counted from 0."
    )
    channel: Plain[int | str] = Parameter(
        Whole(0, 10**9, words=("all",)),
        0,
        "The channel to draw, of an input with several, counted from 0; all draws them side by "
        "side.",
    )
    seed: Plain[int] = Parameter(
        SEED,
        0,
        "The seed of random numbers. If possible, each window of a random input has only one "
        "greatest number.",
    )
    focus: PairField[None] = Parameter(
        Size(0, separator=","),
        None,
        "The tracked (yellow) cell.  [default: the cell that most scans add to; of several, the "
        "one that most windows cover]",
        metavar="R,C",
    )
    beats: Plain[int] = Parameter(
        Whole(1, 3),
        2,
        "Frames of a scan: 1 shows the result; 2 the deltas, then the result; 3 the window, the "
        "deltas, the result.",
    )
    every: Plain[int | None] = Parameter(
        EVERY,
        None,
        "Draw every Nth scan, and the last.  [default: all; the middle of a long film is faster, "
        "and leaves out some]",
    )
    scans: PairField[None] = Parameter(
        Size(1, separator=":"),
        None,
        "Show only the scans from A to B, counted from 1.  [default: all]",
        metavar="A:B",
    )
    motion: Plain[str] = Parameter(
        Choice(("steps", "smooth")),
        "steps",
        "How a film moves: in steps; or smoothly, with windows that glide, beams that open, and "
        "numbers that fly and merge.",
    )
    step_ms: Plain[int] = Parameter(
        Whole(40, 60_000),
        1400,
        "The usual time of a scan; the first two take longer.",
        metavar="MS",
    )
    # Browsers slow down frames of less than 20 ms.
    hold_ms: Plain[int] = Parameter(
        Whole(20, 60_000),
        1500,
        "The time of the first frame of a pass; the last takes twice as long.",
        metavar="MS",
    )
    precision: Plain[int | None] = Parameter(
        Whole(0, 9),
        None,
        "Decimals of all numbers, as far as they fit.  [default: up to 3 if no number has more, "
        "otherwise 2]",
    )
    cells: Plain[str] = Parameter(
        Choice(("numbers", "heatmap", "both", "auto")),
        "auto",
        "The content of cells; auto is numbers if they can be read, otherwise colours.",
    )
    code: Plain[str] = Parameter(CODES, "numpy", "The library whose code is shown.")
    labels: LabelsParameter = Parameter(
        LABELS,
        "article",
        "Names of the grids; torch is input, output, grad_output, grad_input; or your own four, in "
        "this order. If one of yours is no Python name, or the code uses it, the code has the "
        "article's.",
        metavar="article|torch|X,Y,DY,DX",
    )
    math: Plain[bool] = Parameter(
        SWITCH, False, "Show the layer's formula before the first scan and after the last."
    )
    title: Plain[str | None] = Parameter(
        Text(TITLE),
        None,
        "A title in place of the layer's name; also of the pass's, if there is only one pass.",
    )
    caption: Plain[str | None] = Parameter(Text(TITLE), None, "A line at the foot.")
    font: Plain[str | None] = Parameter(
        Text(names_file=True),
        None,
        "A .ttf or .otf font for the title, the caption and labels.",
        metavar="FILE",
    )
    theme: Plain[str] = Parameter(
        Text(names_file=True),
        "light",
        "The colours: a theme that `poolanim themes` shows, or a .toml file of your own.",
        metavar="NAME|FILE",
    )
    background: Plain[str] = Parameter(
        Choice(("paper", "transparent")),
        "paper",
        "The background. Video and the player cannot be transparent.",
    )
    aspect: Plain[str] = Parameter(
        Choice(("wide", "square", "tall")), "wide", "800x450, 640x640 or 450x800 pixels."
    )
    width: Plain[int | None] = Parameter(
        WIDTH, None, "Another width in pixels, even, 360 to 1920.", metavar="PX"
    )
    scale: Plain[int] = Parameter(Whole(1, 2), 1, "2 draws twice as many pixels each way.")

    def __post_init__(self) -> None:
        """Checks what depends on several parameters, in a subclass."""


PARAMETERS: tuple[Parameter[object, object], ...] = tuple(
    entry for entry in vars(Parameters).values() if isinstance(entry, Parameter)
)
"""All parameters but the layer, which is a command."""
