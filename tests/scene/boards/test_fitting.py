"""What each board shows: numbers where they fit into its cells, or else colours."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image

from tests.scene.acts import play_of

LARGE = {"layer": "conv", "shape": (32, 32), "kernel": "sobel"}


def shown(**options):
    """Returns by the names of boards whether they show numbers, and their scales of colours."""
    play = play_of(**options)
    return {each.part.name: (each.setting is not None, each.shades.scale) for each in play.paints}


@pytest.mark.parametrize(
    ("options", "boards"),
    [
        (
            {"direction": "backward"},
            {"dA_prev": (False, "sign"), "W": (True, "sign"), "dZ": (False, "sign")},
        ),
        (
            {"direction": "forward"},
            {"A_prev": (False, "sequential"), "W": (True, "sign"), "Z": (False, "sign")},
        ),
    ],
)
def test_a_small_kernel_keeps_its_numbers_beside_large_grids(options, boards):
    assert shown(**LARGE, **options) == boards


def test_colours_that_are_asked_for_are_on_all_boards():
    boards = shown(**LARGE, direction="backward", cells="heatmap")
    assert not any(has_numbers for has_numbers, _ in boards.values())


def test_a_board_whose_numbers_are_too_long_leaves_the_others_theirs():
    fields = {"layer": "conv", "kernel": "gauss", "padding": 1, "direction": "backward"}
    boards = shown(**fields, wrt="all", shape="6x6")
    assert {name: has_numbers for name, (has_numbers, _) in boards.items()} == {
        "dA_prev_pad": False,
        "dZ": True,
        "dW": False,
        "db": True,
    }
    assert all(has_numbers for has_numbers, _ in shown(**fields, wrt="all").values())


def test_a_picture_is_seen_as_one_beside_a_kernel_of_numbers(tmp_path):
    path = tmp_path / "a.png"
    Image.fromarray(np.arange(25, dtype=np.uint8).reshape(5, 5)).save(path)
    boards = shown(layer="conv", kernel="sobel", input=str(path), direction="forward")
    assert boards["A_prev"] == (False, "picture")
    assert boards["W"] == (True, "sign")


def test_numbers_on_all_boards_have_one_size():
    play = play_of(layer="conv", direction="backward")
    assert len({each.setting.size for each in play.paints}) == 1


def test_small_numbers_are_no_larger_than_those_of_the_board_that_they_feed():
    rows = "0 0 0 0 0 0; " * 3
    fields = {"layer": "max", "input": f"{rows}0 0.5 1 0 0 0; 0 0 0 0 -10 0", "kernel_size": 1}
    play = play_of(**fields, stride=1, aspect="tall", direction="backward")
    sums, source = (each for each in play.paints if each.part.grid.startswith("grad"))
    assert source.small.size < source.setting.size <= sums.setting.size
