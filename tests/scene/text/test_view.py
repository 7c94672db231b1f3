from __future__ import annotations

import pytest

from poolanim import Conv, Figure, trace
from poolanim.pipeline import run
from poolanim.scene.text.tracking import tracked_cell
from poolanim.scene.text.view import View
from tests.scenes import telling_of, view_of


def view_for(direction="backward", **fields):
    figure = Figure(direction=direction, **fields)
    return view_of(figure, run(figure), direction)


@pytest.mark.parametrize(
    ("fields", "cell"),
    [
        ({"layer": "avg", "shape": "5x5", "kernel_size": 3, "stride": 1}, (2, 2)),
        ({"layer": "avg", "shape": "3x9", "kernel_size": 1, "stride": 1}, (1, 4)),
        ({"layer": "avg", "shape": "9x3", "kernel_size": 1, "stride": 1}, (4, 1)),
        ({"layer": "avg", "input": "1 2 3 4", "kernel_size": 1, "stride": 1}, (0, 1)),
        ({"layer": "max", "input": "1 2 9 2 8", "kernel_size": "1x2", "stride": 1}, (0, 2)),
        ({"layer": "unpool", "input": "1 2; 3 4", "kernel_size": 2}, (0, 0)),
    ],
)
def test_the_cell_to_follow_receives_most_often_and_is_central(fields, cell):
    assert tracked_cell(view_for(**fields)) == cell


@pytest.mark.parametrize(
    ("fields", "lost"),
    [
        ({"layer": "avg", "padding": 1}, [5, 3, 5]),
        ({"layer": "avg", "padding": 1, "count_include_pad": False}, [0, 0, 0]),
        ({"layer": "avg", "padding": 1, "divisor_override": 2}, [0, 0, 0]),
        ({"layer": "max", "padding": 1}, [0, 0, 0]),
    ],
)
def test_parts_are_lost_where_the_divisor_counts_padding(fields, lost):
    view = view_for(**{"shape": 3, "kernel_size": 3, "stride": 1} | fields)
    assert [step.lost for step in view][:3] == lost


def test_a_step_has_the_numbers_of_its_scan_in_both_grids():
    fields = {"layer": "max", "input": "1 5 2; 4 3 6", "kernel_size": 2, "stride": 1}
    step = view_for(**fields, grad="7 8")[1]
    assert (step.index, step.window, step.count) == ((0, 1), (range(2), range(1, 3)), 4)
    assert (step.value, step.grad, step.taken) == (6, 8, ((1, 2),))
    assert (step.deltas, step.divisor) == ((((1, 2), 8),), None)
    forward = view_for("forward", **fields)[1]
    assert (forward.value, forward.grad, forward.deltas) == (6, None, ())


def test_a_pass_of_a_layer_with_weights_covers_several_operands():
    traced = trace(Conv([[1, 2], [3, 4]], [5]), [[1, 2, 3], [4, 5, 6]], [[1, -1]])
    forward = View(traced, traced.passes["forward"], 0, "input", "output")
    assert [*forward.spans] == ["input", "weight", "output", "bias"]
    assert (forward.own, forward.covered) == ("output", "input")
    backward = View(traced, traced.passes["backward"], 0, "input", "grad_weight")
    assert (backward.own, backward.covered) == ("output", "input")
    assert [step.deltas[0] for step in backward] == [((0, 0), 1), ((0, 0), -2)]
    # Each with its factors, and with the sum after it.
    assert [*backward.receipts((1, 1))] == [(0, (5, (5, 1)), 5), (1, (-6, (6, -1)), -1)]


@pytest.mark.parametrize(
    ("fields", "found"),
    [
        ({"layer": "lp", "p": 0.5}, True),
        ({"layer": "lp", "p": 1}, False),
        ({"layer": "lp", "p": 2}, False),
        ({"layer": "max"}, False),
    ],
)
def test_powers_below_one_favour_small_numbers(fields, found):
    figure = Figure(direction="backward", input="1 2; 3 4", kernel_size=2, **fields)
    assert ("falling" in telling_of(figure).variants.settled) == found


@pytest.mark.parametrize(
    ("layer", "grid", "found"),
    [
        ("stochastic", "1 2; 3 0", False),
        ("stochastic", "1 2; 3 -1", True),
        ("stochastic", "0 0; 0 0", True),
        ("avg", "1 2; 3 -1", False),
    ],
)
def test_chances_are_no_shares_where_a_number_is_not_positive(layer, grid, found):
    figure = Figure(layer=layer, direction="forward", input=grid, kernel_size=2)
    assert ("chanceless" in telling_of(figure).variants.settled) == found
