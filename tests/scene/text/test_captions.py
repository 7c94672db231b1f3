from __future__ import annotations

import pytest

from tests.scenes import scene_of

GRID = "1 3 2; 4 9 9; 7 8 6"


def captions(**fields):
    scene, _ = scene_of(**fields)
    return [told.caption for told in scene.told()]


@pytest.mark.parametrize("beats", [1, 2])
@pytest.mark.parametrize("direction", ["forward", "backward", "both"])
def test_every_frame_has_a_caption_for_its_scan(direction, beats):
    scene, _ = scene_of(layer="avg", direction=direction, beats=beats, every=4)
    told = list(scene.told())
    assert len(told) == scene.frame_count
    scans = [beat.scan for beat in told if beat.stage == "merged"]
    assert scans == [0, 4, 8] * (1 + (direction == "both"))
    assert told[0].scan is None
    for beat in told:
        if beat.scan is not None:
            assert beat.caption.startswith(f"Scan {beat.scan + 1} of 9: ")


def test_average_forward():
    told = captions(layer="avg", kernel_size=2, direction="forward", input=GRID)
    assert told[:3] == [
        "A window will move over A_prev in 4 scans; each gives one number of A.",
        "Scan 1 of 4: the window is over A_prev[0:2, 0:2].",
        "Scan 1 of 4: the numbers under the window add up to 17. Divided by 4 that is 4.25, which "
        "goes to A[0, 0].",
    ]


def test_average_backward_says_where_it_rounds_and_what_the_tracked_cell_holds():
    told = captions(layer="avg", input=GRID, kernel_size=(1, 3), grad="1; -2; 4", focus=(1, 0))
    assert told[0] == (
        "dA_prev is all zeros. A window will move over it in 3 scans; each brings one number of dA."
    )
    assert told[1:5] == [
        "Scan 1 of 3: dA[0, 0] is 1. Divided by 3 that is about 0.33, for each cell under the "
        "window.",
        "Scan 1 of 3: about +0.33 has been added to each cell under the window.",
        "Scan 2 of 3: dA[1, 0] is −2. Divided by 3 that is about −0.67, for each cell under the "
        "window.",
        "Scan 2 of 3: about −0.67 has been added to each cell under the window. The tracked cell, "
        "dA_prev[1, 0], now holds about −0.67.",
    ]


def test_maxima_ties_and_nan():
    told = captions(layer="max", kernel_size=2, direction="forward", input=GRID + "; nan 0 0")
    assert told[1] == "Scan 1 of 6: the greatest number under the window is 9, at [1, 1]."
    assert told[2] == "Scan 1 of 6: 9, the greatest number under the window, goes to A[0, 0]."
    tied = "Scan 2 of 6: the greatest number under the window is 9, in 2 cells. It goes to A[0, 1]."
    assert told[3:5] == [tied, tied]
    assert told[9] == "Scan 5 of 6: a NaN under the window wins, and goes to A[2, 0]."

    told = captions(layer="max", kernel_size=2, input=GRID, grad="2 -1; 5 6")
    assert told[1] == (
        "Scan 1 of 4: dA[0, 0] is 2. The greatest number under the window is 9, at [1, 1]; all "
        "goes there."
    )
    assert told[2] == (
        "Scan 1 of 4: +2 has been added to dA_prev[1, 1]; no other cell under the window gets "
        "anything. The tracked cell, dA_prev[1, 1], now holds 2."
    )
    assert told[3] == (
        "Scan 2 of 4: dA[0, 1] is −1. 2 cells under the window tie at 9; each gets −1."
    )


def test_a_summary_tells_parameters_and_the_result():
    scene, _ = scene_of(layer="avg", input=GRID, kernel_size=2, grad="ones")
    assert scene.summary == (
        "Average pooling (kernel 2, stride 1), backward: a window moves "
        "over 3x3 cells in 4 scans. Each number of dA is divided by 4, and added to every cell "
        "under its window. The tracked cell, dA_prev[1, 1], ends at 1.00."
    )
    scene, _ = scene_of(layer="max", shape=3, direction="forward")
    assert scene.summary == (
        "Max pooling (kernel 3, stride 1), forward: a window moves over "
        "3x3 cells in 1 scan. Each scan gives the greatest number under the window."
    )


def test_with_a_title_of_one_s_own_one_pass_is_not_named_but_two_are():
    scene, _ = scene_of(layer="max", title="Größtes")
    assert scene.title == "Größtes"
    assert scene.caption == (
        "Größtes (kernel 3, stride 1). Each number of dA goes whole to the greatest number under "
        "its window."
    )
    scene, _ = scene_of(layer="max", title="Größtes", direction="both")
    assert scene.title == "Größtes forward and backward"
    assert scene_of(layer="max", title="")[0].title == ""
    assert scene_of(layer="max")[0].title == "Max pooling backward"


def test_scans_that_happen_at_once_are_named_with_what_they_did_to_the_tracked_cell():
    grid, grad = "1 2 3 4 5 6", "1 1 1 1 1"
    told = captions(
        layer="sum", input=grid, kernel_size="1x2", grad=grad, stride=1, every=3, focus=(0, 2)
    )
    assert told[1:3] == [
        "Scan 1 of 5: dA[0, 0] is 1, for each cell under the window.",
        "Scan 1 of 5: +1 has been added to each cell under the window.",
    ]
    tracked = "Scans 2 to 3 are done as well. The tracked cell, dA_prev[0, 2], now holds 2."
    assert told[3].endswith(f"for each cell under the window. {tracked}")
    assert told[4].endswith(f"to each cell under the window. {tracked}")
    assert told[6].endswith("cell under the window.")


AGAIN = {"layer": "unpool", "kernel_size": (1, 2), "stride": 1, "direction": "forward"}


def test_numbers_that_replace_each_other_are_not_added():
    told = captions(**AGAIN, input="1 7 2", beats=1)
    assert told[0].startswith("A is all zeros. A window will move over it in 2 scans; each brings")
    assert told[1:] == [
        "Scan 1 of 2: 7 has returned to A[0, 1]. The tracked cell, A[0, 1], now holds 7.",
        "Scan 2 of 2: 7 has returned to A[0, 1]. The tracked cell, A[0, 1], now holds 7.",
        "Each number of A_prev returns to the place of the maximum that it was, in place of what "
        "is there; all else is zero. The tracked cell, A[0, 1], ends at 7.",
    ]
    act, *_ = scene_of(**AGAIN, input="1 7 2")[0].acts
    [account] = [each for each in act.ledger().accounts if each.terms]
    assert (account.name, account.note) == ("A[0, 1] = 7", "2 scans write it; the last stays.")
    assert [term.texts for term in account.terms] == [("7", "7"), ("7", "7")]


def test_numbers_that_an_index_leads_elsewhere_do_not_return():
    fields = {"layer": "unpool", "kernel_size": 2, "direction": "forward", "output_size": 3}
    told = captions(**fields, input="1 2; 3 4")
    assert told[1:] == [
        "Scan 1 of 1: A_prev[0, 0] is 4, and its index counts to [1, 0].",
        "Scan 1 of 1: 4 has gone to A[1, 0]. The tracked cell, A[1, 0], now holds 4.",
        "Each number of A_prev goes to the cell of A that its index counts to; all else is zero. "
        "The tracked cell, A[1, 0], ends at 4.",
    ]
