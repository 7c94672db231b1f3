"""A pass of a layer, as its figure tells of it: sentence, formula and code."""

from __future__ import annotations

from io import BytesIO

import matplotlib as mpl
from matplotlib.figure import Figure as Canvas

from poolanim import Figure
from poolanim.pipeline import run
from poolanim.scene.runs import plain
from poolanim.scene.text.numbers import Numerals
from poolanim.scene.text.story import Story
from poolanim.scene.text.telling import Telling
from poolanim.scene.text.view import View
from poolanim.scene.text.words import words_for

DIRECTIONS = ("forward", "backward")


class Pass:
    """A pass of a layer in its usual figure, as the figure itself tells of it.

    Args:
        layer: the name of the layer.
        direction: `forward` or `backward`.
        code: the library whose code is shown.

    Raises:
        PoolanimError: the library has no such layer.
    """

    def __init__(self, layer: str, direction: str, code: str = "numpy") -> None:
        figure = Figure(layer=layer, direction=direction, code=code, math=True)
        trace = run(figure)
        self._words = words_for(figure, direction, trace.layer, trace.layout)
        stage = self._words.stage
        view = View(trace, trace.passes[direction], 0, stage["reads"], stage["tracks"])
        write = Numerals.of(view, figure.precision)
        self._telling = Telling(Story(self._words, view, [view], write, None, range(len(view))))

    @property
    def name(self) -> str:
        """The name of the layer."""
        return self._words.layer

    @property
    def essence(self) -> str:
        """What the pass does, in a sentence."""
        return self._telling.captions.essence

    @property
    def formula(self) -> str:
        """The formula of the pass in TeX, without dollars."""
        return self._words.formula.strip("$").replace("<divisor>", "n")

    @property
    def code(self) -> str:
        """The code that runs before the first scan, and that of this scan."""
        return "\n".join(
            map(plain, (*self._telling.program.opening(), *self._telling.scan(0).code))
        )


def formulas(layer: str) -> dict[str, bytes]:
    """Returns the pictures of the formulas of a layer, by their names."""
    pictures = {}
    for direction in DIRECTIONS:
        file = BytesIO()
        canvas = Canvas()
        with mpl.rc_context({"svg.hashsalt": layer, "mathtext.fontset": "cm"}):
            canvas.text(0, 0, f"${Pass(layer, direction).formula}$", fontsize=14)
            options = {"bbox_inches": "tight", "pad_inches": 0.03, "transparent": True}
            canvas.savefig(file, format="svg", metadata={"Date": None}, **options)
        pictures[f"{layer}-{direction}.svg"] = file.getvalue()
    return pictures
