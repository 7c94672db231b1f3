from __future__ import annotations

import pytest

from poolanim.errors import ParameterError
from poolanim.scene.posters import holds, poster
from poolanim.scene.stills import frame_of
from tests.scenes import scene_of

TIED = "1 3 2; 4 9 5; 7 8 6; 0 2 1"


def told_at(chosen=None, **fields):
    """The scan and the stage of a film's poster, and its pass."""
    scene, _ = scene_of(**fields)
    told = list(scene.told())[poster(scene, chosen)]
    return told.scan, told.stage, told.act.name


def test_a_scan_has_one_frame_that_shows_what_it_does():
    scene, _ = scene_of(layer="max", kernel_size=2, input=TIED, beats=3)
    told = list(scene.told())
    found = holds(scene)
    assert [hold.scan for hold in found] == list(range(6))
    assert {told[hold.frame].stage for hold in found} == {"told"}
    scene, _ = scene_of(layer="max", kernel_size=2, input=TIED, beats=1)
    assert {hold.stage for hold in holds(scene)} == {"merged"}


def test_the_poster_shows_a_delta_on_its_way_to_the_tracked_cell():
    scene, _ = scene_of(layer="max", direction="both")
    hits = scene.acts[-1].hits()
    assert hits == [0, 1, 3, 4]  # of nine scans
    assert told_at(layer="max", direction="both") == (3, "told", "backward")
    assert told_at(layer="max", motion="smooth")[:2] == (3, "told")
    assert told_at(layer="avg", kernel_size=2, input="1 2; 3 4")[:2] == (0, "told")


def test_without_a_tracked_cell_it_is_in_the_middle():
    assert told_at(layer="max", direction="forward")[:2] == (4, "told")


def test_a_film_that_shows_no_delta_at_the_tracked_cell_has_another():
    long = {"layer": "max", "shape": 12}
    scene, _ = scene_of(**long)
    assert not {hold.scan for hold in holds(scene) if hold.stage == "told"} & {
        *scene.acts[-1].hits()
    }
    assert told_at(**long)[1] == "told"


@pytest.mark.parametrize(("chosen", "scan"), [(1, 0), (9, 8), ("first", None), ("last", None)])
def test_the_poster_can_be_chosen(chosen, scan):
    stage = {"first": "opening", "last": "closing"}.get(chosen, "told")
    assert told_at(chosen, layer="avg") == (scan, stage, "backward")


def test_of_scans_that_share_a_frame_that_frame_is_shown():
    assert told_at(2, layer="avg", every=4)[0] == 4
    assert told_at(9, layer="avg", every=4)[0] == 8


@pytest.mark.parametrize(
    ("fields", "shown"), [({"poster": 10}, "1 to 9"), ({"poster": 2, "scans": (3, 5)}, "3 to 5")]
)
def test_a_scan_that_the_film_lacks(fields, shown):
    message = f"poster is {fields['poster']}, but the film shows scans {shown}; give one of them"
    with pytest.raises(ParameterError, match=message):
        scene_of(layer="avg", **fields)


@pytest.mark.parametrize(("named", "frame"), [("first", 0), ("last", 19), (1, 0), ("poster", 3)])
def test_a_frame_is_named_in_several_ways(named, frame):
    scene, _ = scene_of(layer="avg")
    assert frame_of(scene, named, 2) == frame


def test_a_frame_that_the_film_lacks():
    scene, _ = scene_of(layer="avg")
    with pytest.raises(ParameterError, match="still is 21, but the film has 20 frames; give 1 to"):
        frame_of(scene, 21, None)
