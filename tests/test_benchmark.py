"""The benchmark takes long, and is run by hand; these tell whether it still can be."""

from __future__ import annotations

import pytest
from PIL import Image

from tests.benchmark import __main__ as benchmark
from tests.benchmark import inside
from tests.benchmark.table import Table


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
    inside.exactness(table)
    assert not table.broken


@pytest.mark.parametrize("writer", ["kept", "savefig"])
def test_peers_draw_as_many_frames_as_they_are_told(tmp_path, writer):
    bench = benchmark.Bench(tmp_path)
    bench.once(benchmark.peer(writer, "a.gif", 3, shape="3x4"))
    with Image.open(tmp_path / "a.gif") as image:
        assert image.n_frames == bench.frames("a.gif") == 3


def test_our_own_runs_are_timed_and_tell_their_memory(tmp_path):
    bench = benchmark.Bench(tmp_path)
    seconds, memory = bench.once(benchmark.ours("a.gif", "max", shape="3x4", **benchmark.FOREIGN))
    assert 0 < seconds < 60
    assert 10 < memory < 1000
    assert bench.size("a.gif") > 1000
