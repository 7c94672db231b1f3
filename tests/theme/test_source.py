from __future__ import annotations

import re

import pytest

from poolanim.errors import ParameterError
from poolanim.theme import load_theme
from poolanim.theme.shades import hatched
from poolanim.theme.source import OPTIONAL


def test_an_unknown_theme_brings_the_nearest_to_mind():
    with pytest.raises(ParameterError, match="theme is 'drak'; did you mean 'dark'"):
        load_theme("drak")


@pytest.fixture
def own(tmp_path):
    """Reads a theme of a user's own."""

    def read(text):
        path = tmp_path / "own.toml"
        path.write_text(text, "utf-8")
        return load_theme(str(path))

    return read


def test_a_file_holds_what_it_changes_of_another_theme(own):
    text = 'inherits = "dark"\n[colours]\ntracked = "#Ff00aa"\n'
    theme = own(text + '[heat]\npicture = ["#000000", "#101010"]\n')
    dark = load_theme("dark").colours
    changed = {role for role, colour in theme.colours.items() if colour != dark[role]}
    assert {role.partition(".")[0] for role in changed} == {
        *("tracked", "tracked_inner", "picture"),
    }
    assert theme.colours["tracked"] == (255, 0, 170)
    assert theme.colours["picture.16"] == (16, 16, 16)
    assert own("").colours == load_theme("light").colours
    assert own('about = "mine"').about == "mine"


def test_roles_that_follow_from_others_follow_those_of_a_file(own):
    assert own('[colours]\ntracked = "#ffee55"').colours["tracked_inner"] == (255, 0xEE, 0x55)
    theme = own('inherits = "paper"\n[colours]\ntracked = "#eeeeee"')
    assert theme.colours["tracked_inner"] == load_theme("paper").colours["tracked_inner"]
    assert hatched(theme.colours)
    assert own('[colours]\nplus = "#000000"').colours["beam.plus"] == (199, 199, 199)
    theme = own('[heat]\nsign = ["#dddddd", "#eeeeee"]')
    assert theme.colours["sign.0"] == (0xDD,) * 3 != theme.colours["sign.0.veil"]
    for role in OPTIONAL:
        assert own(f'[colours]\n{role} = "#c0c0c0"').colours[role] == (192,) * 3


def test_a_theme_that_sets_what_retired_still_loads_with_a_hint(own):
    theme = own('[colours]\npeak = "#c00000"\ncell = "x"\n[heat]\ndiverging = ["#000000"]\n')
    assert theme.colours == load_theme("light").colours
    assert theme.hint == (
        "theme own sets cell, diverging, peak, which nothing shows any more; "
        "set heat.sign, colours.winner instead"
    )
    night = 'paper = "#000000"\nink = "#ffffff"\nmuted = "#bbbbbb"\n'
    theme = own(f'[colours]\n{night}accent = "#88ccff"\n')
    assert theme.colours["ink"] == (255, 255, 255)
    assert re.search("accent, which .*; ink on sign.* has a contrast of 1", theme.hint)
    with pytest.raises(ParameterError, match=r"ink on sign\.\d+ has a contrast of 1"):
        own(f"[colours]\n{night}")
    assert own('[colours]\nwinner = "#c00000"').hint == load_theme("dark").hint == ""


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[colours]\nwiner = '#ffffff'", "'winer' is no role of colours; did you mean 'winner'"),
        ("[colours]\ninterior = '#ffffff'", "'interior' is no role of colours; use one of dash"),
        ("[colours]\n'beam.plus' = '#ffffff'", r"'beam\.plus' is no role of colours"),
        ("[heat]\nbeam = ['#ffffff', '#000000']", "'beam' is no role of heat"),
        ("[colours]\n'sequential.0' = '#ffffff'", r"'sequential\.0' is no role of colours"),
        ("[heat]\nsequentail = []", "'sequentail' is no role of heat; did you mean 'sequential'"),
        ("[colors]\nink = '#ffffff'", "'colors' is no key of a theme; did you mean 'colours'"),
        ("[colours]\nink = 'white'", r"colours\.ink is 'white'; write a colour as \"#1b2530\""),
        ("[colours]\nink = '#fff'", r"colours\.ink is '#fff'; write"),
        ("[colours]\nink = '#1234567'", r"colours\.ink is '#1234567'; write"),
        ("[colours]\nink = 0", r"colours\.ink is 0; write"),
        ("[heat]\npicture = ['#ffffff']", r"heat\.picture is \['#ffffff'\]; give two colours"),
        ("[heat]\npicture = '#ffffff'", r"heat\.picture is '#ffffff'; give two"),
        ("[heat]\npicture = ['#ffffff', 'x']", r"heat\.picture is 'x'; write a colour"),
        ("inherits = 'drak'", "inherits is 'drak'; did you mean 'dark'"),
        ("inherits = 5", "inherits is 5; use one of blueprint"),
        ("colours = 5", r"colours is 5; write a table, \[colours\]"),
        ("about = 5", "about is 5; give text"),
        ("colours = [", "not TOML"),
    ],
)
def test_what_no_theme_can_say_is_refused_with_its_key_and_value(own, text, message):
    with pytest.raises(ParameterError, match=rf"theme .*own\.toml: {message}"):
        own(text)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('inherits = "dark"\n[colours]\npaper = "#ffffff"', "ink on paper has a contrast of 1.13"),
        ('[colours]\nplus = "#d5d5d5"', "plus on paper has a contrast of 1"),
        ('[colours]\noff = "#222222"', "ink on off has a contrast of 1"),
        (
            '[colours]\non_light = "#ffffff"',
            r"sequential\.\d+\.ink on sequential\.",
        ),
        ('[colours]\nwinner = "#ffeeee"', "winner on paper has a contrast of 1"),
        ('[colours]\nsoft = "#dddddd"', "soft on paper has a contrast of 1"),
        ('[heat]\nsign = ["#101820", "#ffffff"]', r"ink on sign\.0 has a contrast of 1"),
        ('inherits = "paper"\n[colours]\nhatch = "#222222"', "ink on hatch has a contrast of 1"),
        ('[colours]\non_tracked = "#ffff00"', "on_tracked on tracked has a contrast of 1"),
        ('[colours]\nplus = "#b6b6b6"\npaper = "#ffffff"', None),  # 2.03
        ('[colours]\nplus = "#b8b8b8"\npaper = "#ffffff"', "plus on paper has a contrast of 1.98"),
    ],
)
def test_a_text_that_nobody_can_read_is_refused_with_its_ground_and_contrast(own, text, message):
    if message is None:
        assert own(text)
    else:
        with pytest.raises(ParameterError, match=rf"theme .*own\.toml: {message}"):
            own(text)


def test_a_file_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(ParameterError, match=r"theme .*no\.toml: no such file or directory; give"):
        load_theme(str(tmp_path / "no.toml"))
    (tmp_path / "not.toml").write_bytes(b"\xff\xfe")
    with pytest.raises(ParameterError, match=r"not\.toml: not UTF-8 text"):
        load_theme(str(tmp_path / "not.toml"))
