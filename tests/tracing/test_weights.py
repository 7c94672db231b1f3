"""A layer with weights: terms of two grids, and a backward pass with three targets."""

from __future__ import annotations

import json
from types import SimpleNamespace

import numpy as np
import pytest

from poolanim import trace
from poolanim.formats.json import to_json
from poolanim.formats.npz import to_arrays
from tests.linear import Linear

FIGURE = SimpleNamespace(layer="linear", direction="both", wrt="all", form=None)


@pytest.fixture
def given():
    random = np.random.default_rng(0)
    x, grad_output = random.normal(size=(2, 3)), random.normal(size=(1, 4))
    return x, grad_output, {"weight": random.normal(size=(4, 6)), "bias": random.normal(size=4)}


def test_all_targets_are_the_sums_of_their_terms(given):
    x, grad_output, weights = given
    layer = Linear(**weights)
    traced = trace(layer, x, grad_output)
    gradients = layer.gradients(grad_output, x)
    names = "grad_input", "grad_weight", "grad_bias"
    np.testing.assert_allclose(traced.grids["output"], layer.forward(x))
    for name, gradient in zip(names, gradients, strict=True):
        np.testing.assert_allclose(traced.grids[name], gradient)
    assert traced.passes["backward"].targets == names
    for each in traced.passes.values():
        totals = {}
        for scan in each:
            for term in scan.terms:
                totals[term.to] = totals.get(term.to, 0.0) + term.amount
        for target in each.targets:
            grid = traced.grids[target]
            assert all(totals[target, cell] == grid[cell] for cell in np.ndindex(*grid.shape))


def test_terms_come_from_two_grids_or_from_the_bias(given):
    x, grad_output, weights = given
    traced = trace(Linear(**weights), x, grad_output)
    scan = traced.passes["forward"][2]
    first, *_, last, bias = scan.terms
    assert bias.of == (("bias", (2,)),)
    assert first.of == (("input", (0, 0)), ("weight", (2, 0)))
    assert last.of == (("input", (1, 2)), ("weight", (2, 5)))
    assert last.amount == x[1, 2] * weights["weight"][2, 5]
    assert scan.spans == {
        "input": (range(2), range(3)),
        "weight": (range(2, 3), range(6)),
        "bias": (range(2, 3),),
        "output": (range(1), range(2, 3)),
    }
    (term,) = [term for term in traced.passes["backward"][2].terms if term.to[0] == "grad_bias"]
    assert (term.of, term.amount) == ((("grad_output", (0, 2)),), grad_output[0, 2])


def test_json_and_npz_hold_all_grids_and_targets(given):
    x, grad_output, weights = given
    traced = trace(Linear(**weights), x, grad_output)
    written, arrays = json.loads(to_json(FIGURE, traced)), to_arrays(FIGURE, traced)
    for name, grid in traced.grids.items():
        assert written[name] == grid.tolist() == arrays[name].tolist()
    scan = written["scans"][2]
    assert (scan["index"], scan["window"]) == ([0, 2], [0, 2, 0, 3])
    assert [delta[:2] for delta in scan["deltas"]] == [[i, j] for i in (0, 1) for j in (0, 1, 2)]
    assert scan["parts"] == arrays["parts"][2].tolist()
    assert sum(scan["parts"]) + weights["bias"][2] == pytest.approx(scan["value"])
    assert scan["bias_delta"] == grad_output[0, 2]
    assert arrays["weight_delta_cells"].shape == (24, 2)
    assert arrays["bias_delta_scans"].tolist() == [0, 1, 2, 3]
