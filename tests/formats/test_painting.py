from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from contextlib import nullcontext
from itertools import pairwise
from unittest.mock import patch

import numpy as np
import pytest

from poolanim import Figure, animate
from poolanim.errors import PoolanimError
from poolanim.formats import parts
from poolanim.formats.painting import Painting
from poolanim.paint.painter import Painter
from poolanim.pipeline import run
from poolanim.records import replace
from poolanim.scene.frames import Frame
from poolanim.scene.marks import Box
from poolanim.scene.stills import still

LOSSLESS = ["gif", "webp", "apng"]


def painting_of(formats=("gif",), **fields):
    figure = Figure(**fields)
    return Painting(figure, run(figure), list(formats))


@pytest.fixture
def three_processors(monkeypatch):
    monkeypatch.setattr(parts, "LONG", 5)
    monkeypatch.setattr(parts, "usable_processors", lambda: 3)


@pytest.mark.parametrize(
    "fields",
    [{"layer": "avg", "scans": "1:3"}, {"layer": "max", "direction": "both", "motion": "steps"}],
    ids=str,
)
def test_any_number_of_processes_gives_the_same_bytes(tmp_path, monkeypatch, fields):
    figure = Figure(**fields, shape="4x5", title="Größe")
    written = []
    for count in (1, 3):
        monkeypatch.setattr(parts, "LONG", 5)
        monkeypatch.setattr(parts, "usable_processors", lambda count=count: count)
        paths = [tmp_path / f"{count}.{name}" for name in LOSSLESS]
        animate(figure, *paths)
        written.append([path.read_bytes() for path in paths])
    assert written[0] == written[1]


def test_parts_of_a_film_are_its_frames():
    whole = list(painting_of(layer="max").part(0, 19))
    for bounds in ([0, 7, 19], [0, 1, 2, 18, 19]):
        painted = []
        for start, stop in pairwise(bounds):
            painted += painting_of(layer="max").part(start, stop)
        assert painted == whole


@pytest.mark.parametrize(("background", "held"), [("paper", 8), ("transparent", 1)])
def test_few_pictures_are_held_at_once_and_of_whole_ones_only_one(background, held):
    film = painting_of(layer="max", background=background)
    with patch.object(Painter, "show", autospec=True, side_effect=Painter.show) as show:
        next(film.part(0, 19))
    assert show.call_count == held


def test_a_frame_that_changes_nothing_lets_the_one_before_stand_longer():
    film = painting_of(layer="avg")
    marks = [Box(0, 0, 9, 9, role) for role in ("ink", "ink", "winner", "winner", "winner")]
    frames = [Frame(100 + turn, {"a": (mark,)}) for turn, mark in enumerate(marks)]
    vars(film)["scene"] = replace(film.scene, frames=lambda _: iter(frames), frame_count=5)
    with parts.begun(film) as painted:
        assert [time_ms for _, time_ms in painted.frames()] == [201, 309]


def test_a_still_is_the_picture_of_its_frame():
    film = painting_of(layer="avg", direction="both")
    painter = film._painter(film.scene)
    for number, frame in enumerate(film.scene.frames()):
        painter.show(frame)
        if number in (0, 1, 19, 20, 32, 39):
            alone = still(film.scene, number)
            assert (alone.frame_count, alone.duration_ms) == (1, 0)
            np.testing.assert_array_equal(film.picture(alone), painter.canvas)
    assert number == 39


@pytest.mark.usefixtures("three_processors")
def test_a_process_that_fails_is_told_of_and_leaves_nothing(tmp_path, monkeypatch):
    monkeypatch.setattr(sys, "executable", "false")
    with pytest.raises(PoolanimError, match="ended with code 1; free some memory"):
        animate(Figure(layer="avg"), tmp_path / "a.gif")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.usefixtures("three_processors")
def test_an_interrupt_ends_the_other_processes(tmp_path, monkeypatch):
    started = []
    popen = subprocess.Popen

    def start(_, **options):
        started.append(popen([sys.executable, "-c", "import time; time.sleep(60)"], **options))
        return started[-1]

    def interrupted(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(subprocess, "Popen", start)
    monkeypatch.setattr(Painting, "part", interrupted)
    begun = time.monotonic()
    with pytest.raises(KeyboardInterrupt):
        animate(Figure(layer="avg"), tmp_path / "a.gif")
    assert time.monotonic() - begun < 20
    assert [process.returncode for process in started] == [-signal.SIGKILL] * 2
    assert list(tmp_path.iterdir()) == []


@pytest.mark.usefixtures("three_processors")
def test_other_processes_begin_before_the_scene_is_composed(monkeypatch):
    film = painting_of(layer="avg")
    begun = []

    def elsewhere(of, bounds):
        begun.append((of, bounds, "scene" in vars(of)))
        return nullcontext([])

    monkeypatch.setattr(parts, "_elsewhere", elsewhere)
    with parts.begun(film) as painted:
        assert begun == [(film, [(6, 13), (13, 20)], False)]
        assert painted.own == 6  # the others have as many, or more


def test_a_process_says_nothing_of_what_the_one_that_began_it_tells_too(capfd):
    film = painting_of(layer="avg", shape="128x128", width=480, cells="numbers")
    with pytest.raises(PoolanimError, match="have no room in cells"):
        _ = film.scene
    with parts._elsewhere(film, [(0, 1)]) as [others], pytest.raises(PoolanimError):
        next(others)
    assert capfd.readouterr().err == ""


def test_short_films_and_videos_are_painted_by_one_process(tmp_path, monkeypatch):
    monkeypatch.setattr(parts, "usable_processors", lambda: 4)
    monkeypatch.setattr(sys, "executable", "false")
    animate(Figure(layer="avg"), tmp_path / "a.gif")
    monkeypatch.setattr(parts, "LONG", 1)
    animate(Figure(layer="avg", shape="3x3"), tmp_path / "a.mp4")


def test_processors_are_those_that_this_process_may_use():
    assert 1 <= parts.usable_processors() <= os.cpu_count()
