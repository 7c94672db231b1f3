"""A film as frames of marks.

A frame says what changes against the one before: a mapping from places to the marks that now stand
there. The first frame fills every place, in the order in which they are painted; later frames never
add one. Those of the kinds in `OVER_ALL` come after all others, and a painter holds on to that.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Hashable, Iterator, Mapping

    from poolanim.parameters.sizes import Pair
    from poolanim.scene.ledger import Ledger
    from poolanim.scene.marks import Mark
    from poolanim.scene.pace import Stage

    Place = Hashable
    Picture = Mapping[Place, tuple[Mark, ...]]


OVER_ALL = ("mask", "beam", "window", "active", "focus", "flying", "tag")
"""Kinds of places that lie over all others. Most of them move, and what they leave is as it was."""


def kind_of(place: Place) -> str | None:
    """The kind of a place: its name, or the first part of that.

    Example:
        >>> kind_of("title"), kind_of(("source", 0, 1)), kind_of(("window 1",))
        ('title', 'source', 'window')
    """
    name = place[0] if isinstance(place, tuple) else place
    return name.partition(" ")[0] if isinstance(name, str) else None


@dataclass(frozen=True, slots=True)
class Frame:
    """What changes, and how long the picture then stands.

    Attributes:
        duration_ms: time in ms.
        changes: for each place that changes, the marks that now stand there.
    """

    duration_ms: int
    changes: Picture


class FramesFrom(Protocol):
    """Gives the frames of a film."""

    def __call__(self, start: int = 0) -> Iterator[Frame]:
        """The frames from number `start` on."""


class Cells(NamedTuple):
    """The place of a grid on its board, without its padding, in units.

    Attributes:
        x: of the left edge.
        y: of the top edge.
        width: of a cell.
        height: of a cell.
        rows: how many there are.
        columns: how many there are.
    """

    x: float
    y: float
    width: float
    height: float
    rows: int
    columns: int


class Captions(Protocol):
    """Returns what a frame shows, in words."""

    def __call__(self, scan: int | None, stage: Stage, since: int | None = None) -> str:
        """Returns the caption of a frame. The arguments are fields of `Told`."""


@dataclass(frozen=True, slots=True, eq=False)
class ActTold:
    """What a pass of a film says of itself.

    Attributes:
        number: its place among the passes.
        name: as the title has it; empty if the title does not say it.
        parameters: those of the layer, in words.
        scans: how many scans the pass has, drawn or not.
        field: names the grid that a reader may point at, and says how.
        hint: the same for those who have a mouse.
        source: the grid under the window.
        result: the grid whose cells the scans belong to.
        summary: returns what the pass does, with its parameters and its result.
        focus: returns the cell where pointing begins.
        captions: returns what a frame shows.
        ledger: returns what became of each cell of the source.
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
    captions: Captions
    ledger: Callable[[], Ledger]


class Told(NamedTuple):
    """What a frame tells.

    Attributes:
        act: the pass.
        scan: its number, from 0; None before the first and after the last.
        stage: what of it is shown.
        since: the first of the scans that happen at once with it; itself if None.
    """

    act: ActTold
    scan: int | None
    stage: Stage
    since: int | None = None

    @property
    def caption(self) -> str:
        """The same in words."""
        return self.act.captions(self.scan, self.stage, self.since)


class Cut(NamedTuple):
    """A text of the user that is cut, since it has no room.

    Attributes:
        name: the field of the figure.
        kept: how many of its characters are shown.
    """

    name: str
    kept: int


@dataclass(frozen=True, slots=True)
class Scene:
    """A film.

    Attributes:
        width: of the layout, in units.
        height: of the layout, in units.
        margin: at the left and right, in units.
        zoom: pixels in a unit, in a picture of scale 1.
        frame_count: how many frames there are.
        duration_ms: their time in all.
        beats_ms: every duration that a frame has.
        scales: names of the heat maps' scales whose colours it shows.
        frames: gives the frames anew at each call, so that no film need be held whole: from the
            number on that it is called with, the first of them filling every place.
        name: the layer's name, or the user's title.
        cuts: the user's texts that are cut.
        acts: its passes, in order.
        told: returns for each frame what it tells.
    """

    width: int
    height: int
    margin: float
    zoom: float
    frame_count: int
    duration_ms: int
    beats_ms: frozenset[int]
    scales: Collection[str]
    frames: FramesFrom
    name: str
    cuts: tuple[Cut, ...]
    acts: tuple[ActTold, ...]
    told: Callable[[], Iterator[Told]]

    @property
    def size_px(self) -> tuple[int, int]:
        """Width and height of a picture of scale 1; even, as video needs it."""
        return 2 * round(self.width * self.zoom / 2), 2 * round(self.height * self.zoom / 2)

    @property
    def title(self) -> str:
        """What stands at the top: the name of the layer, and those of its passes."""
        return " ".join(filter(None, [self.name, self._acts]))

    @property
    def caption(self) -> str:
        """A line under a film: what it shows, and the layer's parameters."""
        shown = ", ".join(filter(None, [self.name, self._acts]))
        return ": ".join(filter(None, [shown, self.acts[0].parameters]))

    @property
    def summary(self) -> str:
        """What a film shows, with its parameters and its result, for those who do not see it."""
        return " ".join(act.summary() for act in self.acts)

    @property
    def _acts(self) -> str:
        return " and ".join(filter(None, (act.name for act in self.acts)))
