"""The tracked cells of a pass, and the texts about them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolanim.layers.layer import CHANNEL, FILTER
from poolanim.records import replace
from poolanim.scene.text.telling import Telling

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from poolanim.parameters.sizes import Pair
    from poolanim.scene.boards.part import Part
    from poolanim.scene.depths import Depths

Spot = tuple[int, "Pair"]
"""A cell of a board, by the number of the board."""


def by_turn(telling: Telling, depths: Depths) -> tuple[Telling, ...]:
    """Returns the texts of what each turn tracks.

    A turn whose boards stand without those of others tracks a cell of its own channel. Otherwise
    all turns track the same cell.

    Args:
        telling: the texts of the first channel.
        depths: the channels of the pass.
    """
    turns = range(depths.turns)
    if not (depths.apart and depths.alone):
        return (telling,) * len(turns)
    story = telling.story
    views = (
        replace(story.view, number=chosen[CHANNEL], filter=chosen[FILTER])
        for chosen in map(depths.chosen_by, turns)
    )
    return tuple(Telling(replace(story, view=view)) for view in views)


def tracked_in(parts: Sequence[Part], tellings: Iterable[Telling]) -> frozenset[Spot]:
    """Returns the cells that some texts track, on the boards that show them."""
    tracked = {
        (story.view.target, story.view.place(story.view.target)): story.focus
        for story in (telling.story for telling in tellings)
        if story.focus is not None
    }
    return frozenset(
        (number, tracked[part.grid, part.place])
        for number, part in enumerate(parts)
        if (part.grid, part.place) in tracked
    )
