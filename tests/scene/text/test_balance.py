from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given

from poolanim import AvgPool, Figure, LpPool, MaxPool, SumPool, trace
from poolanim.pipeline import run
from poolanim.scene.text.balance import balance_of
from poolanim.scene.text.view import View
from tests.scenes import pictures_of, scene_of, texts, view_of
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
    assert "dA sums to 10, dA_prev to 2.5: 7.5 fell on padding." in said
    said = closing(layer="avg", kernel_size=2, divisor_override=8, input="9 9; 1 2", grad="4")
    assert "dA sums to 4, dA_prev to 2: divisor_override 8 added −2." in said
    assert "sum" not in closing(layer="max", direction="forward")


def products(**fields):
    figure = Figure(**{"direction": "backward", **fields})
    return balance_of(view_of(figure, run(figure), figure.direction))


def test_what_a_kernel_multiplies_sums_to_the_product_of_both_sums():
    balance = products(layer="conv", kernel="1 2; 3 -1", input="1 2 3; 4 5 6", grad="2 -5")
    assert balance[:3] == (-15.0, -15.0, {})


def test_products_on_padding_are_lost_unless_padding_copies_cells():
    fields = {"layer": "conv", "kernel": "1 2 4", "input": "1 2 3", "grad": "1 1 1"}
    assert products(**fields, padding=(0, 1))[:3] == (21.0, 16.0, {"padding": -5.0})


def test_the_bias_of_a_transposed_convolution_is_no_part_of_the_balance():
    fields = {"layer": "conv-transpose", "kernel": "1 2", "input": "1 3", "bias": "10"}
    assert products(**fields, direction="forward")[:3] == (12.0, 12.0, {})
    fields["padding"] = (0, 1)
    assert products(**fields, direction="forward")[:3] == (12.0, 5.0, {"padding": -7.0})


def test_the_last_frame_of_a_convolution_tells_the_sums_of_both_factors_and_of_products():
    said = closing(layer="conv", kernel="1 2; 3 -1", input="1 2 3; 4 5 6", grad="2 -5")
    assert "dZ sums to −3, W to 5: dA_prev sums to their product, −15." in said
    said = closing(layer="conv", kernel="1 2 4", input="1 2 3", grad="1 1 1", padding=(0, 1))
    assert "Their product is 21; 5 fell on padding, so dA_prev sums to 16." in said


def test_the_last_frame_tells_which_cells_no_window_covers():
    said = closing(layer="conv", stride=2, shape=(6, 6))
    assert "No window covers the last row and the last column." in said
