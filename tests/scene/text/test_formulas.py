from __future__ import annotations

import itertools
import re

import numpy as np
import pytest

from poolanim import Figure
from poolanim.pipeline import run
from poolanim.scene.text.formulas import indices


def of(**fields):
    figure = Figure(**{"layer": "conv", **fields})
    return indices(figure, run(figure).layer)


@pytest.mark.parametrize("padding", [0, 1, "0:1x2:0"])
@pytest.mark.parametrize("stride", [1, "2x3"])
@pytest.mark.parametrize("dilation", [1, "1x2"])
def test_the_indices_are_those_of_the_cells_that_are_multiplied(padding, stride, dilation):
    fields = {"shape": "7x8", "padding": padding, "stride": stride, "dilation": dilation}
    grids = run(Figure(layer="conv", direction="forward", **fields)).grids
    # Such as 2i+u-1, in Python.
    row, column = (
        compile(re.sub(r"(\d)([a-z])", r"\1*\2", index), "index", "eval")
        for index in of(**fields)["at"].split(r",\,")
    )
    x, weight, output = (grids[name] for name in ("input", "weight", "output"))
    sums = np.zeros_like(output)
    for i, j, u, v in itertools.product(*map(range, output.shape + weight.shape)):
        names = {"i": i, "j": j, "u": u, "v": v}
        place = eval(row, names), eval(column, names)
        if all(0 <= index < size for index, size in zip(place, x.shape, strict=True)):
            sums[i, j] += weight[u, v] * x[place]
    assert sums.tolist() == output.tolist()


def test_several_channels_and_filters_have_an_index():
    assert of(shape="5x5x3", filters=2) | {"at": ""} == {
        "at": "",
        "c": ",c",
        "f": ",f",
        "of_f": "_f",
    }
    assert of(shape="5x5x3")["c"] == ",c"
    assert set(of(shape="5x5x3", filters=2, channel=0, filter=1).values()) == {r"i+u,\,j+v", ""}
    assert of(shape="5x5x3", groups=3) == of()


def test_padding_by_a_word_is_a_letter():
    assert of(padding="same", stride=2)["at"] == r"2i+u-p,\,2j+v-p"
