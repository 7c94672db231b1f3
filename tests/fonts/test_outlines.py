from __future__ import annotations

import os
import subprocess
import sys

import numpy as np
import pytest
from matplotlib.path import Path

from poolanim.fonts.outlines import _quadratic, curves, width
from poolanim.fonts.raster import PARTS, rasters
from tests.fonts.fonts import STIX

SANS = ("sans",)


def test_letters_of_any_script_are_joined_and_ordered_as_they_are_read():
    alef, bet, both = (set(map(tuple, curves(text, SANS))) for text in ("א", "ב", "אב"))
    assert bet < both
    assert not alef & both  # the first letter stands at the right
    apart = sum(width(letter, SANS) for letter in "مرحبا")
    assert width("مرحبا", SANS) < 0.9 * apart
    assert width("א\u200f", SANS) == width("א", SANS)


def test_contours_are_closed():
    for text, face in (("ß8ℵ", SANS), ("A", (STIX,)), (r"$\frac{1}{2}$", "math")):
        found = curves(text, face)
        starts, ends = (sorted(points.tolist()) for points in (found[:, :2], found[:, 4:]))
        assert starts == ends


def test_cubic_curves_keep_their_area():
    bend = 0.5522847498
    quarter = [(1, 0), (1, bend), (bend, 1), (0, 1), (0, 0)]
    path = Path(quarter, [Path.MOVETO, *3 * [Path.CURVE4], Path.LINETO])
    [raster] = rasters([np.array(list(_quadratic(path)))], [100])
    assert raster.cover.sum() / PARTS == pytest.approx(np.pi / 4 * 100**2, rel=0.001)


@pytest.mark.parametrize("title", ["Average", "\u10d0\u10d1"])
def test_a_warm_run_imports_no_matplotlib(tmp_path, title):
    code = (
        "import sys; from poolanim import Figure, animate;"
        f"animate(Figure(layer='avg', shape='3x3', title={title!r}), 'a.gif');"
        "print('matplotlib' in sys.modules)"
    )
    said = []
    environment = {"XDG_CACHE_HOME": str(tmp_path), "PATH": "", "PYTHONUTF8": "1"}
    for _ in range(2):
        command = [sys.executable, "-c", code]
        run = subprocess.run(
            command, cwd=tmp_path, check=True, capture_output=True, text=True, env=environment
        )
        said.append((run.stdout.strip(), (tmp_path / "a.gif").read_bytes()))
    assert [words for words, _ in said] == [str(title != "Average"), "False"]
    assert said[0][1] == said[1][1]  # cold and warm give the same bytes


def test_the_user_s_matplotlibrc_changes_nothing(tmp_path):
    rc = "text.hinting: force_autohint\nfont.family: serif\npath.snap: False\nfigure.dpi: 300\n"
    rc += "lines.antialiased: False\npatch.antialiased: False\ntext.antialiased: False\n"
    (tmp_path / "matplotlibrc").write_text(rc + "backend: svg\ntext.kerning_factor: 6\n")
    command = [sys.executable, "-m", "poolanim", "max", "--shape", "3x3", "--size", "2"]
    command += ["--title", "\u10d0 Größe AVÄT", "-o", "a.gif"]
    (tmp_path / "other").mkdir()
    for folder in (tmp_path, tmp_path / "other"):
        environment = {"XDG_CACHE_HOME": str(folder / "cache"), "PYTHONUTF8": "1"}
        subprocess.run(command, cwd=folder, check=True, env=environment)
    assert (tmp_path / "a.gif").read_bytes() == (tmp_path / "other" / "a.gif").read_bytes()


@pytest.mark.parametrize("backend", ["module://matplotlib_inline.backend_inline", "", "agg"])
def test_the_backend_of_a_notebook_does_not_matter(backend):
    """It stays what it was for the user's own figures."""
    script = (
        "from poolanim.fonts.outlines import width; import matplotlib, os; "
        "print(width('0', ('mono',)) > 0, os.environ['MPLBACKEND'], "
        "dict.__getitem__(matplotlib.rcParams, 'backend'))"
    )
    result = subprocess.run(
        [sys.executable, "-c", script],
        env={**os.environ, "MPLBACKEND": backend},
        capture_output=True,
        text=True,
        check=True,
    )
    assert result.stdout.startswith(f"True {backend} ")
    assert result.stdout.endswith(" agg\n") == (backend == "agg")
    assert result.stderr == ""


def test_a_broken_matplotlibrc_is_told_in_one_line(tmp_path):
    (tmp_path / "matplotlibrc").write_bytes(b"zzz\nfont.size: abc\n")
    command = [sys.executable, "-m", "poolanim", "avg", "--shape", "3", "--title", "\u10d0"]
    options = {"cwd": tmp_path, "capture_output": True, "text": True, "check": False}
    options["env"] = {**os.environ, "XDG_CACHE_HOME": str(tmp_path / "cache")}
    result = subprocess.run([*command, "-o", "a.png"], **options)
    assert (result.returncode, result.stderr) == (0, "")
    (tmp_path / "matplotlibrc").write_bytes(b"\xff")
    result = subprocess.run([*command, "-o", "b.png", "--title", "\u10d1"], **options)
    assert result.returncode == 1
    assert result.stderr.startswith("poolanim: matplotlib cannot read its settings: ")
    assert result.stderr.count("\n") == 1
    assert not (tmp_path / "b.png").exists()
