"""Entries of the table of parameters: those of films, their scans and their times."""

from __future__ import annotations

from poolanim.parameters.domains import Choice
from poolanim.parameters.numbers import Whole
from poolanim.parameters.parameter import PairField, Parameter, Plain
from poolanim.parameters.sizes import Size

OF_SCANS = Whole(1, 10_000)
"""The values of `every`."""
AUTO, FIRST, LAST = "auto", "first", "last"
"""The posters without a number."""
BEATS: Plain[int] = Parameter(
    Whole(1, 3),
    2,
    "Frames of a scan: 1 shows the result; 2 the deltas, then the result; 3 the window, the "
    "deltas, the result. Smooth motion goes from one to the next.",
)
EVERY: Plain[int | None] = Parameter(
    OF_SCANS,
    None,
    "Draw every Nth scan, and the last.  [default: all; the middle of a long film is faster, "
    "and leaves out some]",
)
SCANS: PairField[None] = Parameter(
    Size(1, separator=":"),
    None,
    "Show only the scans from A to B, counted from 1.  [default: all]",
    metavar="A:B",
)
MOTION: Plain[str] = Parameter(
    Choice(("smooth", "steps")),
    "smooth",
    "How films of pixels move: smoothly, with windows that glide, beams that open, and numbers "
    "that fly; or in steps, like SVGs, players, sheets, frames/ and transparent films.",
)
STEP_MS: Plain[int] = Parameter(
    Whole(40, 60_000),
    1400,
    "The usual time of a scan; the first two take longer.",
    metavar="MS",
)
# Browsers slow down frames of less than 20 ms.
HOLD_MS: Plain[int] = Parameter(
    Whole(20, 60_000),
    1500,
    "The time of the first frame of a pass.",
    metavar="MS",
)
HOLD_LAST_MS: Plain[int | None] = Parameter(
    Whole(20, 60_000),
    None,
    "The time of the last frame of a pass.  [default: twice that of the first]",
    metavar="MS",
)
POSTER: Plain[int | str | None] = Parameter(
    Whole(1, 10**9, words=(AUTO, FIRST, LAST)),
    None,
    "The frame that stands for the film: in a .png, in a player or .svg before it plays, and where "
    "films cannot play. auto is a scan that adds to the tracked cell; a number is that of a scan, "
    "counted from 1, of the last pass. If it is given, a .gif, .webp, .apng or video begins with "
    "this frame, for a moment.  [default: auto]",
)
