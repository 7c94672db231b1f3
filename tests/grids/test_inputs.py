"""Files that other tools write, `tests/reference/make_inputs.py` says how, with their numbers.

Files of this repository are read, and files that the installed ones of these tools write anew.
"""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image

from poolanim import Figure
from poolanim.errors import GridError
from poolanim.grids.reading import read_grid
from poolanim.pipeline import run
from tests.reference.make_inputs import FOLDER, WRITERS

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
SMALL = [[1, 2], [3, 4]]
PIXELS = [list(map(float, row.split())) for row in DIGIT.splitlines()]


@pytest.fixture(scope="module", params=["stored", "written"])
def folder_of(request, tmp_path_factory):
    """Gives the folder with the files of a library."""
    folders = dict.fromkeys(WRITERS, FOLDER) if request.param == "stored" else {}

    def folder(library):
        if library not in folders:
            pytest.importorskip(library, reason=f"{library} is not installed here")
            folders[library] = tmp_path_factory.mktemp(library)
            WRITERS[library](folders[library])
        return folders[library]

    return folder


@pytest.mark.parametrize(
    ("name", "numbers", "note"),
    [
        ("bare.csv", RAIN, ""),
        ("plain.csv", RAIN, "without the header row: 2x2"),
        ("indexed.csv", RAIN, f"{BOTH}: 2x2"),
        ("german.csv", RAIN, "without the header row, and with decimal commas: 2x2"),
        ("excel.tsv", RAIN, f"{BOTH}: 2x2"),
        ("marked.csv", RAIN, f"{BOTH}: 2x2"),
        ("quoted.csv", RAIN, f"{BOTH}: 2x2"),
        ("values.json", RAIN, ""),
        ("frame.npy", RAIN, ""),
        ("counted.csv", SMALL, f"{BOTH}: 2x2"),
        ("years.csv", SMALL, f"{BOTH}: 2x2"),
        ("chosen.csv", SMALL, f"{BOTH}: 2x2"),
        ("series.csv", [[4], [8], [6]], f"{BOTH}: 3x1"),
        # Nothing tells an index of numbers that has a name from a column; the size shows it.
        ("numbered.csv", [[0, 1.5, 3], [1, 2, -4.25]], "without the header row: 2x3"),
    ],
)
def test_files_of_pandas(folder_of, name, numbers, note):
    found = read_grid("input", str(folder_of("pandas") / name))
    assert found.grid.tolist() == numbers
    assert found.note == (note and f"{name} read {note}")


def test_tables_of_pandas_in_python():
    pd = pytest.importorskip("pandas", reason="pandas is not installed here")
    for table in (pd.DataFrame(RAIN), pd.DataFrame(RAIN, ["x", "y"], ["a", "b"]).astype(object)):
        assert run(Figure(layer="max", input=table, kernel_size=2)).grids["input"].tolist() == RAIN
    assert Figure(layer="max", input=pd.Series([4, 8, 6], name="visits")).input == (4, 8, 6)


@pytest.mark.parametrize(
    ("library", "name", "message"),
    [
        ("pandas", "records.json", r"row 1, column 1 is .*write lists of numbers, as pandas with"),
        ("pandas", "split.json", r"not a list of rows; .* as pandas with orient='values'"),
        ("pandas", "objects.npy", r"holds object; save real numbers, as array.astype"),
        ("torch", "tensor.npz", r"contains no arrays of NumPy; save the numbers with numpy.save"),
    ],
)
def test_files_without_plain_numbers_are_refused_with_advice(folder_of, library, name, message):
    with pytest.raises(GridError, match=message):
        read_grid("input", str(folder_of(library) / name))


@pytest.mark.parametrize("suffix", ["npy", "txt", "csv"])
def test_pixels_of_scikit_learn(folder_of, suffix):
    found = read_grid("input", str(folder_of("sklearn") / f"digit.{suffix}"))
    assert (found.grid.tolist(), found.note) == (PIXELS, "")


def test_flowers_of_scikit_learn(folder_of):
    found = read_grid("input", str(folder_of("sklearn") / "iris.csv"))
    assert (found.grid.tolist(), found.note) == (FLOWERS, f"iris.csv read {BOTH}: 3x4")
    found = read_grid("input", str(folder_of("sklearn") / "iris.npz")).grid
    assert found.round(4).tolist() == [
        [-0.9007, 1.019, -1.3402, -1.3154],
        [-1.143, -0.132, -1.3402, -1.3154],
        [-1.3854, 0.3284, -1.3971, -1.3154],
    ]


@pytest.mark.parametrize(
    ("name", "numbers"), [("series", [0, 0.25, 0.5, 0.75, 1]), ("turned", [[0, 2], [1, 3]])]
)
def test_arrays_of_pytorch(folder_of, name, numbers):
    found = read_grid("input", str(folder_of("torch") / f"{name}.npy"))
    assert found.grid.tolist() == numbers


def test_a_convolution_of_pytorch_with_its_own_files(folder_of):
    archive = str(folder_of("torch") / "convolution.npz")
    fields = {"layer": "conv", "like": "torch", "direction": "forward"}
    fields |= {"input": archive, "kernel": archive, "bias": str(folder_of("torch") / "bias.npy")}
    due = np.load(folder_of("torch") / "convolved.npy")
    for image in range(2):
        trace = run(Figure(**fields, batch_index=image))
        np.testing.assert_allclose(trace.grids["output"][0, 0], due[image, :, 0, 0], rtol=1e-6)
    assert "; kernel read as OIHW: 2 filters of 3 channels, 2x2; give kernel" in trace.reading


@pytest.mark.parametrize("name", ["a.webp", "a.gif", "a.png"])
def test_pictures_without_loss(tmp_path, name):
    pixels = np.array([[0, 100, 255], [7, 30, 200]], np.uint8)
    Image.fromarray(pixels).save(tmp_path / name, **{"lossless": True} if "webp" in name else {})
    assert read_grid("input", str(tmp_path / name)).grid.tolist() == pixels.tolist()
