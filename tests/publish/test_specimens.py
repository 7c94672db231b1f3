from __future__ import annotations

import sys

import numpy as np
import pytest
from PIL import Image

from poolanim.cli import commands
from poolanim.errors import ParameterError
from poolanim.files.resources import names
from poolanim.publish.specimens import COLUMNS, GAP, specimen, write_specimens
from poolanim.theme import load_theme
from tests import command


def test_every_theme_shows_the_same_frame_in_its_own_colours(tmp_path):
    write_specimens(tmp_path / "a.png", names("themes"))
    with Image.open(tmp_path / "a.png") as image:
        pixels = np.asarray(image)
    height, width, _ = specimen("light").shape
    assert pixels.shape[1] == COLUMNS * (width + GAP) - GAP
    for number, theme in enumerate(names("themes")):
        row, column = divmod(number, COLUMNS)
        top, left = row * (height + GAP), column * (width + GAP)
        part = pixels[top : top + height, left : left + width]
        np.testing.assert_array_equal(part, specimen(theme))
        shown = {colour for _, colour in Image.fromarray(part).getcolors(part.size)}
        roles = ("paper", "ink", "muted", "tracked", "winner", "minus")
        roles += ("sign.0", "sign.8", "sign.16")
        assert {load_theme(theme).colours[role] for role in roles} <= shown


def test_only_a_png_can_show_them(tmp_path):
    with pytest.raises(ParameterError, match="themes are shown in a"):
        write_specimens(tmp_path / "a.gif", ["light"])


def test_the_command_lists_all_themes_and_one_s_own(tmp_path):
    (tmp_path / "mine.toml").write_text('about = "my own"\n[colours]\npaper = "#fffff0"\n')
    (tmp_path / "old.toml").write_text('[colours]\npeak = "#c00000"\n')
    result = command.run("themes", "old.toml", "mine.toml", cwd=tmp_path)
    assert result.returncode == 0, result.stderr
    *lines, written = result.stdout.splitlines()
    assert [line.split("  ")[0] for line in lines] == [*names("themes"), "old.toml", "mine.toml"]
    assert all(load_theme(name).about in result.stdout for name in names("themes"))
    assert "my own" in lines[-1]
    assert written.startswith("out/themes.png  1 frame")
    assert "\x1b" not in result.stdout
    assert result.stderr.startswith("poolanim: theme old sets peak, which ")
    assert result.stderr.count("\n") == 1
    with Image.open(tmp_path / "out/themes.png") as image:
        assert (255, 255, 240) in {colour for _, colour in image.getcolors(1 << 20)}


def test_a_terminal_shows_swatches(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    monkeypatch.chdir(tmp_path)
    commands.poolanim.main(["themes"], standalone_mode=False)
    assert capsys.readouterr().out
