from __future__ import annotations

import numpy as np
import pytest

from poolanim import Figure
from poolanim.errors import GridError, ParameterError
from poolanim.grids.kernels import KERNELS
from poolanim.grids.weights import Weights


def weights(channels=1, layer="conv", **fields):
    shape = None if "input" in fields else (5, 5, channels)
    return Weights.of(Figure(layer=layer, shape=shape, **fields), (5, 5), channels)


@pytest.mark.parametrize("name", KERNELS)
def test_a_name_is_a_kernel_for_each_channel_and_filter(name):
    weight, bias, shape, *_ = weights(2, kernel=name, filters=3)
    assert weight.shape == shape == (3, 3, 2, 3)
    assert bias is None
    for channel, filter_ in np.ndindex(2, 3):
        assert weight[:, :, channel, filter_].tolist() == [list(row) for row in KERNELS[name]]


def test_words_have_the_size_that_is_asked_for():
    ones = weights(kernel="ones", kernel_size="2x3").weight
    assert ones.tolist() == np.ones((2, 3)).tolist()
    assert weights(3, kernel_size=2, groups=3).weight.shape == (2, 2, 1, 3)
    assert weights(4, groups=2, filters=6).weight.shape == (3, 3, 2, 6)
    assert weights(4, "conv-transpose", groups=2, filters=6).weight.shape == (3, 3, 3, 4)


def test_inline_rows_are_a_kernel_of_one_channel():
    weight, *_ = weights(kernel="1 0 -1; 2 0 -2")
    assert weight.tolist() == [[1, 0, -1], [2, 0, -2]]
    assert weights(kernel=[1, 2, 3]).weight.tolist() == [[1, 2, 3]]
    flipped = weights(kernel="1 0 -1; 2 0 -2", flip=True).weight
    assert flipped.tolist() == [[-2, 0, 2], [-1, 0, 1]]


@pytest.mark.parametrize(
    ("layer", "fields", "layout"),
    [
        ("conv", {}, "hwio"),
        ("conv", {"like": "torch"}, "oihw"),
        ("conv", {"code": "torch"}, "oihw"),
        ("conv", {"code": "keras"}, "hwio"),
        ("conv", {"like": "keras", "code": "torch"}, "hwio"),
        ("conv", {"kernel_layout": "iohw"}, "iohw"),
        ("conv-transpose", {}, "hwoi"),
        ("conv-transpose", {"like": "torch"}, "iohw"),
        ("conv-transpose", {"code": "keras"}, "hwoi"),
        ("conv-transpose", {"kernel_layout": "hwio"}, "hwio"),
    ],
)
def test_a_file_of_four_axes_is_read_in_the_order_of_its_framework(tmp_path, layer, fields, layout):
    own = {"conv": "hwio", "conv-transpose": "hwoi"}[layer]
    size = {"h": 2, "w": 3, "i": 4, "o": 5}
    kernel = np.random.default_rng(0).normal(size=[size[axis] for axis in own])
    np.save(tmp_path / "k.npy", kernel.transpose([own.index(axis) for axis in layout]))
    made = weights(4, layer, kernel=str(tmp_path / "k.npy"), **fields)
    assert np.array_equal(made.weight, kernel)
    assert made.shape == (2, 3, 4, 5)
    assert made.layout == layout


@pytest.mark.parametrize(
    ("shape", "fields", "others"),
    [
        ((3, 3, 3, 3), {}, ("hwoi", "oihw", "iohw")),
        ((2, 3, 3, 3), {}, ("hwoi", "oihw")),
        ((5, 5, 3, 2), {}, ()),
        ((2, 3, 5, 5), {"like": "torch"}, ()),
        ((3, 3, 3, 3), {"kernel_layout": "oihw"}, None),
        ((5, 5, 1, 3), {"groups": 3}, ()),
        ((1, 3, 1, 3), {"groups": 3}, ("iohw",)),
    ],
)
def test_the_other_orders_in_which_a_kernel_fits_are_found(shape, fields, others):
    made = weights(3, kernel=np.ones(shape).tolist(), **fields)
    (told,) = made.notes
    assert ("; give kernel_layout for another order" in told) is (others is not None)
    fitting = (told.partition("it fits as ")[2].partition(" too;")[0]).replace(" or ", ", ")
    assert fitting == ", ".join(others or ()).upper()


@pytest.mark.parametrize(
    ("kernel", "message"),
    [
        ("1 0", "kernel_layout is oihw, but the kernel is 1x2, without axes of channels"),
        ("sobel", "kernel_layout is oihw, but the kernel is made, not read; leave"),
        (None, "kernel_layout is oihw, but the kernel is made, not read; leave"),
    ],
)
def test_a_kernel_without_channels_has_no_layout(kernel, message):
    with pytest.raises(ParameterError, match=message):
        Figure(layer="conv", kernel=kernel, kernel_layout="oihw")


def test_a_file_without_channels_has_no_layout(tmp_path):
    np.save(tmp_path / "k.npy", np.ones((2, 2)))
    with pytest.raises(ParameterError, match="kernel_layout is iohw, but the kernel is 2x2,"):
        weights(kernel=str(tmp_path / "k.npy"), kernel_layout="iohw")


def test_a_kernel_that_is_read_with_four_axes_keeps_them(tmp_path):
    np.save(tmp_path / "k.npy", np.ones((1, 1, 2, 3)))
    made = weights(kernel=str(tmp_path / "k.npy"), like="torch")
    assert made.weight.shape == (2, 3, 1, 1)


def test_a_file_that_does_not_fit_is_refused_when_it_is_read(tmp_path):
    path = str(tmp_path / "k.npy")
    for shape, message in [((3, 3, 2), "of three axes"), ((3, 3, 2, 1), "for 2 channels")]:
        np.save(path, np.ones(shape))
        with pytest.raises(ParameterError, match=message) as caught:
            weights(kernel=path)
        assert caught.value.field == "kernel"
    np.save(path, np.ones((3, 3, 1, 2)))
    with pytest.raises(ParameterError, match=r"filter is 2, .* give a whole number from 0 to 1"):
        weights(kernel=path, filter=2)


def test_a_name_that_is_misspelled_gets_a_suggestion():
    with pytest.raises(GridError, match=r"kernel is 'sobell', .* did you mean 'sobel'"):
        weights(kernel="sobell")


def test_a_bias_is_for_each_filter():
    assert weights(filters=2, bias=1.5).bias.tolist() == [1.5, 1.5]
    assert weights(filters=2, bias="1 0").bias.tolist() == [1, 0]
    assert weights(filters=2, bias=[1, 0]).bias.tolist() == [1, 0]
    assert weights(filters=2, bias="ones").bias.tolist() == [1, 1]
    assert weights(filters=2, bias="random").bias.any()


def test_the_default_kernel_teaches():
    kernel, bias, *_ = weights()
    assert bias is None
    assert kernel.min() < 0 < kernel.max()
    assert not np.array_equal(kernel, kernel[::-1, ::-1])
    assert not np.array_equal(kernel, kernel.T)
