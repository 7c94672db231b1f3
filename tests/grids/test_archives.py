from __future__ import annotations

import io
import sys
import zipfile

import numpy as np
import pytest

from poolanim import Figure, animate
from poolanim.errors import GridError
from poolanim.grids.reading import read_grid
from poolanim.pipeline import run

SQUARE = [[1.0, 2.0], [3.0, 4.0]]


def saved(path, **arrays):
    np.savez(path, **arrays)
    return str(path)


def test_an_array_that_is_alone_is_read_whatever_its_name(tmp_path):
    np.savez(tmp_path / "a.npz", SQUARE)
    assert read_grid("input", str(tmp_path / "a.npz")).grid.tolist() == SQUARE
    np.savez_compressed(tmp_path / "b.npz", x=np.array(SQUARE, np.int8))
    assert read_grid("kernel", str(tmp_path / "b.npz")).grid.tolist() == SQUARE


def test_of_several_arrays_that_with_the_name_of_the_field_is_read(tmp_path):
    path = saved(tmp_path / "a.npz", input=SQUARE, grad=[[5.0]], other=[1])
    assert read_grid("input", path).grid.tolist() == SQUARE
    assert read_grid("grad", path).grid.tolist() == [[5]]
    with pytest.raises(GridError, match=r"contains grad, input, other; give .* read 'kernel'"):
        read_grid("kernel", path)


def test_standard_input_may_be_an_archive(monkeypatch):
    file = io.BytesIO()
    np.savez(file, SQUARE)
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(file.getvalue())))
    assert read_grid("input", "-").grid.tolist() == SQUARE


FED_BACK = [
    {"layer": "max", "kernel_size": 2, "input": [[1, 3, 2], [4, 9, 5], [7, 8, 6]]},
    {"layer": "max", "kernel_size": 2, "input": [1, 3, 2, 4]},
    {"layer": "unpool"},
    {"layer": "unpool", "shape": (4, 4, 3), "channel": "all"},
    {"layer": "avg", "shape": (4, 5, 3), "channel": "all", "seed": 3},
    {"layer": "avg", "shape": (4, 5, 6), "channel": "all", "like": "torch"},
    {"layer": "conv", "shape": (5, 5, 2), "filters": 3, "bias": "1 2 3", "seed": 1},
    {"layer": "conv", "shape": (5, 5, 2), "filters": 3, "like": "torch", "kernel_size": 2},
    {"layer": "conv", "shape": (5, 5, 3), "filters": 2, "channel": 1},
    {"layer": "conv", "shape": (5, 5, 2), "filters": 3, "filter": 2, "channel": 0},
    {"layer": "conv", "shape": (5, 5, 2), "filters": 3, "filter": 2, "code": "torch"},
    {"layer": "conv", "shape": (5, 5, 4), "filters": 4, "groups": 2},
    {"layer": "conv-transpose", "shape": (3, 3, 2), "filters": 3, "like": "torch"},
]


@pytest.mark.parametrize("fields", FED_BACK)
def test_a_trace_can_be_fed_back(tmp_path, fields):
    figure = Figure(**fields)
    path = str(tmp_path / "a.npz")
    animate(figure, path)
    again = {"input": path, "grad": path}
    if figure.entry.kernel_layout:
        again |= {"kernel": path} | ({"bias": path} if figure.bias else {})
    kept = ("layer", "like", "code", "groups", *(["kernel_size"] if "kernel" not in again else []))
    again |= {name: fields[name] for name in kept if name in fields}
    traced, found = run(figure), run(Figure(**again, channel="all"))
    for name, grid in traced.grids.items():
        assert np.array_equal(np.squeeze(found.grids[name]), np.squeeze(grid)), name


def test_a_trace_without_the_array_says_so(tmp_path):
    path = str(tmp_path / "a.npz")
    animate(Figure(layer="max", direction="forward"), path)
    assert read_grid("input", path).grid.shape == (5, 5)
    for field, name in (("grad", "grad_output"), ("kernel", "weight"), ("bias", "bias")):
        with pytest.raises(GridError, match=f"a trace without {name}, as of a forward pass or"):
            read_grid(field, path)


def test_an_archive_that_is_none_is_refused(tmp_path):
    path = tmp_path / "a.npz"
    for content in (b"", b"PK", b"PK\x03\x04" + b"\0" * 99, b"\x93NUMPY"):
        path.write_bytes(content)
        with pytest.raises(GridError, match=r"not a (whole .npz archive|plain .npy file)"):
            read_grid("input", str(path))
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a.npy", b"no array")
    with pytest.raises(GridError, match=r"not a plain .npy file"):
        read_grid("input", str(path))
    np.savez(path, np.array([["a"]], object))
    with pytest.raises(GridError, match="holds object; save real numbers"):
        read_grid("input", str(path))
    with zipfile.ZipFile(path, "w"):
        pass
    with pytest.raises(GridError, match=r"contains no arrays of NumPy; save the numbers with"):
        read_grid("input", str(path))


def test_a_damaged_array_is_refused(tmp_path):
    path = tmp_path / "a.npz"
    np.savez_compressed(path, np.arange(100.0).reshape(10, 10))
    content = bytearray(path.read_bytes())
    content[120:140] = b"\xff" * 20
    path.write_bytes(content)
    with pytest.raises(GridError, match=r"not a whole .npz archive"):
        read_grid("input", str(path))


@pytest.mark.parametrize("names", [["a"], ["layer", "windows", "input_0", "input_1"]])
def test_no_more_is_unpacked_than_a_file_may_have(tmp_path, monkeypatch, names):
    monkeypatch.setattr("poolanim.grids.archives.BINARY_BYTES", 10_000)
    np.savez_compressed(tmp_path / "a.npz", **{name: np.zeros(1000) for name in names})
    if len(names) == 1:
        assert read_grid("input", str(tmp_path / "a.npz")).grid.shape == (1000,)
        np.savez_compressed(tmp_path / "a.npz", np.zeros(1250))
    with pytest.raises(GridError, match="more than 0 MB, the limit; give smaller ones"):
        read_grid("input", str(tmp_path / "a.npz"))
