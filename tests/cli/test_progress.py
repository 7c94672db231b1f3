from __future__ import annotations

import io
import os
import re
import sys

import pytest

from poolanim.batch.plan import Plan
from poolanim.batch.task import Result
from poolanim.cli import progress
from poolanim.cli.progress import JsonLines, Lines, Quiet, Terminal, reporter


@pytest.fixture
def clock(monkeypatch):
    now = [100.0]
    monkeypatch.setattr(progress, "monotonic", lambda: now[0])
    return now


@pytest.fixture
def screen(monkeypatch):
    monkeypatch.setattr(
        progress.shutil, "get_terminal_size", lambda *_, **__: os.terminal_size((60, 24))
    )
    return io.StringIO()


def states(screen):
    """What the changing line said, one after another."""
    return re.findall(r"\r([^\x1b\r]+)\x1b\[K", screen.getvalue())


def test_a_person_sees_figures_rate_time_that_remains_and_names(clock, screen):
    told = Terminal(screen)
    told.planned(Plan(dict.fromkeys(map(str, range(1000)), "new"), 7, (), {}, (), ()))
    clock[0] += 1
    told.begun("max-2")
    told.begun("max-3")
    assert states(screen)[-1] == "0 of 1,000 figures  max-2"
    clock[0] += 1
    told.made(Result("max-2", files={"max-2.gif": ""}))
    assert states(screen)[-1] == "1 of 1,000 figures  0.5 a second  33:18 left  max-3"
    count = len(states(screen))
    clock[0] += 0.05
    told.begun("max-4")
    assert len(states(screen)) == count
    clock[0] += 0.06
    told.begun("max-4")
    assert len(states(screen)) == count + 1
    told.made(Result("max-3", error="no"))
    assert states(screen)[-1] == "2 of 1,000 figures  0.9 a second  17:33 left  1 failed  max"
    assert len(states(screen)[-1]) == 59
    assert "\nmax-3" not in screen.getvalue()
    assert "\r\x1b[Kmax-3  failed: no\n" in screen.getvalue()
    told.ended()
    assert screen.getvalue().endswith("\r\x1b[K1 made, 7 current, 1 failed, 998 not begun  2.1 s\n")


def test_where_there_is_no_person_each_figure_is_a_line(clock):
    file = io.StringIO()
    told = Lines(file)
    told.planned(Plan({"a": "new", "b": "new"}, 0, (), {}, (), ()))
    told.begun("a")
    assert file.getvalue() == ""
    told.made(Result("a", files={"a.gif": "", "x/a.png": ""}, size=12_345, seconds=0.5))
    clock[0] += 1.5
    told.ended()
    assert file.getvalue() == "a  a.gif, x/a.png  12.3 KB  0.50 s\n1 made, 1 not begun  1.5 s\n"


def test_with_no_figures_there_is_nothing_to_do(clock):  # noqa: ARG001
    file = io.StringIO()
    Lines(file).ended()
    assert file.getvalue() == "nothing to do  0.0 s\n"


class Tty(io.StringIO):
    def isatty(self):
        return True


def test_the_way_to_tell_suits_where_it_leads(monkeypatch):
    assert isinstance(reporter(as_json=True, quiet=True), JsonLines)
    assert type(reporter(as_json=False, quiet=True)) is Quiet
    monkeypatch.setattr(sys, "stdout", io.StringIO())
    assert type(reporter(as_json=False, quiet=False)) is Lines
    monkeypatch.setattr(sys, "stdout", Tty())
    assert type(reporter(as_json=False, quiet=False)) is Terminal
