from __future__ import annotations

import pytest

from poolanim.errors import ParameterError
from poolanim.manifest.destinations import Destinations


@pytest.mark.parametrize(
    ("path", "message"),
    [
        ("/tmp/a.gif", "is not under"),
        ("\\tmp\\a.gif", "is not under"),
        ("C:/a.gif", "is not under"),
        ("c:a.gif", "is not under"),
        ("../a.gif", "is not under"),
        ("x/../a.gif", "is not under"),
        ("x\\a.gif", r"has '\\\\' in a name"),
        ("a?.gif", r"has '\?' in a name"),
        ("a\n.gif", r"has '\\n' in a name"),
        ("xx:y/a.gif", "has ':' in a name"),
        ("nul.gif", "Windows cannot have, 'nul.gif'"),
        ("COM1.x.gif", "Windows cannot have"),
        ("aux/a.gif", "Windows cannot have, 'aux'"),
        ("con .gif", "Windows cannot have"),
        ("LPT².gif", "Windows cannot have"),
        ("x./a.gif", "Windows cannot have, 'x.'"),
        ("x /a.gif", "Windows cannot have, 'x '"),
        ("é" * 126 + ".gif", "has a name of over 255 bytes"),
        ("x/" * 499 + "y.gif", "has 1,003 characters; give at most 1,000"),
    ],
)
def test_paths_that_cannot_be(tmp_path, path, message):
    with pytest.raises(ParameterError, match=message):
        Destinations(tmp_path).take(path, "a")


@pytest.mark.parametrize(
    "path",
    [
        "a.gif",
        "x/y/a.gif",
        "./a.gif",
        "com10.gif",
        "console.gif",
        ".x/a..gif",
        "größe.gif",
        "x" * 251 + ".gif",
        "x/" * 498 + "gif",
    ],
)
def test_paths_that_can_be(tmp_path, path):
    Destinations(tmp_path).take(path, "a")


@pytest.mark.parametrize("path", ["/tmp/a.gif", "C:/a.gif", "../a.gif", "link/a.gif", "link.gif"])
def test_what_is_outside_can_be_allowed(tmp_path, path):
    (tmp_path / "link").symlink_to(tmp_path.parent)
    (tmp_path / "link.gif").symlink_to(tmp_path.parent / "elsewhere.gif")
    with pytest.raises(ParameterError, match="--allow-outside"):
        Destinations(tmp_path).take(path, "a")
    Destinations(tmp_path, allow_outside=True).take(path, "a")


@pytest.mark.parametrize("path", ["nul.gif", "C:/a:b.gif", "C:/x/aux"])
def test_what_cannot_be_anywhere_is_not_allowed(tmp_path, path):
    with pytest.raises(ParameterError, match="has"):
        Destinations(tmp_path, allow_outside=True).take(path, "a")


@pytest.mark.parametrize("first", ["read", "take"])
@pytest.mark.parametrize("link", [None, "symlink_to", "hardlink_to"])
def test_a_source_of_any_figure_is_not_replaced(tmp_path, first, link):
    (tmp_path / "out").mkdir()
    source = tmp_path / "out" / "a.png"
    source.touch()
    if link:
        source = tmp_path / "b.png"
        getattr(source, link)(tmp_path / "out" / "a.png")
    destinations = Destinations(tmp_path / "out")
    calls = {
        "read": lambda: destinations.read("input", str(source), "b"),
        "take": lambda: destinations.take("a.png", "a"),
    }
    calls.pop(first)()
    told = {
        "read": f"output 'a.png' would replace {source}, a source of b",
        "take": f"input is '{source}', which output 'a.png' of a would replace",
    }
    [then] = calls.values()
    with pytest.raises(ParameterError, match=told[first]):
        then()


def test_a_lock_file_is_no_output_and_no_source(tmp_path):
    lock = tmp_path / "poolanim.lock"
    lock.touch()
    destinations = Destinations(tmp_path)
    with pytest.raises(ParameterError, match=r"output 'poolanim\.lock' of the batch"):
        destinations.read("embed", str(lock), "a")
    for path in ("poolanim.lock", "Poolanim.1-of-2.lock", "poolanim.1-of-2.embed.lock"):
        with pytest.raises(ParameterError, match="has the name of a lock file"):
            destinations.take(path, "a")


def test_links_on_the_way_are_refused_and_the_folder_itself_may_be_one(tmp_path):
    (tmp_path / "real" / "x").mkdir(parents=True)
    (tmp_path / "out").symlink_to(tmp_path / "real")
    (tmp_path / "real" / "x" / "link").symlink_to(tmp_path / "real")
    destinations = Destinations(tmp_path / "out")
    destinations.take("x/a.gif", "a")
    for path in ("x/link/a.gif", "x/link/y/a.gif"):
        with pytest.raises(ParameterError, match=r"leads through the link .*out/x/link"):
            destinations.take(path, "b")


@pytest.mark.parametrize("other", ["a.gif", "A.gif", "./a.gif", "x/../a.gif", "a.GIF"])
def test_two_figures_cannot_have_one_file(tmp_path, other):
    destinations = Destinations(tmp_path, allow_outside=True)
    destinations.take("a.gif", "one")
    with pytest.raises(ParameterError, match="is also that of one"):
        destinations.take(other, "two")
    with pytest.raises(ParameterError, match="is given twice"):
        destinations.take(other, "one")


def test_letters_that_are_written_in_two_ways_are_the_same(tmp_path):
    destinations = Destinations(tmp_path)
    destinations.take("\u00e9.gif", "one")
    with pytest.raises(ParameterError, match="is also that of one"):
        destinations.take("e\u0301.gif", "two")
