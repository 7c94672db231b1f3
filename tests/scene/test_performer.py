"""What stands over the boards at each stage of a scan."""

from __future__ import annotations

import pytest

from poolanim.scene.frames import OVER_ALL
from poolanim.scene.marks import Dot
from poolanim.scene.performer import Performer
from poolanim.scene.sheet import Sheet
from tests.scene.acts import play_of

SMALL = {"kernel_size": 2, "stride": 1}
PASSES = [
    *({"layer": "avg", "direction": each} for each in ("forward", "backward")),
    *({"layer": "max", "direction": each} for each in ("forward", "backward")),
]
UNDER_WAY = {"window", "active"}


class Performance:
    """A pass on a sheet of its own."""

    def __init__(self, **fields):
        self.play = play_of(**SMALL, **{"shape": "3x3"} | fields)
        self.sheet = Sheet()
        self.performer = Performer(self.play, self.sheet, 0)
        self.picture = {}

    def changes(self):
        """The places that have changed since the last call."""
        changes = self.sheet.frame(0).changes
        self.picture.update(changes)
        return changes

    @property
    def over(self):
        """The places over the boards that hold marks."""
        self.changes()
        return {place for place in OVER_ALL if self.picture[place]}


@pytest.mark.parametrize("fields", PASSES, ids=str)
def test_each_stage_shows_what_it_is_about_and_nothing_else(fields):
    shown = Performance(**fields)
    performer = shown.performer
    mask = {"mask"} if shown.play.cast.kept else set()
    assert shown.over == (set() if mask else {"mask"})  # what each scan does
    assert bool(shown.picture["remark"]) == bool(mask)  # where three boards leave no room for it
    for scan in range(4):
        performer.arrive(scan)
        assert shown.over == UNDER_WAY
        performer.hold(scan)
        assert shown.over == {*UNDER_WAY, "beam", "tag", *mask}
        performer.merge(scan)
        assert shown.over == UNDER_WAY
        performer.end(scan)
    performer.closing(3)
    assert shown.over == (set() if mask else {"mask"})  # what the pass comes to


@pytest.mark.parametrize("fields", PASSES, ids=str)
def test_each_motion_shows_what_moves_and_nothing_of_the_scan_before(fields):
    shown = Performance(**fields)
    performer = shown.performer
    for scan in range(4):
        performer.move(scan, "glide", 0.5)
        assert shown.over == UNDER_WAY
        performer.move(scan, "open", 0.5)
        assert "beam" in shown.over
        assert not shown.over & {"tag", "flying"}
        for share in (0.25, 0.75):
            performer.move(scan, "fly", share)
            assert {"tag", "flying", "beam"} <= shown.over
        performer.hold(scan)
        assert "flying" not in shown.over
        performer.merge(scan)
        assert shown.over == UNDER_WAY
        performer.rest(scan)
        assert shown.over == UNDER_WAY
        performer.end(scan)


def test_a_scan_that_is_not_drawn_leaves_its_numbers():
    shown = Performance(layer="max", direction="forward")
    shown.performer.hold(3)
    shown.changes()
    (own,) = shown.play.cast.turns[0].own
    assert all(len(shown.picture["cell", own, *divmod(n, 2)]) == 2 for n in range(4))


def test_cells_that_the_window_leaves_are_soft_again():
    shown = Performance(layer="avg", direction="forward")
    shown.performer.hold(0)
    shown.performer.end(0)
    shown.changes()
    assert shown.picture["cell", 0, 0, 0][-1].ink == "ink"
    shown.performer.hold(1)
    changed = {place for place in shown.changes() if place[:2] == ("cell", 0)}
    assert changed == {("cell", 0, row, column) for row in (0, 1) for column in (0, 2)}
    assert shown.picture["cell", 0, 0, 0][-1].ink == "soft"
    assert shown.picture["cell", 0, 0, 2][-1].ink == "ink"


def test_while_the_window_glides_only_a_winner_of_both_scans_keeps_its_spot():
    shown = Performance(layer="max", direction="forward", shape=None, input="1 5 2; 2 3 4; 0 0 8")
    for scan, kept in ((0, None), (1, True), (2, False), (3, False)):
        if kept is not None:
            [before] = shown.play.cast.chosen(0, scan - 1)
            shown.performer.move(scan, "glide", 0.5)
            shown.changes()
            spots = [m for m in shown.picture["cell", 0, *before] if isinstance(m, Dot)]
            assert bool(spots) == kept
        shown.performer.hold(scan)
        shown.performer.merge(scan)
        shown.performer.end(scan)


@pytest.mark.parametrize("share", [0.25, 0.4, 1])
def test_outlines_stand_still_for_the_last_half_of_a_glide(share):
    shown = Performance(layer="avg")
    shown.performer.hold(0)
    shown.performer.end(0)
    shown.performer.move(1, "glide", share)
    shown.changes()
    [there] = shown.play.overlay.windows(1)
    assert (shown.picture["window"] == (there,)) == (share == 1)
    shown.performer.move(1, "glide", 0.5)
    shown.changes()
    assert shown.picture["window"] == (there,)
