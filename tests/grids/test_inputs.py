"""Files that other tools wrote, `tests/reference/make_inputs.py` says how, with their numbers."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from poolanim import Figure
from poolanim.grids.reading import read_grid
from poolanim.pipeline import run

FOLDER = Path(__file__).parents[1] / "reference" / "inputs"
RAIN = [[1.5, 3.0], [2.0, -4.25]]
FLOWERS = [[5.1, 3.5, 1.4, 0.2], [4.9, 3.0, 1.4, 0.2], [4.7, 3.2, 1.3, 0.2]]
BOTH = "without the header row and the index column"
DIGIT = """0 0 5 13 9 1 0 0
0 0 13 15 10 15 5 0
0 3 15 2 0 11 8 0
0 4 12 0 0 8 8 0
0 5 8 0 0 9 8 0
0 4 11 0 1 12 7 0
0 2 14 5 10 12 0 0
0 0 6 13 10 0 0 0"""


@pytest.mark.parametrize(
    ("name", "numbers", "note"),
    [
        ("bare.csv", RAIN, ""),
        ("plain.csv", RAIN, "without the header row: 2x2"),
        ("indexed.csv", RAIN, f"{BOTH}: 2x2"),
        ("german.csv", RAIN, "without the header row, and with decimal commas: 2x2"),
        ("excel.tsv", RAIN, f"{BOTH}: 2x2"),
        ("values.json", RAIN, ""),
        ("counted.csv", [[1, 2], [3, 4]], f"{BOTH}: 2x2"),
        ("series.csv", [[4], [8], [6]], f"{BOTH}: 3x1"),
        ("iris.csv", FLOWERS, f"{BOTH}: 3x4"),
        # Nothing tells an index of numbers that has a name from a column; the size shows it.
        ("numbered.csv", [[0, 1.5, 3], [1, 2, -4.25]], "without the header row: 2x3"),
        ("digit.txt", [list(map(float, row.split())) for row in DIGIT.splitlines()], ""),
        ("digit.npy", [list(map(float, row.split())) for row in DIGIT.splitlines()], ""),
        ("series.npy", [0, 0.25, 0.5, 0.75, 1], ""),
    ],
)
def test_files_of_pandas_scikit_learn_and_pytorch(name, numbers, note):
    found = read_grid("input", str(FOLDER / name))
    assert found.grid.tolist() == numbers
    assert found.note == (note and f"{name} read {note}")


def test_an_archive_of_one_array():
    found = read_grid("input", str(FOLDER / "iris.npz")).grid
    assert found.round(4).tolist() == [
        [-0.9007, 1.019, -1.3402, -1.3154],
        [-1.143, -0.132, -1.3402, -1.3154],
        [-1.3854, 0.3284, -1.3971, -1.3154],
    ]


def test_a_convolution_of_pytorch_with_its_own_files():
    archive = str(FOLDER / "convolution.npz")
    fields = {"layer": "conv", "like": "torch", "direction": "forward"}
    fields |= {"input": archive, "kernel": archive, "bias": str(FOLDER / "bias.npy")}
    due = np.load(FOLDER / "convolved.npy")
    for image in range(2):
        trace = run(Figure(**fields, batch_index=image))
        np.testing.assert_allclose(trace.grids["output"][0, 0], due[image, :, 0, 0], rtol=1e-6)
    assert "; kernel read as OIHW: 2 filters of 3 channels, 2x2; give kernel" in trace.reading


@pytest.mark.parametrize("name", ["a.webp", "a.gif", "a.png"])
def test_pictures_without_loss(tmp_path, name):
    pixels = np.array([[0, 100, 255], [7, 30, 200]], np.uint8)
    Image.fromarray(pixels).save(tmp_path / name, **{"lossless": True} if "webp" in name else {})
    assert read_grid("input", str(tmp_path / name)).grid.tolist() == pixels.tolist()
