from __future__ import annotations

from dataclasses import fields
from pathlib import Path

import pytest

from poolanim import Figure, PoolanimError
from poolanim.batch import run_batch
from poolanim.errors import BatchError, ParameterError
from poolanim.manifest import ENTRY_KEYS, read_manifest
from poolanim.outputs import Output
from poolanim.resources import templates


def manifest(tmp_path, text):
    path = tmp_path / "figures.toml"
    path.write_text(text, "utf-8")
    return read_manifest(path)


def test_every_field_of_a_figure_can_be_given(tmp_path):
    [entry] = manifest(
        tmp_path,
        """
        [[figure]]
        name = "one"
        output = ["a.gif", "b/c.png"]
        layer = "max"
        kernel_size = [3, 2]
        stride = 2
        padding = "1x0"
        direction = "both"
        input = [[1, 2], [3.5, 4], [5, 6]]
        grad = "1; 2"
        seed = 4
        focus = "1,1"
        step_ms = 600
        hold_ms = 900
        precision = 1
        title = "Ours"
        theme = "dark"
        scale = 2
        still = "first"
        """,
    )
    assert entry.outputs == (Output("a.gif"), Output("b/c.png", still="first"))
    assert entry.figure == Figure(
        layer="max",
        kernel_size=(3, 2),
        stride=2,
        padding=(1, 0),
        direction="both",
        input=[[1, 2], [3.5, 4], [5, 6]],
        grad="1; 2",
        seed=4,
        focus=(1, 1),
        step_ms=600,
        hold_ms=900,
        precision=1,
        title="Ours",
        theme="dark",
        scale=2,
    )
    keys = {field.name for spec in (Figure, Output) for field in fields(spec)} - {"path"}
    assert set(ENTRY_KEYS) == {"name", "output"} | keys


def test_the_name_makes_a_gif_and_files_are_found_beside_the_manifest(tmp_path):
    first, second = manifest(
        tmp_path,
        """
        [[figure]]
        name = "one"
        layer = "avg"
        input = "grids/a.csv"
        grad = "-"
        [[figure]]
        name = "two"
        layer = "avg"
        input = "1 2; 3 4"
        """,
    )
    assert first.outputs == (Output("one.gif"),)
    assert first.figure.input == str(tmp_path / "grids" / "a.csv")
    assert (first.figure.grad, second.figure.input) == ("-", "1 2; 3 4")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "holds no figure"),
        ("[figure]\nname = 'a'", "write \\[\\[figure\\]\\]"),
        ("figure = [1]", "write \\[\\[figure\\]\\]"),
        ("[defaults]\nseed = 1", "'defaults' is no key of a manifest"),
        ("[[figure]\n", "not TOML"),
        ("[[figure]]\nlayer = 'avg'", "figure number 1: name is missing"),
        ("[[figure]]\nname = 'a'", "figure a: layer is missing"),
        ("[[figure]]\nname = 'a'\nlayer = 'avg'\nstrid = 2", "'strid' is no key .* mean 'stride'"),
        ("[[figure]]\nname = 'a'\nlayer = 'avg'\nstride = 0", "figure a: stride is 0"),
        ("[[figure]]\nname = 'a'\nlayer = 'avg'\noutput = []", r"output is \[\]"),
        ("[[figure]]\nname = 'a'\nlayer = 'avg'\noutput = 3", "output is 3"),
        ("[[figure]]\nname = 'a'\nlayer = 'avg'\noutput = 'a.gfi'", "figure a: .* mean '.gif'"),
        ("[[figure]]\nname = 'a'\nlayer = 'avg'\nstill = 1", "figure a: still is given, but no"),
        ("[[figure]]\nname = 'a'\nlayer = 'avg'\n" * 2, "figure a: has the name of another"),
    ],
)
def test_what_a_manifest_cannot_say(tmp_path, text, message):
    with pytest.raises(ParameterError, match=message) as caught:
        manifest(tmp_path, text)
    assert str(tmp_path / "figures.toml") in str(caught.value)


def test_a_manifest_that_cannot_be_read(tmp_path):
    with pytest.raises(ParameterError, match="no such file or directory"):
        read_manifest(tmp_path / "nope.toml")
    (tmp_path / "a.toml").write_bytes(b"\xff")
    with pytest.raises(ParameterError, match="not TOML"):
        read_manifest(tmp_path / "a.toml")


SMALL = 'layer = "max"\nkernel_size = 2\ninput = "1 2; 3 4"\n'


def batch(tmp_path, monkeypatch, text):
    entries = manifest(tmp_path, text)
    monkeypatch.chdir(tmp_path)
    done, failed = [], []
    try:
        run_batch(
            entries,
            lambda written: done.append(str(written.path)),
            lambda name, error: failed.append((name, str(error))),
        )
    finally:
        files = sorted(str(path) for path in Path("out").rglob("*") if path.is_file())
        assert files == sorted(done)
    return done, failed


def test_a_batch_makes_every_file(tmp_path, monkeypatch):
    text = (
        f'[[figure]]\nname = "one"\noutput = ["x/one.gif", "one.json"]\n{SMALL}'
        f'[[figure]]\nname = "two"\n{SMALL}'
    )
    done, failed = batch(tmp_path, monkeypatch, text)
    assert done == ["out/x/one.gif", "out/one.json", "out/two.gif"]
    assert failed == []


def test_a_figure_that_fails_does_not_stop_the_others(tmp_path, monkeypatch):
    text = (
        '[[figure]]\nname = "bad"\nlayer = "max"\ninput = "nope.csv"\n'
        f'[[figure]]\nname = "good"\n{SMALL}'
    )
    entries = manifest(tmp_path, text)
    monkeypatch.chdir(tmp_path)
    done, failed = [], []
    with pytest.raises(BatchError, match="1 of 2 figures failed"):
        run_batch(entries, done.append, lambda name, error: failed.append((name, error)))
    assert [str(written.path) for written in done] == ["out/good.gif"]
    [(name, error)] = failed
    assert name == "bad"
    assert isinstance(error, PoolanimError)


@pytest.mark.parametrize(
    ("one", "two", "message"),
    [
        ("", 'output = "one.gif"', "figure two: output 'one.gif' is also that of one"),
        ('grad = "-"', 'grad = "-"', "figure two: '-' is read by one already"),
        ("", 'theme = "drak"', "figure two: theme is 'drak'"),
        ("", 'output = "x/../one.gif"', "figure two: output 'one.gif' is also that of one"),
        ("", 'output = "x/../../two.gif"', "figure two: output '../two.gif' is not under out/"),
        ("", 'output = "/tmp/two.gif"', "figure two: output '/tmp/two.gif' is not under out/"),
    ],
)
def test_nothing_is_made_if_a_figure_s_output_or_theme_cannot_be(
    tmp_path, monkeypatch, one, two, message
):
    text = f'[[figure]]\nname = "one"\n{one}\n{SMALL}[[figure]]\nname = "two"\n{two}\n{SMALL}'
    with pytest.raises(ParameterError, match=message):
        batch(tmp_path, monkeypatch, text)
    assert not Path("out").exists()


def test_shipped_figures_can_be_read_and_are_the_article_s_four():
    for path in (templates() / "figures").glob("*.toml"):
        assert read_manifest(path)
    figures = [entry.figure for entry in read_manifest(templates() / "figures" / "article.toml")]
    kinds = [(figure.layer, figure.direction) for figure in figures]
    assert kinds == [
        ("avg", "forward"),
        ("avg", "backward"),
        ("max", "forward"),
        ("max", "backward"),
    ]
    for figure in figures:
        assert (figure.kernel_size, figure.stride, figure.padding) == ((3, 3), (1, 1), (0, 0))
