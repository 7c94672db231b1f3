from __future__ import annotations

from dataclasses import replace

import pytest

from poolanim import Figure
from poolanim.errors import ParameterError
from poolanim.layers.table import LAYERS


def test_the_defaults_of_convolution():
    figure = Figure(layer="conv")
    assert figure == Figure(layer="conv", kernel_size=3, stride=1, padding=0, wrt="input")
    assert (figure.groups, figure.padding_mode, figure.form) == (1, "zeros", "scatter")
    assert (figure.kernel, figure.bias, figure.filters, figure.channel) == (None,) * 4
    transposed = Figure(layer="conv-transpose")
    assert (transposed.output_padding, transposed.output_size) == ((0, 0), None)
    assert transposed.form is None


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"kernel": "sobel"},
        {"kernel": "1 2; 3 4", "bias": 1},
        {"direction": "forward"},
        {"layer": "conv-transpose", "stride": 2, "output_size": 8},
        {"layer": "avg", "direction": "forward"},
        {"layer": "sum", "form": "gather", "scans": "25:25"},
        {"form": "gather"},
    ],
)
def test_a_figure_whose_defaults_are_set_can_be_varied(fields):
    figure = Figure(**{"layer": "conv", **fields})
    assert replace(replace(figure, theme="dark"), theme="light") == figure


def test_parameters_of_a_backward_pass_are_not_set_in_a_forward_pass():
    figure = Figure(layer="conv", direction="forward")
    assert (figure.wrt, figure.form) == (None, None)
    assert Figure(layer="conv", kernel="sobel").kernel_size is None


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"direction": "forward", "wrt": "input"}, "wrt is input, but a forward pass has none;"),
        ({"direction": "forward", "form": "gather"}, "form is gather, but a forward pass has"),
        ({"direction": "forward", "grad": [[1, 2]]}, "grad is 1 2, but a forward pass has none;"),
        ({"kernel": "1 2", "kernel_size": 3}, "kernel_size is 3, but the kernel has its own;"),
        ({"kernel": "k.npy", "kernel_size": 3}, "kernel_size is 3, but the kernel has its own;"),
        ({"kernel": "sobel", "kernel_size": 3}, "kernel_size is 3, but the kernel is sobel;"),
        ({"kernel": "1 2", "filters": 2}, "filters is 2, but the kernel has its own;"),
        ({"form": "gather", "wrt": "all"}, "form is gather, but only the gradient of the input"),
        ({"form": "gather", "padding_mode": "reflect"}, "form is gather, but padding_mode is ref"),
        (
            {"layer": "conv-transpose", "stride": 2, "output_padding": 1, "output_size": 8},
            "output_padding is 1, but output_size is 8; leave output_padding out",
        ),
        ({"layer": "avg", "kernel": "sobel"}, "kernel is sobel, but avg has no such parameter"),
        ({"layer": "avg", "flip": True}, "flip is true, but avg has no such parameter"),
        ({"layer": "max", "form": "gather"}, "form is gather, but max has no such parameter"),
        (
            {"layer": "fractional-max", "disjoint": True, "kernel_size": 2},
            "kernel_size is 2, but disjoint windows have no size of their own; leave kernel_size",
        ),
        (
            {"layer": "fractional-max", "disjoint": True, "code": "torch"},
            "disjoint is true, but torch has windows of one size alone; leave disjoint out",
        ),
        ({"layer": "max", "disjoint": True}, "disjoint is true, but max has no such parameter"),
        ({"layer": "lp", "ties": "all"}, "ties is all, but p is 2; leave ties out"),
        ({"layer": "lp", "p": 3, "ties": "first"}, "ties is first, but p is 3; leave ties out"),
        ({"layer": "conv", "ties": "all"}, "but conv has no such parameter; it has stride"),
        ({"layer": "conv-transpose", "padding_mode": "reflect"}, "conv-transpose has no such"),
    ],
)
def test_what_has_no_meaning_is_refused(fields, message):
    with pytest.raises(ParameterError, match=message):
        Figure(**{"layer": "conv", **fields})


@pytest.mark.parametrize("name", LAYERS)
def test_a_layer_s_defaults_are_those_of_its_figure(name):
    figure = Figure(layer=name)
    for parameter, default in LAYERS[name].defaults.items():
        if default is not None:
            assert getattr(figure, parameter) == default
