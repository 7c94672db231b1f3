from __future__ import annotations

import io
import shlex
from contextlib import nullcontext

import click
import pytest

from poolanim.cli import layer as layers
from poolanim.cli.commands import poolanim
from poolanim.cli.layer import BAR_STEPS, examples, progress_bar
from poolanim.errors import PoolanimError
from poolanim.layers.table import LAYERS
from poolanim.publish.publishing import Published
from tests.command import in_steps
from tests.scenes import scene_of


class Terminal(io.StringIO):
    def isatty(self):
        return True


@pytest.mark.parametrize(
    ("seconds", "shown"), [(0.1, False), (1.9, False), (2.2, True), (60, True)]
)
def test_work_of_more_than_two_seconds_shows_a_progress_bar(monkeypatch, seconds, shown):
    clock = [100.0]
    monkeypatch.setattr("poolanim.cli.layer.monotonic", lambda: clock[0])
    monkeypatch.setattr("sys.stderr", terminal := Terminal())
    with progress_bar() as progress:
        for step in range(1, 1001):
            clock[0] = 100 + seconds * step / 1000
            progress(step / 1000)
    said = terminal.getvalue()
    assert ("painting" in said) is shown
    assert ("100%" in said) is shown
    assert said.count("\r") <= 2 * BAR_STEPS + 2


@pytest.mark.parametrize(("stream", "quiet"), [(io.StringIO(), False), (Terminal(), True)])
def test_no_progress_bar_is_shown_where_nobody_wants_it(monkeypatch, stream, quiet):
    monkeypatch.setattr("sys.stderr", stream)
    with progress_bar(quiet) as progress:
        assert progress is None


def help_of(layer):
    command = poolanim.commands[layer]
    return command.get_help(click.Context(command, info_name=layer, max_content_width=100))


def test_help_has_a_section_for_each_part_of_a_figure():
    lines = help_of("avg").splitlines()
    titles = [line for line in lines if line.endswith(":") and not line.startswith(" ")]
    names = ["Layer", "Numbers", "Story", "Look", "Output", "Publish", "Help", "Examples"]
    assert titles == [f"{name}:" for name in names]
    section = "\n".join(lines[lines.index("Numbers:") : lines.index("Story:")])
    assert "--input SOURCE" in section
    assert "--size" not in section


def test_help_names_the_default_of_the_layer():
    for layer, ties in (("max", "all"), ("lp", "first")):
        assert f"or each a part. [default: {ties}]" in " ".join(help_of(layer).split())


def test_help_shows_each_option_once_and_none_of_other_layers():
    text = help_of("max")
    flags = [line.split()[0].rstrip(",") for line in text.splitlines() if line[:3] == "  -"]
    assert len(flags) == len(set(flags)) > 30
    assert "--ties" in flags
    assert "--p" not in flags


@pytest.mark.parametrize("layer", LAYERS)
def test_examples_are_valid(layer, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "grid.csv").write_text("1,2,3,4\n5,9,7,8\n2,6,1,4\n0,3,5,8\n")
    outputs = []

    def publish(fields, output, *, given, **_how):
        scene_of(layer=layer, **{name: fields[name] for name in given if name != "output"})
        outputs.append(output)
        return Published([], "", False, "", [])

    monkeypatch.setattr("poolanim.publish.publishing.publish_figure", publish)
    shown = f"{help_of(layer)}\n"
    for line in examples(LAYERS[layer]):
        assert f"  {line}\n" in shown
        poolanim.main(shlex.split(line)[1:], standalone_mode=False)
    assert outputs == [(), (f"{layer}.gif", f"{layer}.mp4"), ()]


def test_examples_run(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "grid.csv").write_text("1,2,3,4\n5,9,7,8\n2,6,1,4\n0,3,5,8\n")
    for line in examples(LAYERS["max"]):
        poolanim.main(in_steps(shlex.split(line)[1:]), standalone_mode=False)
    made = {path.suffix for path in tmp_path.rglob("*.*")}
    assert made == {".csv", ".gif", ".mp4", ".png"}
    assert "<video" in capsys.readouterr().out


@pytest.mark.parametrize("code", [0, 1])
def test_the_first_file_is_opened_at_the_end(tmp_path, monkeypatch, capsys, code):
    opened = []
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(layers.click, "launch", lambda path: opened.append(path) or code)
    with nullcontext() if code == 0 else pytest.raises(PoolanimError, match=r"^no program opens"):
        poolanim.main(["avg", "-o", "a.png", "-o", "b.svg", "--open"], standalone_mode=False)
    assert opened == ["a.png"]
    assert capsys.readouterr().out.count("\n") == 2
