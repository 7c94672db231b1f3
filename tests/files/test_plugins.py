"""Formats of other packages, from their entry points to files."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from poolanim.files.plugins import installed

if TYPE_CHECKING:
    from pathlib import Path

TALLY = '''
"""Writes the sum of the output as text."""
from poolanim.formats.format import TraceFormat


class Tally(TraceFormat):
    name = "tally"
    ending = ".tally"
    holds = "the sum"

    def write(self, path, figure, trace):
        path.write_text(f"{trace.grids['output'].sum():g}\\n", "utf-8")


FORMAT = Tally()
'''


def install(folder: Path, module: str, points: str, group: str = "poolanim.formats") -> None:
    """Put a package into a folder, as an installer does."""
    folder.mkdir(exist_ok=True)
    (folder / "tally_format.py").write_text(module, "utf-8")
    info = folder / "tally_format-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: tally-format\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text(f"[{group}]\n{points}\n")


@pytest.fixture
def poolanim(tmp_path):
    path = os.pathsep.join([str(tmp_path / "site"), *sys.path])  # the package under test, too

    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "poolanim", *arguments],
            cwd=tmp_path,
            env=os.environ | {"PYTHONPATH": path, "COLUMNS": "500"},
            capture_output=True,
            text=True,
            check=False,
        )

    return run


def test_a_format_of_another_package_is_as_good_as_any(tmp_path, poolanim):
    install(tmp_path / "site", TALLY, "tally = tally_format:FORMAT")
    assert ".tally (the sum)" in " ".join(poolanim("avg", "--help").stdout.split())
    done = poolanim("avg", "--size", "2", "--input", "1 2; 3 4", "-o", "a.tally", "-o", "a.json")
    assert (done.returncode, done.stderr) == (0, "")
    assert (tmp_path / "a.tally").read_text() == "2.5\n"
    piped = poolanim("sum", "--size", "2", "--input", "1 2; 3 4", "-o", "-", "--format", "tally")
    assert piped.stdout == "10\n"
    manifest = '[[figure]]\nname = "a"\nlayer = "max"\nkernel_size = 2\ninput = "1 2; 3 4"\n'
    (tmp_path / "m.toml").write_text(manifest + 'output = ["{name}-max.tally"]\n')
    assert poolanim("batch", "m.toml", "--out", "o").returncode == 0
    assert (tmp_path / "o" / "a-max.tally").read_text() == "4\n"
    refused = poolanim("avg", "-o", "a.tally", "--still", "first")
    assert refused.returncode == 2
    assert "no output supports it" in refused.stderr


@pytest.mark.parametrize(
    ("module", "points", "message"),
    [
        ("1 / 0", "tally = tally_format:FORMAT", "left out: ZeroDivisionError: division by zero"),
        ("FORMAT = 3", "tally = tally_format:FORMAT", "left out: not a Format"),
        (TALLY, "tally = tally_format:NOTHING", "left out: AttributeError"),
        (TALLY.replace(".tally", ".gif"), "tally = tally_format:FORMAT", "format .gif is left out"),
        (TALLY.replace('"tally"', '"gif"'), "tally = tally_format:FORMAT", "format .tally is left"),
    ],
)
def test_a_format_that_cannot_be_used_is_left_out(tmp_path, poolanim, module, points, message):
    install(tmp_path / "site", module, points)
    done = poolanim("avg", "--help")
    assert done.returncode == 0
    assert ".tally" not in done.stdout
    assert message in done.stderr
    assert "Traceback" not in done.stderr


def test_plugins_of_other_groups_stay_unread(tmp_path, monkeypatch):
    install(tmp_path / "site", "raise SystemExit", "tally = tally_format:FORMAT", "other.formats")
    monkeypatch.syspath_prepend(tmp_path / "site")
    assert list(installed("poolanim.formats", object)) == []


def test_plugins_come_in_the_order_of_their_names(tmp_path, monkeypatch):
    install(tmp_path / "site", "A, B = 1, 2", "b = tally_format:B\na = tally_format:A", "its.group")
    monkeypatch.syspath_prepend(tmp_path / "site")
    assert list(installed("its.group", int)) == [1, 2]
