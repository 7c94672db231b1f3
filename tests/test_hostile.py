"""Whatever stands in a file or in a field, it is read, or refused in one line."""

from __future__ import annotations

import io
import json
import random
from contextlib import suppress
from dataclasses import fields
from pathlib import Path
from time import process_time

import numpy as np
import pytest

from poolanim import Figure
from poolanim.batch.lock import Lock, Record
from poolanim.errors import MESSAGE, PoolanimError
from poolanim.files import limits
from poolanim.files.resources import templates
from poolanim.fonts.cache import kept
from poolanim.formats.outputs import Output
from poolanim.grids.reading import read_grid
from poolanim.manifest.reading import read_manifest
from poolanim.publish.embed import load_embedding
from poolanim.theme import load_theme

PIECES = [
    b"",
    b"\0",
    b"\xff",
    b"\n",
    b"[" * 70,
    b"]]",
    b"[[figure]]\n",
    b"{",
    b"}",
    b'"',
    b'"""',
    b"'",
    b"\\",
    b"\\u0000",
    b"\\ud800",
    b"=",
    b"a." * 70,
    b"1e999",
    b"-nan",
    b"9" * 5000,
    b"0x" + b"f" * 900,
    b"null",
    b"1979-05-27T07:32:00Z",
    b"../" * 9,
    b"$",
    b"{{",
    b"{%",
    b"%%",
    b"#",
    b";",
    b",",
    "−∞é平".encode(),
]


def damaged(content, chance):
    """Some bytes of a content replaced, taken away, or joined by pieces that mean something."""
    told = bytearray(content)
    for _ in range(chance.randint(1, 4)):
        place = chance.randint(0, len(told))
        length = chance.choice([0, 0, 1, 8])
        told[place : place + length] = chance.choice(PIECES)
    return bytes(told)


def array():
    file = io.BytesIO()
    np.save(file, np.arange(6.0).reshape(2, 3))
    return file.getvalue()


MANIFEST = b"""title = "All"
page = "index.html"
[defaults]
theme = "dark"
[[figure]]
name = "max-{size}"
layer = "max"
input = [[1, 2.5], [3, 4]]
output = ["a-{size}-{seed}.gif", "b-{size}-{seed}.png"]
[figure.matrix]
size = [1, 2]
seed = { first = 0, last = 2 }
"""
RECORD = Record("a", "k", "numpy 2", "figures.toml", {"a.gif": "0" * 64})


def read_lock(path):
    with Lock(path.parent).records() as records:
        assert [records.get(place).place for place in records] == list(records)
    Lock(path.parent).settle()


READERS = {
    "grid.csv": (b"1,2\n3,4\n", lambda path: read_grid("input", str(path)).grid),
    "grid.tsv": (b"1\t2\n3\t4\n", lambda path: read_grid("input", str(path)).grid),
    "grid.txt": (b"1 2; 3 4", lambda path: read_grid("input", str(path)).grid),
    "grid.json": (b"[[1, 2], [3, 4.5]]", lambda path: read_grid("input", str(path)).grid),
    "grid.npy": (array(), lambda path: read_grid("input", str(path)).grid),
    "figures.toml": (MANIFEST, lambda path: read_manifest(path, Path("out"))),
    "theme.toml": (
        b'inherits = "dark"\nabout = "x"\n[colours]\nink = "#ffffff"\n[heat]\n'
        b'sequential = ["#000000", "#ffffff"]\n',
        lambda path: load_theme(str(path)),
    ),
    "poolanim.lock": (f"{RECORD.line()}\n{RECORD.line()}\n".encode(), read_lock),
    "embed.html": (
        (templates() / "embed" / "html.html").read_bytes(),
        lambda path: load_embedding(str(path)),
    ),
}


@pytest.mark.parametrize("name", READERS)
def test_a_file_of_any_content_is_read_or_refused_in_one_line(tmp_path, name):
    content, read = READERS[name]
    chance = random.Random(name)
    path = tmp_path / name
    path.write_bytes(content)
    read(path)
    for damage in (b"", *(damaged(content, chance) for _ in range(80))):
        path.write_bytes(damage)
        try:
            read(path)
        except PoolanimError as error:
            for line in error.lines():
                assert line.isprintable(), damage
                assert len(line) <= MESSAGE, damage


def test_a_cache_of_any_content_is_rebuilt(tmp_path, monkeypatch):
    monkeypatch.setattr("poolanim.fonts.cache.cache_folder", lambda: tmp_path)
    kept("name", lambda: b"content")
    content = (tmp_path / "name").read_bytes()
    chance = random.Random(0)
    for _ in range(80):
        (tmp_path / "name").write_bytes(damaged(content, chance))
        assert kept("name", lambda: b"content") == b"content"


HUGE = 10**9999
ODD = [HUGE, -HUGE, [HUGE], [[HUGE]], {"a": HUGE}, "a\0b", "\ud800", "x" * 300_000, b"x", [[[[1]]]]]


@pytest.mark.parametrize("field", [field.name for field in fields(Figure)])
def test_a_field_of_any_value_is_taken_or_refused_in_one_line(field):
    for value in ODD:
        with suppress(PoolanimError):
            Figure(**{"layer": "max", "kernel_size": 2, field: value})


@pytest.mark.parametrize("field", ["input", "grad", "font", "theme"])
@pytest.mark.parametrize("path", ["a\0b.npy", "\ud800", Path("a\0b.toml"), "a\0b/c.ttf"])
def test_a_source_whose_path_no_system_takes_is_refused(field, path):
    with pytest.raises(
        PoolanimError, match=rf"^{field} is .*; a path cannot contain such a character$"
    ):
        Figure(layer="max", **{field: path})


@pytest.mark.parametrize("embed", ["a\0b.html", "\ud800.md"])
def test_a_template_whose_path_no_system_takes_is_refused(embed):
    with pytest.raises(PoolanimError, match="a path cannot contain"):
        load_embedding(embed)


@pytest.mark.parametrize("path", ["a\0b.gif", "a\0b/", "\ud800.gif"])
def test_an_output_whose_path_no_system_takes_is_refused(path):
    with pytest.raises(PoolanimError, match="a path cannot contain such a character"):
        Output(path)


@pytest.mark.parametrize("option", ["still", "sheet", "loop", "format"])
def test_an_option_of_any_value_is_refused_in_one_line(option):
    for value in ODD:
        with pytest.raises(PoolanimError):
            Output("a.gif" if option == "loop" else "a.png", **{option: value})


LONG = {
    "a.toml": '[[figure]]\nname = "a"\nlayer = "max"\n' * 300_000,
    "quoted.toml": '[["figure"]]\n' * 1_000_000,
    "list.toml": '[[figure]]\nname = "a"\ninput = [' + "1," * 3_000_000 + "1]",
    "lists.toml": '[[figure]]\nname = "a"\ninput = [' + "[1,2]," * 1_500_000 + "]",
    "row.json": "[[" + "1," * 3_000_000 + "1]]",
    "rows.json": "[" + "[1,2]," * 1_500_000 + "[1,2]]",
    "deep.json": "[" * 1_000_000 + "1" + "]" * 1_000_000,
}


@pytest.mark.parametrize("name", LONG)
def test_a_text_of_too_many_things_is_refused_within_a_second(tmp_path, name):
    path = tmp_path / name
    path.write_text(LONG[name])
    _, read = READERS["figures.toml" if path.suffix == ".toml" else "grid.json"]
    begun = process_time()
    with pytest.raises(PoolanimError) as caught:
        read(path)
    assert process_time() - begun < 1
    assert "limit" in str([*caught.value.lines()]) or name == "deep.json"


def test_records_of_a_lock_lead_nowhere_else(tmp_path):
    line = json.dumps({**json.loads(RECORD.line()), "files": {"../a\0.gif": "0"}})
    (tmp_path / "poolanim.lock").write_text(f"{line}\n")
    read_lock(tmp_path / "poolanim.lock")


def test_the_page_on_security_names_each_limit():
    told = (Path(__file__).parents[1] / "SECURITY.md").read_text("utf-8")
    for limit in (
        f"manifest with all included files | {limits.megabytes(limits.TEXT_BYTES)} |",
        f"a font | {limits.megabytes(limits.BINARY_BYTES)} |",
        f"a picture | {limits.PIXELS // 1_000_000} megapixels |",
        f"a WebP | {limits.WEBP_PIXELS // 1_000_000} megapixels |",
        f"including nested lists | {limits.VALUES:,} values |",
        f"{limits.SIDE} rows, {limits.SIDE} columns, {limits.CHANNELS:,} channels |",
        f"include one another | {limits.DEPTH} deep |",
        f"a key or a number | {limits.NAME:,} characters |",
        f"a string | {limits.STRING:,} characters |",
        f"a caption | {limits.TITLE:,} characters |",
        f"a manifest | {limits.FIGURES:,} figures |",
        f"a lock file | {limits.RECORD_BYTES:,} bytes |",
        f"an error | {MESSAGE} characters;",
    ):
        assert limit in told
