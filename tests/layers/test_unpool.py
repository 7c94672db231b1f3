from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from poolanim import MaxPool, MaxUnpool, trace
from poolanim.errors import GridError, ParameterError
from poolanim.records import replace

REFERENCE = Path(__file__).parent.parent / "reference" / "unpooling.json"


def test_indices_and_unpooling_tell_large_integers_apart():
    x = np.array([[2**53, 2**53 + 1], [0, 0]])
    assert MaxPool(2).indices(x).tolist() == [[1]]
    unpooled = MaxUnpool(2).forward([[2**53 + 1]], [[1]])
    assert unpooled.tolist() == [[0, 2**53 + 1], [0, 0]]
    assert trace(MaxUnpool(2), x).grids["output"].tolist() == unpooled.tolist()


@pytest.mark.parametrize("padding", [2, ((1, 0), (0, 2)), "same-upper", "same-lower", "valid"])
@pytest.mark.parametrize("stride", [2, 3, 4])
def test_whatever_max_pooling_pools_can_be_unpooled(padding, stride):
    layer = MaxUnpool(3, stride, padding)
    x = np.random.default_rng(0).permutation(77).reshape(7, 11) + 1.0
    pooled, indices = layer.pool.forward(x), layer.pool.indices(x)
    unpooled = replace(layer, output_size=x.shape).forward(pooled, indices)
    assert set(unpooled.ravel()) == {0, *pooled.ravel()}
    assert (unpooled[unpooled != 0] == x[unpooled != 0]).all()
    assert layer.backward(x, pooled, indices).tolist() == pooled.tolist()


def test_sizes_of_what_is_unpooled():
    assert MaxUnpool(3, 2, "same-upper").output_shape((3, 4)) == (6, 8)
    assert MaxUnpool(3, 2, "valid").output_shape((3, 4)) == (7, 9)
    assert MaxUnpool(3, 2, ((0, 1), (2, 0))).output_shape((3, 4)) == (6, 7)
    assert MaxUnpool(2, padding=1, output_size=1).forward([[1]], [[0]]).tolist() == [[1]]


def test_unpooling_puts_maxima_back_and_gathers_their_gradients():
    random = np.random.default_rng(0)
    x = random.permutation(2 * 6 * 7 * 3).reshape(2, 6, 7, 3).astype(float)
    layer = MaxUnpool(2)
    pooled, indices = layer.pool.forward(x), layer.pool.indices(x)
    unpooled = replace(layer, output_size=(6, 7)).forward(pooled, indices)
    kept = unpooled != 0
    assert (unpooled[kept] == x[kept]).all()
    assert np.sort(unpooled[kept]).tolist() == np.sort(pooled[pooled != 0]).tolist()
    grad_output = random.normal(size=unpooled.shape)
    grad_input = layer.backward(grad_output, pooled, indices)
    assert layer.pool.backward(grad_input, x)[kept] == pytest.approx(grad_output[kept])
    assert layer.output_shape(pooled.shape) == (2, 6, 6, 3)
    assert layer.output_shape((3, 3)) == (6, 6)
    assert MaxUnpool(3, 2, 1).output_shape((3, 4)) == (5, 7)


def test_of_maxima_that_return_to_one_cell_the_last_stays():
    layer = MaxUnpool(2, stride=1)
    indices = layer.pool.indices([[0, 0, 0], [0, 9, 0], [0, 0, 0]])
    assert layer.forward([[1, 2], [3, 4]], indices).tolist() == [[0, 0, 0], [0, 4, 0], [0, 0, 0]]
    grad_input = layer.backward([[0, 1, 2], [3, 4, 5], [6, 7, 8]], [[1, 2], [3, 4]], indices)
    assert grad_input.tolist() == [[4, 4], [4, 4]]


def reference():
    """PyTorch's cases: the layer, and its grids and limits by name."""
    for case in json.loads(REFERENCE.read_text())["cases"]:
        given = [tuple(case[key]) for key in ("kernel", "stride", "padding", "output_size")]
        yield MaxUnpool(*given), case


def test_passes_and_traces_equal_those_of_pytorch():
    seen = {"overwritten": 0, "of another width": 0}
    for layer, case in reference():
        x, indices = np.array(case["input"]), np.array(case["indices"])
        assert layer.forward(x, indices).tolist() == case["output"], layer
        assert layer.backward(case["grad_output"], x, indices).tolist() == case["grad_input"], layer
        seen["overwritten"] += len(np.unique(indices)) < indices.size
        if case["pooled"] is None:
            seen["of another width"] += 1
            continue
        traced = trace(layer, case["pooled"], case["grad_output"])
        for name in ("input", "indices", "output", "grad_input"):
            found = layer.pool.indices(case["pooled"]) if name == "indices" else traced.grids[name]
            assert found.tolist() == case[name], (layer, name)
    assert min(seen.values()) > 10


def test_output_size_has_the_limits_of_pytorch():
    for layer, case in reference():
        x = np.zeros_like(case["input"])
        usual = replace(layer, output_size=None).restored(x.shape)
        for axis, (least, most) in enumerate(case["accepted"]):
            for size in range(1, most + 3):
                wanted = (size, usual[1]) if axis == 0 else (usual[0], size)
                sized = replace(layer, output_size=wanted)
                if least <= size <= most:
                    assert sized.output_shape(x.shape) == wanted
                else:
                    with pytest.raises(ParameterError, match=r"output_size is .* it must be "):
                        sized.forward(x, np.zeros(x.shape, int))


def test_in_an_output_of_the_same_width_windows_stay_and_in_another_they_are_all_of_it():
    x = [[1, 2, 3, 9], [4, 0, 3, 3], [1, 8, 1, 1], [5, 4, 7, 2]]
    higher = trace(MaxUnpool(2, output_size=(5, 4)), x, np.zeros((5, 4)))
    assert higher.grids["output"].tolist() == [
        [0, 0, 0, 9], [4, 0, 0, 0], [0, 8, 0, 0], [0, 0, 7, 0], [0, 0, 0, 0],
    ]  # fmt: skip
    assert higher.geometry.bounds((1, 0)) == [2, 4, 0, 2]
    assert higher.passes["forward"][2].spans["output"] == (range(2, 4), range(2))
    wider = trace(MaxUnpool(2, output_size=5), x, np.arange(25).reshape(5, 5))
    assert wider.grids["output"].nonzero() == pytest.approx(np.array([[0, 0, 1, 2], [3, 4, 4, 4]]))
    assert wider.grids["grad_input"].tolist() == [[4, 3], [9, 14]]
    assert wider.passes["forward"][2].spans["output"] == (range(5), range(5))
    with pytest.raises(ParameterError, match=r"output_size is 3; .* up to 8, .* has 14; .* 4x4"):
        trace(MaxUnpool(2, output_size=3), x)
    with pytest.raises(GridError, match="grad_output is 4x4; for this input give 5x4"):
        MaxUnpool(2, output_size=(5, 4)).backward(
            np.ones((4, 4)), np.ones((2, 2)), [[0, 1], [2, 3]]
        )


def test_a_later_number_of_a_trace_takes_the_place_of_an_earlier_one():
    layer = MaxUnpool((1, 2), stride=1)
    traced = trace(layer, [[1, 7, 2]], [[1, 5, 3]])
    terms = traced.passes["forward"].terms["output"]
    assert terms.totals.tolist() == terms.amounts.tolist() == [7, 7]
    assert traced.grids["output"].tolist() == [[0, 7, 0]]
    assert traced.grids["grad_input"].tolist() == [[5, 5]]
