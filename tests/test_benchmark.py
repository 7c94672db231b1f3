"""The benchmark takes long, and is run by hand; these tell whether it still can be."""

from __future__ import annotations

import sys

import numpy as np
import pytest
from PIL import Image

from poolanim.theme import load_theme
from tests.benchmark import __main__ as benchmark
from tests.benchmark import batches, inside, passes
from tests.benchmark.table import Table
from tests.scenes import pictures_of, scene_of, texts


def test_a_table_tells_what_does_not_hold(capsys):
    table = Table()
    table.fact("a", "1 s")
    table.least("b", 12, 12)
    table.most("c", 0.6, 0.6)
    assert not table.broken
    table.most("d", 1.06, 1.05)
    assert table.broken
    assert table.lines == capsys.readouterr().out.splitlines()
    assert table.lines[0] == "| a | 1 s | |"
    assert table.lines[-1] == "| d | 1.06 | ≤ 1.05 **does not hold** |"


def test_files_hold_what_was_painted():
    table = Table()
    inside.exactness(table, shape="3x4")
    assert not table.broken


@pytest.mark.parametrize("writer", ["kept", "savefig"])
def test_peers_draw_as_many_frames_as_they_are_told(tmp_path, writer):
    bench = benchmark.Bench(tmp_path)
    bench.once(benchmark.peer(writer, "a.gif", 3, shape="3x4"))
    with Image.open(tmp_path / "a.gif") as image:
        assert image.n_frames == bench.frames("a.gif") == 3


def test_commands_run_once_before_they_are_timed_and_write_bytecode(tmp_path, monkeypatch):
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    bench = benchmark.Bench(tmp_path)
    code = "import os; print(os.environ.get('PYTHONDONTWRITEBYTECODE'), file=open('told', 'a'))"
    seconds, memory = bench.timed([sys.executable, "-c", code], None)
    assert 0 < seconds < 60
    assert 1 < memory < 10_000  # MB; a child's peak counts what it had of its parent
    assert (tmp_path / "told").read_text() == 4 * "None\n"


@pytest.mark.parametrize("peer_frames", [(20, 60), None])
def test_long_films_are_compared_with_peers_in_part_or_whole(tmp_path, monkeypatch, peer_frames):
    def once(command, *_, **__):
        """The peer takes a second, and two more for each frame; we take half a second for all."""
        return (1 + 2 * int(command[5]) if "tests.benchmark.peers" in command else 0.5), 50

    bench, table = benchmark.Bench(tmp_path), Table()
    for name, value in (("frames", 300), ("size", 1_500_000), ("over_gifsicle", None)):
        monkeypatch.setattr(bench, name, lambda _, value=value: value)
    monkeypatch.setattr(bench, "once", once)
    memory = benchmark.long_film(bench, table, "long", {}, peer_frames, {1: 1202, 2: None})
    how = "reckoned from 20 and 60" if peer_frames else "whole"
    assert memory == 50
    assert [line.removeprefix("| long, ") for line in table.lines[:3] + table.lines[-1:]] == [
        f"300 frames, FuncAnimation + PillowWriter, {how} | 601 s; 601 s with kept artists | |",
        "one processor | 0.50 s, 50 MB | |",
        "FuncAnimation / one processor | 1202 | ≥ 1202 |",
        "bytes | 1.50 MB | |",
    ]


def test_peers_draw_what_we_draw_also_on_an_enlarged_page(tmp_path):
    bench, fields = benchmark.Bench(tmp_path), {"shape": "3x4", "width": 1200}
    bench.once(benchmark.ours("ours.png", **fields, still="first"))
    bench.once(benchmark.peer("kept", "peer.gif", 1, **fields))
    pictures = []
    for name in ("ours.png", "peer.gif"):
        with Image.open(tmp_path / name) as image:
            assert image.size == (1200, 676)
            pictures.append(np.asarray(image.convert("L").reduce(8), float))
    # Ramps have five steps, and matplotlib moves lines and writes in another typeface.
    assert np.abs(pictures[0] - pictures[1]).mean() < 3.5


def test_peers_draw_large_boards_as_images():
    from tests.benchmark import peers  # loads pyplot

    scene, _ = scene_of(layer="avg", shape="3x4", kernel_size=2, cells="heatmap")
    drawing = peers.Drawing(scene, load_theme("light"), peers.LARGEST_OF_PATCHES + 1)
    drawing.show_anew(next(iter(scene.frames())))
    peers.plt.close(drawing.figure)
    shapes = [pixels.shape for _, pixels in drawing.images.values()]
    assert sorted(shapes) == [(2, 3, 3), (3, 4, 3)]
    assert not any(place[0] == "cell" for place in drawing.artists)


def test_the_long_film_with_numbers_shows_them_all():
    scene, _ = scene_of(layer="avg", **benchmark.MIDDLE)
    picture = next(pictures_of(scene))
    cells = [place for place in picture if place[0] == "cell"]
    assert len(cells) == 16 * 16 + 14 * 14
    assert all(texts(picture[place]) for place in cells)


def test_our_own_runs_are_timed_and_tell_their_memory(tmp_path):
    bench = benchmark.Bench(tmp_path)
    seconds, memory = bench.once(benchmark.ours("a.gif", "max", shape="3x4", **benchmark.FOREIGN))
    assert 0 < seconds < 60
    assert 10 < memory < 10_000
    assert bench.size("a.gif") > 1000


def test_a_row_of_the_passes_tells_the_ratio_to_pytorch(capsys, monkeypatch):
    monkeypatch.setattr(passes, "torch_s", lambda *_: "theirs")
    monkeypatch.setattr(passes, "shortest", lambda _, theirs: [0.003, 0.001] if theirs else None)
    label, shape = "max 3x3, stride 2", (1, 7, 7, 2)
    assert passes.against_torch(label, shape)
    assert capsys.readouterr().out == f"| {label} | {shape} | 3.0 ms | 1.0 ms | 3.00 | ≤ 3.0 |\n"
    assert passes.most_of_torch(label, passes.SHAPES[0]) == 1.3
    monkeypatch.setattr(passes, "MOST_OF_TORCH", 2.9)
    assert not passes.against_torch(label, shape)
    assert capsys.readouterr().out.endswith("| ≤ 2.9 does not hold |\n")


def test_passes_take_turns_at_least_so_often(monkeypatch):
    monkeypatch.setattr(passes, "LEAST_SECONDS", 0)
    turns = []
    times = passes.shortest(lambda: turns.append("a"), lambda: turns.append("b"))
    assert turns == ["a", "b"] * passes.LEAST_TURNS
    assert len(times) == 2
    assert max(times) < 1


def test_batches_are_measured_with_one_process_and_with_two(capsys):
    assert batches.main(2, "json") in (0, 1)  # so few figures have no rate
    *_, one, first, two, second, factor = capsys.readouterr().out.splitlines()
    for line, start in (
        (one, "| processes: 1 | "),
        (first, "| peak memory of the parent of 1, MB | "),
        (two, "| processes: 2 | "),
        (second, "| peak memory of the parent of 2, MB | "),
        (factor, "| rate of two processes / one | "),
    ):
        assert line.startswith(start)
