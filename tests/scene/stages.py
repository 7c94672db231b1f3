"""Stages of figures, frame by frame: what stands in each, and what it shows of its pass."""

from __future__ import annotations

import functools
from dataclasses import dataclass

from poolanim import Figure
from poolanim.fonts.setting import text_width
from poolanim.pipeline import run
from poolanim.scene.composing import compose
from poolanim.scene.frames import OVER_ALL, kind_of
from poolanim.scene.marks import Box, Polygon, Stroke, Text
from poolanim.scene.pace import Pace


@dataclass(frozen=True)
class Moment:
    """A frame.

    Attributes:
        number: of the frame.
        direction: of its pass.
        stage: what it shows: `opening`, `arrived`, `told`, `merged` or `closing`.
        scan: its scan; of the opening the first of the film, of the closing the last.
        picture: all places with their marks, in painting order.
        changes: the places that are not as they were in the frame before.
    """

    number: int
    direction: str
    stage: str
    scan: int
    picture: dict
    changes: dict

    @property
    def holds(self):
        """Whether it shows what a scan does: the frame that must explain itself."""
        return self.stage == "told"

    def of(self, *kinds):
        """All marks of places of these kinds."""
        return [mark for kind in kinds for mark in self.by_kind.get(kind, ())]

    @functools.cached_property
    def by_kind(self):
        found = {}
        for place, marks in self.picture.items():
            found.setdefault(kind_of(place), []).extend(marks)
        return found

    @property
    def marks(self):
        return [mark for marks in self.picture.values() for mark in marks]

    @functools.cached_property
    def texts(self):
        """All texts, each with the kind of its place."""
        return [
            (kind_of(place), mark)
            for place, marks in self.picture.items()
            for mark in marks
            if isinstance(mark, Text)
        ]

    @functools.cached_property
    def boards(self):
        """What each board covers: left, top, right, bottom."""
        found = {}
        for place, marks in self.picture.items():
            if kind_of(place) in ("cell", "dashes"):
                for mark in marks:
                    if isinstance(mark, Box):
                        found.setdefault(place[1], []).append(mark)
        return {
            board: (
                min(box.x for box in boxes),
                min(box.y for box in boxes),
                max(box.x + box.width for box in boxes),
                max(box.y + box.height for box in boxes),
            )
            for board, boxes in found.items()
        }


@dataclass(frozen=True)
class Stage:
    """A figure on its stage.

    Attributes:
        plays: the boards of each pass, by its name.
    """

    figure: Figure
    trace: object
    scene: object
    moments: tuple
    plays: dict

    def part(self, moment, place):
        """The board at a place while a scan is shown: of the last turn that used one there."""
        play = self.plays[moment.direction]
        boards, cast = [paint.board for paint in play.paints], play.cast
        there = [number for number, board in enumerate(boards) if boards.index(board) == place]
        for turn in reversed(cast.turns[: cast.depths.turn_of(moment.scan) + 1]):
            for number in set(there) & set(turn.used):
                return cast.parts[number]
        return cast.parts[there[0]]

    @property
    def holding(self):
        return [moment for moment in self.moments if moment.holds]


def stage_of(**fields):
    """Returns the stage of a figure."""
    figure = Figure(**fields)
    trace = run(figure)
    scene = compose(figure, trace, text_width)
    acts = scene.frames.__self__.acts  # of the film whose frames these are
    plays = {name: act.play for name, act in zip(figure.directions, acts, strict=True)}
    return Stage(figure, trace, scene, tuple(_moments(figure, trace, scene)), plays)


def _moments(figure, trace, scene):
    directions = [name for name in ("forward", "backward") if figure.direction in (name, "both")]
    pace = Pace.of(figure, len(trace.passes[directions[0]]), len(directions))
    told = [
        (direction, stage, scan)
        for direction in directions
        for stage, scan in [
            ("opening", pace.first),
            *(
                # A scan that has but one frame tells and merges at once.
                ("told" if len(instants) == 1 else instant.stage, drawn.scan)
                for drawn in pace.drawn
                for instants in [drawn.instants(0)]
                for instant in instants
            ),
            ("closing", pace.drawn[-1].scan),
        ]
    ]
    standing = {}
    for number, ((direction, stage, scan), frame) in enumerate(
        zip(told, scene.frames(), strict=True)
    ):
        standing.update(frame.changes)
        over = sorted(standing.items(), key=lambda each: kind_of(each[0]) in OVER_ALL)
        yield Moment(number, direction, stage, scan, dict(over), frame.changes)


def beams(moment):
    """Returns the tints of the beams of a frame."""
    return [mark for mark in moment.of("beam") if isinstance(mark, Polygon)]


def edges(moment):
    """Returns the edges of beams in the gap; those over boards are thin and let numbers show."""
    return [mark for mark in moment.of("beam") if isinstance(mark, Stroke) and mark.opacity == 1]


def overlap(one, other, slack=0.0):
    """Returns whether two bounds have more than `slack` in common in both directions."""
    left, top = max(one[0], other[0]), max(one[1], other[1])
    right, bottom = min(one[2], other[2]), min(one[3], other[3])
    return right - left > slack and bottom - top > slack


def ink_of(text):
    """Returns what the letters of a line cover, without the room for accents and tails."""
    left, _, right, _ = text.bounds
    return left, text.y - 0.7 * text.size, right, text.y + 0.05 * text.size


def shown_number(text):
    """Returns the number that a text shows, and by how much rounding may have changed it."""
    digits = text.replace("−", "-").replace("∞", "inf").replace("+", "")
    decimals = len(digits.partition(".")[2])
    return float(digits), 0.5 * 10**-decimals
