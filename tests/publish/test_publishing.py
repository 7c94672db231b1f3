from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest

from poolanim import Figure
from poolanim.errors import ParameterError
from poolanim.fonts.setting import text_width
from poolanim.formats.catalogue import all_formats
from poolanim.formats.looks import in_looks, several
from poolanim.formats.outputs import OPTIONS_OF_OUTPUTS, plan
from poolanim.formats.writing import Written
from poolanim.pipeline import run
from poolanim.publish.presets import all_presets, load_preset
from poolanim.publish.publishing import publish_figure
from poolanim.scene.composing import compose
from poolanim.scene.contact import contact_sheet
from tests import command

SMALL = {"layer": "max", "kernel_size": 2, "shape": 3, "theme": "light"}


def test_a_snippet_is_all_of_standard_output(tmp_path):
    result = command.run(
        "max", "--size", "2", "--shape", "3", "-o", "a.gif", "--embed", "markdown", cwd=tmp_path
    )
    assert result.stdout.startswith("![Max pooling (kernel 2, stride 1), backward")
    assert result.stdout.endswith("the greatest number under its window.\n")
    assert re.fullmatch(r"a\.gif  \d+ frames  .* KB\n", result.stderr)


def test_several_themes_read_standard_input_once(tmp_path):
    result = command.run(
        "max",
        "--size",
        "2",
        "--input",
        "-",
        "--theme",
        "light,dark",
        cwd=tmp_path,
        stdin="1 2\n3 4",
    )
    assert (result.returncode, result.stderr) == (0, "")
    light, dark = (line.split("  ")[0] for line in result.stdout.splitlines())
    assert re.fullmatch(r"out/max-backward-2x2-k2-s1-[0-9a-f]{8}-light\.gif", light)
    assert dark == light.replace("light", "dark")


def test_a_wrong_target_is_told_before_anything_is_made(tmp_path):
    for arguments in (["--embed", "rst", "-o", "a.json"], ["--for", "blgo"], ["--embed", "x"]):
        result = command.run("max", *arguments, cwd=tmp_path)
        assert result.returncode == 2
        assert result.stderr.count("\n") == 1
        assert not list(tmp_path.iterdir())


def test_both_themes_or_none(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(ParameterError, match="did you mean 'dark'"):
        publish_figure({**SMALL, "theme": "light,drak"}, ["a.png"])
    with pytest.raises(ParameterError, match="name each once"):
        publish_figure({**SMALL, "theme": "light,light"}, ["a.png"])
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("name", all_presets())
def test_presets_can_be_followed(name):
    preset = load_preset(name)
    assert preset.formats
    assert set(preset.formats) <= all_formats().keys()
    options = dict(preset.options)
    of_outputs = {name: options.pop(name) for name in OPTIONS_OF_OUTPUTS if name in options}
    aspects = several("aspect", options.pop("aspect", "wide"))
    in_looks(Figure(layer="avg", **options), {"aspect": aspects})
    plan([f"a{all_formats()[name].ending}" for name in preset.formats], **of_outputs)
    assert preset.kilobytes > 0


def test_a_preset_holds_as_far_as_nothing_else_is_said(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    still = publish_figure(SMALL, [], place="paper")
    assert [file.path.name for file in still.files] == ["max-backward-3x3-k2-s1-paper-sheet.pdf"]
    assert still.files[0].frames == 1
    assert still.warnings == []
    for output in ("own.pdf", "own.svg"):
        [sheet] = publish_figure(SMALL, [output, "own.gif"], place="paper").files[:1]
        assert sheet.scene.is_sheet
    [still] = publish_figure(
        {**SMALL, "still": "first"}, ["own.pdf"], place="paper", given=["still"]
    ).files
    assert not still.scene.is_sheet
    [film] = publish_figure(SMALL, ["own.gif"], place="paper").files
    assert film.frames > 1
    own = publish_figure({**SMALL, "theme": "dark"}, ["own.gif"], place="social", given=["theme"])
    assert [file.path.name for file in own.files] == ["own.gif"]
    assert own.files[0].scene.size_px == (1080, 1080)


def film_of(figure, path, size=1, seconds=None):
    """What is written of a film, with a size of our own."""
    scene = compose(figure, run(figure), text_width)
    seconds = scene.duration_ms / 1000 if seconds is None else seconds
    return Written(Path(path), scene.frame_count, seconds, size, scene)


def test_limits_are_told_with_what_to_change():
    preset = load_preset("blog")
    figure = Figure(layer="avg", scale=2, every=2, shape=20)
    large, long = (film_of(figure, "a.gif", size, s) for s, size in ((60, 1_000_001), (61, 10**6)))
    [told] = preset.excesses(figure, [large])
    assert told == (
        "a.gif has 1000 KB, over the 1000 of --for blog; try --every 3, --scale 1, "
        "a smaller --width or another format"
    )
    [told] = preset.excesses(figure, [long])
    assert told.startswith("a.gif plays 61 s, over the 60 of --for blog; try --every ")
    assert not list(preset.excesses(figure, [film_of(figure, "a.gif", 10**6, 60)]))
    [told] = preset.excesses(replace(figure, scale=1), [film_of(figure, "a.svg", 2 * 10**6, 0)])
    assert told.endswith("try --every 6 or another format")
    sheet = film_of(replace(figure, every=9), "a.pdf", 2 * 10**6, 0)
    sheet = replace(sheet, frames=1, scene=contact_sheet(sheet.scene))
    [told] = preset.excesses(figure, [sheet])
    assert told.endswith("try fewer scans with --every or another format")
    still = Written(Path("a.png"), 1, 0, 2 * 10**6)
    assert next(preset.excesses(figure, [still])).endswith(
        "blog; try --scale 1, a smaller --width or another format"
    )


@pytest.mark.parametrize(
    ("place", "fields", "advice"),
    [
        ("blog", {"shape": 40, "every": 1}, ["--every 29"]),
        ("blog", {"shape": 40, "every": 20}, ["--every 29", "--step-ms 1000"]),
        ("blog", {"shape": 12, "direction": "both", "every": 1}, ["--every 5"]),
        ("blog", {"shape": 12, "scans": "1:80", "every": 1}, ["--every 2", "--step-ms 930"]),
        ("blog", {"step_ms": 60_000}, ["--step-ms 5990"]),
        ("blog", {"hold_ms": 60_000}, ["--hold-ms 1500"]),
        (
            "blog",
            {"hold_ms": 60_000, "shape": 12, "every": 1},
            ["--every 2 --hold-ms 1500", "--step-ms 740 --hold-ms 1500"],
        ),
        ("blog", {"shape": 12, "step_ms": 60_000, "every": 1}, ["--step-ms 740"]),
        ("notebook", {"step_ms": 60_000}, ["--every 4", "--step-ms 31920"]),
    ],
)
def test_a_film_is_short_enough_once_the_advice_is_followed(place, fields, advice):
    preset, figure = load_preset(place), Figure(layer="avg", **fields)
    [told] = preset.excesses(figure, [film_of(figure, "a.gif")])
    assert told.partition("; try ")[2].split(" or ") == advice
    for way in advice:
        words = way.split()
        changes = {
            name.removeprefix("--").replace("-", "_"): int(value)
            for name, value in zip(words[::2], words[1::2], strict=True)
        }
        changed = replace(figure, **changes)
        assert not list(preset.excesses(changed, [film_of(changed, "a.gif")]))
        assert changed.step_ms >= 700


def test_warnings_stand_on_standard_error(tmp_path):
    result = command.run(
        "max", "--for", "notebook", "--step-ms", "60000", "-o", "a.html", cwd=tmp_path
    )
    assert result.returncode == 0
    assert result.stderr.startswith("poolanim: a.html plays 560 s, over the 300 ")
    assert result.stderr.count("\n") == 1


def test_a_theme_with_retired_roles_is_hinted_at(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "old.toml").write_text('[colours]\npeak = "#c00000"\n')
    (warning,) = publish_figure(SMALL | {"theme": "light,old.toml"}, ["a.json"]).warnings
    assert warning.startswith("theme old sets peak, which nothing shows any more; set colours.w")


def test_themes_may_have_blanks_between(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    made = publish_figure(SMALL | {"theme": "light, dark"}, ["a.svg"])
    assert [file.path.name for file in made.files] == ["a-light.svg", "a-dark.svg"]


def test_a_place_that_takes_no_transparent_picture_says_so(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    refused = r"background is transparent, but output .* cannot be transparent"
    with pytest.raises(ParameterError, match=refused):
        publish_figure(SMALL | {"background": "transparent"}, [], place="social")
    assert list(tmp_path.iterdir()) == []


def test_a_file_is_small_enough_once_the_advice_is_followed(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    fields = {**SMALL, "layer": "avg", "shape": 16, "every": 1}
    warned = publish_figure(fields, ["a.svg"], place="notebook").warnings
    every = int(re.search(r"try --every (\d+)", warned[0])[1])
    assert publish_figure({**fields, "every": every}, ["a.svg"], place="notebook").warnings == []


def test_a_title_or_a_caption_that_is_cut_is_told(tmp_path):
    path = [str(tmp_path / "a.png"), str(tmp_path / "a.json")]
    assert publish_figure({**SMALL, "title": "a " * 20, "caption": "b"}, path).warnings == []
    assert (
        publish_figure({**SMALL, "title": "a" * 400}, path[1:]).warnings == []
    )  # nothing is drawn
    for name in ("title", "caption"):
        (warning,) = publish_figure({**SMALL, name: "a" * 400}, path).warnings
        assert re.match(rf"{name} is too long for one line, and is cut after [0-9]+ char", warning)


def test_channels_that_are_left_out_are_told_with_a_way_to_choose_others(tmp_path):
    fields = {**SMALL, "layer": "max", "shape": (4, 4, 64), "scans": (1, 1)}
    path = [str(tmp_path / "a.png"), str(tmp_path / "a.json")]
    (warning,) = publish_figure({**fields, "channel": "all"}, path).warnings
    assert warning == (
        "of 64 channels, 8 have room side by side: 0 to 7 are drawn; choose others, such as "
        "channel 8:15"
    )
    assert len(json.loads((tmp_path / "a.json").read_text())["channels"]) == 64
    assert publish_figure({**fields, "channel": "8:15"}, path).warnings == []
    record = json.loads((tmp_path / "a.json").read_text())
    assert [each["channel"] for each in record["channels"]] == [*range(8, 16)]
