from __future__ import annotations

from pathlib import Path

import pytest

from poolanim.batch.plan import Selection
from poolanim.batch.run import Order, planned, run_batch
from poolanim.manifest.reading import read_manifest
from poolanim.pipeline import run
from tests.workers import Here, Notes

ROOT = Path(__file__).parent.parent
GALLERY = Path("out/gallery")
MANIFEST = Path("templates/figures/gallery.toml")


def test_the_gallery_is_current(monkeypatch):
    monkeypatch.chdir(ROOT)
    plan = planned(read_manifest(MANIFEST, GALLERY), Order(GALLERY))
    assert plan.stale == {}
    assert plan.current == 45 + len(["index.html", "README.md"])


@pytest.mark.parametrize("name", ["max-backward", "ties-split", "windows-that-overlap"])
def test_its_files_are_those_that_would_be_made_now(name, tmp_path, monkeypatch):
    monkeypatch.setattr("poolanim.batch.workers.Processes", Here)
    monkeypatch.chdir(ROOT)
    order = Order(tmp_path, Selection(only=[name]))
    notes = Notes()
    run_batch(read_manifest(MANIFEST, tmp_path), order, notes)
    for path in notes.made_of[name].files:
        assert (tmp_path / path).read_bytes() == (GALLERY / path).read_bytes()


SIZES = {
    "no-padding-no-strides": (4, 2),
    "numerical": (5, 3),
    "arbitrary-padding-no-strides": (5, 6),
    "same-padding-no-strides": (5, 5),
    "full-padding-no-strides": (5, 7),
    "no-padding-strides": (5, 2),
    "padding-strides": (5, 3),
    "padding-strides-odd": (6, 3),
    "dilation": (7, 3),
    "no-padding-no-strides-transposed": (2, 4),
    "arbitrary-padding-no-strides-transposed": (6, 5),
    "same-padding-no-strides-transposed": (5, 5),
    "full-padding-no-strides-transposed": (7, 5),
    "no-padding-strides-transposed": (2, 5),
    "padding-strides-transposed": (3, 5),
    "padding-strides-odd-transposed": (3, 6),
}
"""The rows of the input and of the output in Dumoulin and Visin's guide."""


def test_convolution_arithmetic_is_that_of_its_guide(tmp_path):
    manifest = read_manifest(ROOT / "templates/figures/conv-arithmetic.toml", tmp_path)
    grids = {entry.name: run(entry.figure).grids for entry in manifest.entries()}
    sizes = {name: (len(each["input"]), len(each["output"])) for name, each in grids.items()}
    assert sizes == SIZES
    assert grids["numerical"]["output"].tolist() == [[12, 12, 17], [10, 17, 19], [9, 6, 14]]
    assert grids["padding-strides"]["output"].tolist() == [[1, 5, 6], [7, 8, 3], [3, 10, 4]]
