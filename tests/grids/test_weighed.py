from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from poolanim import Figure
from poolanim.errors import GridError, ParameterError
from poolanim.pipeline import run


@pytest.mark.parametrize(
    ("fields", "error", "message"),
    [
        ({"kernel_size": 6}, ParameterError, "kernel_size is 6; it must be at most 5x5, since"),
        ({"kernel": [[1] * 6]}, ParameterError, "kernel is 1x6; it must be at most 5x5, since"),
        ({"kernel_size": 0}, ParameterError, "kernel_size is 0; each number must be at least 1"),
        ({"stride": 0}, ParameterError, "stride is 0; each number must be at least 1"),
        ({"dilation": "0x1"}, ParameterError, "dilation is '0x1'; each number must be at least 1"),
        (
            {"dilation": 3},
            ParameterError,
            "kernel_size is 3; with dilation 3 it must be at most 2x2, since",
        ),
        ({"padding": -1}, ParameterError, "padding is -1; each number must be at least 0"),
        ({"groups": 0}, ParameterError, "groups is 0; give a whole number from 1"),
        ({"groups": 2}, ParameterError, "groups is 2, but the input has 1 channel;"),
        (
            {"shape": "5x5x4", "groups": 2, "filters": 3},
            ParameterError,
            "kernel has 3 filters;",
        ),
        (
            {"shape": "5x5x3", "kernel": "1 2"},
            ParameterError,
            "kernel is for 1 channel, but",
        ),
        (
            {"kernel": [[[[1], [2]]]]},
            ParameterError,
            "kernel is for 2 channels, but",
        ),
        ({"kernel": [[[1, 2]]]}, ParameterError, "kernel is 1x1x2, of three axes"),
        ({"kernel": "1 2; 3"}, GridError, "kernel: row 2 is 1 long"),
        ({"bias": "1 0"}, ParameterError, "bias is 1x2; give one number"),
        (
            {"filters": 3, "bias": "1 0"},
            ParameterError,
            "bias is 1x2; give a row of 3, one",
        ),
        ({"channel": 1}, ParameterError, "channel is 1, but the input .*; give 0$"),
        ({"filter": 1}, ParameterError, "filter is 1, but the kernel has 1 filter; give 0$"),
        ({"focus": "5,0"}, ParameterError, "focus is 5,0, .* 5x5; give a cell from 0,0 to 4,4"),
        ({"wrt": "all", "focus": "5,0"}, ParameterError, "focus is 5,0, but the input is 5x5"),
        ({"wrt": "weight", "focus": "0,3"}, ParameterError, "focus is 0,3, but the weight is 3x3"),
        (
            {"wrt": "bias", "focus": "0,1"},
            ParameterError,
            "the bias is 1x1; give 0,0",
        ),
        ({"padding": 5, "padding_mode": "reflect"}, ParameterError, "padding is 5; .* at most 4"),
        ({"padding": 6, "padding_mode": "circular"}, ParameterError, "padding is 6; .* at most 5"),
        ({"padding": "causal"}, ParameterError, "padding is causal, but the kernel is 3x3;"),
        ({"grad": "1 2; 3 4"}, GridError, "grad is 2x2, but the output is 3x3"),
        ({"labels": "a,b,c,d"}, ParameterError, "conv has 8 grids; name input, weight, bias, out"),
    ],
)
def test_what_does_not_fit_a_convolution_is_refused(fields, error, message):
    with pytest.raises(error, match=message):
        Figure(layer="conv", **fields)


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"output_padding": 1}, "output_padding is 1; .* at most 0, less than the larger"),
        ({"stride": 2, "output_padding": 2}, "output_padding is 2; .* at most 1"),
        ({"padding": 3}, "padding is 3, which crops all of an output of 5x5; crop fewer"),
        ({"stride": 2, "output_size": 9}, "output_size is 9; .* it must be from 7 to 8"),
        ({"stride": 2, "output_size": 6}, "output_size is 6; .* it must be from 7 to 8"),
        ({"padding": "causal"}, "padding is 'causal'; use one of"),
        ({"direction": "forward", "focus": "5,0"}, "focus is 5,0, but the output is 5x5"),
        ({"direction": "backward", "focus": "3,0"}, "focus is 3,0, but the input is 3x3"),
    ],
)
def test_what_does_not_fit_a_transposed_convolution_is_refused(fields, message):
    with pytest.raises(ParameterError, match=message):
        Figure(layer="conv-transpose", **fields)


def test_frameworks_refuse_what_they_cannot_run():
    same = {"layer": "conv", "padding": "same", "stride": 2}
    with pytest.raises(ParameterError, match="padding is same-upper; torch refuses it with a"):
        Figure(**same, like="torch")
    with pytest.raises(ParameterError, match="padding is same-upper; torch refuses it with a"):
        Figure(**same, like="keras", code="torch")
    assert Figure(**same).padding == Figure(**same, like="keras").padding == "same-upper"
    assert Figure(**same | {"stride": 1}, like="torch").padding == "same-upper"
    dilated = {"layer": "conv", "dilation": 2, "stride": 2, "kernel_size": 2}
    with pytest.raises(ParameterError, match="dilation is 2; keras refuses it with a stride of 2"):
        Figure(**dilated, like="keras")
    assert Figure(**dilated, like="torch").dilation == (2, 2)


@pytest.mark.parametrize(
    ("framework", "fields", "message"),
    [
        ("torch", {"padding": "same"}, "padding is same-upper; torch refuses words; give numbers"),
        ("torch", {"padding": "valid"}, "padding is valid; torch refuses words; give numbers"),
        ("keras", {"stride": 2, "dilation": 2}, "dilation is 2; keras refuses it with a stride"),
        ("keras", {"dilation": 2, "output_padding": 1}, "output_padding is 1; keras refuses it"),
        ("keras", {"dilation": 2, "output_size": 8}, "output_padding is 1; keras refuses it"),
    ],
)
def test_frameworks_refuse_transposed_convolutions_that_they_cannot_run(framework, fields, message):
    for name in ("like", "code"):
        with pytest.raises(ParameterError, match=message):
            Figure(layer="conv-transpose", **fields, **{name: framework})
    assert Figure(layer="conv-transpose", **fields).like is None


def test_frameworks_take_transposed_convolutions_that_they_can_run():
    for fields in ({"stride": 2, "output_padding": 1}, {"dilation": 2}, {"padding": "same"}):
        assert Figure(layer="conv-transpose", **fields, like="keras").like == "keras"
    for fields in (
        {"dilation": 2, "output_padding": 1, "padding": 1},
        {"stride": 2, "dilation": 2},
    ):
        assert Figure(layer="conv-transpose", **fields, like="torch").like == "torch"


@pytest.mark.parametrize("layer", ["avg", "max", "unpool", "conv-transpose"])
def test_causal_padding_is_for_convolution_alone(layer):
    with pytest.raises(ParameterError, match="padding is 'causal'; use one of same-lower, same"):
        Figure(layer=layer, padding="causal", input="later.npy", kernel_size=2)


def test_what_fits_exactly_is_taken():
    Figure(layer="conv", kernel_size=5, focus="4,4")
    Figure(layer="conv", padding=7)
    Figure(layer="conv", padding=4, padding_mode="reflect")
    Figure(layer="conv", padding=5, padding_mode="circular")
    Figure(layer="conv", padding=9, padding_mode="replicate")
    Figure(layer="conv", shape="1x8", kernel="1 0 -1", padding="causal", dilation="1x2")
    Figure(layer="conv", shape="5x5x4", groups=2, filters=6, bias=[1] * 6, filter=5, channel=3)
    Figure(layer="conv", wrt="weight", focus="2,2")
    Figure(layer="conv", labels="A_prev,W,b,Z,dA_prev,dW,db,dZ")
    Figure(layer="conv-transpose", stride=2, output_padding=1, focus="7,7", direction="forward")
    Figure(layer="conv-transpose", stride=2, output_size="7x8", direction="both")


@pytest.mark.parametrize(
    ("fields", "count"),
    [
        ({}, 9),
        ({"shape": "5x5x4", "filters": 4, "groups": 2}, 36),
        ({"shape": "5x5x4", "filters": 4, "groups": 2, "channel": 3}, 18),
        ({"shape": "5x5x4", "filters": 4, "groups": 2, "filter": 1}, 9),
        ({"layer": "conv-transpose", "shape": "5x5x4", "filters": 4, "groups": 2}, 100),
        ({"layer": "conv-transpose", "shape": "5x5x4", "groups": 2, "channel": 3}, 25),
        ({"layer": "conv-transpose", "shape": "5x5x4", "groups": 2, "filter": 1}, 50),
    ],
)
def test_scans_are_counted_before_anything_is_read(fields, count):
    figure = Figure(**{"layer": "conv", **fields, "scans": (1, count)})
    assert len(run(figure).passes["forward"]) == count
    with pytest.raises(ParameterError, match=f"scans is 1:{count + 1}, but there are {count};"):
        replace(figure, scans=(1, count + 1))


def test_a_pass_with_too_many_products_is_refused():
    large = {"layer": "conv", "shape": "58x58x64", "filters": 64}
    with pytest.raises(ParameterError, match="the pass has 115,605,504 products, and at most"):
        Figure(**large)
    for fewer in ({"channel": 0}, {"filter": 63}, {"groups": 64}):
        assert Figure(**large, **fewer).filters == 64
    with pytest.raises(ParameterError, match="the pass has 6,422,528 products"):
        Figure(layer="conv-transpose", shape="56x56x1", filters=128, kernel_size=4)


@pytest.mark.parametrize("fields", [{"input": "1 2; 3 4"}, {"shape": "2x2x1"}])
@pytest.mark.parametrize(("code", "order"), [("numpy", (1, 1, 3)), ("torch", (3, 1, 1))])
def test_a_gradient_has_the_channels_of_the_output(fields, code, order):
    grad = np.arange(3.0).reshape(order)
    figure = Figure(layer="conv", filters=3, kernel_size=2, grad=grad, code=code, **fields)
    assert run(figure).grids["grad_output"].tolist() == [[[0, 1, 2]]]
    with pytest.raises(GridError, match=r"grad is 2x1x1, but the output is .* in the order"):
        replace(figure, grad=np.ones((2, 1, 1)))


def test_a_kernel_that_is_yet_to_be_read_is_checked_later():
    figure = Figure(layer="conv", kernel="k.npy", filter=99, wrt="weight", focus="50,50")
    assert figure.kernel == "k.npy"
    with pytest.raises(ParameterError, match="channel is 3"):
        Figure(layer="conv", kernel="k.npy", channel=3)
