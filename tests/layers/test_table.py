"""The table of layers, and layers of other packages in it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import fields

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from poolanim import Figure
from poolanim.errors import ParameterError
from poolanim.layers.table import LAYERS
from poolanim.pipeline import run
from tests.files.test_plugins import install

MEDIAN = '''
"""Median pooling: a window becomes its lower median, which gets the gradient."""
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from poolanim.layers.placement import Strided
from poolanim.layers.pool import Pool
from poolanim.layers.shares import Parts
from poolanim.layers.sliding import firsts


@dataclass(frozen=True)
class MedianPool(Pool, Strided):
    picks = True

    def reduce(self, windows):
        return np.sort(np.stack(windows.cells), axis=0)[(len(windows.cells) - 1) // 2]

    def taken(self, windows, value):
        return firsts([cell == value for cell in windows.cells])

    def spread(self, grad_output, windows):
        taken = self.taken(windows, self.reduce(windows))
        return Parts([grad_output] * len(windows.cells), taken)
'''
ENTRY = """
from pathlib import Path

from poolanim.layers.entry import LayerEntry
from poolanim.layers.placement import Strided

ENTRY = LayerEntry(
    name="NAME",
    module="median_layer",
    class_name="MedianPool",
    summary="Animate median pooling.",
    parameters={"kernel_size": (3, 3), "stride": (1, 1)},
    placement=Strided,
    words=Path(__file__).parent / "median.toml",
)
"""
WORDS = """
base = "max"
name = "Median pooling"
torch = false
keras = false

[nouns]
extreme = "median"
most = "lower middle"
function = "median"
"""


@pytest.fixture
def poolanim(tmp_path):
    path = os.pathsep.join([str(tmp_path / "site"), *sys.path])  # the package under test, too

    def run(*arguments):
        return subprocess.run(
            [sys.executable, "-m", "poolanim", *arguments],
            cwd=tmp_path,
            env=os.environ | {"PYTHONPATH": path, "COLUMNS": "500"},
            capture_output=True,
            text=True,
            check=False,
        )

    return run


def install_median(folder, name="median"):
    install(folder, ENTRY.replace("NAME", name), "median = tally_format:ENTRY", "poolanim.layers")
    (folder / "median_layer.py").write_text(MEDIAN, "utf-8")
    (folder / "median.toml").write_text(WORDS, "utf-8")


def test_a_layer_of_another_package_is_as_good_as_any(tmp_path, poolanim):
    install_median(tmp_path / "site")
    assert "median Animate median pooling." in " ".join(poolanim("--help").stdout.split())
    made = poolanim(
        "median",
        "--size",
        "1x3",
        "--input",
        "5 1 3 9",
        "--direction",
        "both",
        "-o",
        "a.json",
        "-o",
        "a.html",
        "-o",
        "a.svg",
    )
    assert (made.returncode, made.stderr) == (0, "")
    trace = json.loads((tmp_path / "a.json").read_text("utf-8"))
    assert trace["output"] == [[3, 3]]
    for file in ("a.html", "a.svg"):
        assert "Median pooling" in (tmp_path / file).read_text("utf-8")
    manifest = '[[figure]]\nname = "a"\nlayer = "median"\nsize = 2\noutput = "a.gif"\n'
    (tmp_path / "m.toml").write_text(manifest)
    assert poolanim("batch", "m.toml", "--out", "o").returncode == 0
    assert (tmp_path / "o" / "a.gif").stat().st_size > 1000
    schema = json.loads(poolanim("schema").stdout)
    assert "median" in schema["definitions"]["layer"]["enum"]
    refused = poolanim("median", "--size", "9")
    assert refused.returncode == 2
    assert "--size is 9" in refused.stderr


def test_a_layer_that_exists_already_is_left_out(tmp_path, poolanim):
    install_median(tmp_path / "site", "max")
    done = poolanim("--help")
    assert "layer max is left out: it exists already" in done.stderr
    assert "median" not in done.stdout


@pytest.mark.parametrize("name", LAYERS)
def test_a_figure_like_the_article_has_the_defaults_of_the_class(name):
    figure = Figure(layer=name).parameters
    defaults = {each.name: each.default for each in fields(type(run(Figure(layer=name)).layer))}
    own = figure.keys() - {"kernel_size", "output_size", "stride"}  # of a figure's own size
    assert {key: figure[key] for key in own} == {key: defaults[key] for key in own}


SIDES = st.integers(1, 9)
PARAMETERS = {
    "kernel_size": st.tuples(st.integers(1, 4), st.integers(1, 4)),
    "stride": st.tuples(st.integers(1, 4), st.integers(1, 4)),
    "padding": st.sampled_from([0, (0, 1), "same", "valid"]),
    "dilation": st.integers(1, 2),
    "ceil_mode": st.booleans(),
    "output_size": st.tuples(st.integers(1, 4), st.integers(1, 4)),
    "like": st.sampled_from([None, "onnx"]),
}


def test_an_unpooling_into_a_wider_output_has_a_random_input():
    sizes = {"kernel_size": 1, "stride": (1, 2), "output_size": (1, 2)}
    assert run(Figure(layer="unpool", shape=1, **sizes)).grids["output"].shape[:2] == (1, 2)


@pytest.mark.parametrize("name", LAYERS)
@settings(max_examples=25)
@given(st.data())
def test_an_entry_knows_the_sizes_that_its_layer_makes(name, data):
    shape = data.draw(st.tuples(SIDES, SIDES))
    entry = LAYERS[name]
    own = {key: each for key, each in PARAMETERS.items() if key in (*entry.defaults, "like")}
    fields = data.draw(st.fixed_dictionaries({}, optional=own))
    try:
        figure = Figure(layer=name, shape=shape, **fields)
        kernel = figure.kernel_shape(shape, 1) if entry.kernel_layout else None
        fit = figure.check_fit((1, *shape, 1), "hw", kernel)
        layer = run(figure).layer  # a maximum may have an index that a smaller output lacks
    except ParameterError:
        return
    assert layer.traced_shape((1, *shape, 1)) == (1, *fit.output_size, 1)
    assert layer.geometry(shape).output_shape == fit.scans


@pytest.mark.parametrize("name", LAYERS)
def test_the_help_of_a_layer_describes_each_of_its_parameters_once(name):
    layer = run(Figure(layer=name)).layer
    for parameter in layer.parameters:
        assert type(layer).__doc__.count(f"\n    {parameter} (") == 1
