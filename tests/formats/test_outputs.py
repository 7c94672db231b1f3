from __future__ import annotations

from pathlib import Path

import pytest

from poolanim.errors import ParameterError
from poolanim.formats.catalogue import all_formats, endings
from poolanim.formats.checking import check_outputs
from poolanim.formats.outputs import Output, plan


@pytest.mark.parametrize("name", all_formats())
def test_each_format_has_an_ending_that_names_it(name):
    chosen = all_formats()[name]
    assert Output(f"a{chosen.ending}").kind == chosen
    assert Output(f"A.B{chosen.ending.upper()}").kind == chosen
    assert chosen.ending in endings()
    assert Output(f"a{chosen.ending}").is_folder is (name == "frames")
    if name != "frames":
        assert Output("-", format=name).kind == chosen
        assert Output("-", format=name).streams


def test_endings_are_listed_as_a_sentence_lists_them():
    assert endings().startswith(".gif, ")
    assert endings().endswith(" or .npz")
    assert ", frames/, " in endings()
    assert endings(lambda each: each.name in ("gif", "png"), described=True) == (
        ".gif or .png (one frame)"
    )


@pytest.mark.parametrize(
    ("output", "message"),
    [
        ({"path": "a.gfi"}, r"output is 'a.gfi', of no known format; did you mean '.gif'\?"),
        ({"path": "a"}, "output is 'a', of no known format; use one of .apng, "),
        (
            {"path": "a.gif", "still": 1},
            "output 'a.gif' does not support still; use .svg, .pdf or .png",
        ),
        ({"path": "a.gif", "still": 1}, "output 'a.gif' does not support still"),
        ({"path": "a.gif", "animated": True}, "output 'a.gif' does not support animated; use .png"),
        ({"path": "a.png", "still": 0}, "still is 0; give a whole number from 1"),
        ({"path": "a.png", "still": "middle"}, "still is 'middle'; give"),
        ({"path": "a.png", "still": True}, "still is True; give"),
        ({"path": "a.png", "still": 1, "animated": True}, "both still and animated; leave one"),
        ({"path": "a.png", "still": 1, "sheet": 2}, "both still and sheet"),
        ({"path": "a.gif", "sheet": True}, "output 'a.gif' does not support sheet"),
        ({"path": "a.png", "sheet": 0}, "sheet is 0; give a whole number from 1"),
        ({"path": "a.png", "sheet": "x"}, "sheet is 'x'; give"),
        ({"path": "-"}, "format is missing; name that of '-', such as gif"),
        ({"path": "-", "format": "gfi"}, "format is 'gfi'; did you mean 'gif'?"),
        ({"path": "-", "format": "frames"}, "format is 'frames'; use one of apng, gif"),
        ({"path": "a.gif", "format": "gif"}, "format is for '-'; that of 'a.gif' is in its ending"),
        ({"path": "-", "format": "gif", "still": 1}, "output '-' does not support still"),
        ({"path": "frames/", "still": 1}, "output 'frames/' does not support still"),
        ({"path": "frames"}, "output is 'frames', of no known format"),
        (
            {"path": "a.mp4", "loop": 2},
            "output 'a.mp4' does not support loop; use .gif, .webp or .apng",
        ),
        (
            {"path": "a.gif", "loop": 0},
            "loop is 0; give a whole number from 1 to 65535, or forever",
        ),
        ({"path": "a.gif", "loop": 65536}, "loop is 65536; give"),
        ({"path": "a.gif", "loop": True}, "loop is True; give"),
        ({"path": "a.gif", "loop": "ever"}, "loop is 'ever'; give"),
    ],
    ids=str,
)
def test_what_an_output_cannot_be(output, message):
    with pytest.raises(ParameterError, match=message):
        Output(**output)


@pytest.mark.parametrize(("loop", "plays"), [(None, 0), ("forever", 0), (1, 1), (65535, 65535)])
def test_how_many_times_a_film_plays(loop, plays):
    assert Output("a.gif", loop=loop).plays == plays


def test_options_of_a_run_hold_where_they_mean_something():
    own = Output("b.png", still="first")
    assert plan(["a.gif", Path("a.png"), own], still=2) == [
        Output("a.gif"),
        Output("a.png", still=2),
        own,
    ]
    assert plan(["a.gif"], still=None, animated=False) == [Output("a.gif")]
    assert plan(["a.gif", "-"], format="png", animated=True) == [
        Output("a.gif"),
        Output("-", format="png", animated=True),
    ]


@pytest.mark.parametrize(
    ("paths", "options", "message"),
    [
        (
            ["a.gif"],
            {"still": 1},
            "still is given, but no output supports it; add a .svg, .pdf or .png",
        ),
        (["a.gif"], {"still": 0}, "still is given"),
        ([], {"animated": True}, "animated is given, but no output supports it; add a .png"),
        (["a.gif", "a.png"], {"still": 0}, "still is 0; give"),
        (["a.gif"], {"format": "gif"}, "format is given, but no output is '-'"),
    ],
)
def test_options_that_no_output_takes(paths, options, message):
    with pytest.raises(ParameterError, match=message):
        plan(paths, **options)


def test_films_of_pixels_can_move_smoothly():
    smooth = {each.name for each in all_formats().values() if each.tween_ms}
    assert smooth == {"gif", "webp", "apng", "mp4", "webm"}


def test_names_of_outputs_in_several_themes():
    assert Output("x/a.png", still=2).named("dark") == Output("x/a-dark.png", still=2)
    assert Output("x/frames/").named("dark") == Output("x/frames-dark/")
    with pytest.raises(ParameterError, match="output '-' takes one file"):
        Output("-", format="gif").named("dark")


def test_two_outputs_that_are_one_file():
    with pytest.raises(ParameterError, match=r"output 'x/\.\./a.gif' is given twice"):
        check_outputs(plan(["a.gif", "x/../a.gif"]))


@pytest.mark.parametrize(
    ("paths", "message"),
    [
        (["o/", "o/f.gif"], "output 'o/f.gif' is in output 'o/', which is replaced as a whole"),
        (["o/x/f.gif", "a.gif", "o/"], "output 'o/x/f.gif' is in output 'o/'"),
        (["a.gif", "a.gif/b/c.png"], "output 'a.gif/b/c.png' is in output 'a.gif'"),
        (["real.gif", "soft.gif"], "output 'soft.gif' is given twice"),
        (["real.gif", "hard.gif"], "output 'hard.gif' is given twice"),
        (["own.png"], "output 'own.png' would replace 'own.png', a source of the figure"),
        (["hard.png"], "output 'hard.png' would replace 'own.png'"),
        (["x/../own.png"], r"output 'x/\.\./own.png' would replace 'own.png'"),
        (["frames/"], "output 'frames/' would replace 'frames/frame-0001.png'"),
    ],
)
def test_outputs_that_would_take_the_place_of_others_or_of_what_is_read(
    tmp_path, monkeypatch, paths, message
):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "frames").mkdir()
    for name in ("real.gif", "own.png", "frames/frame-0001.png"):
        Path(name).touch()
    Path("soft.gif").symlink_to("real.gif")
    Path("hard.gif").hardlink_to("real.gif")
    Path("hard.png").hardlink_to("own.png")
    reads = ["own.png", "frames/frame-0001.png"]
    check_outputs(plan(["a.gif", "b.gif", "o/", "ab/", "-"], format="gif"), reads)
    with pytest.raises(ParameterError, match=message):
        check_outputs(plan(paths), reads)
