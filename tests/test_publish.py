from __future__ import annotations

import re
import subprocess
import sys

import pytest

from poolanim import Figure
from poolanim.errors import ParameterError
from poolanim.formats import FORMATS
from poolanim.outputs import OPTIONS_OF_OUTPUTS, plan
from poolanim.pipeline import Written
from poolanim.presets import load_preset, presets
from poolanim.publish import publish

SMALL = {"layer": "max", "kernel_size": 2, "shape": 3, "theme": "light"}


def poolanim(*arguments, cwd, stdin=None):
    command = [sys.executable, "-m", "poolanim", *arguments]
    return subprocess.run(
        command, cwd=cwd, capture_output=True, text=True, input=stdin, check=False
    )


def test_a_snippet_is_all_of_standard_output(tmp_path):
    result = poolanim(
        "max", "--size", "2", "--shape", "3", "-o", "a.gif", "--embed", "markdown", cwd=tmp_path
    )
    assert result.stdout.startswith("![Max pooling, backward pass")
    assert result.stdout.endswith("Max pooling, backward: kernel\\_size 2, stride 1, padding 0\n")
    assert re.fullmatch(r"a\.gif  10 frames  .* KB\n", result.stderr)


def test_several_themes_read_standard_input_once(tmp_path):
    result = poolanim(
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
    assert [line.split("  ")[0] for line in result.stdout.splitlines()] == [
        "out/max-backward-2x2-k2-s1-light.gif",
        "out/max-backward-2x2-k2-s1-dark.gif",
    ]


def test_a_wrong_target_is_told_before_anything_is_made(tmp_path):
    for arguments in (["--embed", "hugo", "-o", "a.mp4"], ["--for", "blgo"], ["--embed", "x"]):
        result = poolanim("max", *arguments, cwd=tmp_path)
        assert result.returncode == 2
        assert result.stderr.count("\n") == 1
        assert not list(tmp_path.iterdir())


def test_both_themes_or_none(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(ParameterError, match="did you mean 'dark'"):
        publish({**SMALL, "theme": "light,drak"}, ["a.png"])
    with pytest.raises(ParameterError, match="given twice"):
        publish({**SMALL, "theme": "light,light"}, ["a.png"])
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("name", presets())
def test_presets_can_be_followed(name):
    preset = load_preset(name)
    assert preset.formats
    assert set(preset.formats) <= FORMATS.keys()
    options = dict(preset.options)
    of_outputs = {name: options.pop(name) for name in OPTIONS_OF_OUTPUTS if name in options}
    Figure(layer="avg", **options)
    plan([f"a{FORMATS[name].ending}" for name in preset.formats], **of_outputs)
    assert preset.kilobytes > 0


def test_a_preset_holds_as_far_as_nothing_else_is_said(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    still = publish(SMALL, [], place="paper")
    assert [file.path.name for file in still.files] == ["max-backward-3x3-k2-s1.pdf"]
    assert still.files[0].frames == 1
    assert still.warnings == []
    own = publish({**SMALL, "theme": "dark"}, ["own.gif"], place="social", given=["theme"])
    assert [file.path.name for file in own.files] == ["own.gif"]
    assert own.files[0].scene.size_px == (1080, 1080)


def test_what_is_over_a_limit_is_told_with_what_to_change(tmp_path):
    preset = load_preset("blog")
    figure = Figure(layer="avg", scale=2, every=2)
    (large, long) = (
        preset.excesses(figure, [Written("a.gif", 9, seconds, size)])
        for seconds, size in ((60, 1_000_001), (61, 1_000_000))
    )
    assert list(large) == [
        "a.gif has 1000 KB, over the 1000 of --for blog; try --every 4, --beats 1, --scale 1 or "
        "another format"
    ]
    assert list(long) == [
        "a.gif plays 61 s, over the 60 of --for blog; try --every 4 or --step-ms 786"
    ]
    assert not list(preset.excesses(figure, [Written("a.gif", 9, 60, 1_000_000)]))
    result = poolanim("max", "--for", "notebook", "--step-ms", "60000", "-o", "a.gif", cwd=tmp_path)
    assert result.returncode == 0
    assert result.stderr.startswith("poolanim: a.gif plays 543 s, over the 300 ")
    assert result.stderr.count("\n") == 1


def test_themes_may_have_blanks_between(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    made = publish(SMALL | {"theme": "light, dark"}, ["a.svg"])
    assert [file.path.name for file in made.files] == ["a-light.svg", "a-dark.svg"]


def test_a_place_that_takes_no_transparent_picture_says_so(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(ParameterError, match="background is transparent, which output"):
        publish(SMALL | {"background": "transparent"}, [], place="social")
    assert list(tmp_path.iterdir()) == []
