"""A film as frames of marks.

A frame contains the changes since the frame before: a mapping from places to their new marks. The
first frame fills all places, in the order in which they are painted. Later frames add no place.
Places of the kinds in `OVER_ALL` come after all others. Painters rely on that.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from poolanim.records import frozen
from poolanim.records.tuples import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence

    from poolanim.parameters.sizes import Pair
    from poolanim.scene.marks import Mark
    from poolanim.scene.phases import Stage
    from poolanim.scene.text.ledger import Ledger

    Place = Hashable
    Picture = Mapping[Place, tuple[Mark, ...]]


OVER_ALL = ("mask", "beam", "window", "active", "flying", "tag")
"""The kinds of places that are painted over all others. Most of them move, and the places under
them do not change."""


def kind_of(place: Place) -> str | None:
    """Returns the kind of a place: its name, or the first part of its name.

    Example:
        >>> kind_of("title"), kind_of(("source", 0, 1))
        ('title', 'source')
    """
    name = place[0] if isinstance(place, tuple) else place
    return name if isinstance(name, str) else None


@frozen
class Frame:
    """The changes of a picture, and the time for which it is then shown.

    Attributes:
        duration_ms: the time in ms.
        changes: the new marks of each place that changes.
    """

    duration_ms: int
    changes: Picture


class FramesFrom(Protocol):
    """Returns the frames of a film."""

    def __call__(self, start: int = 0) -> Iterator[Frame]:
        """Returns the frames from number `start` on. The first of them fills all places."""


class Cells(NamedTuple):
    """The place of a grid on its board, without its padding, in units.

    Attributes:
        x: the left edge.
        y: the top edge.
        width: the width of a cell.
        height: the height of a cell.
        rows: the number of rows.
        columns: the number of columns.
    """

    x: float
    y: float
    width: float
    height: float
    rows: int
    columns: int


class Captions(Protocol):
    """Returns the captions of frames."""

    def __call__(self, scan: int | None, stage: Stage, since: int | None = None) -> str:
        """Returns the caption of a frame. The arguments are fields of `Told`."""

    @property
    def essence(self) -> str:
        """What each scan does, in a sentence."""


@frozen(eq=False)
class ActTold:
    """The texts of a pass of a film.

    Attributes:
        number: its place among the passes.
        name: its name in the title; empty if the title does not contain it.
        parameters: the parameters of the layer, in words.
        scans: the number of its scans, drawn or not.
        field: the label of the grid whose cells a reader can choose, with instructions.
        hint: the instructions for readers with a mouse.
        source: the place of the grid under the window.
        result: the place of the grid that has a cell for each scan.
        summary: returns a summary of the pass, with its parameters and its result.
        focus: returns the cell that is chosen at first.
        hits: returns the numbers of the scans that change the tracked cell, if there is one.
        captions: returns the captions of frames.
        ledger: returns the accounts of all cells of the source.
        code: returns the code of all scans, line by line, with places in words; each line begins at
            the origin.
    """

    number: int
    name: str
    parameters: str
    scans: int
    field: str
    hint: str
    source: Cells
    result: Cells
    summary: Callable[[], str]
    focus: Callable[[], Pair]
    hits: Callable[[], Sequence[int]]
    captions: Captions
    ledger: Callable[[], Ledger]
    code: Callable[[], Sequence[Sequence[Mark]]]


class Told(NamedTuple):
    """The scan and the stage that a frame shows.

    Attributes:
        act: the pass.
        scan: the number of the scan, from 0; None before the first and after the last scan.
        stage: the stage of the scan.
        since: the first of the scans that the frame shows at once; `scan` if None.
    """

    act: ActTold
    scan: int | None
    stage: Stage
    since: int | None = None

    @property
    def caption(self) -> str:
        """The caption of the frame."""
        return self.act.captions(self.scan, self.stage, self.since)


class Cut(NamedTuple):
    """A text of the user that is cut, since it has no room.

    Attributes:
        name: the field of the figure.
        kept: the number of its characters that are shown.
    """

    name: str
    kept: int


class Drawn(NamedTuple):
    """The channels of the input that are drawn.

    Attributes:
        shown: their numbers.
        asked: the numbers of those that were asked for.
    """

    shown: range
    asked: range


@frozen
class Scene:
    """A film.

    Attributes:
        width: the width of the layout, in units.
        height: the height of the layout, in units.
        margin: the margin at the left and at the right, in units.
        zoom: the pixels in a unit, in a picture of scale 1.
        frame_count: the number of frames.
        duration_ms: the time of all frames.
        beats_ms: the durations of frames.
        frames: returns the frames from a number on. Each call computes them again, so that a film
            is never stored as a whole.
        name: the layer's name, or the user's title.
        cuts: the user's texts that are cut.
        channels: the channels of the input that are drawn, and those that were asked for.
        acts: the texts of its passes, in order.
        told: returns the scan and the stage of each frame.
        is_sheet: whether it shows all scans in one frame.
    """

    width: int
    height: int
    margin: float
    zoom: float
    frame_count: int
    duration_ms: int
    beats_ms: frozenset[int]
    frames: FramesFrom
    name: str
    cuts: tuple[Cut, ...]
    channels: Drawn
    acts: tuple[ActTold, ...]
    told: Callable[[], Iterator[Told]]
    is_sheet: bool = False

    @property
    def size_px(self) -> tuple[int, int]:
        """The width and the height of a picture of scale 1. Both are even, as video needs."""
        return 2 * round(self.width * self.zoom / 2), 2 * round(self.height * self.zoom / 2)

    @property
    def title(self) -> str:
        """The title: the name of the layer, and the names of its passes."""
        return " ".join(filter(None, [self.name, self._acts]))

    @property
    def caption(self) -> str:
        """A caption under the film: its title, the layer's parameters, and what each scan does."""
        shown = ", ".join(filter(None, [self.name, self._acts]))
        given = self.acts[0].parameters
        essences = (act.captions.essence for act in self.acts)
        return " ".join([f"{shown} ({given})." if given else f"{shown}.", *essences])

    @property
    def summary(self) -> str:
        """The alternative text of the film, with its parameters and its result."""
        return " ".join(act.summary() for act in self.acts)

    @property
    def _acts(self) -> str:
        return " and ".join(filter(None, (act.name for act in self.acts)))
