from __future__ import annotations

import pytest
from matplotlib.font_manager import FontEntry

from poolanim.errors import ParameterError
from poolanim.fonts import installed
from poolanim.fonts.installed import file_of_family, file_with
from tests.fonts.fonts import STIX


@pytest.fixture(autouse=True)
def _anew():
    for found in (file_of_family, file_with, installed._fonts):
        found.cache_clear()


def test_a_family_has_a_file_for_each_weight():
    assert file_of_family("STIXGeneral", "regular") == STIX
    assert file_of_family("STIXGeneral", "bold").endswith("STIXGeneralBol.ttf")


def test_a_family_that_is_not_installed_is_told_with_the_nearest():
    with pytest.raises(ParameterError, match=r"^font is 'STIXGeneraal', .*; did you mean 'STIXGen"):
        file_of_family("STIXGeneraal", "regular")
    with pytest.raises(ParameterError, match=r"name; give a \.ttf, \.otf or \.ttc file$"):
        file_of_family("?", "regular")


def test_fonts_that_matplotlib_does_not_list_are_found(tmp_path, monkeypatch):
    (tmp_path / "a.ttf").write_text("no font")
    files = [str(tmp_path / "a.ttf"), str(tmp_path / "none.ttf"), STIX]
    monkeypatch.setattr(installed, "findSystemFonts", lambda: files)
    listed = [each for each in installed.fontManager.ttflist if each.fname != STIX]
    monkeypatch.setattr(installed.fontManager, "ttflist", listed)
    assert STIX in {each.fname for each in installed._fonts()}


def test_a_font_without_serifs_comes_first(monkeypatch):
    entries = [FontEntry(fname=STIX, name=name, weight=400) for name in ("A", "Z Sans")]
    monkeypatch.setattr(installed, "_fonts", lambda: entries)
    monkeypatch.setattr(installed, "file_of_family", lambda name, weight: f"{name} {weight}")
    assert file_with("+", "bold") == "Z Sans bold"


def test_boxes_for_all_letters_are_no_letters():
    with pytest.raises(ParameterError, match="no font has the character"):
        file_with("\U0003fffd", "regular")
