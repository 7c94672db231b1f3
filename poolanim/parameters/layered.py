"""Entries of the table of parameters: those of layers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolanim.files.limits import CHANNELS, SIDE
from poolanim.parameters import domains
from poolanim.parameters.domains import FRAMEWORKS, KERNEL_LAYOUTS, SWITCH, Choice, Switch
from poolanim.parameters.numbers import DIVISOR, POWER, Whole
from poolanim.parameters.parameter import PaddingField, PairField, Parameter, Plain
from poolanim.parameters.sizes import CAUSAL, PADDING_WORDS, Padding, Size
from poolanim.parameters.source import Numbers

if TYPE_CHECKING:
    from poolanim.parameters.source import Source

EXTENT = Size(1, SIDE)
KERNEL_SIZE: PairField[None] = Parameter(
    EXTENT,
    None,
    "The window; over one row or column, one number is its length.",
    metavar="K|HxW",
    aliases=("size",),
    letter="k",
)
KERNEL: Plain[Source | None] = Parameter(
    Numbers(),
    None,
    "The weights, spelled as --input, or a name: identity, box, gauss, sobel, sobel-y, "
    "prewitt, laplace or sharpen.  [default: random]",
)
KERNEL_LAYOUT: Plain[str | None] = Parameter(
    Choice(KERNEL_LAYOUTS),
    None,
    "The order of the axes of a --kernel of four: h height, w width, i channels of the input, "
    "o filters.  [default: that of --like or --code; otherwise that of the classes]",
)
FLIP: Plain[bool] = Parameter(
    SWITCH,
    False,
    "Turn the kernel by half a turn, as in mathematics. Networks correlate with it as it is.",
)
FILTERS: Plain[int | None] = Parameter(
    Whole(1, CHANNELS),
    None,
    "Filters of a kernel that is made to measure.  [default: one for each group]",
)
BIAS: Parameter[Source | float | None, Source | None] = Parameter(
    Numbers(row=True),
    None,
    'A number for all filters, or one for each, such as "1 0".  [default: none]',
    metavar='B|"B1 B2"',
)
STRIDE: PairField[None] = Parameter(
    EXTENT, None, "Cells from one window to the next.", metavar="S|HxW", letter="s"
)
PADDING: PaddingField[None] = Parameter(
    Padding((*PADDING_WORDS, CAUSAL), SIDE),
    None,
    "Cells added on each side, at most half of a pooling window; or same-upper, same-lower or "
    "valid, or causal for a convolution of rows. A transposed convolution crops them.",
    letter="p",
)
DILATION: PairField[None] = Parameter(
    EXTENT,
    None,
    "Cells from one cell of a window to the next.",
    metavar="D|HxW",
    letter="d",
)
OUTPUT_PADDING: PairField[None] = Parameter(
    Size(0, SIDE),
    None,
    "Cells at the bottom and the right that are not cropped.",
    metavar="P|HxW",
)
GROUPS: Plain[int | None] = Parameter(
    Whole(1, CHANNELS), None, "Groups of channels, each with filters of its own."
)
PADDING_MODE: Plain[str | None] = Parameter(
    Choice(("zeros", "reflect", "replicate", "circular")),
    None,
    "The numbers in cells of padding.",
)
CEIL_MODE: Plain[bool | None] = Parameter(
    SWITCH, None, "Let a last window reach beyond the padding."
)
COUNT_INCLUDE_PAD: Plain[bool | None] = Parameter(
    Switch(negative=True), None, "Count padding in the divisor."
)
DIVISOR_OVERRIDE: Plain[int | None] = Parameter(
    DIVISOR, None, "The divisor, in place of the number of cells."
)
TIES: Plain[str | None] = Parameter(
    domains.TIES, None, "The tied extremes that get the gradient: all, the first, or each a part."
)
P: Plain[float | None] = Parameter(POWER, None, "The power, or inf.")
ABSOLUTE: Plain[bool | None] = Parameter(
    Switch(negative=True), None, "Raise absolute values to the power."
)
OUTPUT_SIZE: PairField[None] = Parameter(
    EXTENT, None, "Rows and columns of the output.", metavar="N|HxW", letter="o"
)
DISJOINT: Plain[bool] = Parameter(
    SWITCH, False, "Let each window end where the next one begins, without a size of its own."
)
LIKE: Plain[str | None] = Parameter(
    Choice(tuple(FRAMEWORKS)),
    None,
    "The framework whose defaults apply, where frameworks differ. The figure names it.  "
    "[default: that of --code]",
)
