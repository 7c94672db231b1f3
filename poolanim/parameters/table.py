"""The table of parameters: all that a figure is made of, an entry each.

Fields, checks, options, help, manifest keys, schema and names of files follow from it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from poolanim.files.limits import CHANNELS, TITLE
from poolanim.parameters import filmed, layered
from poolanim.parameters.domains import (
    FORMS,
    LAYOUTS,
    SWITCH,
    Choice,
    Look,
    Names,
    Text,
)
from poolanim.parameters.numbers import SEED, Whole
from poolanim.parameters.parameter import PaddingField, PairField, Parameter, Plain, ShapeField
from poolanim.parameters.several import Several
from poolanim.parameters.shapes import Shape
from poolanim.parameters.sizes import Size
from poolanim.parameters.source import Numbers
from poolanim.records import frozen

if TYPE_CHECKING:
    from poolanim.parameters.sizes import Pair
    from poolanim.parameters.source import Source

LabelsParameter = Parameter[str | Sequence[str], str | tuple[str, ...]]

WIDTH = Whole(360, 1920, even=True)
DIRECTIONS = Choice(("forward", "backward", "both"))
CODES = Choice(("numpy", "torch", "keras", "none"))
LABELS = Names(("article", "torch"), longest=16)
ALL = "all"
NUMBER = Whole(0, 10**9, words=(ALL,))
CHANNEL = Several(0, 10**9, words=(ALL,))


@frozen(kw_only=True)
class Parameters:
    """The parameters of a figure. Those of its layer come first."""

    layer: str
    kernel_size: PairField[None] = layered.KERNEL_SIZE
    kernel: Plain[Source | None] = layered.KERNEL
    kernel_layout: Plain[str | None] = layered.KERNEL_LAYOUT
    flip: Plain[bool] = layered.FLIP
    filters: Plain[int | None] = layered.FILTERS
    bias: Parameter[Source | float | None, Source | None] = layered.BIAS
    stride: PairField[None] = layered.STRIDE
    padding: PaddingField[None] = layered.PADDING
    dilation: PairField[None] = layered.DILATION
    output_padding: PairField[None] = layered.OUTPUT_PADDING
    groups: Plain[int | None] = layered.GROUPS
    padding_mode: Plain[str | None] = layered.PADDING_MODE
    ceil_mode: Plain[bool | None] = layered.CEIL_MODE
    count_include_pad: Plain[bool | None] = layered.COUNT_INCLUDE_PAD
    divisor_override: Plain[int | None] = layered.DIVISOR_OVERRIDE
    ties: Plain[str | None] = layered.TIES
    p: Plain[float | None] = layered.P
    absolute: Plain[bool | None] = layered.ABSOLUTE
    output_size: PairField[None] = layered.OUTPUT_SIZE
    disjoint: Plain[bool] = layered.DISJOINT
    like: Plain[str | None] = layered.LIKE
    input: Plain[Source | None] = Parameter(
        Numbers(),
        None,
        'The grid: "1 2 3; 4 5 6", a .csv, .tsv, .txt, .npy, .npz or .json file, a picture, '
        "- for standard input, random or ones.  [default: random]",
    )
    grad: Plain[Source | None] = Parameter(
        Numbers(),
        None,
        "The gradient of the output, spelled as --input.  [default: random; of a picture, the "
        "picture]",
    )
    layout: Plain[str | None] = Parameter(
        Choice(LAYOUTS),
        None,
        "The order of the axes of --input and --grad: n images, c channels, h height, w width.  "
        "[default: channels first if --like or --code is torch; otherwise the first or the last "
        "axis, if its size is at most 4]",
    )
    shape: ShapeField[None] = Parameter(
        Shape(layered.EXTENT, CHANNELS),
        None,
        "Rows and columns, and channels if there are several, of a random input; or rows and "
        "columns of a picture after shrinking.  [default: 5x5; 3x3 of a transposed convolution]",
    )
    batch_index: Plain[int] = Parameter(
        Whole(0, 10**9), 0, "The image to draw, of an input with several, counted from 0."
    )
    channel: Plain[int | str | Pair | None] = Parameter(
        CHANNEL,
        None,
        "The channel to draw, of an input with several, counted from 0; those from A to B, or all, "
        "side by side, as many as have room.  [default: 0; all if a filter adds them up]",
    )
    filter: Plain[int | str | None] = Parameter(
        NUMBER,
        None,
        "The filter to draw, of a kernel with several, counted from 0; all draws one after "
        "another.  [default: all]",
    )
    seed: Plain[int] = Parameter(
        SEED,
        0,
        "The seed of random numbers. If possible, each window of a random input has only one "
        "greatest number.",
    )
    direction: Plain[str] = Parameter(
        DIRECTIONS, "backward", "The pass to show; both is one film, forward then backward."
    )
    wrt: Plain[str | None] = Parameter(
        Choice(("input", "weight", "bias", ALL)),
        None,
        "The gradient that the backward pass shows: with respect to the input, to the weights, to "
        "the bias, or all of them.",
    )
    form: Plain[str | None] = Parameter(
        Choice(FORMS),
        None,
        "How the backward pass is shown: each gradient is scattered over its window, or each cell "
        "of the input gathers the gradients of its windows, unless padding copies cells.",
    )
    focus: PairField[None] = Parameter(
        Size(0, separator=","),
        None,
        "The tracked (yellow) cell.  [default: the cell that most scans add to; of several, the "
        "one that most windows cover]",
        metavar="R,C",
    )
    beats: Plain[int] = filmed.BEATS
    every: Plain[int | None] = filmed.EVERY
    scans: PairField[None] = filmed.SCANS
    motion: Plain[str] = filmed.MOTION
    step_ms: Plain[int] = filmed.STEP_MS
    hold_ms: Plain[int] = filmed.HOLD_MS
    hold_last_ms: Plain[int | None] = filmed.HOLD_LAST_MS
    poster: Plain[int | str | None] = filmed.POSTER
    math: Plain[bool] = Parameter(
        SWITCH, False, "Show the layer's formula before the first scan and after the last."
    )
    title: Plain[str | None] = Parameter(
        Text(TITLE),
        None,
        "A title in place of the layer's name; also of the pass's, if there is only one pass.",
    )
    caption: Plain[str | None] = Parameter(Text(TITLE), None, "A line at the foot.")
    precision: Plain[int | None] = Parameter(
        Whole(0, 9),
        None,
        "Decimals of all numbers, as far as they fit.  [default: up to 3 if no number has more, "
        "otherwise 2]",
    )
    cells: Plain[str] = Parameter(
        Choice(("numbers", "heatmap", "both", "auto")),
        "auto",
        "The content of cells; auto is numbers on each grid where they can be read, otherwise "
        "colours.",
    )
    code: Plain[str] = Parameter(CODES, "numpy", "The library whose code is shown.")
    labels: LabelsParameter = Parameter(
        LABELS,
        "article",
        "Names of the grids; torch is input, output, grad_output, grad_input; or your own four, in "
        "this order; eight for a layer with weights: of A_prev, W, b, Z, dA_prev, dW, db and dZ. "
        "If one of yours is no Python name, or the code uses it, the code has the article's.",
        metavar="article|torch|X,Y,DY,DX",
    )
    font: Plain[str | None] = Parameter(
        Text(names_file=True),
        None,
        "A font for the title, the caption and labels: a .ttf, .otf or .ttc file, or an installed "
        "family.",
        metavar="FILE|FAMILY",
    )
    theme: Plain[str] = Parameter(
        Text(names_file=True),
        "light",
        "The colours: a theme that `poolanim themes` shows, or a .toml file of your own; or "
        "several, with commas between, each of which gets files of its own. In an .svg or .html, "
        "auto follows the system of the reader.",
        metavar="NAME|FILE",
    )
    background: Plain[str] = Parameter(
        Choice(("paper", "transparent")),
        "paper",
        "The background. Video and the player cannot be transparent.",
    )
    aspect: Plain[str] = Parameter(
        Look(("wide", "square", "tall")),
        "wide",
        "800x450, 640x640 or 450x800 pixels; or several, with commas between.",
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
SECTIONS = {"kernel_size": "Layer", "input": "Numbers", "direction": "Story", "precision": "Look"}
"""The sections of the table, each by its first parameter."""
