from __future__ import annotations

import pytest

from poolanim.grids.sources import names_file


@pytest.mark.parametrize(
    "source", ["a.csv", "my grid.npy", "dir/x", "/tmp/a b.txt", "grid", "x.gif"]
)
def test_paths(source):
    assert names_file("input", source)


@pytest.mark.parametrize(
    "source",
    [
        "-",
        "random",
        "ones",
        "1",
        "-1.5e-3",
        "NaN",
        "-inf",
        "1 2",
        "1,2",
        "1;2",
        "a b",
        "",
        "3j",
        "[1]",
    ],
)
def test_everything_else(source):
    assert not names_file("input", source)
