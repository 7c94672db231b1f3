from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given

from poolanim import AvgPool, LpPool, MaxPool, SumPool, trace
from poolanim.scene.text.balance import balance_of
from poolanim.scene.text.view import View
from tests.scenes import pictures_of, scene_of, texts
from tests.strategies import setups


def backward(traced):
    return View(traced, traced.passes["backward"], 0, "input", "grad_input")


@given(setups())
def test_changes_make_one_sum_of_the_other(setup):
    layer, x, grad_output = setup
    grads, sums, changes, _ = balance_of(backward(trace(layer, x, grad_output)))
    assert grads == pytest.approx(grad_output.sum())
    assert sums == pytest.approx(layer.backward(grad_output, x).sum())
    assert grads + sum(changes.values()) == pytest.approx(sums)


@pytest.mark.parametrize(
    ("layer", "changes"),
    [
        (AvgPool(2, 1), {}),
        (AvgPool(2, 1, 1, count_include_pad=False), {}),
        (AvgPool(2, 1, 1), {"padding": -6.5}),
        (AvgPool(2, 1, divisor_override=8), {"divisor_override": -2}),
        (AvgPool(2, 1, 1, divisor_override=2), {"padding": -13, "divisor_override": 9}),
        (AvgPool(2, 2, ceil_mode=True), {}),
        (MaxPool(2, 1), {"change": 12}),
        (MaxPool(2, 1, ties="first"), {}),
        (MaxPool(2, 1, ties="split"), {}),
        (SumPool(2, 1), {"change": 12}),
        (LpPool(1, kernel_size=1), {}),
    ],
    ids=str,
)
def test_what_gradient_is_lost_or_won_has_a_name(layer, changes):
    x = np.ones((3, 3))
    traced = trace(layer, x, np.ones(layer.output_shape(x.shape)))
    found = balance_of(backward(traced)).changes
    assert found.keys() == changes.keys()
    if layer.padding == (0, 0):
        assert found == pytest.approx(changes)


def closing(**fields):
    scene, _ = scene_of(**fields)
    *_, last = pictures_of(scene)
    said = [*texts(last["mask"]), *texts(last["statement"]), *texts(last["remark"])]
    return " ".join(said)


def test_the_last_frame_tells_what_became_of_the_gradient():
    grid = {"input": "9 9; 1 2", "grad": "1 2; 3 4"}
    assert closing(layer="avg", kernel_size=1, **grid).startswith("10 both grids sum to ")
    assert "dA sums to 5, dA_prev to 10: ties count more than once, which adds 5." in closing(
        layer="max", kernel_size=2, input="9 9; 1 2", grad="5"
    )
    said = closing(layer="avg", kernel_size=2, padding=1, stride=2, **grid)
    assert "dA sums to 10.0, dA_prev to 2.5: 7.5 fell on padding." in said
    said = closing(layer="avg", kernel_size=2, divisor_override=8, input="9 9; 1 2", grad="4")
    assert "dA sums to 4, dA_prev to 2: divisor_override 8 added −2." in said
    assert "sum" not in closing(layer="max", direction="forward")
