"""How the fields of a figure and of its outputs are spelled on the command line.

Needs neither click nor NumPy.
"""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING, Any, NamedTuple

from poolanim.formats.catalogue import endings

if TYPE_CHECKING:
    from collections.abc import Callable


class Option(NamedTuple):
    """An option of the command line, and the field that it sets.

    Attributes:
        flags: its spellings; the last one may be the field's name, where that is another.
        read: makes a value of its text; what it cannot read it leaves for the figure to refuse.
        metavar: what stands for the value in the help.
        default: of the field.
        told: what the help says.
        alone: the value of the option given without one; None if it needs one.
    """

    flags: str
    read: Callable[[str], Any]
    metavar: str | None
    default: Any
    told: str
    alone: Any = None

    @property
    def field(self) -> str:
        """The field's name in a figure and in a manifest.

        Example:
            >>> Option("--step-ms", str, "MS", 800, "").field
            'step_ms'
        """
        return self.flags.split()[-1].split("/")[0].removeprefix("--").replace("-", "_")


def whole_number(given: int | str) -> int | str:
    """A whole number; any other text as it is, for the figure to refuse it with its limits."""
    return int(given) if re.fullmatch("[-+]?[0-9]{1,19}", str(given)) else given


def real_number(given: float | str) -> float | str:
    """A real number or inf; any other text as it is, for the figure to refuse it.

    Example:
        >>> real_number("2"), real_number("2.5"), real_number("two")
        (2, 2.5, 'two')
    """
    number = whole_number(given) if isinstance(given, str) else given
    try:
        real = float(number) if isinstance(number, str) else number
    except ValueError:
        return given
    too_large = math.isinf(real) and "inf" not in str(given).lower()
    return given if too_large else real


OPTIONS = (
    Option("--size --kernel-size kernel_size", str, "K|HxW", None, "The window."),
    Option("--stride", str, "S|HxW", None, "Cells from one window to the next."),
    Option(
        "--padding",
        str,
        "P|HxW|T:BxL:R|WORD",
        None,
        "Cells added on each side, at most half of the window; or same-upper, same-lower or valid.",
    ),
    Option("--dilation", str, "D|HxW", None, "From one cell of a window to the next."),
    Option("--ceil-mode", bool, None, None, "A last window may reach beyond the padding."),
    Option(
        "--count-include-pad/--no-count-include-pad",
        bool,
        None,
        None,
        "Whether padding counts in the divisor.",
    ),
    Option("--divisor-override", whole_number, "N", None, "Divide by this in any case."),
    Option("--ties", str, "all|first|split", None, "Who gets the gradient of tied extremes."),
    Option("-p --p", real_number, "P", None, "The power, or inf."),
    Option(
        "--absolute/--no-absolute",
        bool,
        None,
        None,
        "Whether powers are of absolute values.",
    ),
    Option("--output-size", str, "N|HxW", None, "Rows and columns of the output."),
    Option(
        "--like",
        str,
        "article|torch|keras|jax|onnx",
        None,
        "Whose defaults are meant, where frameworks differ; it is named on the figure.  [default: "
        "that of --code]",
    ),
    Option(
        "--direction",
        str,
        "forward|backward|both",
        "backward",
        "The pass to show; both is one film, forward then backward.",
    ),
    Option(
        "--input",
        str,
        "SOURCE",
        None,
        'The grid: "1 2 3; 4 5 6", a .csv, .tsv, .txt, .npy or .json file, a picture, '
        "- for standard input, random or ones.  [default: random]",
    ),
    Option(
        "--grad",
        str,
        "SOURCE",
        None,
        "The gradient dA, likewise.  [default: random; of a picture itself]",
    ),
    Option(
        "--layout",
        str,
        "hw|hwc|chw|nhw|nhwc|nchw|w",
        None,
        "The order of axes of --input and --grad: images, channels, height, width.  [default: "
        "channels first if --like or --code is torch; else by the axis of at most 4]",
    ),
    Option(
        "--shape",
        str,
        "HxW",
        None,
        "Rows and columns of a random input, or to which a picture is shrunk.  [default: 5x5]",
    ),
    Option("--batch-index", whole_number, "N", 0, "The image to draw, of an input with images."),
    Option(
        "--channel", whole_number, "N|all", 0, "The channel to draw, of an input with channels."
    ),
    Option("--seed", whole_number, "N", 0, "Another seed, other random numbers."),
    Option(
        "--focus",
        str,
        "R,C",
        None,
        "The tracked (yellow) cell.  [default: the one that most windows cover]",
    ),
    Option(
        "--beats",
        whole_number,
        "1|2|3",
        2,
        "Frames of a scan; with 2, deltas show before they merge; with 3, the window comes first.",
    ),
    Option(
        "--every",
        whole_number,
        "N",
        None,
        "Draw every Nth scan, and the last.  [default: all; a long film is faster in its middle, "
        "and leaves some out]",
    ),
    Option("--scans", str, "A:B", None, "Show the scans from A to B alone.  [default: all]"),
    Option(
        "--motion",
        str,
        "steps|smooth",
        "steps",
        "Let the window of a film glide, and deltas fly and merge.",
    ),
    Option("--step-ms", whole_number, "MS", 800, "Time of a scan that is drawn."),
    Option(
        "--hold-ms", whole_number, "MS", 1500, "Time of the first and the last frame of a pass."
    ),
    Option(
        "--precision",
        whole_number,
        "N",
        None,
        "Decimals of all numbers, as far as they fit.  [default: up to 3 if they are all there "
        "are, or else 2]",
    ),
    Option(
        "--cells",
        str,
        "numbers|heatmap|both|auto",
        "auto",
        "What cells show; auto is numbers where they can be read, and else colours.",
    ),
    Option("--code", str, "numpy|torch|keras|none", "numpy", "Whose code to show."),
    Option(
        "--labels",
        str,
        "article|torch|X,Y,DY,DX",
        "article",
        "Names of the grids; torch is input, output, grad_output, grad_input; or your own four, in "
        "this order.",
    ),
    Option("--math", bool, None, False, "Show the layer's formula under the title.", alone=True),
    Option(
        "--title",
        str,
        "TEXT",
        None,
        "In place of the layer's name, and of the pass's if there is but one.",
    ),
    Option("--caption", str, "TEXT", None, "A line at the foot."),
    Option(
        "--font", str, "FILE", None, "A .ttf or .otf font for the title, the caption and labels."
    ),
    Option(
        "--theme",
        str,
        "NAME|FILE",
        "light",
        "The look, of those that `poolanim themes` shows, or a .toml file of your own.",
    ),
    Option(
        "--background",
        str,
        "paper|transparent",
        "paper",
        "What is behind it all; in formats that can, nothing.",
    ),
    Option("--aspect", str, "wide|square|tall", "wide", "800x450, 640x640 or 450x800."),
    Option("--width", whole_number, "PX", None, "Another width, even, 360 to 1920."),
    Option("--scale", whole_number, "1|2", 1, "2 draws twice as many pixels each way."),
)
"""One for each field of a figure, but for its layer, which is a command."""
OUTPUT_OPTIONS = (
    Option(
        "--format",
        str,
        "NAME",
        None,
        "What goes to standard output, with -o -, such as gif or svg.",
    ),
    Option(
        "--still",
        whole_number,
        "N|first|last",
        None,
        f"One frame, counted from 1, for {endings(lambda each: each.single)}.",
    ),
    Option(
        "--sheet",
        whole_number,
        "[COLUMNS]",
        False,
        "All scans side by side in one picture, 100 at most, for "
        f"{endings(lambda each: each.single)}.",
        alone=True,
    ),
    Option("--animated", bool, None, False, "Let a .png hold the whole film.", alone=True),
    Option(
        "--loop",
        whole_number,
        "N|forever",
        None,
        f"How many times a {endings(lambda each: each.loops)} plays.  [default: forever]",
    ),
)
"""One for each option of an output; it holds for all outputs whose format takes it."""
