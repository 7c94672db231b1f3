from __future__ import annotations

from dataclasses import replace

import pytest

from poolanim import Figure, animate
from poolanim.formats.naming import LONGEST, default_name, named_by_options
from poolanim.formats.outputs import plan
from poolanim.pipeline import run

PLAIN = Figure(layer="avg")


def name(**changes):
    figure = replace(PLAIN, **changes)
    return default_name(figure, run(figure))


@pytest.mark.parametrize(
    ("changes", "end"),
    [
        ({}, ""),
        ({"seed": 3}, "-seed-3"),
        ({"theme": "dark"}, "-dark"),
        ({"seed": 3, "theme": "dark", "step_ms": 500}, "-seed-3-step-ms-500-dark"),
        ({"like": "torch"}, "-like-torch"),
        ({"code": "torch"}, "-code-torch"),
        ({"count_include_pad": False}, "-no-count-include-pad"),
        ({"shape": "5x5"}, ""),
        ({"motion": "steps", "width": 640}, "-motion-steps-width-640"),
    ],
)
def test_a_name_tells_what_is_not_as_by_default(changes, end):
    assert name(**changes) == f"avg-backward-5x5-k3-s1{end}"


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, "conv-backward-5x5-k3-s1"),
        ({"shape": "5x5x3"}, "conv-backward-5x5x3-k3-s1"),
        ({"kernel": "sobel-y"}, "conv-backward-5x5-s1-kernel-sobel-y"),
        ({"direction": "forward", "groups": 1}, "conv-forward-5x5-k3-s1"),
        ({"wrt": "weight", "bias": "2"}, "conv-backward-5x5-k3-s1-bias-2-wrt-weight"),
        ({"flip": True, "filters": 2}, "conv-backward-5x5-k3-s1-flip-filters-2"),
        ({"layer": "conv-transpose", "stride": 2}, "conv-transpose-backward-3x3-k3-s2"),
        (
            {"layer": "conv-transpose", "stride": 2, "output_size": 8},
            "conv-transpose-backward-3x3-k3-s2-o8",
        ),
    ],
)
def test_a_name_tells_the_weights(changes, expected):
    figure = Figure(**{"layer": "conv", **changes})
    assert default_name(figure, run(figure)) == expected


def test_different_figures_have_different_names(tmp_path):
    (tmp_path / "a.csv").write_text("1,2,3\n4,5,6\n7,8,9\n")
    (tmp_path / "A.csv").write_text("1,2,3\n4,5,6\n7,8,9\n")
    grids = ["1 2 3; 4 5 6; 7 8 9", "9 2 3; 4 5 6; 7 8 9", f"{tmp_path}/a.csv", f"{tmp_path}/A.csv"]
    changes = [{"input": grid} for grid in grids]
    changes += [{"input": grids[0], "title": title} for title in ("a", "A", "b" * 13, "c/d")]
    changes += [{"input": grids[0], "title": "a", "caption": "b"}]
    changes += [{"input": grids[0], "title": "b", "caption": "a"}]
    names = [name(**each) for each in changes]
    assert len({each.casefold() for each in names}) == len(names)
    assert all(each.replace("-", "").replace(".", "").isalnum() for each in names)


def test_a_name_is_short_enough_for_every_system():
    changes = {"title": "x" * 300, "caption": "y" * 12, "labels": "a,b,c,d"}
    changes |= {"seed": 10**11, "step_ms": 1234, "hold_ms": 1234, "beats": 3, "every": 2}
    changes |= {"precision": 4, "width": 1280, "aspect": "square", "theme": "dark", "scale": 2}
    assert len(name(**changes)) < LONGEST + 60
    assert name(**changes) != name(**{**changes, "scale": 1})


def test_files_without_a_name_tell_their_own_options(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    [written] = animate(PLAIN, formats=("png",), still=2)
    assert str(written.path) == "out/avg-backward-5x5-k3-s1-still-2.png"
    [sheet] = map(named_by_options, plan(["a.png"], sheet=True))
    assert sheet.path == "a-sheet.png"


def test_the_theme_that_is_named_later_is_not_named_twice():
    figure = replace(PLAIN, theme="dark")
    assert default_name(figure, run(figure), without=["theme"]) == "avg-backward-5x5-k3-s1"
